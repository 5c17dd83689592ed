"""Reads of the party tree: who stands below whom on a day, who serves a community, and where nobody does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sunshine.lib.division import Level, ancestors
from sunshine.party.models import Body
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import PARTY_KINDS, PARTY_RANK, OrganisationKind
from sunshine.places.models import Place
from sunshine.places.queries import standing
from sunshine.record.queries import first_told_since
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import consents, find_consented
from sunshine.volunteers.states import ConsentKind

LEADING = frozenset(
    {OrganisationKind.PARTY_COMMITTEE, OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH}
)
"""What leads a community as a whole: committee, general branch, or a single branch."""

BRANCHES = frozenset({OrganisationKind.BRANCH, OrganisationKind.GRID_BRANCH})
GROUPS = frozenset({OrganisationKind.PARTY_GROUP})


def bodies(prefix: str, on: date) -> QuerySet[Organisation]:
    """The party organisations in force on a day at or below a place, each with `body` and its building."""
    rows = Organisation.objects.filter(in_force(on), kind__in=PARTY_KINDS, place__startswith=prefix)
    return _whole(rows).order_by("place", "name", "id")


def body_of(organisation: Organisation) -> Body | None:
    """What a party organisation has beside its name; None for one that was entered among the offices."""
    return getattr(organisation, "body", None)


def contact_of(organisation: Organisation) -> str:
    """Whom to ask for: the chosen name of a person who agrees to stand on public pages, else an office, else nobody.

    Lists come with the answer in `contact_named`; a single row asks once.
    """
    body = body_of(organisation)
    if body is None or body.contact is None:
        return body.contact_name if body else ""
    agreed = getattr(organisation, "contact_named", None)
    agreed = ConsentKind.PUBLIC in consents(body.contact) if agreed is None else agreed
    return body.contact.display_name if agreed else body.contact_name


def _whole(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """With body, building and whom to ask for, in the same statement."""
    given = find_consented(ConsentKind.PUBLIC).filter(pk=OuterRef("body__contact"))
    return rows.select_related("body__building", "body__contact").annotate(contact_named=Exists(given))


def named_here(place: str) -> QuerySet[Volunteer]:
    """Who offers themselves at or below a place and agrees to be named, by chosen name."""
    return find_consented(ConsentKind.PUBLIC).filter(place__startswith=place).order_by("display_name", "id")


# -- the tree on a day ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """A party organisation in the tree of a day: how deep it stands, the outermost being 0."""

    organisation: Organisation
    depth: int

    @property
    def steps(self) -> range:
        """As many as it stands deep: pages draw one for each."""
        return range(self.depth)


def tree(place: str, on: date, *, now: date) -> list[Node]:
    """The party tree of a place as it stood on a day, each organisation before those below it.

    Of a street or county only down to what stands at communities; whoever stands below somebody outside the place
    stands at the edge. What stood below whom on a day before `now` is looked up in the record. Two statements.
    """
    rows = list(bodies(place, on))
    if len(place) < Level.COMMUNITY:
        rows = [row for row in rows if len(row.place) <= Level.COMMUNITY]
    here = {row.pk for row in rows}
    parents = {row.pk: row.parent_id for row in rows} | (_parents_before(rows, on) if on < now else {})
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for row in sorted(
        rows, key=lambda row: (PARTY_RANK[OrganisationKind(row.kind)], row.place, row.name, row.pk)
    ):
        above = parents[row.pk]
        below[above if above in here else None].append(row)
    return list(_walk(below, None, 0))


def _walk(below: Mapping[int | None, list[Organisation]], above: int | None, depth: int) -> Iterator[Node]:
    for row in below.get(above, ()):
        yield Node(row, depth)
        yield from _walk(below, row.pk, depth + 1)


def _parents_before(rows: Sequence[Organisation], on: date) -> dict[int, int | None]:
    """Below whom those stood on a day that have been moved since: the first later move says from where."""
    next_day = datetime.combine(on + timedelta(days=1), time(), timezone.get_current_timezone())
    moved = first_told_since([row.subject for row in rows], "parent", next_day)
    return {row.pk: moved[row.subject][0] for row in rows if row.subject in moved}


def find_bodies_below(organisation: Organisation, on: date) -> list[Organisation]:
    """The party organisations directly below one on a day."""
    rows = Organisation.objects.filter(in_force(on), parent=organisation, kind__in=PARTY_KINDS)
    return list(rows.select_related("body__building").order_by("place", "name", "id"))


# -- the line of a community, for everybody ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """A party organisation as everybody may know it: its name and whom to call.

    `contact` is an office or the chosen name of who agrees to it, empty when none was given; `telephone` is its own number or
    the nearest above it in the line, at last the residents' committee's; empty when nobody gave one.
    """

    organisation: Organisation
    contact: str
    telephone: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid with its branches and groups. Member households are homes and stand on no public page."""

    grid: Place
    branches: tuple[Standing, ...]
    groups: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """Who leads a community (committee, general branch or branch, the highest first) and who serves its grids."""

    community: str
    leads: tuple[Standing, ...]
    grids: tuple[GridLine, ...]

    @property
    def lead(self) -> Standing | None:
        """The one that leads; None while there is none."""
        return self.leads[0] if self.leads else None


def line_of(community: str, on: date) -> CommunityLine:
    """The party line of a community (12 digits) on a day. Two statements."""
    rows = _around(community, on)
    numbers = _numbers(rows)
    told = [row for row in rows if row.kind in PARTY_KINDS and row.place.startswith(community)]
    found = {row.pk: _standing(row, numbers) for row in told}
    leads = sorted(
        (row for row in told if row.place == community and row.kind in LEADING),
        key=lambda row: (PARTY_RANK[OrganisationKind(row.kind)], row.pk),
    )
    grids = standing(community, on).filter(level="grid").defer("boundary")
    return CommunityLine(
        community,
        tuple(found[row.pk] for row in leads),
        tuple(
            GridLine(
                grid,
                _at(told, found, grid.code, BRANCHES),
                _at(told, found, grid.code, GROUPS),
            )
            for grid in grids
        ),
    )


def _around(community: str, on: date) -> list[Organisation]:
    """The party organisations in and above a community, and its committee, in one statement."""
    here = Q(place__startswith=community) | Q(place__in=ancestors(community))
    kinds = [*PARTY_KINDS, OrganisationKind.COMMUNITY]
    rows = Organisation.objects.filter(in_force(on), here, kind__in=kinds)
    return list(_whole(rows).order_by("place", "name", "id"))


def _numbers(rows: Sequence[Organisation]) -> dict[int, str]:
    """The number to call for each organisation: its own, or the nearest above it that has one."""
    known = {row.pk: row for row in rows}
    offices = [row.telephone for row in rows if row.kind == OrganisationKind.COMMUNITY and row.telephone]

    def number(row: Organisation) -> str:
        above = row
        while not above.telephone and above.parent_id in known:
            above = known[above.parent_id]
        return above.telephone or next(iter(offices), "")

    return {row.pk: number(row) for row in rows}


def _standing(row: Organisation, numbers: dict[int, str]) -> Standing:
    return Standing(row, contact_of(row), numbers[row.pk])


def _at(
    rows: Iterable[Organisation], found: dict[int, Standing], place: str, kinds: frozenset[OrganisationKind]
) -> tuple[Standing, ...]:
    return tuple(found[row.pk] for row in rows if row.place == place and row.kind in kinds)

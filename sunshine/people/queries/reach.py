"""What an officer may do on a day, and where; who stands in for whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet

from sunshine.lib.division import is_within
from sunshine.lib.prepared import prepared_cursor
from sunshine.people.models import Assignment, Officer
from sunshine.people.queries.staff import in_force
from sunshine.people.states import GRANTS, SUPERVISING, Bound, Role
from sunshine.record.states import Actor, ActorKind

REMEMBERED = "_reach"
"""Where an officer instance keeps its reach; through attributes, so that a lazy request.user passes it on."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an officer may do on a day, and where: roles with their place prefixes, and the own organisation.

    `restricted` asks about matters that complain of staff, fees or gifts: only supervision and auditors have
    any permission there. Who is complained of is for the caller to leave out.
    """

    officer: int | None = None
    day: date | None = None
    places: dict[Role, frozenset[str]] = field(default_factory=dict)
    organisations: frozenset[int] = frozenset()
    stands_in_for: frozenset[int] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held on that day."""
        return frozenset(self.places)

    @property
    def widest(self) -> str:
        """The shortest place prefix of any role; empty when there is none."""
        return min(
            (code for codes in self.places.values() for code in codes),
            key=lambda code: (len(code), code),
            default="",
        )

    def roles_at(self, place: str) -> frozenset[Role]:
        """The roles whose place is `place` or lies above it."""
        return frozenset(
            role for role, codes in self.places.items() if any(is_within(place, code) for code in codes)
        )

    def can(
        self,
        verb: str,
        *,
        place: str | None = None,
        organisation: int | None = None,
        restricted: bool = False,
    ) -> bool:
        """Whether `verb` is allowed for a matter at `place` held by `organisation`; unsaid is refused."""
        ours = organisation is not None and organisation in self.organisations
        return any(
            _fits(
                bound,
                ours,
                place is not None and any(is_within(place, prefix) for prefix in self.places[role]),
            )
            for role, bound in self._grants(verb, restricted)
        )

    def anywhere(self, verb: str) -> bool:
        """Whether `verb` is allowed for any matter at all: for menus, never for a decision."""
        return any(True for _ in self._grants(verb, False))

    def prefixes(self, verb: str, *, restricted: bool = False) -> frozenset[str]:
        """The place prefixes where `verb` is allowed whoever holds the matter; only the shortest."""
        found = {
            prefix
            for role, bound in self._grants(verb, restricted)
            if bound is Bound.PLACE
            for prefix in self.places[role]
        }
        return frozenset(
            code for code in found if not any(code != other and code.startswith(other) for other in found)
        )

    def holders(self, verb: str, *, restricted: bool = False) -> frozenset[int]:
        """The organisations whose matters allow `verb` wherever they lie."""
        held = any(bound is Bound.HOLDER for _, bound in self._grants(verb, restricted))
        return self.organisations if held else frozenset()

    def _grants(self, verb: str, restricted: bool) -> Iterable[tuple[Role, Bound]]:
        for role in self.places:
            if restricted and role not in SUPERVISING:
                continue
            yield from ((role, grant.bound) for grant in GRANTS[role] if grant.verb == verb)


NOBODY = Reach()
"""The reach of somebody who is not on the staff."""


def _fits(bound: Bound, ours: bool, within: bool) -> bool:
    return {Bound.ANYWHERE: True, Bound.HOLDER: ours, Bound.PLACE: within, Bound.BOTH: ours and within}[bound]


def reach(who: Officer | Actor | None, on: date) -> Reach:
    """The reach on a day, by one query; an officer instance (one request) remembers it. Inactive: none."""
    officer = who.officer if isinstance(who, Actor) else who
    if isinstance(officer, Officer):
        known: dict[date, Reach] | None = getattr(officer, REMEMBERED, None)
        if known is None:
            known = {}
            setattr(officer, REMEMBERED, known)
        if on not in known:
            known[on] = _reach(officer.pk, on)
        return known[on]
    if isinstance(who, Actor) and who.kind is ActorKind.OFFICER:
        return _reach(int(who.ident), on)
    return NOBODY


_IN_FORCE = """
SELECT post.role, post.place, officer.organisation_id, post.stands_in_for_id FROM people_assignment AS post
JOIN people_officer AS officer ON officer.id = post.officer_id
WHERE post.officer_id = %(officer)s AND officer.is_active
    AND post.valid_from <= %(on)s AND (post.valid_to IS NULL OR post.valid_to > %(on)s)
"""


def _reach(officer: int, on: date) -> Reach:
    """Asked by every page of the desk: prepared."""
    with prepared_cursor(connection) as cursor:
        rows = cursor.execute(_IN_FORCE, {"officer": officer, "on": on}).fetchall()
    places: dict[Role, frozenset[str]] = {}
    for role, place, *_ in rows:
        places[Role(role)] = places.get(Role(role), frozenset()) | {place}
    ours = frozenset(organisation for _, _, organisation, _ in rows)
    return Reach(officer, on, places, ours, frozenset(whose for *_, whose in rows if whose is not None))


def lent(on: date) -> Q:
    """Posts that somebody holds for another, on that day or later; what was ended before it began is none."""
    return Q(stands_in_for__isnull=False, valid_to__gt=on) & Q(valid_to__gt=F("valid_from"))


def deputies(officer: Officer, on: date) -> list[Assignment]:
    """Who stands in for an officer, now or later: one row for each and their days, the first to come first."""
    rows = officer.lent.filter(lent(on)).select_related("officer").order_by("valid_from", "officer", "id")
    return list({(row.officer_id, row.valid_from): row for row in rows}.values())


def standing_in(officer: Officer, on: date) -> list[Assignment]:
    """The posts that an officer holds for others on a day; asks nothing when there are none."""
    if not reach(officer, on).stands_in_for:
        return []
    rows = officer.assignments.filter(in_force(on), stands_in_for__isnull=False)
    return list(rows.select_related("stands_in_for").order_by("id"))


def lent_posts(officers: Iterable[int], on: date) -> list[Assignment]:
    """What these officers hold for others or others for them, on a day or later, with the deputy; the first to come first."""
    whose = list(officers)
    rows = Assignment.objects.filter(lent(on), Q(officer__in=whose) | Q(stands_in_for__in=whose))
    return list(rows.select_related("officer__organisation", "stands_in_for").order_by("valid_from", "id"))


def colleagues(officer: Officer) -> QuerySet[Officer]:
    """The others of an officer's organisation, by name."""
    return (
        Officer.objects.filter(organisation=officer.organisation_id, is_active=True)
        .exclude(pk=officer.pk)
        .order_by("name", "id")
    )


def forget_reach(officer: Officer) -> Officer:
    """Drop the remembered reach: it has changed."""
    setattr(officer, REMEMBERED, None)
    return officer

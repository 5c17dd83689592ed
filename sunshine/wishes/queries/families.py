"""Which organisations belong together: the desk that checks wishes, a group with those below it, who may take a wish."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.expressions import RawSQL

from sunshine.lib.division import ancestors
from sunshine.people.models import Organisation
from sunshine.people.queries import directory, in_force
from sunshine.people.states import TAKERS, OrganisationKind
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import find_consented
from sunshine.volunteers.states import ConsentKind
from sunshine.wishes.models import Helper, Wish


def desk_of(place: str, on: date) -> Organisation | None:
    """Who looks after the wishes of a place: its residents' committee, else the sub-district office."""
    offices = directory()
    return offices.only(OrganisationKind.COMMUNITY, place, on) or offices.only(
        OrganisationKind.STREET, place, on
    )


_BELOW = """
WITH RECURSIVE line AS (
  SELECT id FROM people_organisation WHERE id = %s
  UNION
  SELECT below.id FROM people_organisation below JOIN line ON below.parent_id = line.id
  WHERE below.valid_from <= %s AND (below.valid_to IS NULL OR below.valid_to > %s)
) SELECT id FROM line
"""


def line_below(organisation: int, on: date) -> RawSQL:
    """The keys of an organisation and of all that stand below it on a day, as a part of another statement."""
    return RawSQL(_BELOW, [organisation, on, on])  # noqa: S611 -- our own words, the values are parameters


def family(organisation: int, on: date) -> frozenset[int]:
    """The same keys, fetched; one statement."""
    rows = Organisation.objects.filter(pk__in=line_below(organisation, on))
    return frozenset(rows.values_list("pk", flat=True))


def takers(wish: Wish, on: date) -> QuerySet[Organisation]:
    """The groups and teams that may take a wish: of its community, or above it; another community's may not."""
    above = [*ancestors(wish.place), wish.place]
    return Organisation.objects.filter(
        in_force(on), Q(place__startswith=wish.place[:12]) | Q(place__in=above), kind__in=TAKERS
    ).order_by("name", "id")


def find_ready(organisations: frozenset[int] | RawSQL) -> QuerySet[Volunteer]:
    """Who of these organisations offered themselves and agreed that wishes are proposed to them."""
    ours = Q(team__in=organisations) | Q(member__branch__in=organisations)
    return find_consented(ConsentKind.MATCH).filter(ours)


def pair_of(wish: Wish) -> list[Volunteer]:
    """Who was named to go and still agrees to be asked, by chosen name; asked once for as long as the wish is in hand.

    Whoever takes that consent back is gone from the wish at once.
    """
    agreed = Helper.objects.filter(volunteer__in=find_consented(ConsentKind.MATCH)).select_related(
        "volunteer"
    )
    named = agreed.order_by("volunteer__display_name", "volunteer_id")
    prefetch_related_objects([wish], Prefetch("pair", named))
    return [row.volunteer for row in wish.pair.all()]


def forget_pair(wish: Wish) -> None:
    """Others are named, or nobody any more: who asks next reads the table."""
    getattr(wish, "_prefetched_objects_cache", {}).pop("pair", None)

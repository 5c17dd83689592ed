"""Which organisations belong together: the desk that checks wishes, a group with those below it, who may take a wish."""

from datetime import date

from django.db.models import Q, QuerySet

from sunshine.lib.division import ancestors
from sunshine.party.models import Wish
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force, organisation_for
from sunshine.people.states import TAKERS, OrganisationKind
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import consented
from sunshine.volunteers.states import ConsentKind


def desk_of(place: str, on: date) -> Organisation | None:
    """Who looks after the wishes of a place: its residents' committee, else the sub-district office."""
    return organisation_for(OrganisationKind.COMMUNITY, place, on=on) or organisation_for(
        OrganisationKind.STREET, place, on=on
    )


def family(organisation: int, on: date) -> frozenset[int]:
    """The keys of an organisation and of all that stand below it on a day; one statement a level."""
    found, level = {organisation}, {organisation}
    while level:
        below = Organisation.objects.filter(in_force(on), parent__in=level).values_list("pk", flat=True)
        level = set(below) - found
        found |= level
    return frozenset(found)


def takers(wish: Wish, on: date) -> QuerySet[Organisation]:
    """The groups and teams that may take a wish: of its community, or above it; another community's may not."""
    above = [*ancestors(wish.place), wish.place]
    return Organisation.objects.filter(
        in_force(on), Q(place__startswith=wish.place[:12]) | Q(place__in=above), kind__in=TAKERS
    ).order_by("name", "id")


def ready(organisations: frozenset[int]) -> QuerySet[Volunteer]:
    """Who of these organisations offered themselves and agreed that wishes are proposed to them."""
    ours = Q(team__in=organisations) | Q(member__branch__in=organisations)
    return consented(ConsentKind.MATCH).filter(ours)

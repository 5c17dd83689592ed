"""Where a party organisation may stand, and what is unusual about it: refusals in sentences, sizes and terms as warnings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunshine.lib.division import Level
from sunshine.lib.masks import mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import WITHOUT_NAMES
from sunshine.party.models import Body
from sunshine.party.queries.bodies import named_here
from sunshine.people.models import Organisation
from sunshine.people.states import PARTY_KINDS
from sunshine.people.states import OrganisationKind as Kind
from sunshine.places.models import Building
from sunshine.places.queries import standing
from sunshine.places.rules import check_building_stands, check_sizes
from sunshine.posts.models import Post
from sunshine.volunteers.models import Volunteer
from sunshine.wishes.models import Wish

PLACES_OF: Mapping[str, frozenset[int]] = {
    Kind.PARTY_WORK_COMMITTEE: frozenset({6, 9}),
    Kind.PARTY_COMMITTEE: frozenset({6, 9, 12}),
    Kind.GENERAL_BRANCH: frozenset({9, 12}),
    Kind.BRANCH: frozenset({9, 12, 15}),
    Kind.GRID_BRANCH: frozenset({15}),
    Kind.PARTY_GROUP: frozenset({12, 15}),
    Kind.MEMBER_HOUSEHOLD: frozenset({12, 15}),
}
"""Digits of the place at which each kind may stand."""

BELOW_SOMEBODY = frozenset({Kind.GRID_BRANCH, Kind.PARTY_GROUP, Kind.MEMBER_HOUSEHOLD})
IN_BUILDINGS = frozenset({Kind.PARTY_GROUP, Kind.MEMBER_HOUSEHOLD})
SIZES: Mapping[str, tuple[int, int | None]] = {
    Kind.BRANCH: (3, 50),
    Kind.GRID_BRANCH: (3, 50),
    Kind.GENERAL_BRANCH: (50, 100),
    Kind.PARTY_COMMITTEE: (100, None),
}
"""Members at least and at most (domain §6.1, unverified): shown, never asked."""

TERM_YEARS = 5
WITH_TERM = frozenset({Kind.PARTY_COMMITTEE, Kind.GENERAL_BRANCH, Kind.BRANCH, Kind.GRID_BRANCH})


def check_new(kind: str, place: str, parent: Organisation | None, on: date) -> None:
    """Raise Refused unless a party organisation of this kind may stand at this place, below whom it has to."""
    if kind not in PARTY_KINDS:
        raise Refused(gettext_lazy("Choose what kind of party organisation it is."), code="kind")
    if len(place) not in PLACES_OF[kind]:
        raise Refused(_WHERE[kind == Kind.GRID_BRANCH], code="place")
    if not standing(place, on).filter(code=place).exists():
        raise Refused(gettext_lazy("There is no such place, or it is retired."), code="place")
    check_above(kind, parent)


_WHERE = {
    True: gettext_lazy("A grid branch stands in a grid: give the grid's 15 digits."),
    False: gettext_lazy("An organisation of this kind does not stand at a place of this level."),
}


def check_above(kind: str, parent: Organisation | None) -> None:
    """Raise Refused for a grid branch, group or household that stands below nobody."""
    if parent is None and kind in BELOW_SOMEBODY:
        raise Refused(gettext_lazy("Say below which party organisation it stands."), code="parent")


def check_building(kind: str, place: str, building: Building | None) -> None:
    """Raise Refused unless a building is named by a group or household of its own grid."""
    if building is None:
        return
    if kind not in IN_BUILDINGS:
        raise Refused(
            gettext_lazy("Only a party group or a member household names a building."), code="building"
        )
    if len(place) != Level.GRID or building.grid_id != place:
        raise Refused(gettext_lazy("This building stands in another grid."), code="building")
    check_building_stands(building)


def check_details(told: Mapping[str, Any]) -> None:
    """Raise Refused for a term that ends before it begins, a number in the contact's name, or what is too long."""
    if len(told.get("name", "——").strip()) < 2:
        raise Refused(gettext_lazy("Give the organisation a name."), code="name")
    office = {"name", "name_en", "telephone", "address", "hours"}
    check_sizes(Organisation, {key: value for key, value in told.items() if key in office})
    check_sizes(
        Body, {key: value for key, value in told.items() if key in ("contact_name", "headcount") and value}
    )
    first, last = told.get("term_from"), told.get("term_to")
    if last is not None and (first is None or last <= first):
        raise Refused(gettext_lazy("A term ends after it begins; give both days."), code="term_to")
    said = told.get("contact_name", "")
    if mask_text(said, kinds=WITHOUT_NAMES) != said:
        raise Refused(
            gettext_lazy(
                "Numbers do not belong into the contact's name; there is a field for the telephone."
            ),
            code="contact_name",
        )


def check_contact(person: Volunteer | None, name: str, place: str) -> None:
    """Raise Refused for a person who does not agree to be named, or whose chosen name is typed instead of chosen."""
    around = place[: Level.COMMUNITY]
    if person is not None and not named_here(around).filter(pk=person.pk).exists():
        raise Refused(
            gettext_lazy("Only who offers themselves in this place and agrees to be named is entered."),
            code="contact",
        )
    if name and Volunteer.objects.filter(left_at=None, display_name=name, place__startswith=around).exists():
        raise Refused(
            gettext_lazy(
                "This is somebody's chosen name. Choose the person from the list: they can take it back."
            ),
            code="contact_name",
        )


def check_hands_empty(organisation: Organisation) -> None:
    """Raise Refused while an organisation holds a wish or has an open post."""
    if Wish.objects.filter(holder=organisation, open=True).exists():
        raise Refused(gettext_lazy("It still holds wishes. Give them back to the list first."), code="holds")
    if Post.objects.filter(organisation=organisation, closed_on=None).exists():
        raise Refused(gettext_lazy("It still has posts. Close them first."), code="holds")


def warnings(organisation: Organisation, body: Body | None, on: date) -> list[str]:
    """What is unusual on a day about size and term, in sentences; none of it hinders anything."""
    if body is None:
        return []
    return [*_size(organisation.kind, body.headcount), *_term(organisation.kind, body, on)]


def _size(kind: str, headcount: int | None) -> list[str]:
    least, most = SIZES.get(kind, (0, None))
    if headcount is None or (headcount >= least and (most is None or headcount <= most)):
        return []
    said = {"least": least, "most": most, "now": headcount}
    if headcount < least:
        return [_("Usually at least %(least)s members; here %(now)s.") % said]
    return [_("Usually at most %(most)s members; here %(now)s.") % said]


def _term(kind: str, body: Body, on: date) -> list[str]:
    if kind not in WITH_TERM:
        return []
    if body.term_from is None or body.term_to is None:
        return [_("The term is not entered.")]
    found = []
    if body.term_to <= on:
        found.append(_("The term is over."))
    if (body.term_to.year - body.term_from.year, body.term_to.month, body.term_to.day) > (
        TERM_YEARS,
        body.term_from.month,
        body.term_from.day,
    ):
        found.append(_("The term is longer than %(years)s years.") % {"years": TERM_YEARS})
    return found

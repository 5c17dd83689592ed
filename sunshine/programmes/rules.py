"""Who may carry a character or a brand, and when a stage follows. Refusals speak in sentences."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.rules import check, check_in_force
from sunshine.places.models import Place
from sunshine.programmes.models import Brand, CommunityCharacter, Milestone, YearPlan
from sunshine.programmes.states import CARRIERS, MOVES, QUARTERS_FOR_QUALITY, Stage
from sunshine.record.states import Actor


def check_keeper(place: str, by: Actor, *, on: date) -> None:
    """Raise Refused unless this actor may keep the line of a place that exists.

    The row of the place is held until the step is done: two who choose for it at once come one after the other.
    """
    check(by, "programmes", place=place, on=on)
    places = Place.objects.select_for_update(of=("self",), no_key=True)
    if places.filter(code=place, retired_on__isnull=True).first() is None:
        raise Refused(_("This place is not known here. Please choose it again."), code="place")


def check_community(code: str, by: Actor, *, on: date) -> None:
    """Raise Refused unless this actor may keep the line of this community."""
    if len(code) != Level.COMMUNITY:
        raise Refused(_("Only a community has a character and a year plan."), code="community")
    check_keeper(code, by, on=on)


def check_owner(owner: Organisation, place: str, *, on: date) -> None:
    """Raise Refused unless the organisation is a party organisation of that place that may carry its line."""
    check_in_force(owner, on)
    if owner.place != place or owner.kind not in CARRIERS[len(place)]:
        raise Refused(
            _(
                "A general branch or party committee of this very place carries its line. Choose one of those."
            ),
            code="owner",
        )


def check_character(community: str, character: str, *, main: bool) -> None:
    """Raise Refused for a second main character, and for a character the community has already."""
    for row in CommunityCharacter.objects.filter(community=community, valid_to__isnull=True).select_related(
        "character"
    ):
        if row.character_id == character:
            raise Refused(_("The community has this character already."), code="character")
        if main and row.main:
            raise Refused(
                _(
                    "The community has its main character already: %(name)s. A community has one; end that first,"
                    " or take this as a further character."
                )
                % {"name": row.character.zh},
                code="main",
            )


def check_brand(place: str) -> None:
    """Raise Refused unless a community that wants a brand has a main character to rest it on."""
    if len(place) < Level.COMMUNITY:
        return
    if not CommunityCharacter.objects.filter(community=place, main=True, valid_to__isnull=True).exists():
        raise Refused(
            _("First choose the main character of the community; its brand rests on it."), code="place"
        )


def check_standing(row: Any) -> None:
    """Raise Refused for what has been ended."""
    if row.valid_to is not None:
        raise Refused(_("This has been ended and stays as it was."), code="ended")


def check_outcome(brand: Brand, outcome: str) -> None:
    """Raise Refused when a showcase would lose what it is shown for."""
    if brand.stage == Stage.HIGHLIGHT and not outcome:
        raise Refused(_("A showcase tells what it achieved. Please leave it written down."), code="outcome")


def check_review(brand: Brand, to: str, by: Actor, *, on: date) -> int:
    """The reviewing organisation; raises Refused unless it may lead the brand to this stage: one step, of another's."""
    check(by, "stage", place=brand.place, on=on)
    check_standing(brand)
    if by.organisation is None or by.organisation == brand.owner_id:
        raise Refused(
            _("A stage is reviewed by another organisation than the one that carries the brand."),
            code="not_yours",
        )
    if MOVES.get(brand.stage) != to:
        raise Refused(
            _("Stages follow one after the other: 创特色, 建精品, 出亮点. None is skipped."), code="to"
        )
    if to == Stage.HIGHLIGHT and not brand.outcome:
        raise Refused(
            _(
                "First write down in the brand what it achieved: a showcase is a case that everybody can read."
            ),
            code="to",
        )
    return by.organisation


def warnings(brand: Brand, quarters: int) -> list[Any]:
    """What a reviewer should weigh before the next stage; nothing of it bars the way."""
    if brand.stage == Stage.FEATURE and quarters < QUARTERS_FOR_QUALITY:
        return [
            _(
                "Figures were recorded in %(have)s finished quarters; four or more are usual for proven quality."
                " Say in the reason why it is time all the same."
            )
            % {"have": quarters}
        ]
    return []


def check_milestone(plan: YearPlan, due_on: date) -> None:
    """Raise Refused for a day outside the year of the plan."""
    if due_on.year != plan.year:
        raise Refused(
            _("The day must lie in the year of the plan, %(year)s.") % {"year": plan.year}, code="due_on"
        )


def check_open(milestone: Milestone) -> None:
    """Raise Refused for a milestone that was reached or dropped."""
    if milestone.reached_on is not None or milestone.dropped_on is not None:
        raise Refused(_("This milestone is done with already."), code="done_with")


def check_year(year: int, *, on: date) -> None:
    """Raise Refused for a plan that is not about last year, this one or the next."""
    if not on.year - 1 <= year <= on.year + 1:
        raise Refused(_("A year plan is made for last year, this year or the next."), code="year")

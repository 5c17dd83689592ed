"""The steps of a wish as the desk offers them: words, form and action of each."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser
from sunshine.desk.matters import StepButton
from sunshine.matters.forms import ForgetForm, StepForm, TextForm
from sunshine.record.states import Actor
from sunshine.wishes import actions as wishes
from sunshine.wishes import forms
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishState


def claim_for_us(wish: Wish, *, by: Actor, at: datetime, seen: int | None = None) -> Wish:
    """Take the wish for the organisation one acts for."""
    return wishes.claim(wish, by=by, at=at, organisation=by.officer.organisation, seen=seen)


WISH_STEPS: dict[str, StepButton] = {
    "offer": StepButton(
        _("Put it on the list"),
        _("It stands on the list; party groups and volunteer teams can take it."),
        forms.OfferForm,
        wishes.offer,
        _("Write what everybody may read. Whoever wrote the wish down does not check it."),
    ),
    "claim": StepButton(
        _("We take it"),
        _("It is in your group's hands. Now name two people who go."),
        StepForm,
        claim_for_us,
        _("Your group promises to help; the wisher is told. It can be given back without reasons."),
    ),
    "pair": StepButton(
        _("Name who goes"),
        _("Two people are named. Name and telephone of the wisher can be seen now."),
        forms.PairForm,
        wishes.pair,
    ),
    "visit": StepButton(
        _("First visit made"),
        _("The visit is written down."),
        forms.VisitForm,
        wishes.visit,
        _("Call first, and go by two."),
    ),
    "fulfil": StepButton(
        _("It is done"),
        _("Done. The wisher is asked whether it is so."),
        forms.FulfilForm,
        wishes.fulfil,
    ),
    "confirm": StepButton(
        _("Record what the wisher says"),
        _("Recorded."),
        forms.HeardForm,
        wishes.confirm,
        _(
            "After a call or at the counter, by somebody who did not help. “Not yet” gives it back to the group."
        ),
    ),
    "note": StepButton(
        _("Note for those who help"), _("Noted."), TextForm, wishes.note, _("The wisher does not see it.")
    ),
    "hand_back": StepButton(
        _("Give the wish back"),
        _("Given back; it stands on the list again."),
        StepForm,
        wishes.hand_back,
        _("No reasons are asked. The community holds it again."),
    ),
    "recall": StepButton(
        _("Take it off the list"),
        _("It is back on the community's desk."),
        StepForm,
        wishes.recall,
        _("When nobody can take it as it stands: talk with the wisher, or find another way."),
    ),
    "amend": StepButton(_("Put right"), _("Changed."), forms.AmendForm, wishes.amend),
    "decline": StepButton(
        _("It cannot be taken on"),
        _("Closed; the wisher reads the reason."),
        forms.DeclineForm,
        wishes.decline,
    ),
    "withdraw": StepButton(
        _("The wisher takes it back"), _("Taken back."), forms.TakeBackForm, wishes.withdraw, rare=True
    ),
    "lapse": StepButton(
        _("Close without an answer"),
        _("Closed as unconfirmed."),
        StepForm,
        wishes.lapse,
        _("Counted apart: the wisher could not be reached."),
        rare=True,
    ),
    "forget": StepButton(
        _("Erase at a person's request"),
        _("Erased."),
        ForgetForm,
        wishes.forget,
        _("Text, messages and contacts go for good; number, kind and dates stay. It cannot be undone."),
        rare=True,
    ),
}
"""In the order of the page. “not_yet” is the answer “not yet” of “confirm”."""


def likely(wish: Wish, who: DeskUser, allowed: set[str]) -> str | None:
    """The step most likely meant: check, take, name two, go, say that it is done, hear the wisher."""
    order: dict[str, tuple[str, ...]] = {
        WishState.ASKED: ("offer",),
        WishState.OFFERED: ("claim",),
        WishState.CLAIMED: _in_hand(wish, allowed),
        WishState.DONE: ("confirm",),
    }
    return next((step for step in order.get(wish.state, ()) if step in allowed), None)


def _in_hand(wish: Wish, allowed: set[str]) -> tuple[str, ...]:
    """A visit can be written down only once two are named; where nobody's home is entered it may be left out."""
    if "hand_back" not in allowed:  # the community may name them too, but the group that has it comes first
        return ()
    if wish.visited_on is None and "visit" not in allowed:
        return ("pair", "fulfil")
    return ("fulfil", "visit")

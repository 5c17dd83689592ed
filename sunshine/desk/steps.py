"""The steps of a request as the desk offers them: words, form and action of each."""

from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions
from sunshine.cases.forms import steps as forms
from sunshine.cases.forms.fair import VerdictForm
from sunshine.cases.forms.publishing import ReleaseForm
from sunshine.cases.models import Case
from sunshine.desk.called_steps import CALLED_STEPS
from sunshine.desk.door import DeskUser
from sunshine.desk.fair_steps import CALL_STEPS, FAIR_STEPS
from sunshine.desk.matters import StepButton
from sunshine.desk.returns_steps import RETURN_DECISIONS, RETURN_STEPS
from sunshine.desk.time_steps import TIME_STEPS
from sunshine.matters.forms import ForgetForm, ReasonForm, StepForm, TextForm, WithdrawForm
from sunshine.people.states import OrganisationKind

DISPATCHING_KINDS = frozenset({OrganisationKind.STREET, OrganisationKind.COUNTY})


STEPS: dict[str, StepButton] = {
    "accept": StepButton(
        _("Accept"),
        _("Accepted. It is now in your organisation's hands."),
        StepForm,
        actions.accept,
        _("You sign for it; the time for handling runs."),
    ),
    "answer": StepButton(
        _("Answer with the result"),
        _("Answered. The resident is asked whether it is solved."),
        forms.AnswerForm,
        actions.answer,
    ),
    "confirm": StepButton(
        _("Record what the resident says"),
        _("Recorded."),
        forms.ConfirmForm,
        actions.confirm,
        _("After a call or at the counter, by somebody other than the handler."),
    ),
    **CALL_STEPS,
    **CALLED_STEPS,
    **RETURN_DECISIONS,
    "reply": StepButton(
        _("Record the resident's reply"), _("Recorded; the clock runs again."), TextForm, actions.reply
    ),
    "route": StepButton(
        _("Hand to an organisation"),
        _("Handed over."),
        forms.RouteForm,
        actions.dispatch,
        _("The time does not start again."),
    ),
    "assign": StepButton(
        _("Give to a colleague"), _("Given to the colleague."), forms.AssignForm, actions.assign
    ),
    "note": StepButton(
        _("Note for colleagues"),
        _("Noted."),
        TextForm,
        actions.note,
        _("The resident does not see it."),
    ),
    "ask": StepButton(
        _("Ask the resident"),
        _("Asked. The clock waits for the reply."),
        TextForm,
        actions.ask,
        _("Ask for everything that is missing at once. The clock waits meanwhile; the pause is recorded."),
    ),
    "classify": StepButton(
        _("Correct the category"), _("Category changed."), forms.ClassifyForm, actions.classify, rare=True
    ),
    "locate": StepButton(
        _("Correct the place"), _("Place changed."), forms.LocateForm, actions.locate, rare=True
    ),
    **RETURN_STEPS,
    **TIME_STEPS,
    **FAIR_STEPS,
    "merge": StepButton(
        _("Same matter as another report"),
        _("Linked to the other report."),
        forms.MergeForm,
        actions.merge,
        rare=True,
    ),
    "forward": StepButton(
        _("Pass to the lawful channel"),
        _("Passed to the lawful channel."),
        forms.ForwardForm,
        actions.forward,
        rare=True,
    ),
    "refer": StepButton(
        _("Ask to pass it to the lawful channel"),
        _("Asked. The dispatcher decides; until then it stays with you and the time runs."),
        forms.ReferForm,
        actions.refer,
        rare=True,
    ),
    "keep_here": StepButton(
        _("Do not pass it on"), _("It stays where it is."), VerdictForm, actions.keep_here
    ),
    "withdraw": StepButton(
        _("The resident withdraws it"), _("Withdrawn."), WithdrawForm, actions.withdraw, rare=True
    ),
    "reopen": StepButton(
        _("The resident says it is not over"),
        _("Taken up again; it is back with whoever held it, with a new time."),
        forms.ReopenForm,
        actions.reopen,
        _("For what was taken back, merged, passed on or closed without their own word; for some days."),
    ),
    "close": StepButton(
        _("Close without confirmation"),
        _("Closed as unconfirmed."),
        ReasonForm,
        actions.close,
        _("Counted apart: the resident could not be reached."),
        rare=True,
    ),
    "release": StepButton(
        _("Publish in our own words"),
        _("Published on the board."),
        ReleaseForm,
        actions.release,
        _("Everyone reads this on the community's board."),
    ),
    "forget": StepButton(
        _("Erase at a person's request"),
        _("Erased."),
        ForgetForm,
        actions.forget,
        _(
            "Text, photos, messages and contacts go for good; number, kind and dates stay. It cannot be undone."
        ),
        rare=True,
    ),
}
"""In the order of the page. “rework” is the answer “not solved” of “confirm”."""

ASKED = ("report", "part", "uphold", "consent", "grant", "set_aside")
"""What others wait for comes first: who is called answers, who is asked decides."""
MAIN = ("route", "accept", "answer", "reply", "confirm")
"""What is most likely meant, the first that is possible; “route” only at a desk that dispatches."""


def likely(case: Case, who: DeskUser, allowed: set[str]) -> str | None:
    """The step most likely meant: what others wait for, our own, or writing down what the resident says."""
    ours = case.holder_id == who.officer.organisation_id
    if asked := [step for step in ASKED if step in allowed]:
        return asked[0]
    dispatching = case.holder.kind in DISPATCHING_KINDS and ours
    for step in MAIN:
        if step in allowed and (step != "route" or dispatching) and (step == "confirm" or ours):
            return step
    return None

"""The steps by which a request is returned or passed on, and by which that is decided, as the desk offers them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions
from sunshine.cases.forms import returns as forms
from sunshine.cases.models import Case
from sunshine.desk.matters import StepButton

RETURN_DECISIONS: dict[str, StepButton] = {
    "uphold": StepButton(
        _("Agree to the return"),
        _("Agreed. The matter is with the other organisation now."),
        forms.UpholdForm,
        actions.uphold,
        _("It goes to another organisation; the time does not start again."),
    ),
    "refuse": StepButton(
        _("Refuse the return"),
        _("Refused. The holder is designated."),
        forms.DecisionForm,
        actions.refuse,
        _("The holder is designated and cannot return it any more."),
    ),
    "consent": StepButton(
        _("Take it over"),
        _("Taken over."),
        forms.DecisionForm,
        actions.consent,
        _("It counts as a hand-over; the time does not start again."),
    ),
    "decline": StepButton(
        _("Do not take it over"),
        _("Declined. The matter stays where it is."),
        forms.DecisionForm,
        actions.decline,
    ),
}
"""What the dispatcher or the asked organisation decides; before what they might do besides."""


def _returned(case: Case) -> str:
    """Who decides on the return, or that the rule has done so already (the second one of a matter)."""
    if case.designated:
        return gettext(
            "This was the second return of the matter, so the rule decides: it stays with you, and all concerned are called "
            "together."
        )
    return gettext("The dispatcher decides on the return. Until then it is yours, and the time runs.")


RETURN_STEPS: dict[str, StepButton] = {
    "return": StepButton(
        _("Return to the dispatcher"),
        _returned,
        forms.ReturnForm,
        actions.return_case,
        _("Once for each organisation, within the window, with a reason; the time runs on."),
    ),
    "transfer": StepButton(
        _("Ask another organisation to take it over"),
        _("Asked. Until they agree it is yours, and the time runs."),
        forms.TransferForm,
        actions.transfer,
        _("Once for each organisation. They or the dispatcher have to agree."),
        rare=True,
    ),
}
"""In the order of the page."""

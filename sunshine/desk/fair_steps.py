"""Call-backs, samples, leaving out of the rates, explaining a delay and confidentiality, as the desk offers them."""

from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions
from sunshine.cases.forms import fair as forms
from sunshine.desk.matters import StepButton
from sunshine.matters.forms import StepForm

CALL_STEPS: dict[str, StepButton] = {
    "call": StepButton(
        _("Call the resident back"),
        _("Logged."),
        forms.CallForm,
        actions.call,
        _(
            "By somebody other than the handler. Say who you are, then ask the questions of the call-back page."
        ),
    ),
    "inspect": StepButton(
        _("Look at it as a sample"),
        _("Recorded."),
        forms.InspectForm,
        actions.inspect,
        _("Drawn at random. Go and see, or call; whoever handled or closed it does not look at it."),
    ),
}
"""What somebody other than the handler does."""

FAIR_STEPS: dict[str, StepButton] = {
    "leave_out": StepButton(
        _("Leave it out of the adjusted rates"),
        _("Left out of the adjusted rates. The raw ones keep it."),
        forms.VerdictForm,
        actions.leave_out,
        _("Raw and adjusted figures always stand side by side."),
    ),
    "count_in": StepButton(
        _("Keep it in the rates"), _("It counts like any other."), forms.VerdictForm, actions.count_in
    ),
    "excuse": StepButton(
        _("Excuse the delay"),
        _("Excused. The delay stays visible, with your reason beside it."),
        forms.VerdictForm,
        actions.excuse,
        _("Only for what lay outside the holder's power."),
    ),
    "not_excused": StepButton(
        _("Do not excuse the delay"),
        _("Not excused. What the holder wrote stands beside the delay."),
        forms.VerdictForm,
        actions.not_excused,
    ),
    "explain": StepButton(
        _("Explain the delay"),
        _("Your explanation stands beside the delay. Another person decides whether it is excused."),
        forms.ExplainForm,
        actions.explain,
        _("Once. It stays on the page whatever is decided."),
        rare=True,
    ),
    "exclude": StepButton(
        _("Ask to leave it out of the rates"),
        _("Asked. Another person decides."),
        forms.ExcludeForm,
        actions.exclude,
        _("With a reason from the list; somebody one level up decides, never the holder."),
        rare=True,
    ),
    "conceal": StepButton(
        _("Make it confidential"),
        _("Confidential from now on."),
        StepForm,
        actions.conceal,
        _("Name and number are then for handler, dispatcher and auditor alone; nothing of it is published."),
        rare=True,
    ),
}
"""Fair to residents and to staff."""

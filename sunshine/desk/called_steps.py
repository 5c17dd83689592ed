"""The steps by which others are called in to a request, as the desk offers them."""

from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions
from sunshine.cases.forms import called as forms
from sunshine.desk.matters import StepButton

CALLED_STEPS: dict[str, StepButton] = {
    "report": StepButton(
        _("Report on the spot"),
        _("Reported. Your coming is on record."),
        forms.FoundForm,
        actions.report,
        _("You sign that your organisation came."),
    ),
    "part": StepButton(
        _("Answer for our part"),
        _("Answered. The organisation that leads quotes it."),
        forms.PartForm,
        actions.answer_part,
    ),
    "conclude": StepButton(
        _("Joint conclusion"),
        _("Concluded."),
        forms.ConcludeForm,
        actions.conclude,
        _("Whoever leads from now on may not return it."),
    ),
    "join": StepButton(
        _("Call another organisation in to help"),
        _("Called in. Your organisation still leads."),
        forms.JoinForm,
        actions.join,
        _("They have their own deadline; you lead and answer."),
        rare=True,
    ),
    "whistle": StepButton(
        _("Call departments together"),
        _("Called. Who does not report in time is shown."),
        forms.WhistleForm,
        actions.whistle,
        _("They report on the spot and come to a joint conclusion."),
        rare=True,
    ),
}
"""In the order of the page."""

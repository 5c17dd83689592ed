"""The steps by which others are called in to a request, as the desk offers them."""

from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions
from sunshine.cases.forms import called as forms
from sunshine.desk.matters import Turn

CALLED_STEPS: dict[str, Turn] = {
    "report": Turn(
        _("Report on the spot"),
        _("Reported. Your coming is on record."),
        forms.FoundForm,
        actions.report,
        _("You sign that your organisation came."),
    ),
    "part": Turn(
        _("Answer for our part"),
        _("Answered. The organisation that leads quotes it."),
        forms.PartForm,
        actions.answer_part,
    ),
    "conclude": Turn(
        _("Joint conclusion"),
        _("Concluded."),
        forms.ConcludeForm,
        actions.conclude,
        _("Whoever leads from now on may not return it."),
    ),
    "join": Turn(
        _("Call another organisation in to help"),
        _("Called in. Your organisation still leads."),
        forms.JoinForm,
        actions.join,
        _("They have their own deadline; you lead and answer."),
        rare=True,
    ),
    "whistle": Turn(
        _("Call departments together"),
        _("Called. Who does not report in time is shown."),
        forms.WhistleForm,
        actions.whistle,
        _("They report on the spot and come to a joint conclusion."),
        rare=True,
    ),
}
"""In the order of the page."""

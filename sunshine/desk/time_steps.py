"""First contact, more time, setting aside, reminding and supervising, as the desk offers them."""

from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions
from sunshine.cases.forms import time as forms
from sunshine.desk.matters import StepButton

TIME_STEPS: dict[str, StepButton] = {
    "contact": StepButton(
        _("Log a call to the resident"),
        _("Logged."),
        forms.ContactForm,
        actions.contact,
        _("The first talk with the resident counts; every attempt is logged."),
    ),
    "grant": StepButton(
        _("Allow more time"),
        _("Allowed. The resident is told the new day."),
        forms.TimeVerdictForm,
        actions.grant,
    ),
    "deny": StepButton(
        _("Do not allow more time"),
        _("Not allowed. The deadline stays."),
        forms.TimeVerdictForm,
        actions.deny,
    ),
    "set_aside": StepButton(
        _("Agree to set it aside"),
        _("Set aside. The resident is told why."),
        forms.TimeVerdictForm,
        actions.set_aside,
        _("The clock pauses; the plan is looked at again on its day."),
    ),
    "keep_on": StepButton(
        _("Do not set it aside"), _("It is handled as it stands."), forms.TimeVerdictForm, actions.keep_on
    ),
    "stage_report": StepButton(
        _("Report how far it is"),
        _("Reported."),
        forms.ProgressForm,
        actions.stage_report,
        _("Whoever supervises the matter waits for it."),
    ),
    "review": StepButton(
        _("Look at the plan again"),
        _("Noted for the resident and for everybody here."),
        forms.PlanReviewForm,
        actions.review,
    ),
    "take_up": StepButton(
        _("Take it up again"),
        _("Taken up. The clock runs again."),
        forms.PlainForm,
        actions.take_up,
        _("The resident is told, and reads what you write."),
    ),
    "extend": StepButton(
        _("Ask for more time"),
        _("Asked. Until it is decided the deadline stays."),
        forms.ExtendForm,
        actions.ask_more_time,
        _("Once, before the deadline, at most as long again. Another person decides."),
        rare=True,
    ),
    "shelve": StepButton(
        _("Ask to set it aside with a plan"),
        _("Asked. Until one level up decides, the clock runs."),
        forms.ShelveForm,
        actions.shelve,
        _("For what takes long: a plan, a reason everybody may read, a day to look at it again."),
        rare=True,
    ),
    "remind": StepButton(
        _("Remind the holder"),
        _("Reminded."),
        forms.PlainForm,
        actions.remind,
        _("They are told at once; it stays in the timeline."),
        rare=True,
    ),
    "supervise": StepButton(
        _("Put under supervision"),
        _("Under supervision. The holder reports how far it is."),
        forms.WatchForm,
        actions.supervise,
        _("The holder has to report within days how far it is."),
        rare=True,
    ),
}
"""In the order of the page."""

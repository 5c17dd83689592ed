"""What the matter itself says about asking, more time, setting aside, reminding and supervising."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import Asking, NoteKind, State
from sunshine.clocks.queries import calendar
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Decision
from sunshine.record.states import Actor, ActorKind


def _check_ask(case: Case) -> None:
    """Everything that is missing is asked for at once (一次性告知); after a rework there may be something new."""
    rounds = [row.round for row in case.confirmations.all()] if case.reworks else []
    last = max(rounds, default=0)
    if any(row.kind == NoteKind.QUESTION and row.step > last for row in case.notes.all()):
        raise Refused(
            _("The resident has been asked once already. Whatever is missing is asked for all at once."),
            code="asked_once",
        )


def _check_extend(case: Case) -> None:
    if any(row.kind == Asking.EXTENSION and row.decision != Decision.LAPSED for row in case.proposals.all()):
        raise Refused(
            _("More time has been asked for once already; there is no second time."), code="extended"
        )
    if case.due_limit is not None and case.due_at >= case.due_limit:
        raise Refused(
            _("Until then the other office wants it done; more time is asked for there."), code="due_limit"
        )


def _check_shelve(case: Case) -> None:
    if case.restricted:
        raise Refused(_("A complaint about staff is not set aside."), code="restricted")


def _check_stage_report(case: Case) -> None:
    if all(row.reported_at is not None for row in case.supervisions.all()):
        raise Refused(_("Nobody waits for a report on how far this is."), code="no_supervision")


TIMED: dict[str, Callable[[Case], None]] = {
    "ask": _check_ask,
    "extend": _check_extend,
    "shelve": _check_shelve,
    "stage_report": _check_stage_report,
}


def check_amount(case: Case, amount: int, *, at: datetime) -> None:
    """Raise Refused unless so many units more may be asked for now (R-REQ-04): before the deadline, at most as long again."""
    if at > case.due_at:
        raise Refused(
            _("The deadline has passed. More time is asked for before that, not afterwards."), code="too_late"
        )
    policy = calendar().policy(case.policy)
    if not 1 <= amount <= policy.handle_amount:
        raise Refused(
            _("At most as long again as the first term: %(most)s %(unit)s.")
            % {"most": policy.handle_amount, "unit": policy.get_handle_unit_display()},
            code="amount",
        )


def check_review(until: datetime, *, at: datetime) -> None:
    """Raise Refused unless the plan is looked at again on a day to come, and soon enough."""
    most = catalogue().number("shelving_days_most")
    if not at < until <= at + timedelta(days=most):
        raise Refused(
            _("The plan is looked at again within %(most)s days from today.") % {"most": most}, code="until"
        )


def remind_from(case: Case) -> date | None:
    """The first day on which the resident may remind again; None when they may now."""
    if case.reminded_at is None:
        return None
    return timezone.localtime(case.reminded_at).date() + timedelta(days=catalogue().number("remind_days"))


def check_remind(case: Case, by: Actor, on: date) -> None:
    """Raise Refused when the resident waits for nobody, or has reminded a moment ago; staff may always, but not their
    own organisation."""
    if by.kind == ActorKind.OFFICER:
        if by.organisation == case.holder_id:
            raise Refused(
                _("Your own organisation holds this matter; nobody reminds themselves."), code="own_matter"
            )
        return
    if case.state == State.WAITING:
        raise Refused(_("We are waiting for your reply. Please answer the question first."), code="waiting")
    again = remind_from(case)
    if again is not None and on < again:
        raise Refused(
            _("A reminder has just been sent. You can send another from %(day)s.")
            % {"day": again.strftime("%Y-%m-%d")},
            code="reminded",
        )

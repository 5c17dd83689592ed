"""What the matter itself says about calling back, looking at samples, leaving out, excusing and keeping it confidential."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Sample
from sunshine.cases.queries.around import record_of
from sunshine.cases.queries.calls import attempts, can_be_called
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import Asking, State
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Solved
from sunshine.people.rules import check as check_may
from sunshine.people.rules import may
from sunshine.record.states import Actor

ENDING = frozenset({"confirm", "close"})
"""The steps by which an officer ends a matter; whoever took one does not look at it as a sample."""


def check_kept(case: Case) -> None:
    """Raise Refused for a matter whose words have been erased."""
    if case.forgotten:
        raise Refused(_("What this matter said has been erased, as the law asks."), code="erased")


def was_late(case: Case, at: datetime) -> bool:
    """Whether the result came, or the matter ended, after its deadline, or is overdue now. A clock that waits is not late."""
    end = case.answered_at or case.closed_at
    if end is None and case.state in {State.WAITING, State.SHELVED}:
        return False
    return (end or at) > case.due_at


def check_late(case: Case, at: datetime) -> None:
    """Raise Refused unless there is a delay to explain."""
    if not was_late(case, at):
        raise Refused(_("This matter is not late; there is nothing to explain."), code="not_late")


def check_again(case: Case, by: Actor, *, on: date) -> None:
    """Raise Refused unless this officer may let a matter begin anew: one that a sample found unsolved."""
    check_may(by, "inspect", place=case.place, organisation=case.holder_id, restricted=case.restricted, on=on)
    check_kept(case)
    if not Sample.objects.filter(case=case, found=Solved.NO).exists():
        raise Refused(_("Only what a sample found unsolved is taken up again here."), code="no_sample")


def may_begin_anew(case: Case, *, by: Actor, on: date) -> bool:
    """Whether the button is offered."""
    try:
        check_again(case, by, on=on)
    except Refused:
        return False
    return True


def _check_close(case: Case, by: Actor, on: date) -> None:
    """Before staff close it, the resident has been called as often as the table says (R-REQ-05)."""
    needed = catalogue().number("call_attempts")
    if can_be_called(case) and attempts(case) < needed:
        raise Refused(
            _("Call the resident first: after %(needed)s attempts it may be closed without an answer.")
            % {"needed": needed},
            code="call_first",
        )


def _check_call(case: Case, by: Actor, on: date) -> None:
    if not can_be_called(case):
        raise Refused(_("The resident left no telephone number."), code="no_number")


def _check_inspect(case: Case, by: Actor, on: date) -> None:
    if not Sample.objects.filter(case=case, inspected_at__isnull=True).exists():
        raise Refused(_("This matter is not in a sample that waits to be looked at."), code="no_sample")
    if any(row.verb in ENDING and row.actor == by.ident for row in record_of(case)):
        raise Refused(
            _("You closed this matter yourself. Somebody else looks at the sample."), code="not_yours"
        )


def _check_exclude(case: Case, by: Actor, on: date) -> None:
    check_kept(case)
    if case.restricted:
        raise Refused(_("A complaint about staff stays in the rates."), code="restricted")
    if case.excluded:
        raise Refused(_("This matter is left out of the adjusted rates already."), code="excluded")


def _check_explain(case: Case, by: Actor, on: date) -> None:
    check_kept(case)
    if case.restricted:
        raise Refused(_("A delay with a complaint about staff is not excused."), code="restricted")
    if case.answered_at or case.closed_at or timezone.localtime(case.due_at).date() > on:
        check_late(case, case.due_at)
    if any(row.kind == Asking.EXEMPTION for row in case.proposals.all()):
        raise Refused(_("The delay has been explained once already; both words stand."), code="explained")


def _check_conceal(case: Case) -> None:
    if case.confidential:
        raise Refused(_("This matter is confidential already."), code="confidential")


def _check_print(case: Case, by: Actor, on: date) -> None:
    """Whoever holds the link reads all: of a confidential matter those alone who may open name and telephone (R-REQ-06)."""
    if case.confidential and not may(
        by, "reveal_confidential", place=case.place, organisation=case.holder_id, on=on
    ):
        raise Refused(
            _("The link of a confidential matter is printed by its handler or the dispatcher."),
            code="confidential",
        )


BY_OFFICERS: dict[str, Callable[[Case, Actor, date], None]] = {
    "call": _check_call,
    "close": _check_close,
    "inspect": _check_inspect,
    "exclude": _check_exclude,
    "explain": _check_explain,
    "print": _check_print,
}
"""What is asked of an officer alone: a clock closes without having called."""

ALWAYS: dict[str, Callable[[Case], None]] = {"conceal": _check_conceal}

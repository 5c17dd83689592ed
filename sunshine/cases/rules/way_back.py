"""The way back: what ended without the resident's own word is taken up again at it, within days that the table names."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.duplicates import main_of
from sunshine.cases.rules.fair import check_kept
from sunshine.cases.states import Outcome, State
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor, ActorKind

WITHOUT_RESULT = frozenset({Outcome.WITHDRAWN, Outcome.FORWARDED})
"""Ends of a main report that say nothing of the matter itself."""


def way_back_until(case: Case) -> date | None:
    """The last day on which an ended matter can be taken up again; None while the report it is handled with is open.

    The days count from its end, or from the end of that report: the matter of whoever is merged ends with it.
    """
    main = main_of(case)
    ended = case.closed_at if main is None else main.closed_at
    if ended is None:
        return None
    return timezone.localtime(ended).date() + timedelta(days=int(catalogue().number("way_back_days")))


def _check_reopen(case: Case, by: Actor, on: date) -> None:
    check_kept(case)
    if case.outcome == Outcome.CONFIRMED and not _said_through_staff(case):
        raise Refused(
            _("This matter ended with a result. If it has come up again, please report it anew."),
            code="ended",
        )
    if by.kind == ActorKind.SYSTEM and case.outcome != Outcome.MERGED:
        raise Refused(_("Only the resident takes this matter up again."), code="not_yours")
    _check_days(case, on)


def _said_through_staff(case: Case) -> bool:
    """Whether staff wrote down the word that ended it; what came by the link is the resident's own."""
    last = max(case.confirmations.all(), key=lambda row: row.round, default=None)
    return last is not None and last.recorded_by_id is not None


def _check_agree(case: Case, by: Actor, on: date) -> None:
    """Whoever is merged says of the common result what they would have said of their own, once."""
    check_kept(case)
    main = main_of(case) if case.outcome == Outcome.MERGED else None
    if main is None or main.answered_at is None or main.outcome in WITHOUT_RESULT or main.restricted:
        raise Refused(_("There is no result yet of which you could say whether it helps."), code="no_result")
    if any(row.at >= main.answered_at for row in case.confirmations.all()):
        raise Refused(_("You have told us already. Thank you."), code="told")
    _check_days(case, on)


def _check_days(case: Case, on: date) -> None:
    until = way_back_until(case)
    if until is not None and on > until:
        raise Refused(
            _("This could be said until %(day)s. If the matter is not solved, please report it anew.")
            % {"day": until.isoformat()},
            code="too_late",
        )


def _check_regroup(case: Case, by: Actor, on: date) -> None:
    main = case.merged_into
    if main is None or main.state != State.CLOSED or main.outcome not in WITHOUT_RESULT:
        raise Refused(_("The report it is handled with goes on."), code="goes_on")


WAY_BACK: dict[str, Callable[[Case, Actor, date], None]] = {
    "reopen": _check_reopen,
    "agree": _check_agree,
    "regroup": _check_regroup,
}
"""What the matter itself says to each step after its end."""

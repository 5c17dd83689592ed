"""What a reason for leaving a matter out says of it, the record has to show (R-REQ-06)."""

from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Reason
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.duplicates import is_alike
from sunshine.cases.states import Claim
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused


def check_claim(case: Case, reason: Reason, other: Case | None) -> None:
    """Raise Refused when the record contradicts the reason, or a duplicate does not name what it repeats."""
    if reason.claims == Claim.UNREACHABLE:
        _check_unreachable(case)
    elif reason.claims == Claim.DUPLICATE:
        _check_duplicate(case, other)
    elif reason.claims == Claim.OUTSIDE and len(case.place) > Level.COUNTY:
        raise Refused(
            _("This matter has a place inside the county. If that is wrong, correct the place first."),
            code="reason",
        )


def _check_unreachable(case: Case) -> None:
    """So many calls in a row that nobody answered, the last ones made."""
    needed, failed = int(catalogue().number("call_attempts")), 0
    for row in sorted(case.calls.all(), key=lambda row: row.at):
        failed = 0 if row.reached else failed + 1
    if failed < needed:
        raise Refused(
            _(
                "The record shows %(failed)s calls in a row that nobody answered; this reason needs %(needed)s."
            )
            % {"failed": failed, "needed": needed},
            code="reason",
        )


def _check_duplicate(case: Case, other: Case | None) -> None:
    if other is None:
        raise Refused(_("Which report does it repeat? Please give its number."), code="other")
    if other.pk == case.pk or other.received_at > case.received_at:
        raise Refused(_("A duplicate repeats another report that came before it."), code="other")
    if case.merged_into_id != other.pk and not is_alike(case, other, ended=True):
        raise Refused(
            _(
                "Report %(number)s does not seem to tell of the same matter: it is not near in place and time, or its "
                "words are others."
            )
            % {"number": other.number},
            code="other",
        )

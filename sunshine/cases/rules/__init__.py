"""Who may take which step of a request, and what each step must bring. Refusals speak in sentences."""

from sunshine.cases.rules.called import check_reports, open_whistle
from sunshine.cases.rules.claims import check_claim
from sunshine.cases.rules.dispatching import (
    SEVERAL,
    check_chosen,
    check_dispatch,
    check_proposal,
    check_several,
    destination,
)
from sunshine.cases.rules.doors import Guarded, guard
from sunshine.cases.rules.fair import check_again, check_late, may_begin_anew, was_late
from sunshine.cases.rules.returns import (
    NEVER_RETURNS,
    check_duty,
    check_hand_over,
    check_reason,
    check_window,
    hand_over,
    return_until,
)
from sunshine.cases.rules.steps import (
    IMPORTED_MOST,
    OFFICES,
    PHONE_MOST,
    PHOTOS_MOST,
    Report,
    check,
    check_merge,
    check_report,
    check_same,
    check_taker,
    check_target,
    check_undone,
    concerns,
    possible,
)
from sunshine.cases.rules.time import check_amount, check_review, remind_from
from sunshine.cases.rules.way_back import way_back_until

__all__ = [
    "IMPORTED_MOST",
    "NEVER_RETURNS",
    "OFFICES",
    "PHONE_MOST",
    "PHOTOS_MOST",
    "SEVERAL",
    "Guarded",
    "Report",
    "check",
    "check_again",
    "check_amount",
    "check_chosen",
    "check_claim",
    "check_dispatch",
    "check_duty",
    "check_hand_over",
    "check_late",
    "check_merge",
    "check_proposal",
    "check_reason",
    "check_report",
    "check_reports",
    "check_review",
    "check_same",
    "check_several",
    "check_taker",
    "check_target",
    "check_undone",
    "check_window",
    "concerns",
    "destination",
    "guard",
    "hand_over",
    "may_begin_anew",
    "open_whistle",
    "possible",
    "remind_from",
    "return_until",
    "was_late",
    "way_back_until",
]

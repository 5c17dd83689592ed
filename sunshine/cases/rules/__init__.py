"""Who may take which step of a request, and what each step must bring. Refusals speak in sentences."""

from sunshine.cases.rules.called import check_reports, open_whistle
from sunshine.cases.rules.claims import check_claim
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
    PHOTOS_MOST,
    TEXT_LEAST,
    TEXT_MOST,
    Report,
    check,
    check_merge,
    check_report,
    check_same,
    check_taker,
    check_target,
    check_undone,
    check_words,
    concerns,
    possible,
)
from sunshine.cases.rules.time import check_amount, check_review, remind_from
from sunshine.cases.rules.way_back import way_back_until

__all__ = [
    "IMPORTED_MOST",
    "NEVER_RETURNS",
    "OFFICES",
    "PHOTOS_MOST",
    "TEXT_LEAST",
    "TEXT_MOST",
    "Report",
    "check",
    "check_again",
    "check_amount",
    "check_claim",
    "check_duty",
    "check_hand_over",
    "check_late",
    "check_merge",
    "check_reason",
    "check_report",
    "check_reports",
    "check_review",
    "check_same",
    "check_taker",
    "check_target",
    "check_undone",
    "check_window",
    "check_words",
    "concerns",
    "hand_over",
    "may_begin_anew",
    "open_whistle",
    "possible",
    "remind_from",
    "return_until",
    "was_late",
    "way_back_until",
]

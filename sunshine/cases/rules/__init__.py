"""Who may take which step of a request, and what each step must bring. Refusals speak in sentences."""

from sunshine.cases.rules.fair import check_again, check_late, was_late
from sunshine.cases.rules.steps import (
    IMPORTED_MOST,
    PHOTOS_MOST,
    TEXT_LEAST,
    TEXT_MOST,
    Report,
    check,
    check_merge,
    check_report,
    check_taker,
    check_target,
    check_words,
    concerns,
    possible,
)
from sunshine.cases.rules.time import check_amount, check_remind, check_review, remind_from

__all__ = [
    "IMPORTED_MOST",
    "PHOTOS_MOST",
    "TEXT_LEAST",
    "TEXT_MOST",
    "Report",
    "check",
    "check_again",
    "check_amount",
    "check_late",
    "check_merge",
    "check_remind",
    "check_report",
    "check_review",
    "check_taker",
    "check_target",
    "check_words",
    "concerns",
    "possible",
    "remind_from",
    "was_late",
]

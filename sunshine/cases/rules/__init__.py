"""Who may take which step of a request, and what each step must bring. Refusals speak in sentences."""

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

__all__ = [
    "IMPORTED_MOST",
    "PHOTOS_MOST",
    "TEXT_LEAST",
    "TEXT_MOST",
    "Report",
    "check",
    "check_merge",
    "check_report",
    "check_taker",
    "check_target",
    "check_words",
    "concerns",
    "possible",
]

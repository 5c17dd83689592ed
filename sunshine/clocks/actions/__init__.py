"""Writes of clocks: `run` for running clocks, `keep` for the calendar, office hours and policies."""

from sunshine.clocks.actions.keep import (
    finish_change,
    import_calendar,
    load_defaults,
    set_day,
    set_office_hours,
    set_policy,
    try_change,
)
from sunshine.clocks.actions.run import (
    Start,
    due_after_pause,
    extend,
    mark,
    pause,
    postpone,
    resume,
    start,
    start_all,
    start_measured,
    stop,
)

__all__ = [
    "Start",
    "due_after_pause",
    "extend",
    "finish_change",
    "import_calendar",
    "load_defaults",
    "mark",
    "pause",
    "postpone",
    "resume",
    "set_day",
    "set_office_hours",
    "set_policy",
    "start",
    "start_all",
    "start_measured",
    "stop",
    "try_change",
]

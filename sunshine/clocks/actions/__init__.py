"""Writes of clocks: `run` for running clocks, `keep` for the calendar, office hours and policies."""

from sunshine.clocks.actions.keep import (
    import_calendar,
    load_defaults,
    set_day,
    set_office_hours,
    set_policy,
)
from sunshine.clocks.actions.run import (
    due_after_pause,
    extend,
    mark,
    pause,
    resume,
    start,
    start_all,
    start_measured,
    stop,
)

__all__ = [
    "due_after_pause",
    "extend",
    "import_calendar",
    "load_defaults",
    "mark",
    "pause",
    "resume",
    "set_day",
    "set_office_hours",
    "set_policy",
    "start",
    "start_all",
    "start_measured",
    "stop",
]

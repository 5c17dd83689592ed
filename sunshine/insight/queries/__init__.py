"""Reads of insight: the week, what is so now, and the rolled-up figures."""

from sunshine.insight.queries.week import (
    Asked,
    Heap,
    Week,
    asked,
    asked_cases,
    days_of,
    due_pledges,
    grids_without_a_group,
    heap,
    overdue_cases,
    week,
)

__all__ = [
    "Asked", "Heap", "Week", "asked", "asked_cases", "days_of", "due_pledges", "grids_without_a_group", "heap",
    "overdue_cases", "week",
]  # fmt: skip

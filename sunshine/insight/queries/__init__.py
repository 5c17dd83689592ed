"""Reads of insight: the week, what is so now, and the rolled-up figures."""

from sunshine.insight.queries.figures import (
    Figures,
    Flow,
    Share,
    as_of,
    figures,
    figures_by,
    figures_of_months,
    figures_of_places,
    flows,
)
from sunshine.insight.queries.now import overdue
from sunshine.insight.queries.week import (
    AskedKind,
    CountedList,
    Week,
    asked_cases,
    count_asked_kinds,
    days_of,
    due_pledges,
    grids_without_a_group,
    heap,
    week,
)

__all__ = [
    "AskedKind",
    "CountedList",
    "Figures",
    "Flow",
    "Share",
    "Week",
    "as_of",
    "asked_cases",
    "count_asked_kinds",
    "days_of",
    "due_pledges",
    "figures",
    "figures_by",
    "figures_of_months",
    "figures_of_places",
    "flows",
    "grids_without_a_group",
    "heap",
    "overdue",
    "week",
]  # fmt: skip

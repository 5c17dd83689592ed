"""Reads of the line, and what is measured on it."""

from sunshine.programmes.queries.evidence import counted_for, definition_of, evidence, evidence_rows, rounds
from sunshine.programmes.queries.indicators import (
    Figure,
    definitions,
    figures,
    find_staffed,
    last_day,
    tallies,
)
from sunshine.programmes.queries.line import (
    Carried,
    CharacterLine,
    ProgrammeLine,
    brand_of,
    character_of,
    characters_of,
    communities_of,
    late_milestones,
    line,
    plan_of,
    plans,
    reviews_of,
)
from sunshine.programmes.queries.quarters import recorded_quarters
from sunshine.programmes.queries.shown import ShownIndicator, shown_indicator

__all__ = [
    "Carried",
    "CharacterLine",
    "Figure",
    "ProgrammeLine",
    "ShownIndicator",
    "brand_of",
    "character_of",
    "characters_of",
    "communities_of",
    "counted_for",
    "definition_of",
    "definitions",
    "evidence",
    "evidence_rows",
    "figures",
    "find_staffed",
    "last_day",
    "late_milestones",
    "line",
    "plan_of",
    "plans",
    "recorded_quarters",
    "reviews_of",
    "rounds",
    "shown_indicator",
    "tallies",
]

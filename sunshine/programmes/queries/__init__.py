"""Reads of the line, and what is measured on it."""

from sunshine.programmes.queries.line import (
    Carried,
    CharacterLine,
    Line,
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

__all__ = [
    "Carried",
    "CharacterLine",
    "Line",
    "brand_of",
    "character_of",
    "characters_of",
    "communities_of",
    "late_milestones",
    "line",
    "plan_of",
    "plans",
    "reviews_of",
]

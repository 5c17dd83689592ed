"""Writes of the line: `line` for characters, brands and stages, `plans` for year plans, `tables` for what is measured."""

from sunshine.programmes.actions.line import end_brand, end_character, review_stage, set_brand, set_character
from sunshine.programmes.actions.plans import add_milestone, drop_milestone, make_plan, reach_milestone
from sunshine.programmes.actions.tables import count, define, load_line, set_words, uncount

__all__ = [
    "add_milestone",
    "count",
    "define",
    "drop_milestone",
    "end_brand",
    "end_character",
    "load_line",
    "make_plan",
    "reach_milestone",
    "review_stage",
    "set_brand",
    "set_character",
    "set_words",
    "uncount",
]

"""The kinds of matter that forms offer to choose from, in the reader's language."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.cases.queries import Catalogue, catalogue


def category_choices(on: date, rules: Catalogue | None = None) -> list[tuple[str, Any]]:
    """The categories in use, grouped by their first level; the first choice is "not known yet"."""
    rules = rules or catalogue()
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rules.live(on):
        groups.setdefault(rules.categories[row.parent_id or ""].spoken, []).append((row.code, row.spoken))
    return [("", _("choose")), *groups.items()]


def first_levels(on: date, rules: Catalogue | None = None) -> list[tuple[str, Any]]:
    """Every category in use: the first level whole, then its second level."""
    rules = rules or catalogue()
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rules.live(on):
        top = rules.categories[row.parent_id or ""]
        groups.setdefault(top.spoken, [(top.code, top.spoken)]).append((row.code, row.spoken))
    return list(groups.items())

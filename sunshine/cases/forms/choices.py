"""What forms offer to choose from, in the reader's language: categories, places, organisations."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.cases.queries import Catalogue, catalogue
from sunshine.lib.division import Level
from sunshine.people.models import Organisation
from sunshine.people.queries import Directory, directory
from sunshine.people.states import HANDLING_KINDS, reads_chinese
from sunshine.places.models import Place
from sunshine.places.queries import locator


def words(row: Any) -> str:
    """The name of a row in the reader's language."""
    return row.zh if reads_chinese() else row.en


def category_choices(on: date, rules: Catalogue | None = None) -> list[tuple[str, Any]]:
    """The categories in use, grouped by their first level; the first choice is "not known yet"."""
    rules = rules or catalogue()
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rules.live(on):
        groups.setdefault(words(rules.categories[row.parent_id or ""]), []).append((row.code, words(row)))
    return [("", _("choose")), *groups.items()]


def handles(row: Organisation, on: date) -> bool:
    """Whether an organisation exists on a day and handles matters."""
    return row.kind in HANDLING_KINDS and row.in_service(on)


NOT_KNOWN = _("not known")


def place_choices(prefix: str, on: date, *, blank: Any = NOT_KNOWN) -> list[tuple[str, Any]]:
    """Standing places below a prefix, grouped by name: in a street its grids, above it communities.

    Read from the map in memory.
    """
    near = len(prefix) >= Level.STREET
    sizes = (Level.COMMUNITY, Level.GRID) if near else (Level.STREET, Level.COMMUNITY)
    groups: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    for code, row in sorted(locator().names.items()):
        if len(code) in sizes and code.startswith(prefix):
            name = row["name"] if reads_chinese() else row["name_en"] or row["name"]
            titles.setdefault(code[: sizes[0]], name)
            groups.setdefault(code[: sizes[0]], []).append((code, name))
    return [("", blank), *((titles[code], choices) for code, choices in groups.items())]


def place_words(row: Place) -> str:
    """The name of a place in the reader's language."""
    return row.name if reads_chinese() else row.name_en or row.name


def first_levels(on: date, rules: Catalogue | None = None) -> list[tuple[str, Any]]:
    """Every category in use: the first level whole, then its second level."""
    rules = rules or catalogue()
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rules.live(on):
        top = rules.categories[row.parent_id or ""]
        groups.setdefault(words(top), [(top.code, words(top))]).append((row.code, words(row)))
    return list(groups.items())


def holder_choices(on: date, offices: Directory | None = None) -> list[tuple[str, str]]:
    """The organisations in service."""
    rows = [row for row in (offices or directory()).organisations.values() if row.in_service(on)]
    return [
        (str(row.pk), organisation_words(row))
        for row in sorted(rows, key=lambda row: (row.place, row.kind, row.pk))
    ]


def organisation_words(row: Organisation) -> str:
    """The name of an organisation in the reader's language."""
    return row.spoken

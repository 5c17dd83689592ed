"""The communities of the county to choose from, by street: put in order and drawn once for each map and language."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sunshine.lib.division import Level
from sunshine.places.queries import Locator
from sunshine.public.spot import place_name

Choice = tuple[str, Any]
"""A code, and what is shown for it."""


def community_groups(book: Locator) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Every community of the map under the name of its street, in the reader's language."""
    return _groups(book, get_language() or "")


def community_options(book: Locator, first: Sequence[Choice]) -> SafeString:
    """The options of a `LongSelect`: a few that stand `first`, and every community by street."""
    return format_html("{}{}", _options(first), _drawn(book, get_language() or ""))


# Two: a map in both languages. Five hundred communities are a third of a report form's time otherwise.
@lru_cache(maxsize=2)
def _groups(book: Locator, language: str) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    groups: dict[str, list[Choice]] = {}
    for code in sorted(code for code in book.names if len(code) == Level.COMMUNITY):
        groups.setdefault(place_name(book, code[: Level.STREET]), []).append((code, place_name(book, code)))
    return tuple((street, tuple(choices)) for street, choices in groups.items())


@lru_cache(maxsize=2)
def _drawn(book: Locator, language: str) -> SafeString:
    groups = ((street, _options(choices)) for street, choices in _groups(book, language))
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


def _options(choices: Sequence[Choice]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)

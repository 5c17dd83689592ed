"""Names in the reader's language: {% load public %}."""

from typing import Any

from django import template

from sunshine.cases.forms import place_words

register = template.Library()


@register.filter
def named(row: Any) -> str:
    """The name of a place or an organisation in the reader's language."""
    return place_words(row) if row else ""

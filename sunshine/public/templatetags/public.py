"""Names in the reader's language: {% load public %}."""

from typing import Any

from django import template

from sunshine.people.states import reads_chinese
from sunshine.places.forms import place_words

register = template.Library()


@register.filter
def named(row: Any) -> str:
    """The name of a place or an organisation in the reader's language."""
    return place_words(row) if row else ""


@register.filter
def told(row: Any, name: str) -> Any:
    """What a line of the service catalogue says under a name, in the reader's language where it is written in it."""
    chinese, english = ("zh", "en") if name == "name" else (name, f"{name}_en")
    here = reads_chinese()
    return getattr(row, chinese) if here else getattr(row, english) or getattr(row, chinese)

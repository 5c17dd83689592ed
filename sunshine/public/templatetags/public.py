"""Names in the reader's language: {% load public %}."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def named(row: Any) -> str:
    """The name of a place or an organisation in the reader's language."""
    return row.spoken if row else ""


@register.filter
def told(row: Any, name: str) -> Any:
    """What a row says under a name, in the reader's language: "name" or a field that is in both."""
    return row.spoken if name == "name" else row.say(name)

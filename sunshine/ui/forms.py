"""How every form of the platform is drawn: {{ form }} and {{ form.name.as_field_group }} give our markup."""

from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

OURS = Path(__file__).parent / "templates"
DJANGOS = Path(django.forms.__file__).parent / "templates"


class Renderer(DjangoTemplates):
    """Our templates first, Django's where we have none."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> Engine:
        """Template engine of form parts."""
        return Engine({"APP_DIRS": True, "DIRS": [OURS, DJANGOS], "NAME": "forms", "OPTIONS": {}})


class LongSelect(django.forms.Select):
    """A choice among hundreds, whose options were `drawn` before, for everybody; only the chosen one is marked in them."""

    template_name = "ui/forms/long_select.html"
    drawn = SafeString()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows: the drawn options, one of them selected."""
        context = super().get_context(name, value, attrs)
        chosen = f'<option value="{escape("" if value is None else value)}"'
        drawn = self.drawn.replace(chosen, f"{chosen} selected", 1)
        context["widget"]["drawn"] = mark_safe(drawn)  # noqa: S308 -- what was put in is escaped
        return context

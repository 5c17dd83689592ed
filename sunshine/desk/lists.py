"""What every filtered list of the desk does the same way: filters in force, pages as plain addresses."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.forms import Field, Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sunshine.cases.forms import FilterForm
from sunshine.cases.queries.listing import Page
from sunshine.people.models import Officer
from sunshine.people.queries import standing_in


def request_filters(officer: Officer, on: date, area: str, sent: Any = None) -> FilterForm:
    """The filters of the list of requests, as this officer may use them."""
    others = {row.stands_in_for.pk: row.stands_in_for.name for row in standing_in(officer, on)}  # type: ignore[union-attr]
    hands = [(officer.pk, _("my own")), *others.items()]
    return FilterForm(sent, on=on, prefix_of_places=area, hands=hands)


def find_filters(form: Form) -> list[tuple[Any, str]]:
    """The filters in force, each with the address of the list without it."""
    given = {field.name: field.value() for field in form if field.value()}
    return [
        (form[name], f"?{urlencode({other: value for other, value in given.items() if other != name})}")
        for name in given
    ]


def choice_words(field: Field, value: Any) -> str:
    """What a value of a filter is called."""
    said = str(value or "")
    for key, label in getattr(field, "choices", ()):
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        for one, words in pairs:
            if str(one) == said:
                return str(words)
    return said


def address(request: HttpRequest, cursor: str | None) -> str:
    """The same list at another page."""
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"?{query.urlencode()}"


def pages(request: HttpRequest, found: Page) -> dict[str, str]:
    """The addresses of the pages before and after this one."""
    return {"back": address(request, found.preceding), "on": address(request, found.following)}

"""What a table screen is: its rows within reach, and what may be done to them. Every table of the desk is one of these."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from sunshine.cases.queries.trial import Trial
from sunshine.clocks.rules import Spanned
from sunshine.desk.door import DeskUser


@dataclass(frozen=True, kw_only=True)
class RowAction:
    """Something done to a row (or, adding, to none): its words, its form, its action.

    `form(row, who, *sent)` makes the form; `act(row, who, **told)` calls the one action; `tells(result)` gives a
    sentence to be shown once on a page of its own, such as a one-time password. `tries(row, who, **told)` says what a
    rule would have moved, or what it will move, before it is kept; None when it moves nothing by its nature.
    `from_address` are the fields that a link of ours may fill.
    """

    key: str
    label: Any
    done: Any
    form: Callable[..., forms.BaseForm]
    act: Callable[..., Any]
    hint: Any = ""
    fits: Callable[[Any], bool] = lambda row: True
    tells: Callable[[Any], str] | None = None
    from_address: frozenset[str] = frozenset()
    tries: Callable[..., Trial | Spanned | None] = lambda row, who, /, **told: None


@dataclass(frozen=True, kw_only=True)
class DeskTable:
    """A table of the desk. `rows(who)` are those within reach; `cells(row)` their columns under `heads`."""

    key: str
    title: Any
    lead: Any
    verb: str
    heads: Sequence[Any]
    rows: Callable[[DeskUser], QuerySet[Any]]
    cells: Callable[[Any], Sequence[Any]]
    search: Sequence[str] = ()
    add: RowAction | None = None
    actions: Sequence[RowAction] = field(default_factory=tuple)
    ways: Sequence[tuple[str, Any]] = field(default_factory=tuple)

    def action(self, key: str) -> RowAction | None:
        """Return the action of that name, adding included."""
        every = [*self.actions, *([self.add] if self.add else [])]
        return next((one for one in every if one.key == key), None)


def plain_form(make: Callable[..., forms.BaseForm]) -> Callable[..., forms.BaseForm]:
    """A form that needs neither the row nor the officer."""
    return lambda row, who, *sent: make(*sent)


def mark_yes(value: bool) -> str:
    """A mark for yes, nothing for no."""
    return "✓" if value else ""


def prefix_condition(column: str, codes: Iterable[str]) -> Q:
    """A condition for a column of place codes: at or below one of these; none fits nothing."""
    found = Q(pk__in=[])
    for code in sorted(codes):
        found |= Q(**{f"{column}__startswith": code})
    return found

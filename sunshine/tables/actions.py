"""Writes of rule tables: a row added, changed or taken out, with its entry. A rule is data, and its change a step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check
from sunshine.record.rows import Versioned, add_row, change_row, end_row
from sunshine.record.states import Actor
from sunshine.tables.models import Kind

LOST = _("Somebody else changed this rule a moment ago. Please look at it again.")
NEW = -1
"""The version that a new row was seen at: none, so that a row which stands there already is never overwritten."""

Row = TypeVar("Row", bound=Versioned)
KindRow = TypeVar("KindRow", bound=Kind)


@transaction.atomic
def put_kind(
    model: type[KindRow],
    keys: Mapping[str, str],
    values: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    right: str = "tables",
    seen: int | None = None,
    taken: Any = None,
    lost: Any = LOST,
) -> KindRow:
    """Add a row of a table of kinds or change it, by whoever has the right there; one in use is retired, never deleted.

    Whoever calls has checked what everybody reads of it. Raises Refused without the right, and as `put_row` does.
    """
    check(by, right, place=keys.get("place"), on=day_of(at))
    return put_row(model, keys, values, by=by, at=at, seen=seen, taken=taken, lost=lost, unsaid=model.unsaid)


def put_row(
    model: type[Row],
    keys: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    taken: Any = None,
    lost: Any = LOST,
    unsaid: str = "None",
) -> Row:
    """Add the row of a rule table or change it, with its entry; part of an action that has checked who asks.

    Raises Overtaken(`lost`) when another version than `seen` stands, and Refused(`taken`), where that sentence is given,
    for a NEW row that stands already. `unsaid` is what the entry says of a field without a value.
    """
    facts = {name: _fact(value, unsaid) for name, value in values.items()}
    row = model._default_manager.filter(**keys).first()
    if row is None:
        return add_row(model(**keys, **values), by=by, at=at, taken=taken, facts=facts, hidden=True)
    if seen == NEW:
        raise Overtaken(lost) if taken is None else Refused(taken, code="already_there")
    return change_row(row, by=by, at=at, changes=values, seen=seen, lost=lost, facts=facts, hidden=True)


def take_row_out(row: Versioned, *, by: Actor, at: datetime) -> None:
    """Take the row of a rule table out; part of an action that has checked who asks. Raises Overtaken."""
    end_row(row, by=by, at=at, lost=LOST, hidden=True)


def _fact(value: Any, unsaid: str) -> Any:
    if value is None:
        return unsaid
    return value if isinstance(value, int | list) else str(value)

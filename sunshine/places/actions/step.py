"""The one door for changes of a place or building: unless overtaken, raise its step and write the entry."""

import uuid
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level, at_level
from sunshine.lib.refusals import Overtaken
from sunshine.places.models import Building, MapVersion, Place
from sunshine.record.actions import append
from sunshine.record.states import Actor

Row = TypeVar("Row", Place, Building)


def change_map() -> None:
    """Tell every process to load the map anew. Called first: its row is the lock of all changes of the map."""
    MapVersion.objects.filter(pk=1).update(version=F("version") + 1, stamp=uuid.uuid4())


def take(
    row: Row,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
) -> Row:
    """Write `changes` if the row is still at the step that was seen, and record it; Overtaken otherwise."""
    changes = {**(changes or {}), "step": row.step + 1}
    if not type(row)._default_manager.filter(pk=row.pk, step=row.step).update(**changes):
        raise Overtaken(_("Somebody changed this meanwhile. Look at the page again."))
    for name, value in changes.items():
        setattr(row, name, value)
    record(row, verb, by=by, at=at, facts=facts)
    return row


def record(
    row: Place | Building, verb: str, *, by: Actor, at: datetime, facts: dict[str, Any] | None = None
) -> None:
    """Enter a step just written. What is finer than a community is public only as a commitment."""
    code = row.code if isinstance(row, Place) else row.grid_id
    public = {"community": at_level(code, Level.COMMUNITY)}
    hidden = len(code) == Level.GRID
    append(row.subject, row.step, verb, by=by, at=at, public=public, facts=facts, hidden=hidden)

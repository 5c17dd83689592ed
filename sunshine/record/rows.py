"""The one versioned write of a row, with its entry in the record.

A row's `version` is its optimistic lock: it is the number of its subject's last entry, and whoever writes does so only if
it is still the one they saw. Of two who change a row at once, one changes it and the other is told (`Overtaken`); entry and
change stand or fall together, in the caller's transaction. A loaded row has version 0: no entry is its own yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.record.actions import append
from sunshine.record.models import Entry
from sunshine.record.queries import last_step, last_steps
from sunshine.record.states import Actor

OVERTAKEN = _("Somebody changed this meanwhile. Look at the page again.")
_NOTHING: Mapping[str, Any] = {}


class Versioned(models.Model):
    """A row that counts its changes, each of which is an entry of its `subject`."""

    version = models.PositiveIntegerField(default=0, db_column="step")

    may_end: ClassVar[bool] = False
    """Whether it may be taken out, and added again under its old name: then it counts on where it ended."""

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """Its name in the record."""
        raise NotImplementedError


Row = TypeVar("Row", bound=Versioned)


def write(
    row: Row, changes: Mapping[str, Any], *, lost: Any = OVERTAKEN, where: Mapping[str, Any] = _NOTHING
) -> Row:
    """Change a row that is still at the version that was read (and as `where` says), and count one on.

    Part of a step whose entry the caller appends. Raises Overtaken(`lost`) when somebody was faster.
    """
    values = {**changes, "version": row.version + 1}
    # Its class, not its type: the user of a request is wrapped until somebody looks.
    if not row.__class__._default_manager.filter(pk=row.pk, version=row.version, **where).update(**values):
        raise Overtaken(lost)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def add_row(row: Row, verb: str = "add", *, by: Actor, at: datetime, taken: Any = None, **said: Any) -> Row:
    """Insert a row and append its first entry; `said` is what a Draft says.

    Raises Refused(`taken`) for a name that is taken where that sentence is given, IntegrityError otherwise.
    """
    row.version = last_step(row.subject) + 1 if row.may_end else 1
    if taken is None:
        row.save(force_insert=True)
    else:
        with refuse_twins(taken):
            row.save(force_insert=True)
    append(row.subject, row.version, verb, by=by, at=at, **said)
    return row


def change_row(
    row: Row,
    verb: str = "change",
    *,
    by: Actor,
    at: datetime,
    changes: Mapping[str, Any] = _NOTHING,
    seen: int | None = None,
    lost: Any = OVERTAKEN,
    where: Mapping[str, Any] = _NOTHING,
    **said: Any,
) -> Row:
    """Change a row at the version that was `seen` (by default the one that it holds), and append the entry.

    `said` is what a Draft says. Raises Overtaken(`lost`) when somebody was faster.
    """
    if seen is not None and seen != row.version:
        raise Overtaken(lost)
    write(row, changes, lost=lost, where=where)
    append(row.subject, row.version, verb, by=by, at=at, **said)
    return row


def end_row(
    row: Versioned, verb: str = "end", *, by: Actor, at: datetime, lost: Any = OVERTAKEN, **said: Any
) -> None:
    """Take a row out at the version that it holds, and append the last entry. Raises Overtaken(`lost`)."""
    if not row.may_end:
        raise TypeError(f"A row of {row.__class__.__name__} is retired, never taken out.")
    subject, version = row.subject, row.version + 1
    gone, _kinds = row.__class__._default_manager.filter(pk=row.pk, version=row.version).delete()
    if not gone:
        raise Overtaken(lost)
    append(subject, version, verb, by=by, at=at, **said)


def load_rows(rows: Sequence[Row]) -> list[Row]:
    """Insert shipped rows at once, whose load is an entry of its own; one that was taken out before counts on.

    Part of the loader that appends that entry.
    """
    last = last_steps(row.subject for row in rows if row.may_end)
    for row in rows:
        row.version = last.get(row.subject, 0) if row.may_end else 0
    return type(rows[0])._default_manager.bulk_create(rows) if rows else []


def enter_step(
    subject: str, verb: str, *, by: Actor, at: datetime, step: int | None = None, **said: Any
) -> Entry:
    """Append a step of a subject that no row counts (or that counts its own steps): the load of a table, a calendar week.

    Raises Overtaken when another step of it is entered in the same moment.
    """
    try:
        with transaction.atomic():
            return append(subject, step or last_step(subject) + 1, verb, by=by, at=at, **said)
    except IntegrityError:
        raise Overtaken(OVERTAKEN) from None


def enter_event(kind: str, verb: str, *, by: Actor, at: datetime, **said: Any) -> Entry:
    """Append what happened once, to no row: a look, an export; its subject is a name that nobody else has."""
    return append(f"{kind}:{uuid4().hex}", 1, verb, by=by, at=at, **said)


@contextmanager
def refuse_twins(sentence: Any) -> Iterator[None]:
    """Turn a broken uniqueness inside the block into Refused(sentence); everything else stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Refused(sentence, code="already_there") from None
        raise

"""The one door for changes of a row: unless overtaken, raise its step and write the entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.models import Contact, Officer, Organisation
from sunshine.record.actions import append
from sunshine.record.states import Actor

Row = TypeVar("Row", Contact, Officer, Organisation)


def day_of(at: datetime) -> date:
    """The day of an instant in the county's time zone."""
    return timezone.localtime(at).date()


def take(
    row: Row,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any],
    facts: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
) -> Row:
    """Write `changes` if the row is still at the step that was seen, and record it; Overtaken otherwise.

    Nothing of people is public: the entry's public part is a commitment only.
    """
    changes = {"step": row.step + 1, **changes}
    moved = row.__class__._default_manager.filter(pk=row.pk, step=row.step).update(**changes)
    if not moved:
        raise Overtaken(_("Somebody changed this meanwhile. Look at the page again."))
    append(row.subject, changes["step"], verb, by=by, at=at, facts=facts, sealed=sealed, hidden=True)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


@contextmanager
def once(sentence: Any) -> Iterator[None]:
    """Turn a broken uniqueness inside the block into Refused(sentence); everything else stays an error."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Refused(sentence, code="already_there") from None
        raise

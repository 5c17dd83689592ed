"""The one door for changes of a row of this room: unless overtaken, raise its step and write the entry."""

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Overtaken
from sunshine.party.models import Comment, ListLine, Partnership, Pledge, Post, PostKind, Reporting
from sunshine.record.actions import append
from sunshine.record.states import Actor

Row = TypeVar("Row", Comment, ListLine, Partnership, Pledge, Post, PostKind, Reporting)
CHANGED_MEANWHILE = _("Somebody changed this meanwhile. Look at the page again.")


def take(
    row: Row,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
    lost: Any = CHANGED_MEANWHILE,
    public: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
    hidden: bool = False,
) -> Row:
    """Write `changes` if the row is still at the step that was seen, and record it; Overtaken(`lost`) otherwise.

    What a person does is `hidden`: the public part is a commitment only, for a post is one person's.
    """
    changes = {"step": row.step + 1, **(changes or {})}
    if not row.__class__._default_manager.filter(pk=row.pk, step=row.step).update(**changes):
        raise Overtaken(lost)
    append(
        row.subject, changes["step"], verb, by=by, at=at, public=public, facts=facts, sealed=sealed, hidden=hidden
    )  # fmt: skip
    for name, value in changes.items():
        setattr(row, name, value)
    return row

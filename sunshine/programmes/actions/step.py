"""The one door for changes of a row of this room: unless overtaken, raise its step and write the entry."""

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Overtaken
from sunshine.people.models import Organisation
from sunshine.people.rules import shown
from sunshine.programmes.models import Brand, Character, CommunityCharacter, YearPlan
from sunshine.record.actions import append
from sunshine.record.states import Actor

Row = TypeVar("Row", Brand, Character, CommunityCharacter, YearPlan)


def overtaken() -> Overtaken:
    """The sentence for whoever comes second."""
    return Overtaken(_("Somebody changed this meanwhile. Look at the page again."))


def take(
    row: Row,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    changes: dict[str, Any] | None = None,
    public: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
) -> Row:
    """Write `changes` if the row is still at the step that was seen, and record it; raises Overtaken otherwise."""
    if seen is not None and seen != row.step:
        raise overtaken()
    changes = {"step": row.step + 1, **(changes or {})}
    if not row.__class__._default_manager.filter(pk=row.pk, step=row.step).update(**changes):
        raise overtaken()
    append(row.subject, changes["step"], verb, by=by, at=at, public=public, facts=facts, sealed=sealed)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def said(place: str, owner: Organisation) -> dict[str, Any]:
    """The public part of a step of the line: the community and the party organisation that carries it."""
    return {"community": place if len(place) == 12 else "", "organisation": shown(owner)}

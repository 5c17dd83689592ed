"""What the community does with a wish before a group takes it (社区下单): put right, offer, decline, take back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sunshine.lib.division import is_code
from sunshine.lib.masks import EVERYTHING
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.actions import limit_keeping
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from sunshine.wishes.actions.move import move
from sunshine.wishes.actions.tell import tell_wisher
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.families import desk_of
from sunshine.wishes.rules import (
    PUBLIC_MOST,
    check_changes,
    check_kind,
    check_times,
    check_wish_words,
)
from sunshine.wishes.states import WishNoteKind, WishOutcome


@transaction.atomic
def amend(
    wish: Wish, *, by: Actor, at: datetime, kind: str | None = None, public_text: str | None = None,
    times: Sequence[str] | None = None, wanted_by: date | None = None, place: str | None = None, seen: int | None = None,
) -> Wish:  # fmt: skip
    """Put right what everybody will read of a wish, its kind, times or place; what is None stays as it is.

    The wisher's own text is never changed. A place of another community gives the wish to that community's desk.
    Raises Refused with a code naming the field.
    """
    on = timezone.localtime(at).date()
    changes: dict[str, Any] = {}
    if kind is not None:
        changes["kind_id"] = check_kind(kind, on=on).code
    if public_text is not None:
        changes["public_text"] = _public(public_text, wish.holder)
    if times is not None or wanted_by is not None:
        chosen = list(wish.times if times is None else times)
        check_times(chosen, wanted_by, on=on)
        changes |= {"times": chosen, "wanted_by": wanted_by or wish.wanted_by}
    desk = None
    if place is not None and place != wish.place:
        desk = desk_of(place, on) if is_code(place) else None
        changes |= check_changes(wish, place, desk)
    hand_to = desk if desk is not None and desk.pk != wish.holder_id else None
    move(wish, "amend", by=by, at=at, seen=seen, step=StepChange(changes, hand_to=hand_to))
    if "kind_id" in changes:
        wish.kind = check_kind(changes["kind_id"], on=on)
    if hand_to is not None:
        tell_organisation(wish, "wish_arrived", hand_to, at=at)
    return wish


@transaction.atomic
def offer(wish: Wish, *, by: Actor, at: datetime, public_text: str = "", seen: int | None = None) -> Wish:
    """The community has checked the wish and puts it on the list, in words that everybody may read.

    Raises Refused (code public_text) without such words, and for whoever wrote the wish down: a colleague checks it.
    """
    changes = {
        "public_text": _public(public_text or wish.public_text, wish.holder),
        "offered_at": at,
        "first_offered_at": wish.first_offered_at or at,
    }
    return move(wish, "offer", by=by, at=at, seen=seen, step=StepChange(changes))


def _public(text: str, office: Organisation) -> str:
    return check_wish_words(text, office=office, most=PUBLIC_MOST, what="public_text", kinds=EVERYTHING)


@transaction.atomic
def decline(wish: Wish, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> Wish:
    """A wish that cannot be taken on ends here; the wisher reads the reason word for word."""
    words = Words(WishNoteKind.REASON, check_words(reason, least=4, what="reason"), to_resident=True)
    end(wish, "decline", WishOutcome.DECLINED, by=by, at=at, seen=seen, words=words)
    return wish


@transaction.atomic
def recall(wish: Wish, *, by: Actor, at: datetime, seen: int | None = None) -> Wish:
    """Take a wish that nobody claimed off the list, back onto the community's desk; by hand or by its clock."""
    move(wish, "recall", by=by, at=at, seen=seen, step=StepChange({"offered_at": None}))
    tell_organisation(wish, "wish_waiting", wish.holder, at=at)
    return wish


def end(
    wish: Wish, verb: str, outcome: WishOutcome, *, by: Actor, at: datetime, seen: int | None, words: Words | None = None,
    facts: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Close a wish: custody and clocks end, contacts are kept as long as the rule says, the wisher is told."""
    step = StepChange(
        {"closed_at": at, "outcome": outcome},
        words=words,
        public={"outcome": str(outcome)},
        facts={"outcome": str(outcome), **(facts or {})},
    )
    move(wish, verb, by=by, at=at, seen=seen, step=step)
    limit_keeping(wish.contact_id, wish.for_person_id, ended=at)
    if outcome != WishOutcome.FULFILLED:
        tell_wisher(wish, "wish_closed", at=at)

"""The wisher's word (群众确认): done, not yet, taken back; and the end when no word came."""

from datetime import datetime

from django.db import transaction

from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Channel, Satisfied, Solved
from sunshine.record.states import Actor
from sunshine.wishes.actions.desk import end
from sunshine.wishes.actions.move import move
from sunshine.wishes.models import Wish, WishConfirmation
from sunshine.wishes.states import WishNoteKind, WishOutcome


@transaction.atomic
def confirm(
    wish: Wish, *, by: Actor, at: datetime, fulfilled: str, satisfied: str = "", comment: str = "",
    channel: str = Channel.WEB, seen: int | None = None,
) -> Wish:  # fmt: skip
    """The wisher says that it was done, at least partly; the wish is closed as fulfilled.

    `fulfilled` is a word of Solved; "no" sends it back to the group (`not_yet`). By the wisher's link, or written down
    by staff who neither helped nor belong to the group. Raises Refused.
    """
    if Solved(fulfilled) == Solved.NO:
        return not_yet(wish, by=by, at=at, comment=comment, satisfied=satisfied, channel=channel, seen=seen)
    facts = {"fulfilled": fulfilled, "channel": channel}
    end(wish, "confirm", WishOutcome.FULFILLED, by=by, at=at, seen=seen, words=_comment(comment), facts=facts)
    _keep(wish, by, at, fulfilled, satisfied, channel)
    tell_organisation(wish, "wish_confirmed", wish.holder, at=at)
    return wish


@transaction.atomic
def not_yet(
    wish: Wish, *, by: Actor, at: datetime, comment: str = "", satisfied: str = "", channel: str = Channel.WEB,
    seen: int | None = None,
) -> Wish:  # fmt: skip
    """The wisher says it is not as wished: back to the group with a new time, and counted."""
    changes = {"reworks": wish.reworks + 1, "fulfilled_at": None}
    step = StepChange(
        changes, words=_comment(comment), facts={"fulfilled": str(Solved.NO), "channel": channel}
    )
    move(wish, "not_yet", by=by, at=at, seen=seen, step=step)
    _keep(wish, by, at, Solved.NO, satisfied, channel)
    tell_organisation(wish, "wish_not_yet", wish.holder, at=at)
    return wish


@transaction.atomic
def lapse(wish: Wish, *, by: Actor, at: datetime, seen: int | None = None) -> Wish:
    """No word came: closed as unconfirmed, counted apart from the confirmed ones."""
    end(wish, "lapse", WishOutcome.UNCONFIRMED, by=by, at=at, seen=seen)
    return wish


@transaction.atomic
def withdraw(wish: Wish, *, by: Actor, at: datetime, reason: str = "", seen: int | None = None) -> Wish:
    """The wisher takes the wish back; staff may do so at the wisher's word, with the reason."""
    text = check_words(reason, least=4 if officer_of(by) else 0, what="reason")
    words = Words(WishNoteKind.REASON, text, to_resident=True) if text else None
    end(wish, "withdraw", WishOutcome.WITHDRAWN, by=by, at=at, seen=seen, words=words)
    return wish


def _comment(comment: str) -> Words | None:
    if not comment.strip():
        return None
    return Words(WishNoteKind.COMMENT, check_words(comment, what="comment"), to_resident=True)


def _keep(wish: Wish, by: Actor, at: datetime, fulfilled: str, satisfied: str, channel: str) -> None:
    """Satisfaction is kept for totals only and enters neither the record nor the group's page."""
    WishConfirmation.objects.create(
        wish=wish,
        round=wish.version,
        fulfilled=Solved(fulfilled),
        satisfied=Satisfied(satisfied) if satisfied else "",
        channel=channel,
        recorded_by_id=officer_of(by),
        at=at,
    )

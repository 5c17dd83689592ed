"""Notes among those who help, the slip with the secret link, and erasing what a closed wish said."""

from datetime import datetime

from django.db import transaction

from sunshine.matters.actions.erasing import erase_matter
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.rules.words import check_words
from sunshine.record.states import Actor
from sunshine.wishes.actions.move import move
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.links import wish_token
from sunshine.wishes.states import WishNoteKind


@transaction.atomic
def note(wish: Wish, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Wish:
    """Write down something for those who help and for staff; the wisher does not see it."""
    words = Words(WishNoteKind.NOTE, check_words(text))
    return move(wish, "note", by=by, at=at, seen=seen, step=StepChange(words=words))


@transaction.atomic
def slip(wish: Wish, *, by: Actor, at: datetime, seen: int | None = None) -> str:
    """The link's token, for the paper that the wisher takes home: printed by whoever does not help, each a step.

    Whoever holds it speaks for the wisher. Raises Refused; the number alone is on every slip.
    """
    move(wish, "print", by=by, at=at, seen=seen)
    return wish_token(wish.ref)


@transaction.atomic
def forget(wish: Wish, *, by: Actor, at: datetime, why: str, seen: int | None = None) -> Wish:
    """Erase, for good, all that a closed wish says of anybody; number, kind, place and dates stay for the figures.

    `why` is RETENTION, or the words of whoever asks for it; then the public wording goes too, and the reason is sealed.
    Raises Refused for a wish that is open or erased already, Overtaken when somebody was faster.
    """
    erase_matter(wish, move=move, by=by, at=at, why=why, seen=seen, empty={}, released={"public_text": ""})
    return wish

"""One wish for the desk, and as the wisher sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sunshine.clocks.models import Clock
from sunshine.clocks.queries import of_subjects
from sunshine.matters.queries.originals import original
from sunshine.matters.queries.timeline import (
    Held,
    Line,
    custody_of,
    timeline,
)
from sunshine.matters.queries.tracking import Stage, Tracking
from sunshine.matters.states import Channel
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import staff_name
from sunshine.wishes.models import Wish, WishNote
from sunshine.wishes.queries.families import pair_of
from sunshine.wishes.states import (
    WishNoteKind,
    WishOutcome,
    WishState,
)


@dataclass(frozen=True, slots=True)
class WishPage:
    """All that the desk shows of a wish. Who may not read it (`reads` False) gets neither its text nor any note."""

    wish: Wish
    reads: bool
    text: str
    timeline: list[Line]
    custody: list[Held]
    clocks: list[Clock]
    pair: list[Volunteer]
    fulfilled: str


def wish_page(wish: Wish, *, at: datetime, reads: bool) -> WishPage:
    """The wish with everything around it, in a fixed number of statements; `reads` is `rules.wishes.may_read`."""
    clocks = of_subjects([wish.subject])[wish.subject]
    rows = WishNote.objects.filter(wish=wish).order_by("step") if reads else []
    notes = {(note.step, note.kind): note for note in rows}
    pair = pair_of(wish) if reads and wish.state not in (WishState.ASKED, WishState.OFFERED) else []
    last = ""
    if wish.reworks or wish.closed_at:
        last = wish.confirmations.order_by("-round").values_list("fulfilled", flat=True).first() or ""
    lines = timeline(wish, clocks, notes, actors={one.ref: staff_name(one) for one in pair})
    return WishPage(
        wish, reads, original(wish) if reads else "", lines, custody_of(wish, at), clocks, pair, last
    )


def wish_tracking(wish: Wish, *, by_link: bool) -> Tracking:
    """The wish in plain words; texts and the result only for whoever holds the link."""
    rows = WishNote.objects.filter(wish=wish, to_resident=True).order_by("step") if by_link else []
    notes = list(rows)
    results = [note.text for note in notes if note.kind == WishNoteKind.RESULT]
    moments = [
        wish.offered_at,
        wish.claimed_at,
        wish.fulfilled_at,
        wish.closed_at,
        *[note.at for note in notes],
    ]
    return Tracking(
        wish, wish.number, wish_words(wish), wish.holder.spoken, wish.holder.telephone, wish.received_at,
        None if wish.closed_at else wish.due_at, due_words(wish),
        max([wish.received_at, *filter(None, moments)]), wish_stages(wish, notes),
        text=original(wish) if by_link else "", answer=results[-1] if results else "",
    )  # fmt: skip


def due_words(wish: Wish) -> str:
    """What the running clock of a wish promises the wisher."""
    return {
        WishState.ASKED: _("Your community looks at it by"),
        WishState.OFFERED: _("Somebody takes it, or your community calls you, by"),
        WishState.CLAIMED: _("It is done by"),
        WishState.DONE: _("Please tell us by"),
        WishState.CLOSED: "",
    }[WishState(wish.state)]


def wish_words(wish: Wish) -> str:
    """Where the wish stands, in words of daily life."""
    if wish.state == WishState.CLOSED:
        return {
            WishOutcome.FULFILLED: _("Done, confirmed by you"),
            WishOutcome.UNCONFIRMED: _("Closed: we had no word from you"),
            WishOutcome.DECLINED: _("We are sorry: this could not be taken on"),
            WishOutcome.WITHDRAWN: _("You took it back"),
        }[WishOutcome(wish.outcome)]
    return {
        WishState.ASKED: _("Arrived: your community looks at it first"),
        WishState.OFFERED: _("On the list: waiting for neighbours who can help"),
        WishState.CLAIMED: _("Somebody has taken it and will call you first"),
        WishState.DONE: _("Done: please tell us whether it is as you wished"),
    }[WishState(wish.state)]


def wish_stages(wish: Wish, notes: list[WishNote]) -> list[Stage]:
    """The way of the wish in plain words, oldest first."""
    written = wish.channel in {Channel.PHONE, Channel.COUNTER, Channel.GRID}
    found = [
        Stage(wish.received_at, _("We wrote down what you told us") if written else _("Your wish arrived"))
    ]
    if wish.offered_at:
        found.append(Stage(wish.offered_at, _("Your community checked it and put it on the list")))
    if wish.claimed_at:
        taken = _("%(organisation)s has taken it") % {"organisation": wish.holder.spoken}
        found.append(Stage(wish.claimed_at, taken))
    words = {
        WishNoteKind.RESULT: _("What was done"),
        WishNoteKind.COMMENT: _("You told us"),
        WishNoteKind.REASON: _("What we have to tell you"),
    }
    found += [Stage(note.at, words[WishNoteKind(note.kind)], original(note)) for note in notes]
    if wish.fulfilled_at and not notes:
        found.append(Stage(wish.fulfilled_at, words[WishNoteKind.RESULT]))
    if wish.closed_at:
        found.append(Stage(wish.closed_at, wish_words(wish)))
    return sorted(found, key=lambda stage: stage.at)

"""The life of a wish: its states, its table of moves, and the words of both."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sunshine.matters.states import Move


class WishState(TextChoices):
    """Where a wish stands: 群众点单 → 社区下单 → 党员接单 → 办好 → 群众确认."""

    ASKED = "asked", _("asked, the community looks at it")
    OFFERED = "offered", _("on the list, waiting for a group")
    CLAIMED = "claimed", _("a group has taken it")
    DONE = "done", _("done, to be confirmed")
    CLOSED = "closed", pgettext_lazy("state", "closed")


WORKING = (WishState.ASKED, WishState.OFFERED, WishState.CLAIMED)
"""Where a wish waits for somebody of ours; one that is done waits for the wisher."""


class WishOutcome(TextChoices):
    """How a wish ended."""

    FULFILLED = "fulfilled", _("fulfilled, confirmed by the wisher")
    UNCONFIRMED = "unconfirmed", _("done, the wisher did not answer")
    DECLINED = "declined", _("could not be taken on")
    WITHDRAWN = "withdrawn", _("taken back by the wisher")


class WishNoteKind(TextChoices):
    """What a text on a wish is."""

    NOTE = "note", _("note among helpers and staff")
    REASON = "reason", _("reason")
    RESULT = "result", _("what was done")
    COMMENT = "comment", _("the wisher's words")


def _move(to: WishState | None, *frm: WishState) -> Move:
    return Move(frozenset(frm), to)


_A, _O, _T, _D, _C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED

WISH_MOVES: dict[str, Move] = {
    "ask": _move(_A),
    "amend": _move(None, _A, _O),
    "offer": _move(_O, _A),
    "decline": _move(_C, _A, _O),
    "recall": _move(_A, _O),
    "claim": _move(_T, _O),
    "pair": _move(None, _T),
    "visit": _move(None, _T),
    "hand_back": _move(_O, _T),
    "fulfil": _move(_D, _T),
    "confirm": _move(_C, _D),
    "not_yet": _move(_T, _D),
    "lapse": _move(_C, _D),
    "withdraw": _move(_C, _A, _O, _T, _D),
    "move_due": _move(None, _A, _O, _T),
    "note": _move(None, _A, _O, _T, _D),
    "print": _move(None, _A, _O, _T, _D),
    "forget": _move(None, _C),
}
"""Every allowed step of a wish. `recall` brings an unclaimed wish back to the community's desk, also by its clock."""

WISH_STEP_WORDS = {
    "ask": _("asked"),
    "amend": _("words put right by the community"),
    "offer": _("checked by the community, put on the list"),
    "decline": _("could not be taken on"),
    "recall": _("back on the community's desk"),
    "claim": _("taken by a group"),
    "pair": _("two people named for the first visit"),
    "visit": _("first visit made by two"),
    "hand_back": _("given back to the list"),
    "fulfil": _("done"),
    "confirm": _("confirmed by the wisher"),
    "not_yet": _("not yet as wished: back to the group"),
    "lapse": _("closed without an answer"),
    "withdraw": _("taken back"),
    "move_due": _("deadline moved: the calendar has a new day off"),
    "note": _("note"),
    "print": _("slip with the link printed for the wisher"),
    "forget": _("erased as the law asks"),
}
"""What staff read in the timeline of a wish."""

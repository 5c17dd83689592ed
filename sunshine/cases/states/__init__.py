"""The life of a request: its states, the one table of moves, and the words around them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sunshine.cases.states.doubts import TOLD_OUTSIDE as TOLD_OUTSIDE
from sunshine.cases.states.doubts import Doubt as Doubt
from sunshine.cases.states.doubts import doubt_words as doubt_words
from sunshine.cases.states.ledgers import LEDGER_UNDER_WAY as LEDGER_UNDER_WAY
from sunshine.cases.states.ledgers import LedgerField as LedgerField
from sunshine.cases.states.ledgers import LedgerState as LedgerState
from sunshine.cases.states.ledgers import LedgerTask as LedgerTask
from sunshine.matters.states import Decided, Move


class State(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("being handled")
    WAITING = "waiting", _("waiting for the resident")
    SHELVED = "shelved", _("set aside with a plan")
    ANSWERED = "answered", _("answered, to be confirmed")
    CLOSED = "closed", pgettext_lazy("state", "closed")


WORKING = (State.RECEIVED, State.ACCEPTED)
"""Where somebody works on it and its time runs: else it is the resident's turn, waits by a plan, or has ended."""


class Outcome(TextChoices):
    """How a request ended."""

    CONFIRMED = "confirmed", _("confirmed by the resident")
    UNCONFIRMED = "unconfirmed", _("closed without the resident's answer")
    WITHDRAWN = "withdrawn", _("withdrawn by the resident")
    MERGED = "merged", _("handled together with another report")
    FORWARDED = "forwarded", _("passed to the lawful channel")
    HISTORY = "history", _("finished in another office's ledger")
    UNDONE = "undone", _("import taken back")


NOT_OURS = (Outcome.HISTORY, Outcome.UNDONE)
"""What nobody here was asked to do: in no rate, on no board, in no list that others read."""


class Urgency(TextChoices):
    """Levels of domain §1.5, as editable defaults."""

    CRITICAL = "critical", _("life and safety")
    URGENT = "urgent", _("urgent")
    NORMAL = "normal", _("ordinary")
    COMPLEX = "complex", _("several departments")


PRESSING = (Urgency.CRITICAL, Urgency.URGENT)
"""The most pressing first; the deadline policy of each has its name."""


class Lawful(TextChoices):
    """Channels that the law names for what is not ours to decide (domain §2.2)."""

    EMERGENCY = "emergency", _("emergency services 110/119/120")
    LITIGATION = "litigation", _("court or arbitration")
    PETITION = "petition", _("petition office")


class NoteKind(TextChoices):
    """What a text on a case is."""

    NOTE = "note", _("note among staff")
    QUESTION = "question", _("question to the resident")
    REPLY = "reply", _("the resident's reply")
    ANSWER = "answer", _("result")
    SHARED = "shared", _("result, for those who reported the same")
    RETURN = "return", _("reason for the return")
    COMMENT = "comment", _("the resident's comment")
    REASON = "reason", _("reason")
    DECISION = "decision", _("decision and its reason")
    PART = "part", _("answer of an organisation that was called in")
    CONCLUSION = "conclusion", _("joint conclusion")
    STAGE = "stage", _("report on how far it is")
    PLAN = "plan", _("plan for a matter that is set aside")
    CONTACT = "contact", _("note of a call")


class DutyList(TextChoices):
    """The community's duty list (R-REQ-03)."""

    STATUTORY = "statutory", _("duty by law")
    ASSIST = "assist", _("assists by law")
    NEGATIVE = "negative", _("not the community's")


def _move(to: State | None, *frm: State) -> Move:
    return Move(frozenset(frm), to)


_R, _A, _W, _S, _D, _C = (
    State.RECEIVED,
    State.ACCEPTED,
    State.WAITING,
    State.SHELVED,
    State.ANSWERED,
    State.CLOSED,
)

MOVES: dict[str, Move] = {
    "receive": _move(_R),
    "file": _move(_C),
    "undo_import": _move(_C, _R, _C),
    "locate": _move(None, _R, _A),
    "classify": _move(None, _R, _A),
    "route": _move(_R, _R),
    "return": _move(None, _R),
    "uphold": _move(_R, _R),
    "refuse": _move(None, _R),
    "transfer": _move(None, _R, _A),
    "consent": _move(_R, _R, _A),
    "decline": _move(None, _R, _A),
    "assign": _move(None, _R, _A),
    "accept": _move(_A, _R),
    "contact": _move(None, _R, _A),
    "note": _move(None, _R, _A, _W, _S, _D),
    "join": _move(None, _R, _A),
    "whistle": _move(None, _R, _A),
    "report": _move(None, _R, _A, _W, _S),
    "part": _move(None, _R, _A, _W, _S),
    "conclude": _move(None, _R, _A),
    "ask": _move(_W, _A),
    "reply": _move(_A, _W),
    "resume": _move(_A, _W),
    "extend": _move(None, _R, _A),
    "grant": _move(None, _R, _A),
    "deny": _move(None, _R, _A),
    "shelve": _move(None, _A),
    "set_aside": _move(_S, _A),
    "keep_on": _move(None, _A),
    "review": _move(None, _S),
    "take_up": _move(_A, _S),
    "photograph": _move(None, _R, _A, _W, _S),
    "remind": _move(None, _R, _A, _W, _S),
    "supervise": _move(None, _R, _A, _W, _S),
    "stage_report": _move(None, _R, _A, _W, _S),
    "escalate": _move(None, _R, _A),
    "move_due": _move(None, _R, _A, _W, _S),
    "answer": _move(_D, _A),
    "call": _move(None, _D),
    "confirm": _move(_C, _D),
    "rework": _move(_A, _D),
    "close": _move(_C, _D),
    "inspect": _move(None, _C),
    "reopen": _move(_R, _C),
    "agree": _move(None, _C),
    "regroup": _move(None, _C),
    "withdraw": _move(_C, _R, _A, _W, _S, _D),
    "merge": _move(_C, _R, _A, _W),
    "follow": _move(_C, _R),
    "refer": _move(None, _R, _A),
    "forward": _move(_C, _R, _A),
    "keep_here": _move(None, _R, _A),
    "restrict": _move(_R, _R, _A),
    "conceal": _move(None, _R, _A, _W, _S, _D),
    "exclude": _move(None, _R, _A, _W, _S, _D, _C),
    "leave_out": _move(None, _R, _A, _W, _S, _D, _C),
    "count_in": _move(None, _R, _A, _W, _S, _D, _C),
    "explain": _move(None, _R, _A, _W, _S, _D, _C),
    "excuse": _move(None, _R, _A, _W, _S, _D, _C),
    "not_excused": _move(None, _R, _A, _W, _S, _D, _C),
    "release": _move(None, _A, _W, _S, _D, _C),
    "print": _move(None, _R, _A, _W, _S, _D),
    "forget": _move(None, _C),
}
"""Every allowed step of a request; the handbook's diagram and the table-wide test are made from it.

`receive` and `file` (what a ledger tells as finished) have no state before them; a matter solved on the spot is received,
accepted and answered at once.
"""


class Asking(TextChoices):
    """What one person proposes and another decides."""

    RETURN = "return", _("return")
    TRANSFER = "transfer", _("transfer")
    EXTENSION = "extension", _("extension")
    SHELVING = "shelving", _("setting aside")
    EXCLUSION = "exclusion", _("leaving out of the rates")
    EXEMPTION = "exemption", _("late for reasons outside the holder's power")
    FORWARDING = "forwarding", _("passing to the lawful channel")


DECIDED: dict[str, Decided] = {
    Asking.RETURN: Decided("return", "uphold", "refuse"),
    Asking.TRANSFER: Decided("transfer", "consent", "decline"),
    Asking.EXTENSION: Decided("extend", "grant", "deny"),
    Asking.SHELVING: Decided("shelve", "set_aside", "keep_on"),
    Asking.EXCLUSION: Decided("exclude", "leave_out", "count_in"),
    Asking.EXEMPTION: Decided("explain", "excuse", "not_excused"),
    Asking.FORWARDING: Decided("refer", "forward", "keep_here"),
}
"""Whoever proposes never decides: the database holds that (proposal_decided_by_another)."""


ONE_LEVEL_UP = frozenset({"set_aside", "keep_on", "leave_out", "count_in", "excuse", "not_excused"})
"""What the organisation that holds the matter never decides itself."""


class Claim(TextChoices):
    """What a reason for leaving a matter out says of it, so that the record has to show it."""

    UNREACHABLE = "unreachable", _("calls that nobody answered")
    DUPLICATE = "duplicate", _("another report of the same matter")
    OUTSIDE = "outside", _("a place outside the county")


class CallKind(TextChoices):
    """Why somebody rang the resident."""

    FIRST = "first", _("first contact")
    BACK = "back", _("call-back after the answer")


class Drawn(TextChoices):
    """Why a closed matter is in the sample that is looked at."""

    UNCONFIRMED = "unconfirmed", _("closed without the resident's answer")
    SELF_HANDLED = "self_handled", _("solved on the spot")


STEP_WORDS = {
    "receive": _("came in"),
    "file": _("finished in another office's ledger"),
    "undo_import": _("import taken back"),
    "locate": _("place corrected"),
    "classify": _("kind corrected"),
    "route": _("passed on by the dispatcher"),
    "return": _("wants to return it; the clock runs on"),
    "uphold": _("return upheld: goes to another organisation"),
    "refuse": _("return refused: stays, and may not be returned again"),
    "transfer": _("asks another organisation to take it"),
    "consent": _("taken over with consent"),
    "decline": _("not taken over"),
    "assign": _("given to a colleague"),
    "accept": _("accepted"),
    "contact": _("called the resident"),
    "note": _("note"),
    "join": _("another organisation called in to help"),
    "whistle": _("departments called together"),
    "report": _("a called department reported on the spot"),
    "part": _("a called organisation answered"),
    "conclude": _("joint conclusion"),
    "ask": _("question to the resident, the clock pauses"),
    "reply": _("the resident replied, the clock runs on"),
    "resume": _("no reply came, the clock runs on"),
    "extend": _("asks for more time"),
    "grant": _("more time granted"),
    "deny": _("more time refused"),
    "shelve": _("asks to set it aside with a plan"),
    "set_aside": _("set aside with a plan"),
    "keep_on": _("not set aside"),
    "review": _("plan looked at again"),
    "take_up": _("taken up again"),
    "photograph": _("the resident sent photos"),
    "remind": _("reminded"),
    "supervise": _("put under supervision"),
    "stage_report": _("reported how far it is"),
    "escalate": _("told the next level up"),
    "move_due": _("deadline moved: the calendar has a new day off"),
    "answer": _("answered"),
    "call": _("called back"),
    "inspect": _("looked at as part of a sample"),
    "follow": _("the resident follows another report of the same matter"),
    "conceal": _("made confidential"),
    "exclude": _("asks to leave it out of the rates"),
    "leave_out": _("left out of the adjusted rates"),
    "count_in": _("stays in the rates"),
    "explain": _("explains the delay"),
    "excuse": _("delay excused: outside the holder's power"),
    "not_excused": _("delay not excused"),
    "confirm": _("confirmed by the resident"),
    "rework": _("not solved: back to work"),
    "close": _("closed without an answer"),
    "withdraw": _("withdrawn"),
    "merge": _("merged with another report"),
    "refer": _("asks to pass it to the lawful channel"),
    "forward": _("passed to the lawful channel"),
    "keep_here": _("not passed on: stays here"),
    "reopen": _("taken up again at the resident's word"),
    "agree": _("the resident says of the common result that it is solved"),
    "regroup": _("the report it was handled with was taken back; now handled with another"),
    "restrict": _("found to be a complaint about staff: one level up"),
    "release": _("wording published"),
    "print": _("slip with the link printed for the resident"),
    "forget": _("erased as the law asks"),
}
"""What staff read in a timeline, by the verb of the entry."""

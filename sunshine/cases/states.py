"""The life of a request: its states, the one table of moves, and the words around them."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("being handled")
    WAITING = "waiting", _("waiting for the resident")
    ANSWERED = "answered", _("answered, to be confirmed")
    CLOSED = "closed", pgettext_lazy("state", "closed")


class Outcome(TextChoices):
    """How a request ended."""

    CONFIRMED = "confirmed", _("confirmed by the resident")
    UNCONFIRMED = "unconfirmed", _("closed without the resident's answer")
    WITHDRAWN = "withdrawn", _("withdrawn by the resident")
    MERGED = "merged", _("handled together with another report")
    FORWARDED = "forwarded", _("passed to the lawful channel")


class Channel(TextChoices):
    """How a request came in."""

    WEB = "web", _("website")
    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("counter")
    GRID = "grid", _("grid worker")
    POST = "post", _("member or volunteer on a post")
    OPEN311 = "open311", _("another system")
    IMPORT = "import", _("imported ledger")


class Urgency(TextChoices):
    """Levels of domain §1.5, as editable defaults."""

    CRITICAL = "critical", _("life and safety")
    URGENT = "urgent", _("urgent")
    NORMAL = "normal", _("ordinary")
    COMPLEX = "complex", _("several departments")


class Solved(TextChoices):
    """What the resident says of the matter."""

    YES = "yes", _("solved")
    PARTLY = "partly", _("partly solved")
    NO = "no", _("not solved")


class Satisfied(TextChoices):
    """What the resident says of the handling; shown only in totals of five and more."""

    YES = "yes", _("satisfied")
    FAIR = "fair", _("fairly satisfied")
    NO = "no", _("not satisfied")


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
    RETURN = "return", _("reason for the return")
    COMMENT = "comment", _("the resident's comment")
    REASON = "reason", _("reason")


class DutyList(TextChoices):
    """The community's duty list (R-REQ-03)."""

    STATUTORY = "statutory", _("duty by law")
    ASSIST = "assist", _("assists by law")
    NEGATIVE = "negative", _("not the community's")


RETENTION = "retention"
"""Why a matter is erased when nobody asks: its time is over."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a matter: from which of its states, to which; `to` None keeps the state."""

    frm: frozenset[str]
    to: str | None


def _move(to: State | None, *frm: State) -> Move:
    return Move(frozenset(frm), to)


_R, _A, _W, _D, _C = State.RECEIVED, State.ACCEPTED, State.WAITING, State.ANSWERED, State.CLOSED

MOVES: dict[str, Move] = {
    "receive": _move(_R),
    "locate": _move(None, _R, _A),
    "classify": _move(None, _R, _A),
    "route": _move(_R, _R),
    "return": _move(_R, _R),
    "assign": _move(None, _R, _A),
    "accept": _move(_A, _R),
    "note": _move(None, _R, _A, _W, _D),
    "ask": _move(_W, _A),
    "reply": _move(_A, _W),
    "answer": _move(_D, _A),
    "confirm": _move(_C, _D),
    "rework": _move(_A, _D),
    "close": _move(_C, _D),
    "withdraw": _move(_C, _R, _A, _W, _D),
    "merge": _move(_C, _R, _A, _W),
    "forward": _move(_C, _R, _A),
    "restrict": _move(_R, _R, _A),
    "release": _move(None, _A, _W, _D, _C),
    "print": _move(None, _R, _A, _W, _D),
    "forget": _move(None, _C),
}
"""Every allowed step of a request; the handbook's diagram and the table-wide test are made from it.

`receive` has no state before it; a matter solved on the spot is received, accepted and answered at once.
"""

STEP_WORDS = {
    "receive": _("came in"),
    "locate": _("place corrected"),
    "classify": _("kind corrected"),
    "route": _("passed on by the dispatcher"),
    "return": _("returned to the dispatcher"),
    "assign": _("given to a colleague"),
    "accept": _("accepted"),
    "note": _("note"),
    "ask": _("question to the resident, the clock pauses"),
    "reply": _("the resident replied, the clock runs on"),
    "answer": _("answered"),
    "confirm": _("confirmed by the resident"),
    "rework": _("not solved: back to work"),
    "close": _("closed without an answer"),
    "withdraw": _("withdrawn"),
    "merge": _("merged with another report"),
    "forward": _("passed to the lawful channel"),
    "restrict": _("found to be a complaint about staff: one level up"),
    "release": _("wording published"),
    "print": _("slip with the link printed for the resident"),
    "forget": _("erased as the law asks"),
    "due_soon": _("80 % of the time is used"),
    "breached": _("the deadline has passed"),
    "escalated": _("told one level up"),
}
"""What staff read in a timeline, by the verb of the entry (steps of MOVES and events of clocks)."""


class Function(TextChoices):
    """The four functions of a community (管理、服务、保障、教育): the way into everything that is offered."""

    MANAGEMENT = "management", _("Management")
    SERVICE = "service", _("Service")
    SECURITY = "security", _("Security")
    EDUCATION = "education", _("Education")


class Way(TextChoices):
    """How a service is had besides coming to the counter and calling, which are always possible."""

    ONLINE = "online", _("online")
    AT_HOME = "at_home", _("we come to your home")
    PROXY = "proxy", _("we or somebody you send do it for you")


class Door(TextChoices):
    """The page of this platform on which a service begins."""

    REPORT = "report", _("Report something")
    HELP = "help", _("Ask for help")
    SERVE = "serve", _("Offer to help")

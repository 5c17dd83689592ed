"""The words that every kind of matter shares: how it came, what is said of it, its moves, how proposals are decided."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a request came in."""

    WEB = "web", _("website")
    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("counter")
    GRID = "grid", _("grid worker")
    POST = "post", _("member or volunteer on a post")
    OPEN311 = "open311", _("another system")
    IMPORT = "import", _("imported ledger")


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


RESIDENTS_OWN = ("comment", "reply")
"""The kinds of notes that are a resident's own words, of every kind of matter."""

RETENTION = "retention"
"""Why a matter is erased when nobody asks: its time is over."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a matter: from which of its states, to which; `to` None keeps the state."""

    frm: frozenset[str]
    to: str | None


class Decision(TextChoices):
    """What became of a proposal."""

    YES = "yes", _("upheld")
    NO = "no", _("refused")
    LAPSED = "lapsed", _("fell away: the matter moved on")


@dataclass(frozen=True, slots=True)
class Decided:
    """The verbs of a kind of proposal: who proposes, what upholds it, what refuses it."""

    ask: str
    yes: str
    no: str


CLOCK_WORDS = {
    "due_soon": _("80 % of the time is used"),
    "breached": _("the deadline has passed"),
    "escalated": _("told one level up"),
}
"""What staff read in a timeline of an event of a clock, by its code."""

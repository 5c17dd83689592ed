"""The words for messages."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WORDS = frozenset({"number", "due", "organisation", "link", "telephone"})
"""What a template may name: never details of a matter, never a resident (R-INT-01)."""

MAX_ATTEMPTS = 6
"""A message is tried this often, the pause doubling from a minute; then the tray says that it failed."""


class MessageChannel(TextChoices):
    """How a message leaves; further channels are added as data and a sender."""

    TRAY = "tray", _("tray on the desk")
    EMAIL = "email", _("e-mail")
    CONSOLE = "console", _("console")


class MessageState(TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    HELD = "held", _("kept here: no channel is configured")
    FAILED = "failed", _("failed")


MOVES: dict[str, frozenset[str]] = {
    "send": frozenset({MessageState.WAITING}),
    "hold": frozenset({MessageState.WAITING}),
    "fail": frozenset({MessageState.WAITING}),
}
"""Only a waiting message moves: it is sent, kept here, or fails for good."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be told: to an organisation, an officer or a resident's contact (their keys).

    `context` fills the template: only WORDS. With a `key` the same notice is told once.
    """

    kind: str
    subject: str
    organisation: int | None = None
    officer: int | None = None
    contact: int | None = None
    language: str = "zh-hans"
    context: dict[str, str | datetime] = field(default_factory=dict)
    key: str | None = None

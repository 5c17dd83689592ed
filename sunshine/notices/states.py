"""The words for messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
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

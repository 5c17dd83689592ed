"""The words for another office's ledger that is taken in at the desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LedgerField(TextChoices):
    """What a column of a ledger may hold."""

    NUMBER = "number", _("Number there")
    SUBJECT = "subject", _("Subject")
    TEXT = "text", _("What was said")
    TIME = "time", _("Told at")
    PLACE = "place", _("Place")
    NAME = "name", _("Name of whoever told it")
    PHONE = "phone", _("Telephone")
    CATEGORY = "category", _("Kind of matter")
    DEADLINE = "deadline", _("Deadline there")
    STATE = "state", _("State there")
    FINISHED = "finished", _("Finished there at")
    REPLY = "reply", _("Reply")
    SECRET = "secret", _("Kept secret")
    URGENCY = "urgency", _("Urgency")
    ROUNDS = "rounds", _("How often it was sent back")
    POINT = "point", _("Coordinates")
    LON = "lon", _("Longitude")
    LAT = "lat", _("Latitude")


class LedgerTask(TextChoices):
    """What is done with a ledger."""

    PREVIEW = "preview", _("preview")
    TAKE = "take", _("take in")
    UNDO = "undo", _("take back")


class LedgerState(TextChoices):
    """How far that is."""

    WAITING = "waiting", _("waiting its turn")
    WORKING = "working", _("under way")
    ASKING = "asking", _("asks what the columns are")
    DONE = "done", _("completed")
    FAILED = "failed", _("not possible")


LEDGER_UNDER_WAY = (LedgerState.WAITING, LedgerState.WORKING)

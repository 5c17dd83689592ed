"""The words for workbooks that are made in the background."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExportState(TextChoices):
    """What became of a workbook that somebody asked for."""

    WAITING = "waiting", _("waiting its turn")
    MAKING = "making", _("being made")
    MADE = "made", _("ready")
    FAILED = "failed", _("not made")


UNDER_WAY = (ExportState.WAITING, ExportState.MAKING)
"""One of these at a time for each officer and kind of list."""

MAX_ATTEMPTS = 3
"""A workbook is begun this often: one that ends its worker each time must not do so for ever."""

STEP = 500
"""Rows after which progress is saved."""

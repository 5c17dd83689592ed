"""Ledgers of other offices that somebody takes in at the desk."""

from django.db import models

from sunshine.cases.states import LEDGER_UNDER_WAY, LedgerState, LedgerTask
from sunshine.people.models import Officer
from sunshine.record.rows import Versioned


class LedgerImport(Versioned):
    """A ledger that an officer brought: looked into and taken in by a background job, taken back where it was a mistake.

    `parked` is the signed name of the file, which lies aside for an hour; `columns` says what a column holds, "" for
    nothing, and is how the next ledger of the same source begins. `found` are the columns of the file, `lines` what became
    of its rows; both go after some days, and the counts stay. `batch` names what was taken in.
    """

    name = models.CharField(max_length=32, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="ledgers")
    source = models.CharField(max_length=60)
    community = models.CharField(max_length=15, blank=True)
    filename = models.CharField(max_length=200)
    parked = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    task = models.CharField(max_length=8, choices=LedgerTask, default=LedgerTask.PREVIEW)
    state = models.CharField(max_length=8, choices=LedgerState, default=LedgerState.WAITING)
    columns = models.JSONField(default=dict)
    found = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    there = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source", "-asked_at"], name="ledger_of_source")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[0-9a-f]{32}$"), name="ledger_name_is_random_hex"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The name of this import in the record."""
        return f"ledger:{self.name}"

    @property
    def under_way(self) -> bool:
        """Whether the background still works on it."""
        return self.state in LEDGER_UNDER_WAY

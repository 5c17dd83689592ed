"""Rolled-up figures: one writer per county moves them forward with the record, entry by entry."""

from django.db import models
from django.db.models import Q


class Cursor(models.Model):
    """How far the record has been read: the `seq` of the next entry to count, and the time of the last one. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="cursor_one_row")]

    def __str__(self) -> str:
        return str(self.seq)


class Life(models.Model):
    """What the entries of one subject have said so far, as the roll-up needs it to go on; no text, no person."""

    subject = models.CharField(max_length=80, primary_key=True)
    state = models.JSONField()

    def __str__(self) -> str:
        return self.subject


class Total(models.Model):
    """What is counted, where, and by what it is kept apart; the totals of a month and of a day are such."""

    place = models.CharField(max_length=12)
    dimension = models.CharField(max_length=12)
    key = models.CharField(max_length=40, blank=True)
    measure = models.CharField(max_length=24)
    value = models.BigIntegerField()

    class Meta:
        abstract = True


class DayTally(Total):
    """The same as `Tally` for one day: what a month is short of on its first days. Old days are removed every night."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "dimension", "day", "key", "measure"], name="day_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.place} {self.dimension} {self.key} {self.measure}"


class Tally(Total):
    """A total: a measure of a month at a place, for one key of one dimension (all, organisation, category, channel, flow).

    `place` is the county, a street or a community; times are whole microseconds. Every event counts once at each of
    its places, so that a page reads only rows of its own place and month.
    """

    month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "month", "dimension", "key", "measure"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.place} {self.dimension} {self.key} {self.measure}"

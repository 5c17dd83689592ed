"""What a row of a kind holds: a list that the county edits on screen, each row with its source."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from sunshine.people.states import Spoken
from sunshine.record.rows import Versioned


class Kind(Spoken, Versioned):
    """Something of a list that matters are sorted by; a row in use is retired by a date, never deleted."""

    kind_of_subject: ClassVar[str]
    """What its name in the record begins with."""
    unsaid: ClassVar[str] = "None"
    """What its entries say of a field without a value; a kind that has begun with one word keeps to it."""

    code = models.CharField(max_length=24, primary_key=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=120, blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.zh

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"{self.kind_of_subject}:{self.code}"

    @classmethod
    def live(cls, on: date) -> models.QuerySet[Self]:
        """Return the rows that may be chosen on a day."""
        return cls._default_manager.exclude(retired_on__lte=on)

    def in_use(self, on: date) -> bool:
        """Whether it may be chosen on a day."""
        return self.retired_on is None or on < self.retired_on

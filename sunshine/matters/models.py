"""What every thing with a life has: a state, counted steps, one organisation that holds it, a place.

A request is one, a wish is another. Each has its own table of moves and its own tables; the chain of who held it is
whole by constraint, and one action (`matters.actions.steps.apply_step`) moves them all.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from sunshine.matters.states import Channel, Decision, Move, Satisfied
from sunshine.people.models import Contact, Officer, Organisation
from sunshine.places.models import Building
from sunshine.record.rows import Versioned


class Matter(Versioned):
    """Something that one organisation answers for at each instant, from its first step to its last.

    `ref` names it in the record and says nothing; `access` is the digest of the unguessable link; `holder` is the
    organisation answering for it now and, with `link`, is tied to the open end of its chain by the database.
    `text` holds the mask where `original` keeps what was said under seal (`queries.originals`).
    A matter has `custody` (its chain) and `notes` (the texts of its steps) under these names.
    """

    moves: ClassVar[Mapping[str, Move]]
    kind_of_subject: ClassVar[str]
    called: ClassVar[str]
    """What the handbook calls it, in English."""
    step_words: ClassVar[Mapping[str, Any]]
    """What staff read in its timeline, by the verb of the entry."""
    desk_path: ClassVar[str]
    """Where the desk shows matters of this kind, for messages."""
    if TYPE_CHECKING:  # each kind brings its own: a column with its states, and the tables that point to it
        state: Any
        custody: Any
        notes: Any
        proposals: Any

    number = models.CharField(max_length=20, unique=True)
    ref = models.CharField(max_length=32, unique=True)
    access = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1, db_column="step")
    link = models.PositiveIntegerField(default=1)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=8, default="zh-hans")
    text = models.TextField()
    original = models.BinaryField(null=True)
    place = models.CharField(max_length=15)
    street = models.GeneratedField(
        expression=Left("place", 9), output_field=models.CharField(max_length=9), db_persist=True
    )
    community = models.GeneratedField(
        expression=Left("place", 12), output_field=models.CharField(max_length=12), db_persist=True
    )
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    for_person = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    form_key = models.CharField(max_length=64, null=True, unique=True)
    open = models.GeneratedField(
        expression=Q(closed_at__isnull=True),  # type: ignore[arg-type]  # a Q is an expression to Django
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """The name of this matter in the record and on clocks."""
        return f"{self.kind_of_subject}:{self.ref}"

    @property
    def link_only(self) -> bool:
        """Whether the resident's page opens by its link alone, not by number and digits."""
        return False

    @property
    def forgotten(self) -> bool:
        """Whether what it said has been erased; no other matter is without text."""
        return not self.text


class Link(models.Model):
    """One link of a chain: which organisation held a matter from when to when. Composite keys by migration.

    The chain is whole by constraint: one open end, no gap, no overlap, and the matter's holder is its open end.
    """

    link = models.PositiveIntegerField()
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)
    open = models.GeneratedField(
        expression=Q(ended__isnull=True),  # type: ignore[arg-type]  # a Q is an expression to Django
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        abstract = True


class Text(models.Model):
    """A text on a matter at one of its steps; which kinds there are is the matter's own.

    Of a resident's own words `text` holds the mask and `original`, under seal, what was said.
    """

    step = models.PositiveIntegerField()
    text = models.TextField()
    original = models.BinaryField(null=True)
    to_resident = models.BooleanField(default=False)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Verdict(models.Model):
    """What whoever asked said afterwards; satisfaction is shown only in totals of five and more."""

    round = models.PositiveSmallIntegerField()
    satisfied = models.CharField(max_length=6, choices=Satisfied, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    recorded_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class DecidedByAnother(models.Model):
    """What one person proposes and another decides (four eyes). Which kinds there are, and what else is asked, is the room's.

    It points to its matter, which has `proposals` under this name. Nobody decides what they proposed.
    """

    if TYPE_CHECKING:  # each room brings its own choices
        kind: Any

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    step = models.PositiveIntegerField()
    at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_step = models.PositiveIntegerField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def open(self) -> bool:
        """Whether nobody has decided it yet."""
        return not self.decision


def four_eyes(matter: str, prefix: str) -> list[models.BaseConstraint]:
    """Return the constraints that hold a table of proposals to four eyes; `matter` is the field that points to the matter."""
    return [
        models.UniqueConstraint(
            fields=[matter, "kind"], condition=Q(decision=""), name=f"{prefix}_one_open_per_kind"
        ),
        models.CheckConstraint(condition=~Q(decided_by=F("officer")), name=f"{prefix}_decided_by_another"),
        models.CheckConstraint(
            condition=Q(decision="", decided_at__isnull=True) | ~Q(decision="") & Q(decided_at__isnull=False),
            name=f"{prefix}_decided_has_its_time",
        ),
    ]


def chain_constraints(matter: str, prefix: str) -> list[models.BaseConstraint]:
    """Return the constraints that make the custody chain of a matter (the field's name) whole; `prefix` begins their names."""
    return [
        models.UniqueConstraint(fields=[matter, "ended"], name=f"{prefix}_one_end"),
        models.UniqueConstraint(fields=[matter, "began"], name=f"{prefix}_one_beginning"),
        models.UniqueConstraint(fields=[matter, "link", "holder", "open"], name=f"{prefix}_open_end"),
        models.UniqueConstraint(fields=[matter], condition=Q(ended__isnull=True), name=f"{prefix}_one_open"),
        models.UniqueConstraint(fields=[matter], condition=Q(after__isnull=True), name=f"{prefix}_one_first"),
        models.CheckConstraint(condition=Q(ended__gt=F("began")), name=f"{prefix}_lasts"),
        models.CheckConstraint(condition=Q(after=F("began")), name=f"{prefix}_no_gap"),
        models.CheckConstraint(
            condition=Q(link=1, after__isnull=True) | ~Q(link=1) & Q(after__isnull=False),
            name=f"{prefix}_first_has_none_before",
        ),
    ]

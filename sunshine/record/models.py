"""The append-only account of every step. No foreign keys, so that the record never ties live data down."""

from django.db import models

from sunshine.record.states import ActorKind


class Entry(models.Model):
    """One step of one subject. Written only by `actions.append`, in the transaction of the change; never edited.

    `public` is the exact canonical JSON (RFC 8785) that the register will publish; `facts` are for figures inside;
    what may identify somebody is sealed apart and enters here only as a salted commitment.
    """

    subject = models.CharField(max_length=80)
    step = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ActorKind])
    actor = models.CharField(max_length=80, blank=True)
    organisation = models.BigIntegerField(null=True)
    came_from = models.CharField(max_length=40, blank=True)
    went_to = models.CharField(max_length=40, blank=True)
    public = models.TextField()
    facts = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=120, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "step"], name="entry_one_per_step"),
            models.UniqueConstraint(fields=["key"], name="entry_key_once"),
            models.CheckConstraint(condition=models.Q(step__gte=1), name="entry_step_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.step} {self.verb}"


class Seal(models.Model):
    """The sealed part of an entry: erasing this row erases what it held; the entry and the log stay whole."""

    entry_id = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField()
    wrapped_key = models.BinaryField()
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return f"seal of entry {self.entry_id}"


class Pending(models.Model):
    """An entry that has no sequence number yet: ids commit out of order, so numbering is a step of its own."""

    entry_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"entry {self.entry_id} waits for its number"


class Sequence(models.Model):
    """The gapless number of an entry, given by one job under an advisory lock."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=0), name="sequence_from_zero")]

    def __str__(self) -> str:
        return f"{self.seq}: entry {self.entry_id}"

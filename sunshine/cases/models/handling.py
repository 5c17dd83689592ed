"""The hard part of handling: what is proposed and decided, who was called in, calls, samples, supervision, and numbers
that the rules of all this use."""

from django.db import models
from django.db.models import F, Q

from sunshine.cases.models.requests import Case
from sunshine.cases.states import (
    Asking,
    CallKind,
    Claim,
    Drawn,
    Lawful,
)
from sunshine.matters.models import DecidedByAnother, four_eyes
from sunshine.matters.states import Decision, Solved
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind
from sunshine.record.rows import Versioned
from sunshine.tables.models import Kind


class Parameter(Versioned):
    """A number that the rules of handling use; data with a source, edited on screen, never hard-coded."""

    code = models.CharField(max_length=32, primary_key=True)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    least = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    most = models.DecimalField(max_digits=8, decimal_places=2)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    source = models.CharField(max_length=200, blank=True)
    shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=F("least"), value__lte=F("most")), name="parameter_within_its_bounds"
            )
        ]

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"number:{self.code}"

    def __str__(self) -> str:
        return self.zh


class Reason(Kind):
    """A reason that a proposal may name; a list for each kind of proposal, edited on screen.

    `off_list` and `claims` say what has to be true of the matter.
    """

    kind_of_subject = "reason"

    code = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=12, choices=Asking)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=100)
    off_list = models.BooleanField(default=False)
    claims = models.CharField(max_length=12, choices=Claim, blank=True)

    class Meta(Kind.Meta):
        ordering = ["kind", "order", "code"]


class Rung(Versioned):
    """A rung of the ladder that an overdue matter climbs: grid → community → street → county (domain §1.4).

    So many hours after the deadline the organisation of this kind that answers for the place is told.
    """

    order = models.PositiveSmallIntegerField(primary_key=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    after_hours = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120, blank=True)

    may_end = True

    class Meta:
        ordering = ["order"]

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"rung:{self.order}"

    def __str__(self) -> str:
        return f"{self.order} {self.kind}"


class Proposal(DecidedByAnother):
    """What one person asks about a request and another decides: return, transfer, extension, shelving, exclusion,
    exemption, forwarding.

    `target` is who should hold it and `rule` on which rule (returns, transfers), or which lawful channel (forwarding);
    `until` the new deadline (extension) or the next review (shelving); `other` the report that a duplicate repeats.
    Nobody decides what they proposed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=12, choices=Asking)
    reason = models.ForeignKey(Reason, null=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    other = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *four_eyes("case", "proposal"),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(kind=Asking.RETURN),
                name="proposal_return_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind=Asking.EXTENSION) & ~Q(decision=Decision.LAPSED),
                name="proposal_extension_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "at"], condition=Q(decision=""), name="proposal_open"),
            models.Index(fields=["target", "kind"], condition=Q(decision=""), name="proposal_open_target"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def on_rule(self) -> str:
        """The rule it names, or the lawful channel in words."""
        return str(Lawful(self.rule).label) if self.kind == Asking.FORWARDING else self.rule


class Whistle(models.Model):
    """A community or street calls departments to one case (吹哨报到): who, by when, what they found, what they concluded.

    `by_itself` marks the one that the second return raised.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="whistles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    by_itself = models.BooleanField(default=False)
    where = models.CharField(max_length=200, blank=True)
    step = models.PositiveIntegerField()
    at = models.DateTimeField()
    report_by = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    conclusion = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(concluded_at__isnull=True), name="whistle_one_open"
            )
        ]
        indexes = [
            models.Index(fields=["report_by"], condition=Q(concluded_at__isnull=True), name="whistle_open")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class Part(models.Model):
    """What an organisation other than the holder was called in to do: co-handling (协办), or reporting to a whistle.

    The lead stays lead (R-REQ-01); a part has its own deadline, clock (`part:<id>`) and answer. `found` is what was found
    on the spot; a part whose answer is empty at `answered_at` fell away without one.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts")
    whistle = models.ForeignKey(Whistle, null=True, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    task = models.TextField(blank=True)
    step = models.PositiveIntegerField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    found = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    late_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(answered_at__isnull=True),
                name="part_one_open_per_organisation",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"], condition=Q(answered_at__isnull=True), name="part_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id}"

    @property
    def subject(self) -> str:
        """The name of this part on clocks and in the record."""
        return f"part:{self.pk}"


class Call(models.Model):
    """An attempt to ring the resident: first contact by the holder, or the call-back by another (R-REQ-05)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=6, choices=CallKind)
    reached = models.BooleanField()
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="call_once_per_step")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Supervision(models.Model):
    """A street or the county watches a request (督办); until it is answered, reports on how far it is are due."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="supervisions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    at = models.DateTimeField()
    report_due = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "organisation"], name="supervision_once")]
        indexes = [
            models.Index(
                fields=["report_due"], condition=Q(reported_at__isnull=True), name="supervision_report_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id}"


class Sample(models.Model):
    """A closed request drawn at random to be looked at: nobody said it was solved, or it was solved on the spot."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="sample")
    why = models.CharField(max_length=12, choices=Drawn)
    drawn_at = models.DateTimeField()
    inspected_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=6, choices=Solved, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inspected_at__isnull=True, found="")
                | Q(inspected_at__isnull=False) & ~Q(found=""),
                name="sample_inspected_has_its_finding",
            )
        ]
        indexes = [
            models.Index(fields=["drawn_at"], condition=Q(inspected_at__isnull=True), name="sample_open")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.why}"


class Near(models.Model):
    """Two requests that may tell of the same matter, as their words and places stand: computed once, kept in both
    directions, so that no page compares words (R-REQ-07)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="near")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    likeness = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="near_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.other_id}"

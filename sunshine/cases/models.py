"""Requests, the catalogue and the custody chain."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from sunshine.cases.states import (
    Channel,
    DutyList,
    Lawful,
    NoteKind,
    Outcome,
    Satisfied,
    Solved,
    State,
    Urgency,
)
from sunshine.clocks.models import Policy
from sunshine.people.models import Contact, Officer, Organisation
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Building
from sunshine.places.states import Certainty


class Category(models.Model):
    """What a matter is about, in two levels; a rule, edited on screen, each row with its source."""

    code = models.CharField(max_length=4, primary_key=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=OrganisationKind, blank=True)
    keywords = ArrayField(models.CharField(max_length=20), default=list)
    release = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True)
    step = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True, code__regex=r"^\d{2}$")
                | Q(parent__isnull=False, code__regex=r"^\d{4}$"),
                name="category_code_fits_level",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(policy__isnull=False) & ~Q(kind=""),
                name="category_has_its_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.zh


class CommunityDuty(models.Model):
    """A line of the community duty list: whether a category is the community's, in a place prefix."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="duties")
    place = models.CharField(max_length=15)
    list = models.CharField(max_length=10, choices=DutyList)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "place"], name="duty_once_per_place")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.place} {self.list}"

    @property
    def subject(self) -> str:
        """The name of this line in the record, which counts its steps."""
        return f"duty:{self.category_id}:{self.place}"


class Route(models.Model):
    """(category, place) → lead organisation. The most specific rule wins; a rule names an organisation or a kind."""

    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="routes")
    place = models.CharField(max_length=15)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=OrganisationKind, blank=True)
    source = models.CharField(max_length=120, blank=True)
    step = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "place"], nulls_distinct=False, name="route_once_per_category_and_place"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) & ~Q(kind="") | Q(organisation__isnull=False, kind=""),
                name="route_names_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id or '*'} {self.place}"


class CatalogueVersion(models.Model):
    """One row raised whenever categories, duties, routes or organisations change; processes reload their copy."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="catalogue_version_one_row")]

    def __str__(self) -> str:
        return str(self.version)


class Case(models.Model):
    """Something a resident asks of the community. Moves only through `actions`.

    `ref` names it in the record and says nothing; `access` is the digest of the unguessable link; `holder` is the
    organisation answering for it now and, with `link`, is tied to the open end of the custody chain by the database.
    """

    number = models.CharField(max_length=20, unique=True)
    ref = models.CharField(max_length=32, unique=True)
    access = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    step = models.PositiveIntegerField(default=1)
    link = models.PositiveIntegerField(default=1)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    channel = models.CharField(max_length=10, choices=Channel)
    language = models.CharField(max_length=8, default="zh-hans")
    text = models.TextField()
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    policy = models.CharField(max_length=24)

    place = models.CharField(max_length=15)
    street = models.GeneratedField(
        expression=Left("place", 9), output_field=models.CharField(max_length=9), db_persist=True
    )
    community = models.GeneratedField(
        expression=Left("place", 12), output_field=models.CharField(max_length=12), db_persist=True
    )
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="+")
    location = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    certainty = models.CharField(max_length=8, choices=Certainty, default=Certainty.UNKNOWN)
    why_place = models.JSONField(default=dict)
    why_here = models.JSONField(default=dict)

    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    for_person = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    confidential = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    about = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    about_officers = models.ManyToManyField(Officer, related_name="+")
    self_handled = models.BooleanField(default=False)

    told_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    lawful = models.CharField(max_length=12, choices=Lawful, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    reworks = models.PositiveSmallIntegerField(default=0)
    released_text = models.TextField(blank=True)
    released_result = models.TextField(blank=True)

    source = models.CharField(max_length=60, blank=True)
    external_number = models.CharField(max_length=60, null=True)
    form_key = models.CharField(max_length=64, null=True, unique=True)
    words = SearchVectorField(null=True)
    open = models.GeneratedField(
        expression=Q(closed_at__isnull=True),  # type: ignore[arg-type]  # a Q is an expression to Django
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_closed_iff_closed_at_and_outcome",
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="case_answered_has_its_time",
                condition=~Q(state=State.ANSWERED) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_merged_iff_target",
                condition=Q(outcome=Outcome.MERGED, merged_into__isnull=False)
                | ~Q(outcome=Outcome.MERGED) & Q(merged_into__isnull=True),
            ),
            models.CheckConstraint(name="case_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            models.CheckConstraint(
                name="case_forwarded_iff_lawful",
                condition=Q(outcome=Outcome.FORWARDED) & ~Q(lawful="")
                | ~Q(outcome=Outcome.FORWARDED) & Q(lawful=""),
            ),
            models.CheckConstraint(name="case_step_from_one", condition=Q(step__gte=1, link__gte=1)),
            models.CheckConstraint(
                name="case_restricted_is_never_released",
                condition=Q(restricted=False) | Q(released_text="", released_result=""),
            ),
            models.UniqueConstraint(
                fields=["source", "external_number"],
                condition=Q(external_number__isnull=False),
                name="case_external_number_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(open=True), name="case_open_due"),
            models.Index(fields=["street", "due_at", "id"], condition=Q(open=True), name="case_open_street"),
            models.Index(
                fields=["community", "due_at", "id"], condition=Q(open=True), name="case_open_community"
            ),
            models.Index(fields=["holder", "due_at", "id"], condition=Q(open=True), name="case_open_holder"),
            models.Index(fields=["state", "due_at", "id"], condition=Q(open=True), name="case_open_state"),
            models.Index(
                fields=["holder", "state", "due_at", "id"],
                condition=Q(open=True),
                name="case_open_holder_state",
            ),
            models.Index(
                fields=["category", "due_at", "id"], condition=Q(open=True), name="case_open_category"
            ),
            models.Index(
                fields=["place"],
                opclasses=["text_pattern_ops"],
                condition=Q(open=True),
                name="case_open_place",
            ),
            models.Index(fields=["community", "-received_at", "-id"], name="case_by_community"),
            models.Index(fields=["holder", "-received_at", "-id"], name="case_by_holder"),
            models.Index(fields=["-received_at", "-id"], name="case_by_time"),
            models.Index(
                fields=["community", "-closed_at", "-id"], condition=Q(open=False), name="case_done_community"
            ),
            models.Index(
                fields=["closed_at", "id"], condition=Q(open=False) & ~Q(text=""), name="case_to_forget"
            ),
            GinIndex(fields=["words"], name="case_words"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """The name of this request in the record and on clocks."""
        return f"case:{self.ref}"

    @property
    def forgotten(self) -> bool:
        """Whether what it said has been erased; no other request is without text."""
        return not self.text


class Custody(models.Model):
    """One link of the chain: which organisation held a request from when to when. Composite keys by migration.

    The chain is whole by constraint: one open end, no gap, no overlap, and `Case.holder` is its open end.
    """

    pk = models.CompositePrimaryKey("case_id", "link")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="custody", db_constraint=False)
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
        constraints = [
            models.UniqueConstraint(fields=["case", "ended"], name="custody_one_end"),
            models.UniqueConstraint(fields=["case", "began"], name="custody_one_beginning"),
            models.UniqueConstraint(fields=["case", "link", "holder", "open"], name="custody_open_end"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended__isnull=True), name="custody_one_open"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(after__isnull=True), name="custody_one_first"
            ),
            models.CheckConstraint(condition=Q(ended__gt=F("began")), name="custody_lasts"),
            models.CheckConstraint(condition=Q(after=F("began")), name="custody_no_gap"),
            models.CheckConstraint(
                condition=Q(link=1, after__isnull=True) | ~Q(link=1) & Q(after__isnull=False),
                name="custody_first_has_none_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.link}"


class Note(models.Model):
    """A text on a request at one of its steps: notes, questions, the answer, the resident's words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    step = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=NoteKind)
    text = models.TextField()
    to_resident = models.BooleanField(default=False)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step", "kind"], name="note_once_per_step_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.kind}"


class Return(models.Model):
    """An organisation sent a request back to the dispatcher: each organisation once per request (R-REQ-02)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="returns")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="return_once_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id}"


class Confirmation(models.Model):
    """What the resident said after an answer. The handler learns solved or not; satisfaction only in totals of five."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="confirmations")
    round = models.PositiveSmallIntegerField()
    solved = models.CharField(max_length=6, choices=Solved)
    satisfied = models.CharField(max_length=6, choices=Satisfied, blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    recorded_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="confirmation_once_per_round")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.solved}"

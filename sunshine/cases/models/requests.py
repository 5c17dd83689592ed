"""A request, its custody chain, and what was said about it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from sunshine.cases.models.catalogue import Category
from sunshine.cases.states import (
    MOVES,
    STEP_WORDS,
    Lawful,
    NoteKind,
    Outcome,
    State,
    Urgency,
)
from sunshine.matters.models import (
    Link,
    Matter,
    Text,
    Verdict,
    chain_constraints,
)
from sunshine.matters.states import RESIDENTS_OWN, Solved
from sunshine.people.models import Officer, Organisation
from sunshine.places.states import Certainty


class Case(Matter):
    """Something a resident asks of the community. Moves only through `actions`.

    `designated` means that the holder may neither return it nor pass it on; `hand_overs` counts changes of holder since
    the first organisation that handles (a dispatch desk does not); `rung` is how far up the ladder it has climbed;
    `passed_by` is who passed it on to its holder at `passed_at` and waits for them to accept it: none while nobody did, or
    the resident's word brought it back;
    `call_by` is until when somebody else rings the resident back; `cell` is the H3 cell of its point;
    `compared_at` is since when the reports near and alike are kept (`Near`), None when that is to be done anew;
    `due_limit` is the deadline of the office that passed it to us: until it is worked on anew, ours is never later;
    `batch` names the import that brought it, `reply_sent_at` is when its reply went back to the office it came from;
    `words_version` is in which way `words` were cut for the search, None when that is to be done anew.
    """

    moves = MOVES
    kind_of_subject = "case"
    called = "request"
    step_words = STEP_WORDS
    desk_path = "/desk/cases/"

    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    assignee = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    policy = models.CharField(max_length=24)

    location = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    certainty = models.CharField(max_length=8, choices=Certainty, default=Certainty.UNKNOWN)
    why_place = models.JSONField(default=dict)
    why_here = models.JSONField(default=dict)

    confidential = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    about = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    about_officers = models.ManyToManyField(Officer, related_name="+")
    self_handled = models.BooleanField(default=False)

    told_at = models.DateTimeField(null=True)
    due_limit = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    lawful = models.CharField(max_length=12, choices=Lawful, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    reworks = models.PositiveSmallIntegerField(default=0)
    designated = models.BooleanField(default=False)
    hand_overs = models.PositiveSmallIntegerField(default=0)
    passed_by = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    passed_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    contact_by = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    call_by = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    shelved_until = models.DateTimeField(null=True)
    shelved_reason = models.CharField(max_length=200, blank=True)
    excluded = models.BooleanField(default=False)
    excused = models.BooleanField(default=False)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    cell = models.CharField(max_length=15, blank=True)
    compared_at = models.DateTimeField(null=True)
    released_text = models.TextField(blank=True)
    released_result = models.TextField(blank=True)

    source = models.CharField(max_length=60, blank=True)
    external_number = models.CharField(max_length=60, null=True)
    batch = models.CharField(max_length=24, blank=True)
    reply_sent_at = models.DateTimeField(null=True)
    words = SearchVectorField(null=True)
    words_version = models.SmallIntegerField(null=True)

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
            models.CheckConstraint(name="case_step_from_one", condition=Q(version__gte=1, link__gte=1)),
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
                fields=["street", "state", "due_at", "id"],
                include=["restricted"],
                condition=Q(open=True),
                name="case_open_in_street",
            ),
            # What belongs to an open request finds here where it is and who holds it, without its row.
            models.Index(
                fields=["id"],
                include=["place", "street", "community", "holder"],
                condition=Q(open=True, restricted=False),
                name="case_open_whose",
            ),
            models.Index(
                fields=["category", "due_at", "id"], condition=Q(open=True), name="case_open_category"
            ),
            models.Index(
                fields=["street", "passed_by", "holder", "passed_at"],
                include=["place", "community"],
                condition=Q(open=True, restricted=False, state=State.RECEIVED, passed_by__isnull=False),
                name="case_passed_on",
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
            models.Index(fields=["community", "due_at"], name="case_due_community"),
            GinIndex(fields=["words"], name="case_words"),
            models.Index(fields=["cell", "received_at"], condition=~Q(cell=""), name="case_near"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="case_of_batch"),
            models.Index(fields=["id"], condition=Q(open=True, compared_at=None), name="case_to_compare"),
            models.Index(fields=["id"], condition=Q(original=None), name="case_to_rest"),
            models.Index(fields=["id"], condition=Q(words_version=None), name="case_to_index"),
            models.Index(
                fields=["call_by", "id"], condition=Q(state=State.ANSWERED), name="case_to_call_back"
            ),
        ]

    @property
    def link_only(self) -> bool:
        """About staff, or confidential: number and digits, which others may come to know, find nothing."""
        return self.restricted or self.confidential


class Custody(Link):
    """One link of the chain of a request."""

    pk = models.CompositePrimaryKey("case_id", "link")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="custody", db_constraint=False)

    class Meta:
        constraints = chain_constraints("case", "custody")

    def __str__(self) -> str:
        return f"{self.case_id} {self.link}"


class Note(Text):
    """A text on a request at one of its steps: notes, questions, the answer, the resident's words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step", "kind"], name="note_once_per_step_and_kind")
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(original=None, kind__in=RESIDENTS_OWN), name="note_to_rest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.kind}"


class Confirmation(Verdict):
    """What the resident said after an answer. The handler learns solved or not; satisfaction only in totals of five."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="confirmations")
    solved = models.CharField(max_length=6, choices=Solved)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="confirmation_once_per_round")]
        indexes = [models.Index(fields=["at"], name="confirmation_time")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.solved}"

"""Small wishes (微心愿): asked by a resident, checked by the community, taken by a group, confirmed by the wisher."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sunshine.matters.models import (
    Link,
    Matter,
    Text,
    Verdict,
    chain_constraints,
)
from sunshine.matters.states import RESIDENTS_OWN, Solved
from sunshine.tables.models import Kind
from sunshine.volunteers.models import Skill, Volunteer
from sunshine.volunteers.states import Free
from sunshine.wishes.states import (
    WISH_MOVES,
    WISH_STEP_WORDS,
    WishNoteKind,
    WishOutcome,
    WishState,
)


class WishKind(Kind):
    """What can be wished for: help, company, an errand, never money. A list, edited on screen."""

    kind_of_subject = "wish_kind"

    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    at_home = models.BooleanField(default=True)

    class Meta(Kind.Meta):
        db_table = "party_wishkind"


class Wish(Matter):
    """What a resident would like somebody to do for them. Moves only through `actions`.

    `text` is what the wisher said and stays between them, the community and the group that took it; `public_text` is
    the community's wording that everybody reads. Door numbers are not asked: whoever helps calls first.
    """

    moves = WISH_MOVES
    kind_of_subject = "wish"
    called = "wish"
    step_words = WISH_STEP_WORDS
    desk_path = "/desk/wishes/"

    state = models.CharField(max_length=10, choices=WishState, default=WishState.ASKED)
    kind = models.ForeignKey(WishKind, on_delete=models.PROTECT, related_name="+", db_index=False)
    public_text = models.CharField(max_length=120, blank=True)
    times = ArrayField(models.CharField(max_length=16, choices=Free), default=list)
    wanted_by = models.DateField(null=True)
    for_minor = models.BooleanField(default=False)
    offered_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    first_offered_at = models.DateTimeField(null=True)
    first_claimed_at = models.DateTimeField(null=True)
    visited_on = models.DateField(null=True)
    fulfilled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=WishOutcome, blank=True)
    reworks = models.PositiveSmallIntegerField(default=0)
    helpers = models.ManyToManyField(Volunteer, through="Helper", related_name="wishes")

    class Meta:
        db_table = "party_wish"
        constraints = [
            models.CheckConstraint(
                name="wish_closed_iff_closed_at_and_outcome",
                condition=Q(state=WishState.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=WishState.CLOSED) & Q(closed_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="wish_on_the_list_has_public_words",
                condition=~Q(state__in=[WishState.OFFERED, WishState.CLAIMED, WishState.DONE])
                | ~Q(public_text=""),
            ),
            models.CheckConstraint(
                name="wish_claimed_has_its_time",
                condition=~Q(state__in=[WishState.CLAIMED, WishState.DONE]) | Q(claimed_at__isnull=False),
            ),
            models.CheckConstraint(name="wish_step_from_one", condition=Q(version__gte=1, link__gte=1)),
        ]
        indexes = [
            models.Index(
                fields=["community", "state", "due_at", "id"],
                condition=Q(open=True),
                name="wish_open_community",
            ),
            models.Index(
                fields=["holder", "state", "due_at", "id"], condition=Q(open=True), name="wish_open_holder"
            ),
            models.Index(fields=["state", "due_at", "id"], condition=Q(open=True), name="wish_open_state"),
            models.Index(fields=["community", "-received_at", "-id"], name="wish_by_community"),
            models.Index(
                fields=["closed_at", "id"], condition=Q(open=False) & ~Q(text=""), name="wish_to_forget"
            ),
            models.Index(fields=["id"], condition=Q(original=None), name="wish_to_rest"),
        ]


class WishCustody(Link):
    """One link of the chain of a wish: the community's desk, the group that took it, the desk again."""

    pk = models.CompositePrimaryKey("wish_id", "link")
    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="custody", db_constraint=False)

    class Meta:
        db_table = "party_wishcustody"
        constraints = chain_constraints("wish", "wish_custody")

    def __str__(self) -> str:
        return f"{self.wish_id} {self.link}"


class WishNote(Text):
    """A text on a wish at one of its steps."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=WishNoteKind)

    class Meta:
        db_table = "party_wishnote"
        constraints = [
            models.UniqueConstraint(fields=["wish", "step", "kind"], name="wish_note_once_per_step_and_kind")
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(original=None, kind__in=RESIDENTS_OWN), name="wish_note_to_rest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.step} {self.kind}"


class Helper(models.Model):
    """Who goes to help with a wish; the first visit is made by two."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="pair")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "party_helper"
        constraints = [models.UniqueConstraint(fields=["wish", "volunteer"], name="helper_once_per_wish")]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.volunteer_id}"


class WishConfirmation(Verdict):
    """What the wisher said afterwards; the group learns fulfilled or not, satisfaction only in totals of five."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="confirmations")
    fulfilled = models.CharField(max_length=6, choices=Solved)

    class Meta:
        db_table = "party_wishconfirmation"
        constraints = [
            models.UniqueConstraint(fields=["wish", "round"], name="wish_confirmation_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.wish_id} {self.fulfilled}"

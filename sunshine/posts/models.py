"""Posts with duties (设岗定责) that people claim themselves, and pledges (承诺践诺)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sunshine.cases.models import Case
from sunshine.people.models import Organisation
from sunshine.posts.states import Helpful, PledgeState
from sunshine.record.rows import Versioned
from sunshine.tables.models import Kind
from sunshine.volunteers.models import Skill, Volunteer


class PostKind(Kind):
    """What a post is for and which duties come with it; a list, edited on screen."""

    kind_of_subject = "post_kind"
    unsaid = ""

    duties = ArrayField(models.CharField(max_length=80))
    duties_en = ArrayField(models.CharField(max_length=120))
    every_days = models.PositiveSmallIntegerField(default=7)
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Kind.Meta):
        db_table = "party_postkind"
        constraints = [
            models.CheckConstraint(condition=Q(every_days__gte=1), name="post_kind_has_a_rhythm"),
        ]

    @property
    def spoken_duties(self) -> list[str]:
        """The duties in the language of the page, in their order."""
        duties: list[str] = self.say("duties")
        return duties

    def duty(self, number: int) -> str:
        """One duty in words; a dash for one that has been taken off the list since."""
        return (*self.spoken_duties, "—")[min(number, len(self.duties))]


class Post(Versioned):
    """A post in a grid or community, set up by a party organisation; empty until somebody takes it."""

    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="posts")
    place = models.CharField(max_length=15)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    holder = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="posts")
    held_since = models.DateField(null=True)

    class Meta:
        db_table = "party_post"
        constraints = [
            models.CheckConstraint(
                name="post_holder_and_since",
                condition=Q(holder__isnull=True, held_since__isnull=True)
                | Q(holder__isnull=False, held_since__isnull=False),
            ),
            models.CheckConstraint(
                name="post_closed_is_empty", condition=Q(closed_on__isnull=True) | Q(holder__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(place__regex=r"^\d{12}(\d{3})?$"), name="post_place_is_a_code"
            ),
        ]
        indexes = [
            models.Index(
                fields=["place"],
                opclasses=["text_pattern_ops"],
                condition=Q(closed_on__isnull=True),
                name="post_open_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.place}"

    @property
    def subject(self) -> str:
        """The name of this post in the record."""
        return f"post:{self.pk}"


class Tenure(models.Model):
    """Who held a post from when to when; handed back without reasons."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")
    began = models.DateField()
    ended = models.DateField(null=True)

    class Meta:
        db_table = "party_tenure"
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(ended__isnull=True), name="tenure_one_open"),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("began")), name="tenure_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.began}"


class Task(models.Model):
    """A duty of a post that falls on a day; what came of it shows in counts of the post, never of a person."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tasks")
    duty = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    found = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "party_task"
        constraints = [
            models.UniqueConstraint(fields=["post", "duty", "due_on"], name="task_once_a_day"),
            models.CheckConstraint(
                name="task_found_when_done", condition=Q(done_on__isnull=False) | Q(found=0, note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.due_on}"

    @property
    def subject(self) -> str:
        """The name of this task in the record."""
        return f"task:{self.pk}"


class Pledge(Versioned):
    """What an organisation, or somebody for themselves, promised to do by a day (承诺践诺)."""

    ref = models.CharField(max_length=32, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pledges")
    person = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="pledges")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="pledges")
    community = models.CharField(max_length=12)
    text = models.CharField(max_length=200)
    scope = models.CharField(max_length=120)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=PledgeState, default=PledgeState.MADE)
    evidence = models.TextField(blank=True)
    reason = models.CharField(max_length=200, blank=True)
    settled_on = models.DateField(null=True)

    class Meta:
        db_table = "party_pledge"
        constraints = [
            models.CheckConstraint(
                name="pledge_settled_iff_day",
                condition=Q(state=PledgeState.MADE, settled_on__isnull=True)
                | ~Q(state=PledgeState.MADE) & Q(settled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="pledge_kept_has_evidence",
                condition=~Q(state__in=[PledgeState.KEPT, PledgeState.LATE]) | ~Q(evidence=""),
            ),
            models.CheckConstraint(
                name="pledge_not_kept_has_a_reason",
                condition=~Q(state__in=[PledgeState.LATE, PledgeState.NOT_KEPT]) | ~Q(reason=""),
            ),
            models.CheckConstraint(condition=Q(community__regex=r"^\d{12}$"), name="pledge_in_a_community"),
        ]
        indexes = [
            models.Index(
                fields=["community", "due_on", "id"],
                condition=Q(settled_on__isnull=True),
                name="pledge_open",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def subject(self) -> str:
        """The name of this pledge in the record."""
        return f"pledge:{self.ref}"


class Comment(Versioned):
    """What a resident says of the service a pledge or post brought, never of the person; shown once released.

    One that is set aside counts, but its words are gone.
    """

    pledge = models.ForeignKey(Pledge, null=True, on_delete=models.CASCADE, related_name="comments")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="comments")
    helpful = models.CharField(max_length=6, choices=Helpful)
    text = models.CharField(max_length=200, blank=True)
    released_on = models.DateField(null=True)
    set_aside_on = models.DateField(null=True)
    at = models.DateTimeField()
    form_key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        db_table = "party_comment"
        constraints = [
            models.CheckConstraint(
                name="comment_on_one_thing",
                condition=Q(pledge__isnull=True, post__isnull=False)
                | Q(pledge__isnull=False, post__isnull=True),
            ),
            models.CheckConstraint(
                name="comment_set_aside_has_no_words",
                condition=Q(set_aside_on__isnull=True) | Q(text="", released_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["at", "id"],
                condition=Q(released_on__isnull=True, set_aside_on__isnull=True) & ~Q(text=""),
                name="comment_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.helpful

    @property
    def subject(self) -> str:
        """The name of this comment in the record."""
        return f"comment:{self.pk}"

    @property
    def about(self) -> str:
        """The subject of what it is about."""
        return self.pledge.subject if self.pledge else f"post:{self.post_id}"

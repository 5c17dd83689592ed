"""One line (一条主线): nine characters, each community's own, its brand, its year's plan, and what is measured.

A figure describes a programme or a community, never a person; nothing here adds figures up or ranks.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sunshine.cases.models import Category
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import Spoken
from sunshine.programmes.states import MOVES, RATES, IndicatorUnit, Stage, Topic
from sunshine.record.rows import Versioned

COMMUNITY_CODE = r"^\d{12}$"
BRAND_PLACE = r"^\d{6}(\d{3}){0,2}$"


class Character(Spoken, Versioned):
    """One of the nine kinds of characteristic community.

    `goals` are the paper's words, letter by letter; `zh`, `en` and `words` are ours; `ideas` are templates to plan from.
    """

    code = models.CharField(max_length=20, primary_key=True)
    zh = models.CharField(max_length=20)
    en = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    words_en = models.CharField(max_length=400)
    goals = ArrayField(models.CharField(max_length=40))
    goals_en = ArrayField(models.CharField(max_length=120))
    ideas = ArrayField(models.CharField(max_length=60))
    ideas_en = ArrayField(models.CharField(max_length=120))
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.zh

    @property
    def subject(self) -> str:
        """The name of this character in the record."""
        return f"character:{self.code}"


class CommunityCharacter(Versioned):
    """一社一特: which character a community has, as its main or a further one, and which party organisation carries it."""

    community = models.CharField(max_length=12)
    character = models.ForeignKey(Character, on_delete=models.PROTECT, related_name="communities")
    main = models.BooleanField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(community__regex=COMMUNITY_CODE), name="character_of_a_community"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="character_dates"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(main=True, valid_to__isnull=True),
                name="community_one_main_character",
            ),
            models.UniqueConstraint(
                fields=["community", "character"],
                condition=Q(valid_to__isnull=True),
                name="community_character_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.character_id}"

    @property
    def subject(self) -> str:
        """The name of this row in the record."""
        return f"community_character:{self.pk}"


class Brand(Spoken, Versioned):
    """一区一品、一社一特: the name under which a community, a street or the county works on its line, and its stage.

    `outcome` is what it achieved, told to everybody; a showcase has one.
    """

    names_in = ("name", "name_en")

    place = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=300, blank=True)
    outcome = models.TextField(blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.FEATURE)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place__regex=BRAND_PLACE), name="brand_place_is_a_code"),
            models.CheckConstraint(condition=~Q(name=""), name="brand_has_a_name"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="brand_dates"
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.HIGHLIGHT) | ~Q(outcome=""), name="brand_showcase_tells_its_outcome"
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(valid_to__isnull=True), name="brand_one_per_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """The name of this brand in the record."""
        return f"brand:{self.pk}"


class StageReview(models.Model):
    """How a brand came to its next stage: when, why, and which organisation looked, never the brand's own."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="reviews")
    came_from = models.CharField(max_length=10, choices=Stage)
    went_to = models.CharField(max_length=10, choices=Stage)
    reviewed_on = models.DateField()
    reason = models.TextField()
    quarters = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_skips_no_stage",
                condition=Q(
                    *[Q(came_from=one, went_to=next_one) for one, next_one in MOVES.items()], _connector=Q.OR
                ),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="review_has_a_reason"),
            models.UniqueConstraint(fields=["brand", "went_to"], name="review_once_per_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.went_to}"


class YearPlan(Versioned):
    """What a community wants to do for its character in a year."""

    community = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(community__regex=COMMUNITY_CODE), name="plan_of_a_community"),
            models.CheckConstraint(condition=~Q(text=""), name="plan_says_something"),
            models.UniqueConstraint(fields=["community", "year"], name="plan_one_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.year}"

    @property
    def subject(self) -> str:
        """The name of this plan in the record."""
        return f"plan:{self.community}:{self.year}"


class Milestone(models.Model):
    """A thing to be reached by a day; reached with its result, or dropped with its reason."""

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="milestones")
    text = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_on = models.DateField(null=True)
    result = models.CharField(max_length=200, blank=True)
    dropped_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="milestone_says_something"),
            models.CheckConstraint(
                name="milestone_reached_has_its_result",
                condition=Q(reached_on__isnull=True, result="") | Q(reached_on__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(
                name="milestone_dropped_has_its_reason",
                condition=Q(dropped_on__isnull=True, reason="") | Q(dropped_on__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="milestone_ends_one_way",
                condition=Q(reached_on__isnull=True) | Q(dropped_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(reached_on__isnull=True, dropped_on__isnull=True),
                name="milestone_open",
            )
        ]

    def __str__(self) -> str:
        return self.text


class IndicatorDefinition(Spoken, models.Model):
    """What an indicator measures, in words, one row per version; a change is a new version from a day on.

    `key` names the computation in `queries.indicators`; without one there are no records yet and the page says “—”.
    An indicator that counts has no denominator.
    """

    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    character = models.ForeignKey(Character, on_delete=models.PROTECT, related_name="indicators")
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=80)
    unit = models.CharField(max_length=12, choices=IndicatorUnit)
    numerator = models.CharField(max_length=200)
    numerator_en = models.CharField(max_length=300)
    denominator = models.CharField(max_length=200, blank=True)
    denominator_en = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=24, blank=True)
    source = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["order", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="indicator_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="indicator_one_in_force"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="indicator_version_from_one"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="indicator_dates"
            ),
            models.CheckConstraint(
                name="indicator_rate_has_its_base",
                condition=~Q(unit__in=RATES) | ~Q(denominator=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zh} v{self.version}"

    @property
    def subject(self) -> str:
        """The name of this indicator in the record, which counts its versions."""
        return f"indicator:{self.code}"


class Counted(Versioned):
    """A kind of matter that counts under a topic of the indicators; a two-digit kind stands for all below it."""

    topic = models.CharField(max_length=10, choices=Topic)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=120, blank=True)

    may_end = True

    class Meta:
        ordering = ["topic", "category"]
        constraints = [models.UniqueConstraint(fields=["topic", "category"], name="counted_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.category_id}"

    @property
    def subject(self) -> str:
        """The name of this line in the record, which counts its steps."""
        return f"counted:{self.topic}:{self.category_id}"

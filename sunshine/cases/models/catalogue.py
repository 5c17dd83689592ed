"""What matters are about, whose they are, and who leads them: the rules that every report is sorted by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sunshine.cases.states import DutyList, Urgency
from sunshine.clocks.models import Policy
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.record.rows import Versioned
from sunshine.tables.models import Kind


class Category(Kind):
    """What a matter is about, in two levels; a rule, edited on screen, each row with its source."""

    kind_of_subject = "category"

    code = models.CharField(max_length=4, primary_key=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=OrganisationKind, blank=True)
    keywords = ArrayField(models.CharField(max_length=20), default=list)
    release = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)

    class Meta(Kind.Meta):
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


class CommunityDuty(Versioned):
    """A line of the community duty list: whether a category is the community's, in a place prefix."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="duties")
    place = models.CharField(max_length=15)
    list = models.CharField(max_length=10, choices=DutyList)
    source = models.CharField(max_length=120, blank=True)

    may_end = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "place"], name="duty_once_per_place")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.place} {self.list}"

    @property
    def subject(self) -> str:
        """The name of this line in the record, which counts its steps."""
        return f"duty:{self.category_id}:{self.place}"


class Route(Versioned):
    """(category, place) → lead organisation. The most specific rule wins; a rule names an organisation or a kind."""

    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="routes")
    place = models.CharField(max_length=15)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=OrganisationKind, blank=True)
    source = models.CharField(max_length=120, blank=True)

    may_end = True

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

    @property
    def subject(self) -> str:
        """Its name in the record."""
        return f"route:{self.category_id or '*'}:{self.place}"

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

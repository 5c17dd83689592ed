"""Party organisations as a community sees them, partner units with their three lists, and double reporting."""

from django.db import models
from django.db.models import F, Q

from sunshine.party.states import ListKind
from sunshine.people.models import Officer, Organisation
from sunshine.places.models import Building
from sunshine.record.rows import Versioned
from sunshine.volunteers.models import Volunteer

COMMUNITY_CODE = r"^\d{12}$"


class Body(models.Model):
    """What a party organisation has beside name, kind, place, parent and dates (`people.Organisation`).

    Whom to ask for is a person who offered themselves (`contact`, named only while they agree to it) or an office
    (`contact_name`); `headcount` is a number, never a list of members.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="body"
    )
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="+")
    term_from = models.DateField(null=True)
    term_to = models.DateField(null=True)
    contact = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="+")
    contact_name = models.CharField(max_length=40, blank=True)
    headcount = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="body_term_in_order",
                condition=Q(term_to__isnull=True) | Q(term_from__isnull=False, term_to__gt=F("term_from")),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Partnership(Versioned):
    """A partner unit's agreement with a community (共建单位), dated."""

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    community = models.CharField(max_length=12)
    agreement = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(community__regex=COMMUNITY_CODE), name="partnership_of_a_community"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="partnership_dates",
            ),
            models.UniqueConstraint(
                fields=["partner", "community"],
                condition=Q(valid_to__isnull=True),
                name="partnership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.community}"

    @property
    def subject(self) -> str:
        """The name of this agreement in the record."""
        return f"partnership:{self.pk}"


class ListLine(Versioned):
    """A line of the three lists: what a community needs, what a unit can give, what they do together."""

    kind = models.CharField(max_length=8, choices=ListKind)
    community = models.CharField(max_length=12)
    partner = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(community__regex=COMMUNITY_CODE), name="line_of_a_community"),
            models.CheckConstraint(
                condition=Q(kind=ListKind.NEED) | Q(partner__isnull=False), name="line_names_its_partner"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(result=""), name="line_done_has_its_result"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def subject(self) -> str:
        """The name of this line in the record."""
        return f"line:{self.pk}"


class Reporting(Versioned):
    """双报到: a unit, or a member where they live, reports to a community; once a year comments go back."""

    unit = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="reportings")
    person = models.ForeignKey(Volunteer, null=True, on_delete=models.PROTECT, related_name="reportings")
    community = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    reported_on = models.DateField()
    comment = models.TextField(blank=True)
    commented_on = models.DateField(null=True)
    commented_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reporting_unit_or_person",
                condition=Q(unit__isnull=True, person__isnull=False)
                | Q(unit__isnull=False, person__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(community__regex=COMMUNITY_CODE), name="reporting_to_a_community"
            ),
            models.CheckConstraint(
                name="reporting_comment_whole",
                condition=Q(comment="", commented_on__isnull=True, commented_by__isnull=True)
                | ~Q(comment="") & Q(commented_on__isnull=False, commented_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["unit", "community", "year"],
                condition=Q(unit__isnull=False),
                name="reporting_unit_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["person", "community", "year"],
                condition=Q(person__isnull=False),
                name="reporting_person_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.year}"

    @property
    def subject(self) -> str:
        """The name of this report in the record."""
        return f"reporting:{self.pk}"

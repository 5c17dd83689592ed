"""Those who offer themselves: as much as serves and nothing that ranks, and what each agreed to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sunshine.people.models import Contact, Organisation
from sunshine.record.rows import Versioned
from sunshine.tables.models import Kind
from sunshine.volunteers.states import ConsentKind, Free


class Skill(Kind):
    """Something a person can do for another; a list, edited on screen."""

    kind_of_subject = "skill"


class Volunteer(Versioned):
    """A person who offered to help, by a name they chose. Whoever leaves stays as a reference without a person.

    `ref` names them in the record and says nothing; `access` is the digest of their own link; `team` is a volunteer
    team. Party membership is not here: it is political data and stands in a table of its own, `Member` (design §2.2).
    """

    ref = models.CharField(max_length=32, unique=True)
    access = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=15)
    team = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    skills = models.ManyToManyField(Skill, related_name="+")
    free = ArrayField(models.CharField(max_length=16, choices=Free), default=list)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    form_key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteer_who_left_is_nobody",
                condition=Q(left_at__isnull=True) & ~Q(display_name="")
                | Q(left_at__isnull=False, display_name="", contact__isnull=True, free=[]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "id"],
                opclasses=["text_pattern_ops", ""],
                condition=Q(left_at__isnull=True),
                name="volunteer_place",
            )
        ]

    def __str__(self) -> str:
        return self.display_name or "—"

    @property
    def subject(self) -> str:
        """The name of this person in the record."""
        return f"volunteer:{self.ref}"


class Consent(models.Model):
    """One thing somebody agreed to, from when to when."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=8, choices=ConsentKind)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_given_once",
            ),
            models.CheckConstraint(
                name="consent_in_order",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Member(models.Model):
    """A volunteer who said to which branch they belong. No file, no dues, no discipline (domain §6.6).

    Deleted when they leave or take the consent back: what they did stays with the reference of the volunteer.
    """

    volunteer = models.OneToOneField(
        Volunteer, on_delete=models.PROTECT, primary_key=True, related_name="member"
    )
    branch = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")

    class Meta:
        db_table = "party_member"

    def __str__(self) -> str:
        return str(self.volunteer)

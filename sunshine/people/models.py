"""Organisations, officers, roles and reach; residents' contact details under seal."""

from datetime import date

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from sunshine.people.states import OrganisationKind, Purpose, Role, Spoken
from sunshine.record.rows import Versioned

PLACE_CODE = r"^\d{6}(\d{3}){0,3}$"


class Organisation(Spoken, Versioned):
    """Who can hold a matter: a committee, an office, a department. Dated, never deleted.

    `place` is a division code kept as text: the prefix is the reach. In force from `valid_from` until the day
    before `valid_to`.
    """

    names_in = ("name", "name_en")

    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    place = models.CharField(max_length=15)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    telephone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(place__regex=PLACE_CODE), name="organisation_place_is_a_code"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisation_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["name", "place"],
                condition=Q(valid_to__isnull=True),
                name="organisation_named_once_per_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "kind"], opclasses=["text_pattern_ops", ""], name="organisation_reach"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def in_service(self, on: date) -> bool:
        """Whether it exists on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @property
    def subject(self) -> str:
        """The name of this organisation in the record."""
        return f"organisation:{self.pk}"


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by their log-in name, with the organisation they act for: no page does without it."""

    def get_queryset(self) -> models.QuerySet["Officer"]:
        """Every officer with the organisation."""
        return super().get_queryset().select_related("organisation")

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(username=username)


class Officer(Versioned, AbstractBaseUser):
    """A member of staff with an account. What they may do follows from their assignments of today."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_set_on = models.DateField(null=True)
    last_login = None
    """Django would note every log-in here; when somebody was at work is nobody's business."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = OfficerManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name colleagues see."""
        return self.name

    @property
    def subject(self) -> str:
        """The name of this officer in the record."""
        return f"officer:{self.pk}"


class Assignment(models.Model):
    """A role an officer holds, over a place prefix, from a day until the day before another.

    `stands_in_for` is whose post it is when somebody holds it for the days of another's leave; such a one has its end.
    """

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    place = models.CharField(max_length=15)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    stands_in_for = models.ForeignKey(Officer, null=True, on_delete=models.CASCADE, related_name="lent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="assignment_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(place__regex=PLACE_CODE), name="assignment_place_is_a_code"),
            models.UniqueConstraint(
                fields=["officer", "role", "place"],
                condition=Q(valid_to__isnull=True),
                name="assignment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True)
                | Q(valid_to__isnull=False) & ~Q(stands_in_for=F("officer")),
                name="assignment_deputy_dated_and_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.place}"


class Contact(Versioned):
    """How to reach a resident about one matter. Sealed; every look needs a reason and is recorded.

    `phone_index` finds the caller's own open matters, `tail_index` answers "number + last four digits";
    both are keyed hashes. No register of persons: each matter has its own row, erased with its retention.
    """

    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.CASE)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=40, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    tail_index = models.CharField(max_length=64, blank=True)
    keep_until = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name_sealed__isnull=True, phone_sealed__isnull=True, phone_index="", tail_index="")
                & Q(name_masked="", phone_masked=""),
                name="contact_erased_is_empty",
            )
        ]
        indexes = [
            models.Index(
                fields=["keep_until", "id"],
                condition=Q(erased_at__isnull=True, keep_until__isnull=False),
                name="contact_time_over",
            )
        ]

    def __str__(self) -> str:
        return self.phone_masked or "—"

    @property
    def subject(self) -> str:
        """The name of this contact in the record."""
        return f"contact:{self.pk}"


class PartnerKey(models.Model):
    """The key of another system that may report for residents; only its digest is kept."""

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    valid_from = models.DateField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

"""What a resident can ask the community for, told whole and once: the service catalogue."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sunshine.people.models import PLACE_CODE, Organisation
from sunshine.people.states import OrganisationKind
from sunshine.services.states import Door, Function, Way
from sunshine.tables.models import Kind


class Service(Kind):
    """A service at a place: who, where, when, what to bring, how long, what it costs. The most specific place wins.

    Chinese is asked for, English falls back to it. Free of charge unless `fee` says otherwise with its legal basis.
    `where` and `when` are empty where the address and hours of the organisation hold. A row that is not `offered`
    takes the service off the list of its place.
    """

    kind_of_subject = "service"

    code = models.SlugField(max_length=40, db_index=False)
    place = models.CharField(max_length=15)
    function = models.CharField(max_length=10, choices=Function)
    en = models.CharField(max_length=80, blank=True)
    who = models.CharField(max_length=200)
    who_en = models.CharField(max_length=300, blank=True)
    where = models.CharField(max_length=120, blank=True)
    where_en = models.CharField(max_length=200, blank=True)
    when = models.CharField(max_length=120, blank=True)
    when_en = models.CharField(max_length=200, blank=True)
    bring = ArrayField(models.CharField(max_length=80), default=list)
    bring_en = ArrayField(models.CharField(max_length=160), default=list)
    how_long = models.CharField(max_length=120)
    how_long_en = models.CharField(max_length=200, blank=True)
    more = models.CharField(max_length=240, blank=True)
    more_en = models.CharField(max_length=400, blank=True)
    fee = models.CharField(max_length=80, blank=True)
    fee_basis = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=OrganisationKind, blank=True)
    ways = ArrayField(models.CharField(max_length=8, choices=Way), default=list)
    door = models.CharField(max_length=8, choices=Door, blank=True)
    keywords = ArrayField(models.CharField(max_length=20), default=list)
    offered = models.BooleanField(default=True)

    may_end = True

    class Meta(Kind.Meta):
        db_table = "cases_service"
        ordering = ["order", "code", "place"]
        constraints = [
            models.UniqueConstraint(fields=["place", "code"], name="service_once_per_place"),
            models.CheckConstraint(condition=Q(place__regex=PLACE_CODE), name="service_place_is_a_code"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) & ~Q(kind="") | Q(organisation__isnull=False, kind=""),
                name="service_names_one_office",
            ),
            models.CheckConstraint(
                condition=Q(fee="") | ~Q(fee_basis=""), name="service_fee_names_its_legal_basis"
            ),
            models.CheckConstraint(
                condition=Q(bring_en=[]) | Q(bring__len=F("bring_en__len")), name="service_bring_said_whole"
            ),
        ]

    @property
    def subject(self) -> str:
        """The name of this line in the record."""
        return f"{super().subject}:{self.place}"

    @property
    def free(self) -> bool:
        """Whether it costs nothing."""
        return not self.fee

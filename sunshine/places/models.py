"""Division codes, boundaries, buildings, and who answers for a grid on a given day."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from sunshine.people.models import Officer
from sunshine.people.states import Spoken
from sunshine.places.states import DutyRole, GridKind, PlaceLevel
from sunshine.record.rows import Versioned

_LENGTHS = {PlaceLevel.COUNTY: 6, PlaceLevel.STREET: 9, PlaceLevel.COMMUNITY: 12, PlaceLevel.GRID: 15}
_CODE_FITS_LEVEL = Q(
    *[Q(level=level, code__regex=rf"^\d{{{size}}}$") for level, size in _LENGTHS.items()], _connector=Q.OR
)
_POINT = Q(lon__isnull=True, lat__isnull=True) | Q(
    lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)
)
_DATES = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
_IS_GRID = Exact(Length("grid_id"), 15)


class Place(Spoken, Versioned):
    """A division from county to grid. Its code is its key, an ancestor is a prefix; no code is used twice."""

    names_in = ("name", "name_en")

    code = models.CharField(max_length=15, primary_key=True)
    level = models.CharField(max_length=10, choices=PlaceLevel)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=GridKind, blank=True)
    households = models.PositiveIntegerField(null=True)
    extent = models.CharField(max_length=300, blank=True)
    boundary = models.JSONField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    source = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_CODE_FITS_LEVEL, name="place_code_fits_level"),
            models.CheckConstraint(
                condition=Q(level=PlaceLevel.GRID) | Q(kind=""), name="place_kind_only_for_grids"
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | Q(retired_on__gte=F("since")), name="place_dates"
            ),
            models.CheckConstraint(condition=_POINT, name="place_point"),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_a_name"),
        ]
        indexes = [models.Index(fields=["code"], opclasses=["text_pattern_ops"], name="place_prefix")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the record calls this place."""
        return f"place:{self.code}"


class Building(Versioned):
    """A building with its names; which grid it belongs to is dated (R-GRID-02).

    `grid` repeats the grid of the open BuildingGrid row; a deferred foreign key over (id, grid, live) holds
    the two together (migration 0002). `normal` is the one spelling of its address and name, unique among a
    grid's standing buildings.
    """

    name = models.CharField(max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    address = models.CharField(max_length=120, blank=True)
    normal = models.CharField(max_length=200)
    external_code = models.CharField(max_length=40, blank=True)
    households = models.PositiveIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    grid = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="buildings")
    since = models.DateField()
    retired_on = models.DateField(null=True)
    live = models.GeneratedField(
        expression=Case(When(retired_on__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_IS_GRID, name="building_in_a_grid"),
            models.CheckConstraint(condition=_POINT, name="building_point"),
            models.CheckConstraint(condition=~Q(name=""), name="building_has_a_name"),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | Q(retired_on__gt=F("since")), name="building_dates"
            ),
            models.UniqueConstraint(
                fields=["grid", "normal"],
                condition=Q(retired_on__isnull=True),
                name="building_named_once_per_grid",
            ),
            models.UniqueConstraint(
                fields=["external_code"],
                condition=Q(retired_on__isnull=True) & ~Q(external_code=""),
                name="building_external_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the record calls this building."""
        return f"building:{self.pk}"


class BuildingGrid(models.Model):
    """A building's grid from a day to a day, so that old matters keep their old grid."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="grids")
    grid = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    open = models.GeneratedField(
        expression=Case(When(valid_to__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["building"], condition=Q(valid_to__isnull=True), name="building_in_one_grid"
            ),
            models.UniqueConstraint(fields=["building", "grid", "open"], name="building_grid_open"),
            models.UniqueConstraint(fields=["building", "valid_from"], name="building_grid_one_start"),
            models.UniqueConstraint(fields=["building", "valid_to"], name="building_grid_one_end"),
            models.CheckConstraint(condition=_DATES, name="building_grid_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.building_id} in {self.grid_id}"


class GridDuty(models.Model):
    """Who answers for a grid from a day to a day. Name and number are public: the notice card says them."""

    grid = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="duties")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.SET_NULL, related_name="duties")
    name = models.CharField(max_length=40)
    telephone = models.CharField(max_length=40)
    role = models.CharField(max_length=12, choices=DutyRole, default=DutyRole.GRID_WORKER)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "role"],
                condition=Q(valid_to__isnull=True),
                name="grid_duty_one_open_per_role",
            ),
            models.UniqueConstraint(fields=["grid", "role", "valid_from"], name="grid_duty_one_start"),
            models.CheckConstraint(condition=_DATES, name="grid_duty_dates"),
            models.CheckConstraint(condition=_IS_GRID, name="grid_duty_of_a_grid"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(telephone=""), name="grid_duty_says_whom_to_call"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.grid_id}"


class MapVersion(models.Model):
    """One row, changed with every change to boundaries or buildings, so that every process reloads its map.

    `version` only rises; `stamp` is new each time, so that a number given in a transaction that was taken
    back is never mistaken for the same number given again. Shipped by migration 0002.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="map_version_one_row")]

    def __str__(self) -> str:
        return str(self.version)

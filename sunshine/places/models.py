"""Division codes, boundaries, buildings, and who answers for a grid on a given day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sunshine.people.models import Officer
from sunshine.places.states import DutyRole, GridKind, PlaceLevel

_LENGTHS = {PlaceLevel.COUNTY: 6, PlaceLevel.STREET: 9, PlaceLevel.COMMUNITY: 12, PlaceLevel.GRID: 15}


class Place(models.Model):
    """A division from county to grid. Its code is its key, an ancestor is a prefix, a retired code is never used again."""

    code = models.CharField(max_length=15, primary_key=True)
    level = models.CharField(max_length=10, choices=PlaceLevel)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=GridKind, blank=True)
    households = models.PositiveIntegerField(null=True)
    character = models.CharField(max_length=20, blank=True)
    boundary = models.JSONField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    source = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    retired_on = models.DateField(null=True)
    step = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(*[Q(level=level, code__regex=rf"^\d{{{size}}}$") for level, size in _LENGTHS.items()], _connector=Q.OR),
                name="place_code_fits_level",
            ),
            models.CheckConstraint(condition=Q(level=PlaceLevel.GRID) | Q(kind=""), name="place_kind_only_for_grids"),
            models.CheckConstraint(condition=Q(retired_on__isnull=True) | Q(retired_on__gte=F("since")), name="place_dates"),
        ]
        indexes = [models.Index(fields=["code"], opclasses=["text_pattern_ops"], name="place_prefix")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building with its names; which grid it belongs to is dated (R-GRID-02)."""

    name = models.CharField(max_length=80)
    aliases = ArrayField(models.CharField(max_length=80), default=list)
    address = models.CharField(max_length=120, blank=True)
    normal = models.CharField(max_length=120)
    external_code = models.CharField(max_length=40, blank=True)
    households = models.PositiveIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    grid = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="buildings")
    retired_on = models.DateField(null=True)
    step = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class BuildingGrid(models.Model):
    """A building's grid from a day to a day, so that old matters keep their old grid."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="grids")
    grid = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building"], condition=Q(valid_to__isnull=True), name="building_in_one_grid"),
            models.UniqueConstraint(fields=["building", "valid_from"], name="building_grid_one_start"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="building_grid_dates"),
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
                fields=["grid", "role"], condition=Q(valid_to__isnull=True), name="grid_duty_one_open_per_role"
            ),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="grid_duty_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.grid_id}"


class MapVersion(models.Model):
    """One row that is raised whenever boundaries or buildings change, so that every process reloads its index."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="map_version_one_row")]

    def __str__(self) -> str:
        return str(self.version)

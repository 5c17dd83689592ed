"""The words for places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceLevel(TextChoices):
    """Level of a division; the length of its code tells it too."""

    COUNTY = "county", _("County")
    STREET = "street", _("Sub-district")
    COMMUNITY = "community", _("Community")
    GRID = "grid", _("Grid")


class GridKind(TextChoices):
    """Kinds of grid (domain §1.2)."""

    GENERAL = "general", _("General grid")
    DEDICATED = "dedicated", _("Dedicated grid")
    MICRO = "micro", _("Micro-grid")


class DutyRole(TextChoices):
    """Who answers for a grid on a day."""

    GRID_LEADER = "grid_leader", _("Grid leader")
    GRID_WORKER = "grid_worker", _("Grid worker")


class Certainty(TextChoices):
    """How sure a location is."""

    EXACT = "exact", _("exact")
    LIKELY = "likely", _("likely")
    COARSE = "coarse", _("only the community is known")
    UNKNOWN = "unknown", _("not found")

"""Where nobody stands: grids without a branch or group, buildings without a group or household. Per community, never a score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from sunshine.lib.division import Level
from sunshine.party.models import Body
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Building, Place
from sunshine.places.queries import buildings, communities, grids

IN_GRIDS = (OrganisationKind.BRANCH, OrganisationKind.GRID_BRANCH, OrganisationKind.PARTY_GROUP)
IN_BUILDINGS = (OrganisationKind.PARTY_GROUP, OrganisationKind.MEMBER_HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many grids and buildings a community has, and in how many of them nobody stands."""

    community: Place
    grids: int
    grids_without: int
    buildings: int
    buildings_without: int


def bare_grids(prefix: str, on: date) -> QuerySet[Place]:
    """The standing grids at or below a place where no branch and no group stands on a day."""
    there = Organisation.objects.filter(in_force(on), kind__in=IN_GRIDS, place=OuterRef("code"))
    return grids(prefix).filter(~Exists(there)).defer("boundary")


def bare_buildings(prefix: str, on: date) -> QuerySet[Building]:
    """The standing buildings at or below a place that no group and no member household names on a day."""
    return buildings(prefix).filter(~Exists(_named(on)))


def coverage(prefix: str, on: date) -> list[Coverage]:
    """All communities at or below a place, by code. Five statements."""
    counts = [
        _counted(grids(prefix), "code"),
        _counted(bare_grids(prefix, on), "code"),
        _counted(buildings(prefix), "grid_id"),
        _counted(bare_buildings(prefix, on), "grid_id"),
    ]
    rows: Iterable[Place] = communities(prefix).defer("boundary")
    return [Coverage(row, *(found.get(row.code, 0) for found in counts)) for row in rows]


def _named(on: date) -> QuerySet[Body]:
    force = Q(organisation__valid_from__lte=on) & (
        Q(organisation__valid_to__isnull=True) | Q(organisation__valid_to__gt=on)
    )
    return Body.objects.filter(force, organisation__kind__in=IN_BUILDINGS, building=OuterRef("pk"))


def _counted(rows: QuerySet[Any], column: str) -> dict[str, int]:
    community = rows.order_by().annotate(community=Left(column, int(Level.COMMUNITY)))
    return dict(community.values_list("community").annotate(count=Count("pk")))

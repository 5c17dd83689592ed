"""Reads over the division tree, and who answers for a grid on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sunshine.lib.division import ancestors as codes_above
from sunshine.lib.prepared import prepared_cursor
from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Building, BuildingGrid, GridDuty, Place
from sunshine.places.states import DutyRole, PlaceLevel


def place(code: str) -> Place:
    """The place with this code, retired ones included. Refused if there is none."""
    found = Place.objects.filter(code=code).first()
    if found is None:
        raise Refused(_("There is no place with this code."), code="unknown_place")
    return found


def standing(prefix: str = "", on: date | None = None) -> QuerySet[Place]:
    """Places at or below `prefix` that are not retired (on that day), in the order of their codes."""
    gone = Q(retired_on__isnull=True) if on is None else Q(retired_on__isnull=True) | Q(retired_on__gt=on)
    return Place.objects.filter(gone, code__startswith=prefix).order_by("code")


def children(code: str) -> QuerySet[Place]:
    """The standing places one level below `code`."""
    return standing(code).alias(digits=Length("code")).filter(digits=len(code) + 3)


def ancestors(code: str) -> list[Place]:
    """The places above `code`, county first."""
    return list(Place.objects.filter(code__in=codes_above(code)).order_by("code"))


def communities(prefix: str = "") -> QuerySet[Place]:
    """The standing communities of a street, a county, or all."""
    return standing(prefix).filter(level=PlaceLevel.COMMUNITY)


def grids(prefix: str = "") -> QuerySet[Place]:
    """The standing grids of a community, a street, a county, or all."""
    return standing(prefix).filter(level=PlaceLevel.GRID)


def search(
    text: str, *, within: str = "", level: PlaceLevel | None = None, limit: int = 20
) -> QuerySet[Place]:
    """Standing places whose name, English name or code says `text`."""
    said = text.strip()
    found = standing(within).filter(
        Q(name__icontains=said) | Q(name_en__icontains=said) | Q(code__startswith=said)
    )
    return (found if level is None else found.filter(level=level))[:limit]


def buildings(prefix: str) -> QuerySet[Building]:
    """The standing buildings of a grid or of everything below `prefix`."""
    live = Building.objects.filter(retired_on__isnull=True, grid__code__startswith=prefix)
    return live.order_by("grid_id", "id")


def grid_of(building: Building | int, on: date) -> str | None:
    """The code of the grid to which a building belonged on a day (R-GRID-02)."""
    key = building.pk if isinstance(building, Building) else building
    return _on(BuildingGrid.objects.filter(building_id=key), on).values_list("grid_id", flat=True).first()


# -- who answers ------------------------------------------------------------------------------------------


def duties(prefix: str, on: date) -> dict[str, list[GridDuty]]:
    """Who answers on a day for each grid at or below `prefix`: the grid worker first, then the leader."""
    worker = When(role=DutyRole.GRID_WORKER, then=Value(0))
    worker_first = Case(worker, default=Value(1), output_field=IntegerField())
    found: dict[str, list[GridDuty]] = defaultdict(list)
    rows = _on(GridDuty.objects.filter(grid__code__startswith=prefix), on).select_related("officer")
    for duty in rows.order_by("grid_id", worker_first, "pk"):
        found[duty.grid_id].append(duty)
    return dict(found)


def who_answers(grid: Place | str, on: date) -> GridDuty | None:
    """Who answers for a grid on a day: its grid worker, or its leader when there is none."""
    code = grid.code if isinstance(grid, Place) else grid
    found = _on(GridDuty.objects.filter(grid_id=code), on)
    return min(found, key=lambda duty: (duty.role != DutyRole.GRID_WORKER, duty.pk), default=None)


_ON_DUTY = """
SELECT DISTINCT ON (grid_id) grid_id, officer_id FROM places_gridduty
WHERE grid_id = ANY(%s) AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s) ORDER BY grid_id, role <> %s, id
"""


def officers_on_duty(grids: Collection[str], on: date) -> dict[str, int]:
    """The account of who answers on a day for each of these grids that has somebody: the same rule, asked at every report."""
    if not grids:
        return {}
    with prepared_cursor(connection) as cursor:
        cursor.execute(_ON_DUTY, [[*grids], on, on, str(DutyRole.GRID_WORKER)])
        return dict(cursor.fetchall())


def _on(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Dated rows in force on a day; the last day is not part of them."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


# -- the grid's public notice card ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """What must hang in every grid (R-GRID-08): name, extent, worker with number, supervision telephone."""

    grid: Place
    community: Place
    street: Place
    extent: str
    buildings: tuple[str, ...]
    duties: tuple[GridDuty, ...]
    supervision: Organisation | None


def notice_card(grid: Place | str, on: date) -> NoticeCard:
    """The notice card of a grid as of a day. `rules.missing_on_card` says what it still lacks."""
    here = place(grid) if isinstance(grid, str) else grid
    street, community = ancestors(here.code)[-2:]
    return NoticeCard(
        grid=here,
        community=community,
        street=street,
        extent=here.extent,
        buildings=tuple(buildings(here.code).values_list("name", flat=True)),
        duties=tuple(duties(here.code, on).get(here.code, ())),
        supervision=supervision_of(here.code, on),
    )


def supervision_of(code: str, on: date) -> Organisation | None:
    """The supervision desk nearest above a place that has a telephone."""
    desks = Organisation.objects.filter(
        kind=OrganisationKind.SUPERVISION, place__in=[code, *codes_above(code)]
    ).exclude(telephone="")
    return _on(desks, on).order_by(Length("place").desc(), "pk").first()


def siblings(code: str) -> Iterable[tuple[str, BaseGeometry]]:
    """The drawn, standing places beside `code` (same parent, same level), with their boundaries."""
    beside = children(code[:-3]).exclude(code=code).exclude(boundary=None)
    return [(other, shape(boundary)) for other, boundary in beside.values_list("code", "boundary")]

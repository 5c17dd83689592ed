"""Add, change and retire places, and draw their boundaries."""

from datetime import date, datetime
from typing import Any

import shapely
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from sunshine.lib.coordinates import bd09_to_wgs84, gcj02_to_wgs84
from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check
from sunshine.places.actions.step import change_map, public_part
from sunshine.places.models import GridDuty, Place
from sunshine.places.queries import siblings
from sunshine.places.rules import (
    FAULTS,
    LEVELS,
    check_boundary,
    check_empty,
    check_kind,
    check_new_code,
    check_point,
    check_sizes,
    check_standing,
)
from sunshine.places.states import GridKind, PlaceLevel
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor

SHIFTS = {"gcj02": gcj02_to_wgs84, "bd09": bd09_to_wgs84}
CHANGEABLE = frozenset({"name_en", "kind", "households", "extent", "source", "lon", "lat"})


@transaction.atomic
def add_place(
    *,
    code: str,
    name: str,
    by: Actor,
    at: datetime,
    since: date | None = None,
    boundary: Any = None,
    **more: Any,
) -> Place:
    """Enter a place under a code never used before, standing since a day (default: the day of `at`).

    `more` are the other fields of CHANGEABLE. Raises Refused for a code that is wrong, used or retired, a
    missing or retired parent, a boundary that is broken or overlaps (R-GRID-01, 04).
    """
    _only(more)
    day = day_of(at)
    check(by, "places", place=code, on=day)
    level = LEVELS[check_new_code(code, since or day)]
    check_point(more.get("lon"), more.get("lat"))
    check_sizes(Place, {"name": name, **more})
    check_kind(code, more.get("kind", ""))
    if level == PlaceLevel.GRID:
        more.setdefault("kind", GridKind.GENERAL)
    change_map()
    drawn = _drawn(code, boundary) if boundary is not None else {}
    fields = {**drawn, **more, "name": _named(name)}
    place = Place(code=code, level=level, since=since or day, **fields)
    facts = {"name": place.name, "level": str(level)}
    return add_row(place, by=by, at=at, facts=facts, **public_part(place))


@transaction.atomic
def rename(place: Place, *, name: str, by: Actor, at: datetime, name_en: str | None = None) -> Place:
    """Give a place another name; its code stays. Raises Refused for a retired place or an empty name."""
    _check_change(place, by, at)
    changes = {"name": _named(name)} | ({} if name_en is None else {"name_en": name_en})
    check_sizes(Place, changes)
    facts = {"from": place.name, "to": changes["name"]}
    change_map()
    return change_row(place, "rename", by=by, at=at, changes=changes, facts=facts, **public_part(place))


@transaction.atomic
def change_place(place: Place, *, by: Actor, at: datetime, **changes: Any) -> Place:
    """Change fields of CHANGEABLE. Raises Refused for a retired place, ValueError for any other field."""
    _only(changes)
    _check_change(place, by, at)
    check_sizes(Place, changes)
    check_kind(place.code, changes.get("kind", place.kind))
    check_point(changes.get("lon", place.lon), changes.get("lat", place.lat))
    change_map()
    return change_row(
        place,
        "change",
        by=by,
        at=at,
        changes=changes,
        facts={"changed": sorted(changes)},
        **public_part(place),
    )


@transaction.atomic
def retire_place(place: Place, *, by: Actor, at: datetime, on: date | None = None) -> Place:
    """Retire a place from a day on (default: the day of `at`) and end its duties; its code is never used again.

    Raises Refused while places or buildings stand below it, or for a day before it began.
    """
    day = on or day_of(at)
    _check_change(place, by, at)
    check_empty(place)
    if day < place.since:
        raise Refused(_("This day lies before its first."), code="too_early")
    change_map()
    GridDuty.objects.filter(grid=place, valid_from__gte=day).delete()
    GridDuty.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), grid=place).update(valid_to=day)
    return change_row(
        place,
        "retire",
        by=by,
        at=at,
        changes={"retired_on": day},
        facts={"on": day.isoformat()},
        **public_part(place),
    )


@transaction.atomic
def set_boundary(place: Place, *, geometry: Any, by: Actor, at: datetime, crs: str = "wgs84") -> Place:
    """Draw a place's boundary from a GeoJSON geometry in wgs84 (= cgcs2000), gcj02 or bd09.

    Raises Refused for what is no sound polygon and for an overlap with a sibling of more than a metre
    (R-GRID-01); whoever draws at the same time waits. What is only strange, `rules.boundary_warnings` says.
    """
    _check_change(place, by, at)
    change_map()
    changes = _drawn(place.code, geometry, crs)
    return change_row(place, "draw", by=by, at=at, changes=changes, facts={"crs": crs}, **public_part(place))


def read_geometry(geometry: Any, crs: str = "wgs84") -> BaseGeometry:
    """A GeoJSON geometry as a shape in WGS-84; Refused if it can't be read."""
    try:
        drawn = shapely.force_2d(shape(geometry))
    except Exception:  # shapely raises nearly anything on nonsense
        raise Refused(FAULTS["broken"], code="broken") from None
    if shift := SHIFTS.get(crs):
        return shapely.transform(drawn, lambda points: [shift(lon, lat) for lon, lat in points])
    return drawn


def _drawn(code: str, geometry: Any, crs: str = "wgs84") -> dict[str, Any]:
    drawn = read_geometry(geometry, crs)
    check_boundary(code, drawn, siblings(code))
    middle = drawn.representative_point()
    return {"boundary": mapping(drawn), "lon": round(middle.x, 7), "lat": round(middle.y, 7)}


def _check_change(place: Place, by: Actor, at: datetime) -> None:
    day = day_of(at)
    check(by, "places", place=place.code, on=day)
    check_standing(place, day)


def _named(name: str) -> str:
    if not name.strip():
        raise Refused(_("Please give a name."), code="no_name")
    return name.strip()


def _only(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - CHANGEABLE:
        raise ValueError(f"These stay as they are: {', '.join(sorted(unknown))}")

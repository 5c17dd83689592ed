"""What must hold of codes, boundaries, sizes and notice cards (R-GRID-01 to 04 and 08)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sunshine.lib.division import Level, is_code, is_within, level_of
from sunshine.lib.geometry import fault_of, find_ground_beyond, gaps, overlaps
from sunshine.lib.refusals import Refused
from sunshine.places.models import Building, Place
from sunshine.places.queries import NoticeCard, buildings, children, siblings
from sunshine.places.states import DutyRole, PlaceLevel

LEVELS = {
    Level.COUNTY: PlaceLevel.COUNTY,
    Level.STREET: PlaceLevel.STREET,
    Level.COMMUNITY: PlaceLevel.COMMUNITY,
    Level.GRID: PlaceLevel.GRID,
}

GRID_HOUSEHOLDS = range(300, 501)  # R-GRID-03
COMMUNITY_HOUSEHOLDS = range(1000, 3001)  # Organic Law of Urban Residents' Committees (2025), art. 3

FAULTS: Mapping[str, Any] = {
    "broken": _("The geometry cannot be read."),
    "empty": _("The boundary is empty."),
    "not_polygon": _("A boundary must be a polygon; this is a point or a line."),
    "out_of_range": _("The coordinates are not longitude and latitude in degrees."),
    "self_intersection": _("The boundary crosses or touches itself. Please redraw it where the lines meet."),
    "hole_outside": _("A hole of the boundary lies outside it."),
    "invalid": _("The boundary is not a sound polygon."),
}

LARGEST = 2_147_483_647
MANDATORY = ("name", "extent", "worker", "supervision")


def check_code(code: str) -> Level:
    """The level of a code of this county; Refused with what is wrong with it (R-GRID-04)."""
    if not is_code(code):
        raise Refused(_("A division code has 6, 9, 12 or 15 digits."), code="bad_code")
    if not is_within(code, settings.COUNTY):
        sentence = _("The code %(code)s does not belong to county %(county)s.")
        raise Refused(sentence % {"code": code, "county": settings.COUNTY}, code="other_county")
    return level_of(code)


def check_new_code(code: str, on: date) -> Level:
    """As `check_code`, and that the code is unused, was never used, and its parent stands (R-GRID-04)."""
    level = check_code(code)
    there = Place.objects.filter(code=code).first()
    if there is not None and there.retired_on is not None:
        sentence = _("The code %(code)s was used before and is never used again.")
        raise Refused(sentence % {"code": code}, code="code_retired")
    if there is not None:
        sentence = _("The code %(code)s is already in use: %(name)s.")
        raise Refused(sentence % {"code": code, "name": there.name}, code="code_used")
    if level is not Level.COUNTY:
        parent = Place.objects.filter(code=code[:-3]).first()
        if parent is None:
            sentence = _("Its parent %(code)s does not exist yet.")
            raise Refused(sentence % {"code": code[:-3]}, code="no_parent")
        check_standing(parent, on)
    return level


def check_standing(place: Place, on: date) -> None:
    """Refused for a place that is retired on that day."""
    if place.retired_on is not None and place.retired_on <= on:
        raise Refused(_("%(name)s is retired.") % {"name": place.name}, code="retired")


def check_grid(place: Place, on: date) -> None:
    """Refused unless the place is a standing grid."""
    if place.level != PlaceLevel.GRID:
        raise Refused(_("%(name)s is not a grid.") % {"name": place.name}, code="not_a_grid")
    check_standing(place, on)


def check_empty(place: Place) -> None:
    """Refused for a place that still has places or buildings below it."""
    if children(place.code).exists():
        raise Refused(_("There are still places below it. Retire them first."), code="not_empty")
    if buildings(place.code).exists():
        raise Refused(_("There are still buildings in it. Move them first."), code="not_empty")


def check_building_stands(building: Building) -> None:
    """Refused for a building that is retired."""
    if building.retired_on is not None:
        raise Refused(_("%(name)s no longer stands.") % {"name": building.name}, code="retired")


def check_point(lon: float | None, lat: float | None) -> None:
    """Refused for half a point or one that is not on the earth."""
    if (lon is None) != (lat is None):
        raise Refused(_("A point needs both longitude and latitude."), code="half_point")
    if lon is not None and lat is not None and not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Refused(FAULTS["out_of_range"], code="out_of_range")


def check_kind(code: str, kind: str) -> None:
    """Refused for the kind of a grid on a place that is none."""
    if kind and len(code) != Level.GRID:
        raise Refused(_("Only a grid has a kind of grid."), code="no_grid")


def check_sizes(model: type[Model], fields: Mapping[str, Any]) -> None:
    """Refused for a text too long for its column or a number out of its range, before the database is asked."""
    for name, value in fields.items():
        column = model._meta.get_field(name)
        column = getattr(column, "base_field", column)
        most = getattr(column, "max_length", None)
        for text in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
            if (most is not None and len(text) > most) or "\x00" in text:
                said = {"start": text[:20], "most": most}
                sentence = _("“%(start)s…” is too long or unreadable; at most %(most)s characters.")
                raise Refused(sentence % said, code="too_long")
        if isinstance(value, int) and not 0 <= value <= LARGEST:
            raise Refused(_("“%(said)s” is not a whole number.") % {"said": value}, code="not_a_number")


def check_polygon(geometry: BaseGeometry) -> None:
    """Refused, with the reason, for what is no sound polygon."""
    if (fault := fault_of(geometry)) is not None:
        sentence = str(FAULTS[fault.code])
        if fault.where is not None:
            sentence += " " + _("Near %(lon).5f, %(lat).5f.") % {"lon": fault.where[0], "lat": fault.where[1]}
        raise Refused(sentence, code=fault.code)


def check_boundary(code: str, geometry: BaseGeometry, others: Iterable[tuple[str, BaseGeometry]]) -> None:
    """Refused for a broken polygon, or one overlapping a sibling by more than a metre (R-GRID-01)."""
    check_polygon(geometry)
    near = {other: it for other, it in others if it.intersects(geometry)}
    clash = next((o for o in overlaps({**near, code: geometry}) if code in (o.one, o.other)), None)
    if clash is not None:
        other = clash.other if clash.one == code else clash.one
        said = {"name": Place.objects.get(code=other).name, "code": other, "area": round(clash.square_metres)}
        sentence = _("The boundary overlaps %(name)s (%(code)s) by %(area)s square metres.")
        raise Refused(sentence % said, code="overlap")


def boundary_warnings(code: str, geometry: BaseGeometry) -> list[str]:
    """What is allowed but strange: a boundary that reaches beyond its parent, ground left uncovered."""
    parent = _drawn_parent(code)
    if parent is None:
        return []
    drawn = [geometry, *(it for _code, it in siblings(code))]
    return beyond_warnings(code, geometry) + gap_warnings(parent, drawn)


def beyond_warnings(code: str, geometry: BaseGeometry) -> list[str]:
    """A sentence when a boundary reaches beyond its parent's by more than a metre."""
    parent = _drawn_parent(code)
    out = find_ground_beyond(geometry, shape(parent.boundary)) if parent is not None else []
    if parent is None or not out:
        return []
    said = {"name": parent.name, "area": round(sum(gap.square_metres for gap in out))}
    return [_("It reaches beyond %(name)s by %(area)s square metres.") % said]


def _drawn_parent(code: str) -> Place | None:
    return Place.objects.filter(code=code[:-3]).exclude(boundary=None).first()


def gap_warnings(parent: Place, drawn: Iterable[BaseGeometry]) -> list[str]:
    """A sentence when the children leave ground of their parent uncovered (R-GRID-01, never an error)."""
    left = gaps(shape(parent.boundary), drawn)
    if not left:
        return []
    said = {"name": parent.name, "area": round(sum(gap.square_metres for gap in left))}
    return [_("%(area)s square metres of %(name)s belong to nobody yet.") % said]


def household_warning(level: str, households: int | None) -> str | None:
    """A sentence when a grid or community is unusually small or large (R-GRID-03); never an error."""
    usual = {PlaceLevel.GRID: GRID_HOUSEHOLDS, PlaceLevel.COMMUNITY: COMMUNITY_HOUSEHOLDS}.get(
        PlaceLevel(level)
    )
    if usual is None or households is None or households in usual:
        return None
    said = {"count": households, "least": usual.start, "most": usual.stop - 1}
    return _("%(count)s households; usual are %(least)s to %(most)s.") % said


def missing_on_card(card: NoticeCard) -> list[str]:
    """Which of the four mandatory items a notice card lacks: name, extent, worker, supervision (R-GRID-08)."""
    there = {
        "name": bool(card.grid.name),
        "extent": bool(card.extent or card.buildings),
        "worker": any(duty.role == DutyRole.GRID_WORKER for duty in card.duties),
        "supervision": card.supervision is not None,
    }
    return [item for item in MANDATORY if not there[item]]

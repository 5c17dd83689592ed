"""Places, buildings, and who answers for a grid."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DeskUser
from sunshine.desk.tables.core import DeskTable, RowAction, plain_form, prefix_condition
from sunshine.desk.templatetags.desk import named
from sunshine.people.queries import in_force, reach
from sunshine.places import actions
from sunshine.places.forms import (
    BuildingChangeForm,
    BuildingForm,
    BuildingMoveForm,
    DutyForm,
    PlaceChangeForm,
    PlaceForm,
    RetireForm,
)
from sunshine.places.models import Building, GridDuty, Place


def _codes(who: DeskUser, verb: str) -> Any:
    return reach(who.officer, who.on).prefixes(verb)


def _here(act: Any) -> Any:
    return lambda row, who, **told: act(row, by=who.by, at=who.at, **told)


def _new(act: Any) -> Any:
    return lambda row, who, **told: act(by=who.by, at=who.at, **told)


def _within(make: Any, verb: str) -> Any:
    """A form that offers the grids within reach; changing, it begins with the row."""
    return lambda row, who, *sent: make(*sent[:1], row=row, grids=_grids(who, verb))


def _grids(who: DeskUser, verb: str) -> Any:
    return Place.objects.filter(
        prefix_condition("code", _codes(who, verb)), level="grid", retired_on=None
    ).order_by("code")


def _change_place(row: Place, who: DeskUser, *, name: str, name_en: str, **more: Any) -> Place:
    """Another name is a step of its own; what else is written on the place is another."""
    if (name, name_en) != (row.name, row.name_en):
        row = actions.rename(row, name=name, name_en=name_en, by=who.by, at=who.at)
    return actions.change_place(row, by=who.by, at=who.at, **more)


PLACES = DeskTable(
    key="places",
    title=_("Places and grids"),
    lead=_("County, streets, communities and grids by code. A retired code is never used again."),
    verb="places",
    heads=(_("Code"), _("Name"), _("Level"), _("Kind"), _("Households"), _("Boundary"), _("Retired on")),
    rows=lambda who: Place.objects.filter(prefix_condition("code", _codes(who, "places"))).order_by("pk"),
    cells=lambda row: (
        row.code,
        named(row),
        row.get_level_display(),
        row.get_kind_display(),
        "" if row.households is None else row.households,
        _("drawn") if row.lon is not None else _("none"),
        row.retired_on or "",
    ),
    search=("name", "name_en", "code"),
    add=RowAction(
        key="add",
        label=_("Add a place"),
        done=_("Added."),
        form=plain_form(PlaceForm),
        act=_new(actions.add_place),
    ),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=lambda row, who, *sent: PlaceChangeForm(*sent[:1], row=row),
            act=_change_place,
        ),
        RowAction(
            key="retire",
            label=_("Retire"),
            done=_("Retired."),
            form=plain_form(RetireForm),
            act=_here(actions.retire_place),
            fits=lambda row: row.retired_on is None,
        ),
    ),
    ways=(("desk:import_boundaries", _("Import boundaries")), ("desk:cards", _("Notice cards"))),
)

BUILDINGS = DeskTable(
    key="buildings",
    title=_("Buildings"),
    lead=_("A building belongs to one grid at a time; old matters keep their old grid."),
    verb="places",
    heads=(_("Name"), _("Also called"), _("Address"), _("Grid"), _("Retired on")),
    rows=lambda who: (
        Building.objects.filter(prefix_condition("grid__code", _codes(who, "places")))
        .select_related("grid")
        .order_by("pk")
    ),
    cells=lambda row: (
        row.name,
        "、".join(row.aliases),
        row.address,
        f"{row.grid_id} {named(row.grid)}",
        row.retired_on or "",
    ),
    search=("name", "address", "grid__code"),
    add=RowAction(
        key="add",
        label=_("Add a building"),
        done=_("Added."),
        form=_within(BuildingForm, "places"),
        act=_new(actions.add_building),
    ),
    actions=(
        RowAction(
            key="change",
            label=_("Change"),
            done=_("Saved."),
            form=lambda row, who, *sent: BuildingChangeForm(*sent[:1], row=row),
            act=_here(actions.change_building),
        ),
        RowAction(
            key="move",
            label=_("Move to another grid"),
            done=_("Moved."),
            form=_within(BuildingMoveForm, "places"),
            act=_here(actions.move_building),
            fits=lambda row: row.retired_on is None,
        ),
        RowAction(
            key="retire",
            label=_("Retire"),
            done=_("Retired."),
            form=plain_form(RetireForm),
            act=_here(actions.retire_building),
            fits=lambda row: row.retired_on is None,
        ),
    ),
)


def _set_duty(row: GridDuty | None, who: DeskUser, *, grid: Place, **told: Any) -> GridDuty:
    return actions.set_duty(grid, by=who.by, at=who.at, **told)


ROSTER = DeskTable(
    key="roster",
    title=_("Who answers"),
    lead=_(
        "Who answers for a grid today. Name and number are public: the notice card and the board say them."
    ),
    verb="duty",
    heads=(_("Grid"), _("Post"), _("Name"), _("Telephone"), _("From"), _("Until")),
    rows=lambda who: (
        GridDuty.objects.filter(in_force(who.on) & prefix_condition("grid__code", _codes(who, "duty")))
        .select_related("grid")
        .order_by("pk")
    ),
    cells=lambda row: (
        f"{row.grid_id} {named(row.grid)}",
        row.get_role_display(),
        row.name,
        row.telephone,
        row.valid_from,
        row.valid_to or "",
    ),
    search=("grid__code", "name"),
    add=RowAction(
        key="add",
        label=_("Somebody answers from a day on"),
        done=_("Entered; the one before ends that day."),
        form=_within(DutyForm, "duty"),
        act=_set_duty,
    ),
    actions=(
        RowAction(
            key="end",
            label=_("End"),
            done=_("Ended."),
            form=plain_form(RetireForm),
            act=_here(actions.end_duty),
            fits=lambda row: row.valid_to is None,
        ),
    ),
    ways=(("desk:cards", _("Notice cards")),),
)

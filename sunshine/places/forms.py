"""What the desk fills in to keep places, buildings and duties; each form names what its action takes."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.typed import split_names
from sunshine.people.forms import PlaceCodeField, TelephoneField
from sunshine.people.models import Officer
from sunshine.people.states import pick_words
from sunshine.places.models import Building, GridDuty, Place
from sunshine.places.queries import locator
from sunshine.places.states import DutyRole, GridKind


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=_("Today, if left empty."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class _AboutPlace(forms.Form):
    """What is written on a place beside its code."""

    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind of grid"), choices=[("", _("no grid")), *GridKind.choices], required=False
    )
    households = forms.IntegerField(label=_("Households"), min_value=0, required=False)
    extent = forms.CharField(
        label=_("Extent in words"),
        max_length=300,
        required=False,
        help_text=_("Stands on the notice card of the grid."),
    )


class PlaceForm(_AboutPlace):
    """A new place: what `add_place` takes."""

    code = PlaceCodeField()
    since = _day(_("First day"))

    field_order = ("code", "name")

    def clean(self) -> dict[str, Any]:
        """Without a kind the level decides it."""
        told = super().clean() or {}
        if not told.get("kind"):
            told.pop("kind", None)
        return told


class _PlaceRowForm(forms.Form):
    """A change of a row: carries the step that was on the page, so that whoever was overtaken is told so."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any, **more: Any) -> None:
        known = {name: getattr(row, name, None) for name in self.base_fields if name != "seen"}
        more["initial"] = {**known, **(more.get("initial") or {}), "seen": row.version}
        super().__init__(*args, **more)
        self.row = row

    def clean(self) -> dict[str, Any]:
        """What the action takes; the row stands at the step that was seen."""
        told = super().clean() or {}
        seen = told.pop("seen", None)
        if seen is not None:
            self.row.version = seen
        return told


class PlaceChangeForm(_PlaceRowForm, _AboutPlace):
    """Changes of a place: what `rename` and `change_place` take."""


class _Aliases(forms.CharField):
    """Several names in one field; cleans to a list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Also called"), required=False, help_text=_("Parted by commas."), **more)

    def clean(self, value: Any) -> list[str]:
        """The names, each once."""
        return split_names(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """A list as people write it."""
        return "、".join(value) if isinstance(value, list) else value


class _AboutBuilding(forms.Form):
    """What is written on a building."""

    name = forms.CharField(label=_("Name"), max_length=80)
    aliases = _Aliases()
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    external_code = forms.CharField(label=_("Code elsewhere"), max_length=40, required=False)
    households = forms.IntegerField(label=_("Households"), min_value=0, required=False)


class BuildingForm(_AboutBuilding):
    """A new building: what `add_building` takes."""

    grid = forms.ModelChoiceField(Place.objects.none(), label=_("Grid"))

    field_order = ("grid", "name")

    def __init__(self, *args: Any, grids: QuerySet[Place], row: Building | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, grids)


class BuildingChangeForm(_PlaceRowForm, _AboutBuilding):
    """Changes of a building: what `change_building` takes."""


class BuildingMoveForm(forms.Form):
    """Another grid for a building: what `move_building` takes."""

    grid = forms.ModelChoiceField(Place.objects.none(), label=_("Grid"))
    on = _day(_("From the day"))

    def __init__(self, *args: Any, grids: QuerySet[Place], row: Building, **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, grids.exclude(pk=row.grid_id))


class DutyForm(forms.Form):
    """Who answers for a grid: what `set_duty` takes."""

    grid = forms.ModelChoiceField(Place.objects.none(), label=_("Grid"))
    role = forms.ChoiceField(label=_("Post"), choices=DutyRole.choices)
    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("Public: on the notice card and the board.")
    )
    telephone = TelephoneField()
    officer = forms.ModelChoiceField(
        Officer.objects.none(), label=_("Account, if there is one"), required=False
    )
    on = _day(_("From the day"))

    def __init__(self, *args: Any, grids: QuerySet[Place], row: GridDuty | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, grids)
        places = sorted({grid.code[:12] for grid in grids})
        staff = Officer.objects.filter(is_active=True, organisation__place__in=places)
        self.fields["officer"].queryset = staff.order_by("name", "id")  # type: ignore[attr-defined]


def _offer(form: forms.Form, grids: QuerySet[Place]) -> None:
    field = form.fields["grid"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = grids
    field.label_from_instance = lambda obj: f"{obj.code} {obj.name}"  # type: ignore[method-assign]


class RetireForm(forms.Form):
    """The end of a place, building or duty: what `retire_place`, `retire_building` and `end_duty` take."""

    on = _day(_("First day without it"))


class BoundaryFileForm(forms.Form):
    """Boundaries as GeoJSON; read and taken over feature by feature, with a report for each."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_("Each feature needs the code of its place as the property “code”."),
    )
    crs = forms.ChoiceField(
        label=_("Coordinates"),
        choices=[
            ("wgs84", _("WGS-84 or CGCS2000")),
            ("gcj02", _("GCJ-02 (AMap, Tencent)")),
            ("bd09", _("BD-09 (Baidu)")),
        ],
    )


class TableFileForm(forms.Form):
    """A table of the desk as a file, to be looked at."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel or csv, with the headings of the sheet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv"}),
    )


class TableAccountsForm(forms.Form):
    """The accounts of a file whose one-time password nobody has used yet, signed, to get new ones."""

    accounts = forms.CharField(widget=forms.HiddenInput)


class TableRowsForm(forms.Form):
    """The rows that were looked at, signed, to be taken in."""

    rows = forms.CharField(widget=forms.HiddenInput)


NOT_KNOWN = _("not known")


def place_choices(prefix: str, on: date, *, blank: Any = NOT_KNOWN) -> list[tuple[str, Any]]:
    """Standing places below a prefix, grouped by name: in a street its grids, above it communities.

    Read from the map in memory.
    """
    near = len(prefix) >= Level.STREET
    sizes = (Level.COMMUNITY, Level.GRID) if near else (Level.STREET, Level.COMMUNITY)
    groups: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    for code, row in sorted(locator().names.items()):
        if len(code) in sizes and code.startswith(prefix):
            name = pick_words(row["name"], row["name_en"])
            titles.setdefault(code[: sizes[0]], name)
            groups.setdefault(code[: sizes[0]], []).append((code, name))
    return [("", blank), *((titles[code], choices) for code, choices in groups.items())]

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.places import forms
from sunshine.places.models import Place
from sunshine.places.queries import grids
from tests.factories.people import OfficerFactory
from tests.factories.places import COMMUNITY, GRID, STREET, BuildingFactory, PlaceFactory
from tests.factories.world import small_world

pytestmark = pytest.mark.django_db


def test_a_new_place_says_what_its_action_takes():
    form = forms.PlaceForm({"code": STREET, "name": "阳光街道", "since": "2026-11-01"})

    assert form.is_valid()
    assert (form.cleaned_data["since"], "kind" in form.cleaned_data) == (date(2026, 11, 1), False)


def test_a_kind_of_grid_is_kept():
    form = forms.PlaceForm({"code": GRID, "name": "第一网格", "kind": "micro"})

    assert (form.is_valid(), form.cleaned_data["kind"]) == (True, "micro")


def test_a_place_without_a_name_keeps_what_was_typed():
    form = forms.PlaceForm({"code": STREET, "name": "", "extent": "东至朝阳路"})

    assert (form.is_valid(), list(form.errors), form["extent"].value()) == (False, ["name"], "东至朝阳路")


@pytest.mark.parametrize(("seen", "step"), [("4", 4), ("", 1)])
def test_a_change_stands_at_the_step_that_was_on_the_page(seen, step):
    place = PlaceFactory()

    form = forms.PlaceChangeForm({"name": "新名", "seen": seen}, row=place)

    assert (form.is_valid(), place.version, "seen" in form.cleaned_data) == (True, step, False)


def test_aliases_are_one_field_and_a_list():
    building = BuildingFactory(aliases=["三栋", "老楼"])

    form = forms.BuildingChangeForm({"name": "3号楼", "aliases": "三栋、东楼"}, row=building)

    assert forms.BuildingChangeForm(row=building)["aliases"].value() == "三栋、老楼"
    assert (form.is_valid(), form.cleaned_data["aliases"]) == (True, ["三栋", "东楼"])


def test_a_building_is_offered_only_the_grids_within_reach():
    small_world()

    fields = {"name": "3号楼", "grid": "231282999002001"}

    assert forms.BuildingForm(fields, grids=grids(STREET)).is_valid()
    assert not forms.BuildingForm(fields, grids=grids(COMMUNITY)).is_valid()


def test_a_building_does_not_move_where_it_is():
    building = small_world().buildings[0]

    offered = forms.BuildingMoveForm(grids=grids(COMMUNITY), row=building).fields["grid"]

    assert [label for _code, label in offered.choices][1:] == ["231282999001002 第二网格"]


def test_a_duty_is_offered_the_staff_of_the_communities():
    PlaceFactory()
    officer, _elsewhere = OfficerFactory(), OfficerFactory(organisation__place="231282999002")

    form = forms.DutyForm(grids=Place.objects.filter(code=GRID))

    assert list(form.fields["officer"].queryset) == [officer]


def test_a_boundary_comes_as_a_file():
    file = SimpleUploadedFile("b.geojson", b"{}")

    assert forms.BoundaryFileForm({"crs": "gcj02"}, {"file": file}).is_valid()
    assert list(forms.BoundaryFileForm({"crs": "wgs84"}).errors) == ["file"]


def test_an_end_without_a_day_is_today():
    form = forms.RetireForm({})

    assert (form.is_valid(), form.cleaned_data) == (True, {"on": None})

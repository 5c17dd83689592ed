import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sunshine.cases.sheets.duty_list import DUTY_LIST
from sunshine.people.models import Officer, Organisation
from sunshine.places.models import Building, GridDuty, Place
from sunshine.places.sheets.organisations import ORGANISATIONS
from sunshine.places.sheets.staff import STAFF
from tests.factories.places import COUNTY, GRID, PlaceFactory, square
from tests.factories.world import SOUTH, WEST, small_world

pytestmark = pytest.mark.django_db


def run(kind: str, file: Path, *options: str) -> list[str]:
    """What the command prints."""
    out = StringIO()
    call_command(kind, str(file), *options, stdout=out)
    return out.getvalue().splitlines()


def written(tmp_path: Path, text: str, name: str = "t.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def test_places_are_imported_and_the_county_entered_if_missing(tmp_path):
    file = written(tmp_path, "code,name\n231282999,阳光街道\n231282998001,无街道\n")

    lines = run("import_places", file, "--county-name", "肇东市")

    assert list(Place.objects.order_by("code").values_list("name", flat=True)) == ["肇东市", "阳光街道"]
    assert lines[0].startswith("3\t无街道\t未收下\t")
    assert len(lines) == 2


def test_buildings_and_duties_are_imported(tmp_path):
    PlaceFactory()

    run("import_buildings", written(tmp_path, f"grid,name\n{GRID},3号楼\n"))
    run(
        "import_duties",
        written(tmp_path, f"grid,name,telephone\n{GRID},王平安,12345\n".replace("name", "姓名")),
    )

    assert (Building.objects.count(), GridDuty.objects.count()) == (1, 1)


def test_boundaries_are_imported_with_their_warnings(tmp_path):
    small_world()
    source = {"type": "Feature", "properties": {"code": GRID}, "geometry": square(WEST, SOUTH, 0.005)}

    lines = run("import_boundaries", written(tmp_path, json.dumps(source), "b.geojson"))

    assert len(lines) == 2


def test_a_file_of_which_nothing_is_taken_fails_with_one_sentence(tmp_path):
    PlaceFactory(code=COUNTY)
    file = written(tmp_path, "code,name\n110101,外县\n")

    with pytest.raises(CommandError) as error:
        run("import_places", file)

    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("name", ["none.csv", "empty.csv"])
def test_a_file_that_cannot_be_read_fails_with_one_sentence(tmp_path, name):
    written(tmp_path, "", "empty.csv")

    with pytest.raises(CommandError):
        run("import_places", tmp_path / name)


@pytest.mark.parametrize(("kind", "rows"), [("places", 8), ("buildings", 8), ("duties", 4)])
def test_what_is_exported_can_be_imported(tmp_path, kind, rows):
    small_world()
    file = tmp_path / "x.xlsx"

    run(f"export_{kind}", file)

    assert run(f"import_{kind}", file) == [f"共{rows}行：已收下0行，已存在{rows}行，未收下0行。"]


def test_an_export_of_an_unknown_place_fails_with_one_sentence(tmp_path):
    with pytest.raises(CommandError):
        run("export_places", tmp_path / "x.xlsx", "--place", "231282998")


def test_organisations_and_staff_are_tried_and_then_imported_with_each_password_printed_once(tmp_path):
    offices = written(tmp_path, "机构名称,机构类别,辖区\n路灯管理所,职能部门,231282\n")
    people = written(tmp_path, "姓名,登录名,所属单位,岗位\n李梅,limei,路灯管理所,部门经办人\n", "p.csv")

    run("import_organisations", offices, "--preview")
    assert not Organisation.objects.exists()
    run("import_organisations", offices)
    tried = run("import_staff", people, "--preview")
    printed = run("import_staff", people)

    username, name, secret = printed[0].split("\t")
    assert (username, name, len(printed)) == ("limei", "李梅", 2)
    assert tried == [
        f"2\t李梅\t可收下\t路灯管理所 · 部门经办人 (231282) · {timezone.localdate()} 起",
        "共1行：可收下1行，已存在0行，收不下0行。",
    ]
    assert Officer.objects.get().check_password(secret)
    assert run("import_staff", people) == ["共1行：已收下0行，已存在1行，未收下0行。"]


def test_a_preview_of_which_nothing_could_be_taken_says_so_as_a_preview(tmp_path):
    with pytest.raises(CommandError, match="都收不下") as refusal:
        run(
            "import_organisations",
            written(tmp_path, "机构名称,机构类别,辖区\n某局,大队,231282\n"),
            "--preview",
        )

    assert "“大队”" in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("organisations", ORGANISATIONS), ("staff", STAFF), ("duty_list", DUTY_LIST)],
)
def test_help_names_every_column(kind, fields, capsys):
    with pytest.raises(SystemExit):
        call_command(f"import_{kind}", "--help")

    said = "".join(capsys.readouterr().out.split())
    assert [one.zh for one in fields if one.zh not in said] == []

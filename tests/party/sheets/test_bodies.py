"""The party tree as a ledger: what each row becomes, and that it comes back as it went out."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sunshine.party.queries.bodies import tree
from sunshine.party.sheets.bodies import export_bodies, import_bodies
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from tests.factories.bodies import party
from tests.factories.people import COMMUNITY, COUNTY, DAY, GRID, NOON
from tests.factories.places import BuildingFactory, PlaceFactory

pytestmark = pytest.mark.django_db

HEAD = "组织名称,组织类别,所在编码,上级组织,楼栋,届期起,届期止,联系人,联系电话,党员数\n"
GOOD = (
    HEAD + f"3号楼党小组,楼栋党小组,{GRID},第一网格党支部,3号楼,,,,,\n"
    f"第一网格党支部,网格党支部,{GRID},阳光社区党总支,,2024-01-01,2029年1月1日,,,12\n"
    f"阳光社区党总支,党总支,{COMMUNITY},,,,,党总支办公室,0455-7770100,66\n"
)


@pytest.fixture(autouse=True)
def house():
    return BuildingFactory(grid=PlaceFactory(code=GRID), name="3号楼")


def take(text: str):
    return import_bodies(text.encode(), "tree.csv", by=Actor.system("test"), at=NOON)


def test_the_higher_kinds_are_entered_first_wherever_they_stand(house):
    report = take(GOOD)

    assert report.accepted == 3
    assert [node.depth for node in tree(COMMUNITY, DAY, now=DAY)] == [0, 1, 2]
    assert Organisation.objects.get(kind="party_group").body.building == house


def test_a_preview_says_the_same_and_writes_nothing():
    report = import_bodies(GOOD.encode(), "tree.csv", by=Actor.system("test"), at=NOON, preview=True)

    assert (report.accepted, Organisation.objects.count()) == (3, 0)


def test_a_second_time_everything_is_there():
    take(GOOD)

    assert take(GOOD).there == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"某支部,工会,{COMMUNITY},,,,,,,", "“工会”"),
        (f"某小组,党小组,{GRID},没有的支部,,,,,,", "没有“没有的支部”"),
        ("某小组,党小组,x,没有的支部,,,,,,", "没有“没有的支部”"),
        (f"某支部,党支部,{COMMUNITY},,,去年,,,,", "“去年”"),
        (f"某支部,党支部,{COMMUNITY},,,,,,,很多", "“很多”"),
        (f"某支部,党支部,{COMMUNITY[:9]}777,,,,,,,", "没有这个地方"),
        (f",党支部,{COMMUNITY},,,,,,,5", "名称"),
        (f"某小组,党小组,{GRID},某总支,9号楼,,,,,", "没有“9号楼”"),
        (f"某支部,网格党支部,{GRID},,,,,,,", "上级党组织"),
    ],
)
def test_a_row_that_cannot_be_read_comes_back_with_its_reason(row, reason):
    party("general_branch", COMMUNITY, name="某总支")

    (line,) = take(HEAD + row + "\n").rejected

    assert (line.number, reason in line.sentence) == (2, True), line.sentence


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_written_can_be_read_back(language):
    take(GOOD)
    with override(language):
        book = export_bodies(COUNTY, on=DAY)

    report = import_bodies(book, "tree.xlsx", by=Actor.system("test"), at=NOON)

    assert (report.there, len(report.lines)) == (3, 3)


def test_the_commands_read_and_write_a_file(tmp_path, capsys):
    file = tmp_path / "tree.csv"
    file.write_text(GOOD, encoding="utf-8")

    call_command("import_party", file, "--preview")
    call_command("import_party", file)
    call_command("export_party", tmp_path / "out.xlsx")

    assert "3" in capsys.readouterr().out
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


def test_a_file_of_which_nothing_is_taken_fails(tmp_path):
    file = tmp_path / "tree.csv"
    file.write_text(HEAD + f"某支部,工会,{COMMUNITY},,,,,,,\n", encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("import_party", file)

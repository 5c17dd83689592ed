import json
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sunshine.lib.refusals import Refused
from sunshine.places import queries
from sunshine.places.actions.step import change_map
from sunshine.places.models import Building, Place
from sunshine.places.queries import Located, locator
from sunshine.places.states import Certainty, PlaceLevel
from tests.factories.people import OfficerFactory, OrganisationFactory
from tests.factories.places import COUNTY, FIRST_DAY, GRID, STREET, BuildingFactory, DutyFactory, PlaceFactory
from tests.factories.world import SOUTH, WEST, small_world

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
OTHER = "231282999001002"


def codes(places) -> list[str]:
    return [place.code for place in places]


def test_a_place_is_found_by_its_code_or_refused():
    PlaceFactory(code=COUNTY)

    assert queries.place(COUNTY).code == COUNTY
    with pytest.raises(Refused):
        queries.place("231282998")


def test_the_tree_is_walked_by_prefix():
    world = small_world()

    assert codes(queries.children(STREET)) == ["231282999001", "231282999002"]
    assert codes(queries.ancestors(GRID)) == [COUNTY, STREET, "231282999001"]
    assert codes(queries.communities(COUNTY)) == codes(world.communities)
    assert codes(queries.grids("231282999002")) == codes(world.grids[2:])


def test_a_retired_place_stands_until_its_last_day():
    PlaceFactory(code=STREET, retired_on=DAY)

    assert [codes(queries.standing("", day)) for day in (date(2026, 11, 22), DAY)] == [
        [COUNTY, STREET],
        [COUNTY],
    ]
    assert codes(queries.standing()) == [COUNTY]


@pytest.mark.parametrize("text", ["平安", "Peace", "231282999002"])
def test_a_place_is_searched_by_name_or_code(text):
    small_world()
    Place.objects.filter(code="231282999002").update(name_en="Peace community")

    found = queries.search(text, within=STREET, level=PlaceLevel.COMMUNITY)

    assert codes(found) == ["231282999002"]
    assert queries.search("网格", limit=3).count() == 3


def test_the_grid_of_a_building_is_that_of_the_day():
    building = BuildingFactory(since=date(2026, 2, 1))

    days = (date(2026, 1, 31), date(2026, 2, 1), DAY)

    assert [queries.grid_of(building.pk, day) for day in days] == [None, GRID, GRID]


def test_the_worker_answers_before_the_leader():
    grid = PlaceFactory()
    DutyFactory(grid=grid, role="grid_leader", name="赵")
    leader_only = queries.who_answers(grid, DAY)
    DutyFactory(grid=grid, name="王")

    assert [leader_only.name, queries.who_answers(GRID, DAY).name] == ["赵", "王"]
    assert [duty.name for duty in queries.duties(STREET, DAY)[GRID]] == ["王", "赵"]


def test_a_report_asks_for_the_account_on_duty_by_the_same_rule():
    grid, worker = PlaceFactory(), OfficerFactory()
    before = queries.officers_on_duty([GRID], DAY)
    DutyFactory(grid=grid, role="grid_leader", name="赵")
    DutyFactory(grid=grid, name="王", officer=worker)

    assert (before, queries.officers_on_duty([GRID], DAY)) == ({}, {GRID: worker.pk})
    assert queries.who_answers(GRID, DAY).officer_id == worker.pk


def test_nobody_answers_before_the_first_day():
    DutyFactory()

    assert queries.who_answers(GRID, date(2025, 12, 31)) is None


@pytest.mark.parametrize("grids", [1, 3])
def test_the_rota_of_a_street_costs_one_statement(grids, django_assert_num_queries):
    for n in range(grids):
        DutyFactory(grid=PlaceFactory(code=f"23128299900100{n + 1}"))

    with django_assert_num_queries(1):
        assert len(queries.duties(STREET, DAY)) == grids


def test_the_notice_card_says_the_four_things():
    world = small_world()
    Place.objects.filter(code=GRID).update(extent="东至朝阳路")
    OrganisationFactory(kind="supervision", place=COUNTY, telephone="12388")
    OrganisationFactory(kind="supervision", place=STREET, telephone="0455-7772222")

    card = queries.notice_card(GRID, DAY)

    assert (card.grid.name, card.community.name, card.street) == ("第一网格", "阳光社区", world.street)
    assert (card.extent, card.buildings) == ("东至朝阳路", ("阳光花园1号楼", "阳光花园2号楼"))
    assert [duty.name for duty in card.duties] == ["王平安"]
    assert card.supervision.telephone == "0455-7772222"


def test_a_point_lies_in_its_grid_for_sure():
    world = small_world()

    found = locator().at_point(*world.middle(2))

    assert found == Located("231282999002001", Certainty.EXACT, (("by", "point"),))
    assert (found.grid, found.community, found.why) == ("231282999002001", "231282999002", {"by": "point"})


def test_a_point_just_beside_a_grid_likely_belongs_to_it():
    small_world()

    found = locator().at_point(WEST + 0.005, SOUTH - 0.0001)

    assert (found.place, found.certainty, found.why) == (
        GRID,
        Certainty.LIKELY,
        {"by": "point", "near_m": 11.1},
    )


def test_a_point_in_a_gap_knows_its_community():
    small_world()
    Place.objects.filter(code=GRID).update(boundary=None)
    change_map()

    found = locator().at_point(WEST + 0.005, SOUTH + 0.005)

    assert (found.grid, found.community, found.certainty) == (None, "231282999001", Certainty.COARSE)


def test_a_point_far_from_any_grid_knows_street_or_county():
    small_world()
    Place.objects.exclude(code__in=[COUNTY, STREET]).update(boundary=None)
    change_map()

    found = [locator().at_point(lon, SOUTH + 0.005) for lon in (WEST + 0.005, WEST - 0.05)]

    assert [(one.place, one.community, one.certainty) for one in found] == [
        (STREET, None, Certainty.UNKNOWN),
        (COUNTY, None, Certainty.UNKNOWN),
    ]


@pytest.mark.parametrize("point", [(114.3, 30.5), (0.0, 0.0), (float("nan"), 46.0), (float("inf"), 46.0)])
def test_a_point_outside_the_county_is_refused(point):
    small_world()

    with pytest.raises(Refused) as refusal:
        locator().at_point(*point)

    assert refusal.value.code == "outside_county"


def test_a_county_without_boundary_reaches_a_little_beyond_what_is_drawn():
    small_world()
    Place.objects.filter(code=COUNTY).update(boundary=None)
    change_map()

    assert locator().at_point(WEST - 0.1, SOUTH).place == COUNTY
    with pytest.raises(Refused):
        locator().at_point(WEST - 0.3, SOUTH)


def test_an_empty_map_knows_nothing():
    change_map()

    found = locator().at_point(WEST, SOUTH)

    assert (found.place, found.community, found.certainty) == ("", None, Certainty.UNKNOWN)
    assert locator().at_text("阳光花园3号楼").certainty == Certainty.UNKNOWN


def test_many_points_are_answered_as_each_alone():
    world = small_world()
    points = [world.middle(0), world.middle(3), (WEST + 0.005, SOUTH - 0.0001), (0.0, 0.0)]

    found = locator().at_points(*zip(*points, strict=True))

    assert found[:3] == [locator().at_point(*point) for point in points[:3]]
    assert (found[3].place, found[3].why) == ("", {"by": "point", "in": "outside"})


def test_a_building_has_its_grid():
    building = small_world().buildings[5]

    found = locator().at_building(building.pk)

    assert (found.grid, found.building, found.certainty) == (building.grid_id, building.pk, Certainty.EXACT)
    with pytest.raises(Refused):
        locator().at_building(0)


@pytest.mark.parametrize(
    ("text", "within", "place", "certainty", "has_building"),
    [
        ("阳光花园三栋2单元501", None, "231282999001002", "exact", True),
        ("听说阳光花园三栋", None, "231282999001002", "likely", True),
        ("3号楼", "231282999001", "231282999001002", "likely", True),
        ("3号楼", None, "", "unknown", False),
        ("3号楼", STREET, STREET, "unknown", False),
        ("阳光花园门口", None, "231282999001", "coarse", False),
        ("阳光花园门口", "231282999001002", "231282999001002", "likely", False),
        ("阳光花园99号楼", None, "231282999001", "coarse", False),
        ("平安社区阳光花园3号楼", None, STREET, "unknown", False),
        ("阳光社区第二网格", None, "231282999001002", "likely", False),
        ("阳光社区的路灯", None, "231282999001", "coarse", False),
        ("第一网格", None, STREET, "unknown", False),
        ("路灯坏了", "231282999001", "231282999001", "coarse", False),
        ("路灯坏了", None, "", "unknown", False),
    ],
)
def test_a_text_is_never_surer_than_its_words(text, within, place, certainty, has_building):
    small_world()

    found = locator().at_text(text, within=within)

    assert (found.place, found.certainty, found.building is not None) == (place, certainty, has_building)


def test_a_name_that_two_share_gives_both_as_candidates():
    world = small_world()
    BuildingFactory(grid=world.grids[2], name="阳光花园1号楼")

    found = locator().at_text("阳光花园1号楼")

    assert (found.place, found.building, found.why["count"]) == (STREET, None, 2)
    assert found.why["candidates"] == ["阳光花园1号楼", "阳光花园1号楼"]


def test_two_of_one_name_in_one_grid_leave_the_grid_sure():
    world = small_world()
    for alias in ("东1号楼", "西1号楼"):
        BuildingFactory(grid=world.grids[0], name=f"{alias}", aliases=["老楼"])

    found = locator().at_text("老楼")

    assert (found.place, found.building, found.certainty) == (GRID, None, Certainty.LIKELY)


def test_the_reasons_of_a_text_say_what_matched_and_what_clashed():
    small_world()

    assert locator().at_text("平安社区阳光花园3号楼").why == {
        "by": "text", "how": "name", "matched": "阳光花园3栋", "conflict": True,
        "candidates": ["阳光花园3号楼"], "count": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "certainty"),
    [
        ("平安社区门口", STREET, "unknown"),
        ("阳光花园3号楼", GRID, "exact"),
        ("门口的路灯", GRID, "exact"),
    ],
)
def test_a_point_against_the_words_is_no_place(text, place, certainty):
    point = small_world().middle(0)

    found = locator().at_point_and_text(*point, text)

    assert (found.place, found.certainty) == (place, certainty)
    assert found.why.get("candidates", ["阳光社区", "平安社区"]) == ["阳光社区", "平安社区"]


@pytest.mark.parametrize(
    ("text", "place", "certainty"),
    [
        ("新阳光花园3号楼", "", "unknown"),
        ("阳光社区新阳光花园3号楼", "231282999001", "coarse"),
        ("洋光花园3号楼", "231282999001002", "likely"),
        ("阴光花园3号楼", "", "unknown"),
    ],
)
def test_a_candidate_is_shown_and_not_claimed(text, place, certainty):
    small_world()

    found = locator().at_text(text)

    assert (found.place, found.certainty) == (place, certainty)
    assert found.building is not None or found.why["candidates"] == ["阳光花园3号楼"]


def test_typing_is_helped_with_name_code_and_id():
    building = small_world().buildings[0]

    assert queries.suggest_buildings("阳光花园1", within=STREET) == [
        {"id": building.pk, "name": "阳光花园1号楼", "code": GRID}
    ]


def test_locating_does_not_touch_the_database(django_assert_num_queries):
    world = small_world()
    book = locator()

    with django_assert_num_queries(0):
        book.at_point(*world.middle(0))
        book.at_text("阳光花园1号楼")
        book.at_building(world.buildings[0].pk)


@pytest.mark.parametrize("again", [1, 3])
def test_asking_for_the_map_costs_one_statement(again, django_assert_num_queries):
    small_world()
    held = locator()

    with django_assert_num_queries(again):
        assert {locator() for _ in range(again)} == {held}


def test_loading_the_map_costs_three_statements_whatever_its_size():
    small_world()

    with CaptureQueriesContext(
        connection,
    ) as seen:
        locator()

    assert len(seen) == 3


def test_the_map_is_loaded_anew_when_it_changed():
    world = small_world()
    before = locator()
    Building.objects.filter(pk=world.buildings[0].pk).update(name="新名号楼")
    unchanged = locator()
    change_map()

    assert (unchanged is before, locator() is before) == (True, False)


@pytest.mark.postgres
def test_a_map_of_a_transaction_taken_back_is_forgotten():
    world = small_world()
    with transaction.atomic():
        Place.objects.filter(code=GRID).update(boundary=None)
        change_map()
        inside = locator().at_point(*world.middle(0)).grid
        transaction.set_rollback(True)
    change_map()

    assert (inside, locator().at_point(*world.middle(0)).grid) == (None, GRID)


def test_the_map_version_rises():
    before = queries.map_version()
    change_map()

    assert queries.map_version() == before + 1


def test_the_grids_are_drawn_once_per_map():
    small_world()

    drawn = queries.grids_geojson("231282999001")

    features = json.loads(drawn)["features"]
    assert [feature["id"] for feature in features] == [GRID, OTHER]
    assert features[0]["properties"] == {"code": GRID, "name": "第一网格", "name_en": "", "kind": "general"}
    assert [WEST, SOUTH] in features[0]["geometry"]["coordinates"][0]
    assert queries.grids_geojson("231282999001") is drawn


def test_no_grids_are_an_empty_collection():
    small_world()

    assert json.loads(queries.grids_geojson("231282998")) == {"type": "FeatureCollection", "features": []}


def test_the_buildings_of_a_place_are_those_that_stand():
    standing = BuildingFactory()
    BuildingFactory(retired_on=DAY, since=FIRST_DAY).grids.update(valid_to=DAY)

    assert list(queries.buildings(STREET)) == [standing]


def test_what_words_may_mean_can_be_chosen_by_its_key():
    world = small_world()
    twin = BuildingFactory(grid=world.grids[2], name="阳光花园1号楼")
    book = locator()

    found = book.at_text("阳光花园1号楼")

    assert set(found.choices) == {world.buildings[0].pk, twin.pk}
    assert [book.words_of(key) for key in sorted(found.choices)] == [
        "阳光社区 阳光花园1号楼",
        "平安社区 阳光花园1号楼",
    ]


def test_a_name_of_two_grids_is_chosen_by_their_codes():
    small_world()
    book = locator()

    found = book.at_text("第一网格")

    assert found.choices == (GRID, "231282999002001")
    assert [book.words_of(key) for key in found.choices] == ["阳光社区 第一网格", "平安社区 第一网格"]


def test_a_name_that_many_places_share_is_no_choice():
    small_world()
    for n in range(3, 9):
        PlaceFactory(code=f"23128299900{n}001", name="第一网格")

    assert locator().at_text("第一网格").choices == ()


@pytest.mark.parametrize(
    ("text", "words"), [("平安社区门口", "平安社区"), ("平安家园1号楼", "平安社区 平安家园1号楼")]
)
def test_point_and_words_that_disagree_are_both_to_choose(text, words):
    point = small_world().middle(0)
    book = locator()

    found = book.at_point_and_text(*point, text)

    assert [book.words_of(key) for key in found.choices] == ["阳光社区 第一网格", words]


def test_nothing_is_to_choose_where_the_place_is_sure():
    small_world()

    assert locator().at_text("阳光花园3号楼").choices == ()

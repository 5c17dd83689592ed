import pytest

from sunshine.lib.addressbook import AddressBook, BookedBuilding

COUNTY, STREET = "231282", "231282999"
SUN, PEACE = f"{STREET}001", f"{STREET}002"
PLACES = [
    (COUNTY, "肇东市"),
    (STREET, "阳光街道"),
    (SUN, "阳光社区居委会"),
    (PEACE, "平安社区"),
    (f"{SUN}001", "第一网格"),
    (f"{SUN}002", "第二网格"),
    (f"{PEACE}001", "第一网格"),
]
BOOK = AddressBook(
    [
        BookedBuilding(1, f"{SUN}001", ("幸福小区3号楼",), "朝阳路12号"),
        BookedBuilding(2, f"{SUN}002", ("幸福小区5号楼",), "朝阳路12号"),
        BookedBuilding(3, f"{PEACE}001", ("3号楼", "平安家园3号楼")),
        BookedBuilding(4, f"{PEACE}002", ("市民活动中心", "活动中心")),
        BookedBuilding(5, f"{SUN}001", ("幸福小区13号楼",)),
        BookedBuilding(6, f"{PEACE}001", ("平安家园", "花园A座和B座")),
        BookedBuilding(7, f"{PEACE}002", ("肇东市", "二号院8号楼 9号楼", "十号")),
        BookedBuilding(8, f"{PEACE}003", ("百草苑4号楼",)),
    ],
    PLACES,
)


def said(text: str, within: str = "") -> tuple[tuple[int, ...], str, bool]:
    found = BOOK.find(text, within)
    return found.keys, found.how, found.sure


@pytest.mark.parametrize(
    "text",
    [
        "幸福小区3号楼",
        "幸福小区三栋",
        "幸福小区 3 ＃ 楼 2单元501",
        "我家住在幸福小区第三幢",
        "幸福3号楼门口",
        "肇东市阳光街道阳光社区幸福小区3号楼",
        "朝阳路12号3栋",
    ],
)
def test_estate_and_number_in_any_spelling_are_a_building_for_sure(text):
    assert said(text) == ((1,), "name", True)


@pytest.mark.parametrize("text", ["听说幸福小区3号楼", "幸福小区3号楼对面的树", "昨天幸福小区3号楼"])
def test_a_building_beside_words_we_cannot_explain_is_only_likely(text):
    assert said(text) == ((1,), "name", False)


@pytest.mark.parametrize(
    ("text", "keys", "how"),
    [
        ("幸福小区99号楼", (1, 2, 5), "other_number"),
        ("幸运小区3号楼", (1,), "similar"),
        ("新杏福小区3号楼", (1,), "similar"),
        ("百花苑4号楼", (), "place"),  # one other character makes a short name another name
        ("幸福小区对面新家园4号楼", (1, 2, 5), "near"),
        ("无名家园4号楼", (), "place"),
        ("幸福小区门口路灯坏了", (1, 2, 5), "estate"),
        ("朝阳路12号", (1, 2), "estate"),
        ("3号楼", (1, 3), "number"),
        ("我家77号楼", (), "place"),
        ("路灯坏了", (), "place"),
        ("", (), "place"),
    ],
)
def test_what_does_not_name_one_building_gives_candidates(text, keys, how):
    assert said(text)[:2] == (keys, how)


def test_a_name_typed_as_it_sounds_is_the_name_with_its_number_only():
    assert [said(text)[:2] for text in ("杏福小区3号楼", "杏福小区4号楼", "杏福小区路灯坏了")] == [
        ((1,), "sound"),
        ((), "place"),
        ((), "place"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "新幸福小区3号楼",
        "东方平安家园漏水",
        "哈尔滨市平安家园3号楼",
        "黑龙江省绥化市北林区平安家园3号楼",
        "齐齐哈尔的平安家园3号楼",
        "平安家园新区3号楼",
        "平安家园东苑3号楼",
        "平安家园快捷酒店门口",
        "平安家园二期没通水",
        "朝阳路12号楼漏水",
    ],
)
def test_a_name_that_may_be_part_of_a_longer_one_is_a_candidate(text):
    assert said(text)[1:] == ("perhaps", False)


@pytest.mark.parametrize("text", ["大家都很幸福,可是路灯坏了", "住得幸福3个月", "市民活动很多"])
def test_a_stem_among_other_words_is_no_estate(text):
    assert said(text)[:2] == ((), "place")


@pytest.mark.parametrize("text", ["幸福那边路灯坏了", "我住幸福这片,路灯坏了", "幸福"])
def test_a_stem_said_as_a_place_is_the_estate(text):
    assert said(text)[:2] == ((1, 2, 5), "estate")


@pytest.mark.parametrize(
    "text",
    [
        "3号楼,幸福小区的",
        "3栋二单元幸福小区,水管冻裂",
        "小区叫幸福小区,楼是三号楼",
        "阳光社区,幸福小区,3号楼,灯坏了",
        "不是平安家园,是幸福小区3栋",
        "原来住平安家园,现在搬到幸福小区3号楼",
        "我在平安家园上班,家在幸福小区3号楼",
        "听说平安家园修好了,我们幸福小区3号楼呢",
        "平安家园的垃圾都倒在幸福小区3号楼",
    ],
)
def test_number_and_name_belong_together_in_any_order_and_the_words_tell_which_of_two_is_meant(text):
    assert said(text)[:2] == ((1,), "name")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("幸福小区和平安家园都停水", "several"),
        ("我住平安家园,幸福小区3号楼着火了", "several"),
        ("幸福小区不热,平安家园热", "several"),
        ("听说幸福小区3号楼着火了,我在平安家园", "several"),
        ("幸福小区3号楼和5号楼中间", "estate"),
        ("幸福小区3号楼漏水,幸福小区5号楼也漏", "estate"),
        ("幸福小区,3号楼,5号楼,灯坏了", "estate"),
    ],
)
def test_two_places_are_never_one(text, how):
    assert said(text)[1:] == (how, False)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("友好里停水了", "estate"),
        ("友好里程驾校", "perhaps"),
        ("孩子们在友好里玩", "perhaps"),
        ("我在友好里3号楼", "name"),
        ("老棉纺厂家属区停水", "estate"),
        ("棉纺家属楼停水", "estate"),
        ("棉纺厂停水", "place"),
    ],
)
def test_a_name_that_ends_like_a_word_and_staff_housing_by_any_of_its_names(text, how):
    book = AddressBook(
        [
            BookedBuilding(1, f"{SUN}001", ("友好里3号楼",)),
            BookedBuilding(2, f"{SUN}001", ("老棉纺厂家属院2栋",)),
        ],
        PLACES,
    )

    assert book.find(text).how == how


def test_a_grid_is_not_found_within_another_number():
    assert BOOK.find("阳光社区第十一网格").scope == (SUN,)


def test_three_is_not_thirteen():
    assert (said("幸福小区13号楼")[0], said("幸福小区3号楼")[0]) == ((5,), (1,))


@pytest.mark.parametrize(
    ("text", "sure"), [("活动中心", True), ("我在市民活动中心门口", True), ("市民活动中心着火", False)]
)
def test_a_house_with_a_name_needs_no_number(text, sure):
    assert said(text) == ((4,), "name", sure)


def test_a_number_behind_a_named_house_is_a_floor():
    assert said("市民活动中心3楼") == ((4,), "name", False)


def test_a_number_alone_is_looked_up_where_one_stands():
    assert said("3号楼", PEACE) == ((3,), "number", False)


def test_a_named_community_decides_between_two():
    found = BOOK.find("平安社区 3号楼")

    assert (found.keys, found.scope, found.conflict) == ((3,), (PEACE,), False)


def test_words_that_exclude_each_other_are_a_conflict():
    found = BOOK.find("平安社区幸福小区3号楼")

    assert (found.keys, found.conflict) == ((1,), True)


def test_two_places_that_exclude_each_other_are_a_conflict():
    found = BOOK.find("阳光社区平安社区")

    assert (found.how, found.conflict) == ("place", True)


def test_a_grid_is_named_by_community_and_number():
    assert BOOK.find("阳光社区第2网格").scope == (f"{SUN}002",)


def test_a_grid_number_alone_may_be_anywhere():
    assert BOOK.find("第一网格").scope == (f"{SUN}001", f"{PEACE}001")


def test_a_building_outside_the_place_asked_for_is_not_found():
    assert said("幸福小区3号楼", PEACE)[:2] == ((), "place")


def test_a_committee_is_also_called_by_its_community():
    assert [BOOK.find(text).scope for text in ("阳光社区", "阳光社区居委会")] == [(SUN,), (SUN,)]


def test_a_place_is_read_only_near_the_beginning():
    assert said("路" * 400 + "幸福小区3号楼")[0] == ()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("幸福小区", [1, 2, 5]),
        ("幸福小区1", [5]),
        ("幸福小区3", [1]),
        ("阳光社区幸福", [1, 2, 5]),
        ("活动", [4]),
        ("xyz", []),
    ],
)
def test_typing_suggests_the_nearest_first(text, keys):
    assert BOOK.suggest(text) == keys


def test_suggestions_stay_in_the_place_and_the_limit():
    assert (BOOK.suggest("", PEACE, 2), len(BOOK.suggest("", limit=3))) == ([4, 6], 3)


def test_a_name_that_is_also_a_place_stays_a_name():
    assert said("肇东市") == ((7,), "name", True)

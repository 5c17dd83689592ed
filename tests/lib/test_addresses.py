import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib.addresses import Parts, building_part, grams, normal, numeral, parts, similarity

FLAT = "阳光花园3栋2单元501室"


@pytest.mark.parametrize(
    "typed",
    [
        "阳光花园3号楼2单元501",
        "阳光花园 三栋 2-501",
        "阳光花园３＃楼２单元５０１室",
        "阳光花园三号楼二单元五零一",
        "阳光花园3-2-501",
        "阳光花园 3 2 501",
        "阳光花园3幢2门501室",
        "阳光花园（3号楼）2单元，501室",
        "阳光花园小区03号楼2单元0501",
        "阳光花园第三栋第二单元501户",
        "阳光花园3號樓2單元501".replace("單", "单"),
        "阳光花园3座2单元五楼1号",
        "阳光花园-3栋-2-501",
        "阳光花园3号2单元501",
        "阳光花园3楼2单元501",
        "黑龙江省绥化市肇东市阳光花园3号楼2单元501",
        "阳光花园 Building 3 Unit 2 Room 501",
        "阳光花园 3 Bldg. Unit 2, Rm. 501",
    ],
)
def test_every_way_to_write_a_flat_has_one_spelling(typed: str):
    assert (normal(typed), building_part(typed)) == (FLAT, "阳光花园3栋")


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("阳光花园", "阳光花园"),
        ("阳光小区", "阳光小区"),
        ("阳光花园3", "阳光花园3栋"),
        ("阳光花园3#", "阳光花园3栋"),
        ("阳光花园501", "阳光花园501室"),
        ("阳光花园A座1201", "阳光花园a栋1201室"),
        ("阳光花园G2栋320", "阳光花园g2栋320室"),
        ("阳光花园十二栋", "阳光花园12栋"),
        ("阳光花园一期3栋", "阳光花园1期3栋"),
        ("阳光花园3号楼5楼", "阳光花园3栋5楼"),
        ("阳光花园3号楼东单元501", "阳光花园3栋东单元501室"),
        ("阳光花园2单元501", "阳光花园2单元501室"),
        ("阳光花园3栋楼下路灯不亮", "阳光花园3栋楼下路灯不亮"),
        ("中央大街12号", "中央大街12号"),
        ("中央大街12号3栋", "中央大街12号3栋"),
        ("朝阳路18-2号", "朝阳路18-2号"),
        ("正阳18街7号楼", "正阳18街7栋"),
        ("五一路", "五一路"),
        ("阳光花园3号楼10月5日停电", "阳光花园3栋10月5日停电"),
        ("11月3号2点停电", "11月3号2点停电"),
        ("3号楼", "3栋"),
        ("世纪100 3栋", "世纪100-3栋"),
        ("", ""),
    ],
)
def test_an_address_is_spelled_so_far_as_it_goes(typed: str, spelled: str):
    assert normal(typed) == spelled


def test_an_address_is_taken_apart():
    assert parts("阳光花园3号楼2单元门口") == Parts("阳光花园", "3", "2", "", "门口")
    assert parts("阳光花园2单元门口") == Parts("阳光花园", "", "2", "", "门口")


def test_names_of_the_division_above_are_dropped_in_front():
    assert building_part("肇东市朝阳街道阳光花园3号楼", without=["肇东市", "朝阳街道"]) == "阳光花园3栋"


def test_neighbouring_buildings_are_less_alike_than_two_spellings_of_one():
    three, thirteen = grams("阳光花园3号楼"), grams("阳光花园13栋")

    assert similarity(three, grams("阳光花园 三栋")) == 1.0
    assert similarity(three, thirteen) < 0.7
    assert (similarity(three, grams("")), grams("楼")) == (0.0, frozenset({"楼"}))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一百一十", 110),
        ("五零一", 501),
        ("两", 2),
        ("〇", 0),
    ],
)
def test_a_chinese_numeral_is_read(written: str, number: int):
    assert numeral(written) == number


@given(
    st.sampled_from(["阳光花园", "翠湖苑", "铁西小区", "正阳18街"]),
    st.integers(1, 99),
    st.sampled_from(["号楼", "栋", "幢", "座", "#", "＃楼", "号楼 ", "#楼"]),
    st.integers(1, 9),
    st.sampled_from(["单元", "门", "-"]),
    st.integers(101, 3399),
)
def test_the_spelling_depends_on_the_flat_alone(estate, building, mark, unit, door, room):
    typed = f"{estate}{building}{mark}{unit}{door}{room}"

    assert normal(typed) == f"{estate}{building}栋{unit}单元{room}室"
    assert normal(normal(typed)) == normal(typed)


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str):
    assert building_part(text) == building_part(text)
    assert isinstance(grams(text), frozenset)

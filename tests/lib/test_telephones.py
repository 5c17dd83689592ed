import pytest

from sunshine.lib.telephones import phone_forms, read_phone_cell


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13800000021、13900000022", "13800000021"),
        ("13800000021/0455-7770022", "13800000021"),
        ("0455-7770022-8003", "0455-7770022"),
        ("0455-7770022转8003", "0455-7770022"),
        ("(0455)7770022;13800000021", "0455-7770022"),
        ("13800000021(儿子)", "13800000021"),
        ("13800000021（儿子）", "13800000021"),
        ("13800000021，家里0455-7770022", "13800000021"),
        ("13800000021 13900000022", "13800000021"),
        ("13800000021\n13900000022", "13800000021"),
        ("1380000002，13900000022", "13900000022"),
        ("儿子 +86 138-0000-0021，女儿13900000022", "13800000021"),
        ("家 7770022 或 400-123-4567", "7770022"),
        ("1380000002", ""),
        ("138****0021", ""),
        ("231282199001011234", ""),
        ("1.38E+10", ""),
        ("打门口的牌子", ""),
    ],
)
def test_the_first_readable_number_is_taken_and_the_cell_is_kept(cell: str, number: str):
    assert read_phone_cell(f" {cell} ") == (number, cell)


@pytest.mark.parametrize(
    "cell", ["138 0000 0021", "+86 13800000021", "１３８００００００２１", "013800000021"]
)
def test_a_cell_with_one_number_needs_no_remark(cell: str):
    assert read_phone_cell(cell) == ("13800000021", "")


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "无",
        "（无）",
        "暂无",
        "没有",
        "保密",
        "要求保密",
        "匿名",
        "不详",
        "—",
        "--",
        "/",
        "N/A",
        "null",
        "0",
        "空",
        "无电话",
    ],
)
def test_words_for_none_mean_none(cell: str):
    assert read_phone_cell(cell) == ("", "")


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        ("0455-7770022", {"0455-7770022", "7770022"}),
        ("7770022", {"0455-7770022", "7770022"}),
        ("0451-87770022", {"0451-87770022"}),
        ("13800000021", {"13800000021"}),
        ("12345", {"12345"}),
    ],
)
def test_a_landline_of_the_county_has_two_forms(number: str, forms: set[str]):
    assert set(phone_forms(number, "0455")) == forms


def test_without_an_area_code_every_number_has_one_form():
    assert [phone_forms(number, "") for number in ("7770022", "0455-7770022")] == [
        ("7770022",),
        ("0455-7770022",),
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("4557620001", "0455-7620001"),
        ("455-7620001", "0455-7620001"),
        ("４５５７６２０００１", "0455-7620001"),
        ("4517620001", ""),
        ("455762000", ""),
        ("455762000123", ""),
        ("13855762000", "13855762000"),
        ("4008123456", "4008123456"),
        ("7620001", "7620001"),
        ("12345", "12345"),
    ],
)
def test_a_landline_of_the_own_area_is_known_without_the_zero_a_spreadsheet_drops(cell: str, number: str):
    assert read_phone_cell(cell, "0455").number == number

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib import masks

HIDDEN = "＊＊＊"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("张三", "张*"),
        ("王小明", "王*明"),
        ("欧阳修", "欧阳*"),
        ("欧阳娜娜", "欧阳*娜"),
        ("爱新觉罗溥仪", "爱新觉罗*仪"),
        ("欧阳", "欧*"),
        ("𠮷田", "𠮷*"),
        (" 李雷 ", "李*"),
        ("李", "*"),
        ("", ""),
        ("买买提·艾力", "买***"),
        ("John Smith", "J***"),
    ],
)
def test_a_name_keeps_its_surname_and_hides_the_rest(told: str, shown: str):
    assert masks.name(told) == shown


@pytest.mark.parametrize(
    ("typed", "normal", "shown"),
    [
        ("13812341234", "13812341234", "138****1234"),
        (" １３８ １２３４ １２３４ ", "13812341234", "138****1234"),
        ("+86 138-1234-1234", "13812341234", "138****1234"),
        ("8613812341234", "13812341234", "138****1234"),
        ("0086 0455 7771234", "0455-7771234", "0455-***1234"),
        ("+86 10 62341234", "010-62341234", "010-****1234"),
        ("(0455)7771234", "0455-7771234", "0455-***1234"),
        ("0451—87771234", "0451-87771234", "0451-****1234"),
        ("7771234", "7771234", "***1234"),
        ("12345", "12345", "12345"),
        ("400-123-1234", "4001231234", "4001231234"),
        ("95598", "95598", "95598"),
    ],
)
def test_a_telephone_number_has_one_spelling_and_one_mask(typed: str, normal: str, shown: str):
    assert (masks.normal_phone(typed), masks.phone(typed)) == (normal, shown)


@pytest.mark.parametrize(
    "typed", ["", "123", "1381234123", "138123412345", "12812341234", "手机", "0455-123"]
)
def test_what_is_no_telephone_number_is_none_and_hidden_whole(typed: str):
    assert masks.normal_phone(typed) is None
    assert masks.phone(typed) == "*" * len(typed)


def test_only_mobiles_are_valid_mobiles():
    assert [masks.valid_mobile(text) for text in ("138 1234 1234", "0455-7771234", "x")] == [
        True,
        False,
        False,
    ]


def test_the_tail_is_the_last_four_digits():
    assert [masks.tail(text) for text in ("138-1234-1234", "０４５５－７７７１２３４", "12")] == [
        "1234",
        "1234",
        "12",
    ]


def test_an_identity_number_keeps_only_its_ends():
    assert masks.id_number("11010519491231002x") == "1***************2X"
    assert masks.id_number("1234") == "****"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我电话13812341234，急", f"我电话{HIDDEN}，急"),
        ("打138-1234-1234或138 1234 1234", f"打{HIDDEN}或{HIDDEN}"),
        ("１３８１２３４１２３４", HIDDEN),
        ("+8613812341234", HIDDEN),
        ("座机0455-7771234", f"座机{HIDDEN}"),
        ("座机７７７１２３４。", f"座机{HIDDEN}。"),
        ("座机7771234。", f"座机{HIDDEN}。"),
        ("身份证11010519491231002X", f"身份证{HIDDEN}"),
        ("卡6222021234567890123", f"卡{HIDDEN}"),
        ("一三八一二三四一二三四", HIDDEN),
        ("幺三八 一二三四 五六七八", HIDDEN),
        ("壹叁捌壹贰叁肆伍陆柒捌", HIDDEN),
        ("打138.1234.5678或138 123 45678", f"打{HIDDEN}或{HIDDEN}"),
        ("1 3 8 1 2 3 4 5 6 7 8", HIDDEN),
        ("加V信abc12345", f"加{HIDDEN}"),
        ("微信：abc_1234", HIDDEN),
        ("QQ群123456789找我", f"{HIDDEN}找我"),
        ("邮箱li.lei@example.com谢谢", f"邮箱{HIDDEN}谢谢"),
        ("黑M·12345挡道", f"{HIDDEN}挡道"),
        ("新能源黑MD12345", f"新能源{HIDDEN}"),
    ],
)
def test_contact_details_in_free_text_are_hidden(text: str, shown: str):
    assert masks.mask_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "打12345没人管",
        "编号231282-261123-000421",
        "3号楼2单元501",
        "2026-11-23 10:02",
        "欠3500000元",
        "欠1500000000分",
        "楼道 1 2 3 4 5 6 7 8 9 层",
        "客服4001231234",
    ],
)
def test_what_is_nobodys_contact_stays(text: str):
    assert masks.mask_text(text) == text


@given(
    st.from_regex(r"\A1[3-9]\d{9}\Z".replace(r"\d", "[0-9]")),
    st.sampled_from(["", "电话", "，"]),
    st.sampled_from(["", "。", "急"]),
)
def test_no_mobile_number_survives_in_text(number: str, before: str, behind: str):
    assert masks.mask_text(before + number + behind) == before + HIDDEN + behind

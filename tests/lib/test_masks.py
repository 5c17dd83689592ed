import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib import masks
from sunshine.lib.masks import PersonalKind

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
        ("013812341234", "13812341234", "138****1234"),
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
        ("加V信abc12345", f"加V信{HIDDEN}"),
        ("微信：abc_1234", f"微信：{HIDDEN}"),
        ("QQ群123456789找我", f"QQ群{HIDDEN}找我"),
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


def test_flats_and_names_are_hidden_where_everybody_may_read():
    text = "3号楼2单元501的张大娘，电话13812341234"

    assert masks.mask_text(text) == f"3号楼2单元501的张大娘，电话{HIDDEN}"
    assert masks.mask_text(text, kinds=masks.EVERYTHING) == f"3号楼2单元{HIDDEN}的{HIDDEN}，电话{HIDDEN}"
    assert masks.mask_text(text, kinds={PersonalKind.DOOR}) == f"3号楼2单元{HIDDEN}的张大娘，电话13812341234"


def test_what_touches_is_hidden_as_one():
    assert masks.mask_text("13812341234黑M12345") == HIDDEN


def test_a_span_tells_its_kind_and_where_it_stands_in_what_was_written():
    assert masks.find("找王师傅，１３８ １２３４ １２３４") == [
        (PersonalKind.NAME, 1, 4),
        (PersonalKind.TELEPHONE, 5, 18),
    ]


def test_what_is_seen_only_beside_something_hidden_is_hidden_too():
    assert masks.mask_text("1黑M12345三13812341234") == f"1{HIDDEN}{HIDDEN}"


def test_what_two_spans_share_belongs_to_the_first():
    assert masks.find("黑M12345@qq.com") == [(PersonalKind.PLATE, 0, 7), (PersonalKind.EMAIL, 7, 14)]


def test_what_two_kinds_claim_is_found_once():
    assert masks.find("户主王大爷，微信13812341234") == [
        (PersonalKind.NAME, 2, 5),
        (PersonalKind.TELEPHONE, 8, 19),
    ]


WORDS = [
    "单元",
    "＊＊＊",
    "微信",
    "卡号",
    "身份证",
    "电话",
    "尾号",
    "邮箱",
    ".com",
    "我叫",
    "户主",
    "501",
    "13812341234",
    "某某",
]
PIECES = st.sampled_from(
    [*"幺三八138４①-—.，、：（） 的王大娘李主任老家小区住楼号室层门东黑Mm×*＊@·男岁某", *WORDS]
)
WRITTEN = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@given(WRITTEN)
def test_spans_lie_within_the_text_in_order_and_apart(text: str):
    bounds = [bound for span in masks.find(text) for bound in (span.start, span.end)]

    assert bounds == sorted(bounds)
    assert all(span.start < span.end for span in masks.find(text))
    assert not bounds or (bounds[0] >= 0 and bounds[-1] <= len(text))


@given(WRITTEN)
def test_masking_twice_is_masking_once_and_no_text_more_than_trebles(text: str):
    masked = masks.mask_text(text, kinds=masks.EVERYTHING)

    assert masks.mask_text(masked, kinds=masks.EVERYTHING) == masked
    assert len(masked) <= 3 * len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "幺",
        "13",
        "a",
        "a@",
        "a.",
        "微信",
        "微信,",
        "王",
        "老王",
        "501",
        "501、",
        "楼",
        "五楼",
        "·",
        "人·",
        "*1",
        "黑M",
        " ",
        "(",
        "我叫",
        "叫王",
        "1\n",
        "1*",
        "138后面",
        "138后面1 ",
        "尾号",
        "1百3",
        "mr. wang ",
        "room 1",
    ],
)
def test_a_hostile_text_of_a_hundred_thousand_characters_is_read_to_its_end(piece: str):
    text = (piece * 100_000)[:100_000]

    assert len(masks.mask_text(text, kinds=masks.EVERYTHING)) <= 3 * len(text)


def test_a_run_of_very_many_groups_is_read_to_its_end():
    assert masks.mask_text("3-" * 10_000) == "3-" * 10_000


@given(WRITTEN.filter(lambda text: "＊" not in text))
def test_nothing_is_found_any_more_once_all_that_was_found_is_hidden(text: str):
    spans = masks.find_all(text)

    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert masks.find_all(masks.hide(text, spans)) == []


@pytest.mark.parametrize(
    ("text", "words", "hidden"),
    [
        ("张三丰家，三丰急", ["张三丰"], "＊＊＊家，＊＊＊急"),
        ("王家，王姐", ["王"], "王家，王姐"),
        ("李华说李华在", [" 李华 "], "＊＊＊说＊＊＊在"),
        ("Ann and Anna Bell", ["Ann", "anna bell"], "Ann and ＊＊＊"),
        ("一个字也没有", [""], "一个字也没有"),
        ("a.b", [".", "a.b+"], "a.b"),
    ],
)
def test_words_that_are_known_are_hidden_wherever_they_stand(text: str, words: list[str], hidden: str):
    assert masks.hide_words(text, words) == hidden

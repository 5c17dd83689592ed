import pytest

from sunshine.lib.archives import BadSheet
from sunshine.lib.textsheets import decode, read_csv


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_damaged_byte_costs_one_character(codec: str):
    data = "编号,内容\n1,路灯不亮\n".encode(codec)
    at = data.index("亮".encode(codec))

    text = decode(data[:at] + b"\xff" + data[at:])

    assert text.replace("\ufffd", "") == "编号,内容\n1,路灯不亮\n"
    assert text.count("\ufffd") == 1


@pytest.mark.parametrize("data", [bytes(range(128, 256)), b"\xff\xfea\x00\x00\x00", b"\xff\xfe\x00"])
def test_another_code_is_no_text(data: bytes):
    with pytest.raises(BadSheet):
        decode(data)


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_alone():
    text = 'a,b,c\n1,"灯不亮,x\n2,"两\n行",y\n3,z,"他说""好"""\n'

    grid, torn = read_csv(text, rows=10)

    assert grid == [["a", "b", "c"], ["1", '"灯不亮', "x"], ["2", "两\n行", "y"], ["3", "z", '他说"好"']]
    assert torn == frozenset()


def test_a_line_whose_cells_a_mark_has_shifted_is_named():
    grid, torn = read_csv('a,b\n1,"灯，不亮, 坏了\n2,"他说"好""\n3,"x"y\n', rows=10)

    assert grid == [["a", "b", ""], ["1", '"灯，不亮', "坏了"], ["2", '他说"好"', ""], ["3", '"x"y', ""]]
    assert torn == {1}


def test_a_mark_open_for_too_many_lines_is_a_slip():
    lines = "".join(f"{number},x\n" for number in range(300))

    assert read_csv(f'a,b\n"1,x\n{lines}2",x\n"3,x\n', rows=400)[0][1:3] == [['"1', "x"], ["0", "x"]]


def test_a_text_of_stray_marks_alone_is_read_as_it_stands():
    assert read_csv('a"b",",c\n', rows=10) == ([['a"b"', '"', "c"]], frozenset())


@pytest.mark.parametrize(
    ("text", "code"), [('a,"b\nc\nd\n', "too_many_rows"), ('a,"' + "x" * 200_000, "not_a_sheet")]
)
def test_what_is_too_much_is_refused(text: str, code: str):
    with pytest.raises(BadSheet) as refusal:
        read_csv(text, rows=2)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "data", ["编号,内容\n1,灯\0亮\n".encode(), "编号,内容\n1,灯\0亮\n".encode("gb18030")]
)
def test_a_nul_is_a_damaged_character(data: bytes):
    assert decode(data) == "编号,内容\n1,灯\ufffd亮\n"


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("sep=;\na;b,c\n", [["a", "b,c"]]),
        ("SEP=|\r\na|b\r\n", [["a", "b"]]),
        (
            "台账，十月\na;b\n1;甲，乙，丙\n2;丁\n",
            [["台账，十月", ""], ["a", "b"], ["1", "甲，乙，丙"], ["2", "丁"]],
        ),
        ("台账\na\tb\n", [["台账", ""], ["a", "b"]]),
    ],
)
def test_what_parts_the_cells_is_found_below_a_title_and_beside_commas(text: str, grid: list[list[str]]):
    assert read_csv(text, rows=10) == (grid, frozenset())


def test_a_number_kept_from_being_one_is_read_as_it_is_shown():
    text = "a,b,c,d\n=\"0012\",'0012,=0012,'tis\n"

    assert read_csv(text, rows=10)[0][1] == ["0012", "0012", "0012", "'tis"]

import io
import zipfile

import pytest

from sunshine.lib.archives import CHUNK, BadSheet, check_archive

SHEET = "xl/worksheets/sheet1.xml"


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return out.getvalue()


def check(data: bytes) -> None:
    check_archive(data, unpacked=3 * CHUNK, rows=1000, columns=50)


def code_of(data: bytes) -> str:
    with pytest.raises(BadSheet) as refusal:
        check(data)
    return refusal.value.code


def test_an_ordinary_sheet_passes():
    check(
        archive(
            **{SHEET: '<row r="7"><c r="AB7"/></row><row><c/></row>', "xl/theme.xml": '<color r="XFD9"/>'}
        )
    )


def test_a_sheet_under_another_name_is_looked_through_too():
    assert code_of(archive(**{"xl/hidden.bin": '<x:row r="1048576"><x:c>'})) == "too_many_rows"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<row r="1048576"><c>', "too_many_rows"),
        ('<row r="1101"/><row><c>', "too_many_rows"),
        ("<c s='1' r = 'A1048576'>", "too_many_rows"),
        ('<c r="XFD1">', "too_many_columns"),
        ("x" * (CHUNK - 5) + '<c r="XFD1">', "too_many_columns"),
    ],
)
def test_a_cell_far_out_is_refused_before_memory_is_reserved(text: str, code: str):
    assert code_of(archive(**{SHEET: text})) == code


def test_blank_cells_with_a_border_are_only_looks():
    check(archive(**{SHEET: '<row r="1048576" s="5"><c r="A1048576" s="5"/><c r="XFD1048576"/></row>'}))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            '<table:table-row table:number-rows-repeated="9999999"><table:table-cell office:value-type="float"/>',
            "too_many_rows",
        ),
        (
            '<table:table-cell office:value-type="float" table:number-columns-repeated="16384"/>',
            "too_many_columns",
        ),
    ],
)
def test_a_repeated_cell_that_holds_something_is_refused(text: str, code: str):
    assert code_of(archive(**{"content.xml": text})) == code


def test_repeated_empty_cells_are_only_padding():
    padding = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/>'

    check(archive(**{"content.xml": padding}))


def test_a_bomb_is_refused_by_what_it_says_it_holds():
    assert code_of(archive(a="0" * (2 * CHUNK), b="0" * (2 * CHUNK))) == "bomb"
    assert code_of(archive(**{f"m{n}": "" for n in range(2001)})) == "bomb"


def test_a_member_that_lies_about_its_size_is_refused():
    data = bytearray(archive(a="0" * CHUNK))
    place = data.rfind(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")

    assert code_of(bytes(data)) == "not_a_sheet"


def test_an_archive_whose_directory_points_nowhere_is_refused():
    data = bytearray(archive(a="x"))
    data[-6:-2] = (2**31).to_bytes(4, "little")

    assert code_of(bytes(data)) == "not_a_sheet"


def test_what_is_no_archive_is_refused():
    assert code_of(b"PK\x03\x04 but nothing more") == "not_a_sheet"

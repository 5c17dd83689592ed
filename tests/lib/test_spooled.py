"""A large table comes from a process of its own, row for row as it would be read here."""

import io
from pathlib import Path

import pytest

from sunshine.cases.sheets import DEFAULT
from sunshine.lib import spooled
from sunshine.lib.sheets import BadSheet, Limits, read_rows
from sunshine.lib.spooled import Spool, answer, read_table, spool

LEDGERS = Path(__file__).parents[1] / "cases" / "sheets" / "ledgers"
KNOWN = tuple(DEFAULT.used_headings())
TWO = "工单编号,诉求内容\nA1,楼道堆满了杂物\nA2,路灯不亮了\n".encode()


@pytest.fixture
def _apart(monkeypatch):
    monkeypatch.setattr(spooled, "SMALL", 0)


def cells(table):
    return [(row.number, row.cells, row.sheet, row.torn) for row in table.rows]


@pytest.mark.usefixtures("_apart")
@pytest.mark.parametrize("file", sorted(LEDGERS.iterdir()), ids=lambda file: file.name)
def test_each_file_is_read_apart_as_it_is_read_here(file):
    here, there = read_rows(file, file.name, known=KNOWN), read_table(file, file.name, known=KNOWN)

    assert isinstance(there.rows, Spool)
    assert cells(there) == cells(here)
    assert (there.title, there.columns, there.notes, there.unread, there.epoch) == (
        here.title,
        here.columns,
        here.notes,
        here.unread,
        here.epoch,
    )


@pytest.mark.usefixtures("_apart")
def test_its_rows_are_read_as_often_as_needed_and_by_several_at_once():
    rows = read_table(TWO, "a.csv", known=KNOWN).rows

    pairs = [(one.number, other.number) for one in rows for other in rows]

    assert (pairs, len(rows)) == ([(2, 2), (2, 3), (3, 2), (3, 3)], 2)
    assert next(iter(rows)) in rows


@pytest.mark.usefixtures("_apart")
@pytest.mark.parametrize(
    ("data", "name", "code"), [(b"\x00\x01", "a.pdf", "not_a_sheet"), (b" ", "a.csv", "empty")]
)
def test_why_a_file_is_no_table_comes_back_as_well(data, name, code):
    with pytest.raises(BadSheet) as bad:
        read_table(data, name, known=KNOWN)

    assert bad.value.code == code


@pytest.mark.usefixtures("_apart")
def test_a_process_that_ends_without_a_word_had_too_little_memory(monkeypatch):
    monkeypatch.setattr(spooled, "BEGIN", "import os; os._exit(9)")

    with pytest.raises(BadSheet) as bad:
        read_table(TWO, "a.csv", known=KNOWN)

    assert bad.value.code == "too_large"


def test_a_small_file_costs_no_process():
    assert isinstance(read_table(TWO, "a.csv", known=KNOWN).rows, list)


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path):
    (tmp_path / "a.csv").write_bytes(TWO)

    with pytest.raises(BadSheet) as bad:
        read_table(tmp_path / "a.csv", "a.csv", limits=Limits(bytes=3))

    assert bad.value.code == "too_large"


def test_the_other_side_keeps_the_columns_of_each_sheet_and_the_limits():
    asked = b'{"filename": "a.csv", "known": [], "limits": {"rows": %d}}\n'
    few, sink, out = io.BytesIO(), io.BytesIO(), io.BytesIO()

    answer(io.BytesIO(asked % 1 + TWO), few)
    answer(io.BytesIO(asked % 9 + TWO), sink)
    spool(read_rows(TWO, "a.csv"), out)

    assert (b"too_many_rows" in few.getvalue(), sink.getvalue()) == (True, out.getvalue())
    assert len(out.getvalue().splitlines()) == 4

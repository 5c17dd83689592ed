"""A town of an earlier version, restored into this one: the same pages, figures and entries, and rules that can be changed.

What is kept of a version was made by `make.py` when that version was the present one.
"""

import difflib
import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, connections, transaction

from sunshine.config import backups, sealed
from sunshine.lib import seal
from sunshine.lib.canonical import commitment
from sunshine.people.models import Officer
from sunshine.record.models import Entry, Seal
from sunshine.record.queries import ring
from tests.bed import TestDatabase
from tests.upgrade.kept import AT, Kept, entries, versions, visitor
from tests.upgrade.shape import shape_here, shape_of
from tests.upgrade.visitor import Visitor

pytestmark = pytest.mark.postgres

VERSIONS = versions()
ONCE_MORE = {
    "indicators": {"valid_from": "2027-03-01"},
    "organisations": {"telephone": "0455-0000997"},
    "staff": {"telephone": "0455-0000997"},
}
"""What has to be said anew when a row of these tables is changed once more; in the others the same again is a change."""
COMPARED = 20
"""So many lines of what differs are enough to see why."""


def each(what: Callable[[Kept], list[Any]], named: Callable[[Any], str]) -> list[Any]:
    """What is kept of every version, each with its version."""
    return [
        pytest.param(kept, one, id=f"{kept.folder.name} {named(one)}")
        for kept in VERSIONS
        for one in what(kept)
    ]


@pytest.fixture(scope="module", params=VERSIONS, ids=lambda kept: kept.folder.name)
def kept(request: pytest.FixtureRequest, elsewhere) -> Iterator[Kept]:
    """An earlier version's town in a county of its own, as `sunshine restore` brings it; nothing done here is committed."""
    there: Path = elsewhere(f"town_{request.param.folder.name.replace('-', '_')}")
    backup = there / "town.tar"
    backup.write_bytes(lzma.decompress(request.param.backup.read_bytes()))
    backups.restore(backup, replace=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # what the server does by itself a minute later
    with transaction.atomic():
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def at_noon(kept: Kept) -> Iterator[None]:
    """Noon of the day on which the pages were read; what a test does is taken back."""
    with time_machine.travel(AT, tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _read(text: str) -> list[str]:
    """What is read of an answer: of a page its words, for a line end in a template is a space to whoever reads."""
    return text.split() if " text/html" in text.partition("\n")[0] else text.splitlines(keepends=True)


def _differs(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """The first lines that are not the same, below their addresses."""
    lines = []
    for address, words in before.items():
        if _read(words) != _read(now[address]):
            both = (words.splitlines(), now[address].splitlines())
            lines += [address, *difflib.unified_diff(*both, "kept", "now", lineterm="", n=0)]
    return lines[:COMPARED]


def test_something_is_kept():
    assert VERSIONS != []


def test_every_entry_is_the_same(kept: Kept):
    before, now = (
        {(row["subject"], row["step"]): row for row in rows} for rows in (kept.entries(), entries())
    )

    assert [(row, now.get(key)) for key, row in before.items() if now.get(key) != row][:COMPARED] == []
    assert sorted(now) == sorted(before)


def test_every_sealed_part_opens_to_what_its_entry_is_bound_to(kept: Kept):
    bound = dict(Entry.objects.exclude(commitment="").values_list("pk", "commitment"))
    opened = {
        row.entry_id: commitment(bytes(row.salt), seal.decrypt(seal.unwrap(ring(), bytes(row.wrapped_key)), bytes(row.ciphertext)))
        for row in Seal.objects.all()
    }  # fmt: skip

    assert opened == {pk: bound[pk] for pk in opened}
    assert len(opened) > 100


def test_every_other_sealed_value_opens(kept: Kept):
    assert sealed.find_locked() == ({}, [])


def test_its_tables_are_those_of_a_new_county(kept: Kept, test_database: TestDatabase):
    here, new = shape_here(test_database), shape_of(test_database)

    assert {what: rows ^ here[what] for what, rows in new.items()} == {what: set() for what in new}


def test_constraints_hold(kept: Kept):
    connection.check_constraints()


@pytest.mark.parametrize(("kept", "name"), each(Kept.visitors, str), indirect=["kept"], scope="module")
def test_everybody_sees_the_same_pages(kept: Kept, at_noon: None, name: str):
    before, who = kept.pages(name), visitor(name)

    now = {address: who.read(address).strip("\n") for address in before}

    assert _differs(before, now) == []


@pytest.mark.parametrize(
    ("kept", "row"),
    each(Kept.rows, lambda row: f"{row['table']} {row['what']}"),
    indirect=["kept"],
    scope="module",
)
def test_every_row_of_a_rule_table_changes_once_more(kept: Kept, at_noon: None, row: dict[str, str]):
    admin = Visitor(officer=Officer.objects.get(username="admin"))
    before = Entry.objects.count()

    admin.send(row["address"], **ONCE_MORE.get(row["table"], {}))

    assert Entry.objects.count() > before, row

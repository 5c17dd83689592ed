"""Each room that has something to tell is found by its file's name, and told after those it needs."""

import re
import sys
from collections.abc import Callable
from graphlib import CycleError
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

from sunshine.demo import stories
from sunshine.demo.stories import find_stories, read

SOURCE = Path(stories.__file__).parents[2]
Shelf = Callable[..., ModuleType]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Makes a package of story files by their text, one for each room named."""

    def made(**files: str) -> ModuleType:
        package = tmp_path / "shelf_of_stories"
        package.mkdir()
        for room, text in {"__init__": "", **files}.items():
            (package / f"{room}.py").write_text(text)
            monkeypatch.delitem(sys.modules, f"{package.name}.{room}", raising=False)
        monkeypatch.delitem(sys.modules, package.name, raising=False)
        monkeypatch.syspath_prepend(tmp_path)
        return import_module(package.name)

    return made


def story(*needs: str) -> str:
    """The text of a story file."""
    return f"NEEDS = {needs!r}\ndef tell(village, at):\n    yield from ()\n"


def test_every_story_file_is_found():
    files = {path.stem for path in Path(stories.__file__).parent.glob("*.py")} - {"__init__"}

    assert len(files) >= 6
    assert sorted(one.room for one in find_stories()) == sorted(files)


def test_a_room_is_told_after_those_it_needs():
    rooms = [one.room for one in find_stories()]

    assert [
        one.room for one in find_stories() if not set(one.needs) <= set(rooms[: rooms.index(one.room)])
    ] == []


def test_a_new_room_brings_its_file_and_changes_none(shelf: Shelf):
    found = read(shelf(cases="def tell(village, at):\n    yield from ()\n", aid=story("cases")))

    assert [one.room for one in found] == ["cases", "aid"]
    assert [(dict(one.rings), one.pass_time(None), [*one.tell(None, None)]) for one in found] == [
        ({}, None, [])
    ] * 2


def test_a_room_without_a_story_is_fine_also_for_one_that_would_come_after_it(shelf: Shelf):
    assert [one.room for one in read(shelf(aid=story("mediation")))] == ["aid"]


def test_rooms_that_wait_for_each_other_are_named(shelf: Shelf):
    with pytest.raises(CycleError, match=r"aid.*mediation|mediation.*aid"):
        read(shelf(aid=story("mediation"), mediation=story("aid")))


def test_each_clock_that_a_room_rings_at_work_is_rung_by_one_story():
    jobs = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*/jobs.py"))
    rung = re.findall(r'ring_due\(\s*"(\w+):"', jobs)

    assert "case" in rung
    assert sorted(chain.from_iterable(one.rings for one in find_stories())) == sorted(rung)

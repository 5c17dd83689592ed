"""One story file per room, found by its name: what happened in the invented street in half a year.

A file `stories/<room>.py` has `tell(village, at)`, which gives the room's stories up to a moment. It may name in `NEEDS` the
rooms that tell before it, in `RINGS` who rings the clocks of its subjects, and in `pass_time(at)` do what the room's jobs
would have done by a moment. A new room brings its file and changes none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from sunshine.demo.course import Scheduled
from sunshine.demo.village import Village

Ring = Callable[..., bool]
"""Rings a clock as of a moment (`at`); whether it did."""


@dataclass(frozen=True)
class StoryFile:
    """What a story file says."""

    room: str
    tell: Callable[[Village, datetime], Iterator[Scheduled]]
    needs: Sequence[str]
    rings: Mapping[str, Ring]
    pass_time: Callable[[datetime], Any]


def read(package: ModuleType) -> list[StoryFile]:
    """The story files of a package, each after those it needs; raises graphlib.CycleError where they need each other."""
    found = {module.name: _told(package, module.name) for module in iter_modules(package.__path__)}
    order, told = TopologicalSorter({room: one.needs for room, one in found.items()}), list[StoryFile]()
    order.prepare()
    while order.is_active():
        ready = sorted(order.get_ready())
        told += [found[room] for room in ready if room in found]
        order.done(*ready)
    return told


def _told(package: ModuleType, room: str) -> StoryFile:
    file = import_module(f"{package.__name__}.{room}")
    return StoryFile(
        room,
        file.tell,
        needs=getattr(file, "NEEDS", ()),
        rings=getattr(file, "RINGS", {}),
        pass_time=getattr(file, "pass_time", lambda _at: None),
    )


@cache
def find_stories() -> tuple[StoryFile, ...]:
    """The story files of all rooms that have one."""
    return tuple(read(import_module(__name__)))

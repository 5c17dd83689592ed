"""No change of state without its entry: every public action that writes reaches `record.actions.append`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = ["people", "places", "clocks", "cases", "volunteers", "party", "programmes", "insight"]
SOURCE = Path(__file__).resolve().parents[2] / "sunshine"
WRITES = {
    "create",
    "update",
    "delete",
    "save",
    "bulk_create",
    "bulk_update",
    "update_or_create",
    "get_or_create",
    "execute",
}
PART_OF_A_STEP = {
    "partner": "reads one key, by a statement of its own",
    "next_number": "part of the step that takes in the matter, whose entry tells of it",
    "keep_contact": "part of the step that takes in the matter, whose entry tells of it",
    "copy_contact": "part of the step that takes in the matter, whose entry tells of it",
    "limit_keeping": "part of the step that ends the matter, whose entry tells of it",
    "reseal_contacts": "the same values under another key; the rotation has its entry",
    "start": "clocks start, stop and pause inside a step of their subject",
    "start_measured": "clocks start, stop and pause inside a step of their subject",
    "clocks.extend": "a deadline is moved inside a step of its subject",
    "fall_away": "part of the step that makes the parts pointless",
    "end_parts": "part of the step that makes the parts pointless",
    "lapse": "part of the step that makes the proposal pointless",
    "start_all": "clocks start, stop and pause inside a step of their subject",
    "stop": "clocks start, stop and pause inside a step of their subject",
    "pause": "clocks start, stop and pause inside a step of their subject",
    "resume": "clocks start, stop and pause inside a step of their subject",
    "restart_acceptance": "clocks start, stop and pause inside a step of their subject",
    "begin": "clocks start, stop and pause inside a step of their subject",
    "raise_version": "tells processes to reload; the change itself has its entry",
    "roll_up": "counts what the record says already; it could be counted anew at any time",
    "roll_up_all": "counts what the record says already; it could be counted anew at any time",
    "change_map": "tells processes to reload; the change itself has its entry",
}
APPEND = {"append", "mark", "create_organisation", "change_organisation"}
"""What writes an entry: the record itself, and actions of rooms below whose one entry tells of the whole step."""

BY_THE_SYSTEM = {
    "load_defaults",
    "raise_alarm",
    "raise_part_alarm",
    "ring_wish",
    "draw",
    "raise_by_itself",
    "roll_up",
}
"""Nobody's hand: shipped rules, clocks that ran out, chance, a second return, and figures."""


def _functions(room: str) -> dict[str, ast.FunctionDef]:
    files = [*(SOURCE / room).glob("actions.py"), *(SOURCE / room / "actions").glob("*.py")]
    nodes = (node for file in files for node in ast.parse(file.read_text(encoding="utf-8")).body)
    return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}


def _known(room: str) -> dict[str, ast.FunctionDef]:
    """The functions of a room and, under names it does not have itself, those of the rooms below."""
    below = ROOMS[: ROOMS.index(room)]
    return {name: node for one in [*below, room] for name, node in _functions(one).items()}


def _called(node: ast.FunctionDef) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            function = child.func
            yield function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        elif isinstance(child, ast.Name):
            yield child.id


def _reached(
    name: str, functions: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()
) -> set[str]:
    found: set[str] = set()
    for called in _called(functions[name]):
        found.add(called)
        if called in functions and called not in seen and called != name:
            found |= _reached(called, functions, seen | {name})
    return found


def _actions() -> list[tuple[str, str]]:
    return [(room, name) for room in ROOMS for name in _functions(room) if not name.startswith("_")]


@pytest.mark.parametrize(("room", "name"), _actions())
def test_an_action_that_writes_appends_an_entry(room: str, name: str) -> None:
    reached = _reached(name, _known(room))
    if {name, f"{room}.{name}"} & set(PART_OF_A_STEP) or not reached & WRITES:
        return

    assert reached & APPEND, f"{room}.{name} writes without an entry"


@pytest.mark.parametrize(("room", "name"), _actions())
def test_an_action_that_appends_says_by_whom_and_when(room: str, name: str) -> None:
    node = _functions(room)[name]
    keywords = {argument.arg for argument in [*node.args.kwonlyargs, *node.args.args]}
    decorated = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    if name not in BY_THE_SYSTEM and decorated and "append" in _reached(name, _known(room)):
        assert {"by", "at"} <= keywords, f"{room}.{name}"

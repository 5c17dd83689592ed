"""One versioned write, one way into the record, one reader of shipped tables: found by reading the code, not by remembering."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sunshine

ROOT = Path(sunshine.__file__).parent
MATTERS = ("matters/actions/steps.py",)
"""Where a step of a matter is entered, with what its kind of matter says."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product by its path, but migrations."""
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def versioned_updates(tree: ast.AST) -> list[int]:
    """The lines on which a queryset is updated that was narrowed to a version, or that sets one."""
    found = []
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr not in {"update", "delete"}:
            continue
        chain = [node for node in ast.walk(call) if isinstance(node, ast.Call)]
        names = {keyword.arg for node in chain for keyword in node.keywords}
        if names & {"version", "step"}:
            found.append(call.lineno)
    return found


def appends(tree: ast.AST) -> list[int]:
    """The lines on which the record is appended to directly."""
    named = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "sunshine.record.actions"
        for alias in node.names
        if alias.name in {"append", "append_all"}
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in named
    ]


def test_a_versioned_row_is_updated_in_one_place() -> None:
    found = {path: lines for path, tree in modules() if (lines := versioned_updates(tree))}
    assert set(found) - {"record/rows.py", "places/actions/step.py", "cases/actions/tables.py"} == set(), (
        found
    )


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("Row.objects.filter(pk=1, version=2).update(name='a')", [1]),
        ("rows.update(step=F('step') + 1)", [1]),
        ("rows.filter(version=3).delete()", [1]),
        ("rows.filter(pk=1).update(name='a')", []),
        ("values.update(version=1)", [1]),
    ],
)
def test_the_rule_finds_a_versioned_update(code: str, lines: list[int]) -> None:
    assert versioned_updates(ast.parse(code)) == lines


def test_the_record_is_appended_to_by_rows_matters_and_clocks_only() -> None:
    found = {path: lines for path, tree in modules() if (lines := appends(tree))}
    elsewhere = {path for path in found if not path.startswith(("record/", "clocks/"))}
    assert elsewhere == set(MATTERS), found


def test_the_rule_finds_an_append_under_another_name() -> None:
    code = "from sunshine.record.actions import append as put\nput('s', 1)"
    assert appends(ast.parse(code)) == [2]


def calls_of(tree: ast.AST, module: str, name: str) -> list[int]:
    """The lines on which a function of a module of ours is called through the module's name."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) == (module, name)
    ]


def test_unguessable_links_are_made_in_one_place() -> None:
    found = {path: lines for path, tree in modules() if (lines := calls_of(tree, "seal", "token"))}
    assert found.keys() == {"matters/queries/links.py"}, found


def catches_twins(tree: ast.AST) -> list[int]:
    """The lines on which what a unique key of the database refuses is caught."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and any(isinstance(name, ast.Name) and name.id == "IntegrityError" for name in ast.walk(node))
    ]


MANY_AT_ONCE = "cases/actions/receive.py"
"""Where rows of a ledger written together are taken in one by one when one of them is there."""


def test_the_same_form_is_taken_once_by_one_function() -> None:
    found = {path for path, tree in modules() if catches_twins(tree)}
    assert found == {
        "matters/actions/once.py",
        "record/rows.py",
        "programmes/actions/tables.py",
        MANY_AT_ONCE,
    }


def test_events_of_clocks_are_taken_in_one_place() -> None:
    named = {
        path
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "sunshine.clocks.actions"
        and any(alias.name == "mark" for alias in node.names)
    }
    assert named == {"matters/actions/alarms.py"}


FILES_OF_OTHERS = {
    "cases/sheets/mapping.py": "a mapping that an operator writes for a ledger of another system",
    "clocks/sheets.py": "a calendar that an administrator uploads",
}
"""Who reads TOML that is not shipped, and whose it is."""


def toml_reads(tree: ast.AST) -> list[int]:
    """The lines on which TOML is read."""
    named = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if "tomllib" in (alias.name, getattr(node, "module", None))
    }
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (
            (isinstance(call.func, ast.Name) and call.func.id in named)
            or (
                isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name)
                and call.func.value.id in named
            )
        )
    ]


def test_one_function_reads_what_is_shipped_as_toml() -> None:
    found = {path: lines for path, tree in modules() if (lines := toml_reads(tree))}

    assert set(found) == {"tables/loading.py", *FILES_OF_OTHERS}, found
    assert len(found["tables/loading.py"]) == 1


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("import tomllib\ntomllib.loads('')", [2]),
        ("import tomllib as t\nwith open('a') as f:\n    t.load(f)", [3]),
        ("from tomllib import loads as read\nread('')", [2]),
        ("import json\njson.loads('{}')", []),
    ],
)
def test_the_rule_finds_toml_that_is_read(code: str, lines: list[int]) -> None:
    assert toml_reads(ast.parse(code)) == lines


def loads(tree: ast.AST) -> list[int]:
    """The lines on which the load of a table is entered."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and any(isinstance(word, ast.Constant) and word.value == "load" for word in call.args)
    ]


def test_one_function_enters_the_load_of_a_table() -> None:
    assert [path for path, tree in modules() if loads(tree)] == ["tables/loading.py"]

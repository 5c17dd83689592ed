"""One class name, one class; and no function whose whole name is a participle or an adjective."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import sunshine

ROOT = Path(sunshine.__file__).parents[1]
SHARED = frozenset({"Meta", "Command"})
"""Names that the framework asks for, one in each place."""
READ_LIKE_FIELDS = frozenset({"property", "cached_property"})
"""Decorators under which a function is read like a field, so that an adjective says what it holds."""
WORDS = (
    "about above after again alike alive anywhere apart around at back bad before behind below beside between beyond big"
    " bought bound bright brought built by caught chosen done drawn found given gone held inside kept known late least left"
    " lost made meant more near next other outside paid past plain ready right said seen sent several shown small sold sought"
    " sound special spent spoken strongest sure taken taught there three through told took total twice unable under undone"
    " unheard unknown unread unsafe until upheld upto used visible where whole widest withdrawn withheld within without won"
    " worn written yes"
)
"""Words that say nothing of what a function does; every word in -ed is one too, but NO_PARTICIPLES."""
BARE = frozenset(WORDS.split())
NO_PARTICIPLES = frozenset({"deed", "embed", "feed", "need", "seed", "shed", "shred", "speed"})
LEFT = frozenset(
    {
        "cases/queries/catalogue.py changed",
        "cases/sheets/ledger.py about",
        "cases/sheets/ledger.py ended",
        "clocks/models.py late",
        "clocks/queries.py after",
        "config/embedded.py alive",
        "config/web.py before",
        "demo/helping.py by",
        "demo/staff.py by",
        "demo/words.py changed",
        "desk/matters.py at",
        "desk/matters.py offered",
        "lib/likeness.py total",
        "lib/pointindex.py at",
        "lib/webtables.py filled",
        "people/queries/directory.py named",
        "people/queries/reach.py anywhere",
    }
)
"""Those from before, which is why nobody finds them: taken away when renamed, never added to."""


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module of these folders by its path, but migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    """The functions of a module and the methods of its classes, without what stands inside them."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.FunctionDef):
            yield inner
        else:
            yield from functions(inner)


def is_shared(name: str) -> bool:
    """Whether a class may be called what another is: asked for by the framework, or tests that a room inherits."""
    return name in SHARED or name.startswith("Test")


def is_bare(name: str) -> bool:
    """Whether a name is one participle or adjective and nothing else."""
    return name in BARE or (re.fullmatch(r"[a-z]+ed", name) is not None and name not in NO_PARTICIPLES)


def is_called_by_name(function: ast.FunctionDef) -> bool:
    """Whether code calls it: no field of an object, and no tag or filter, whose name is a word of the templates."""
    decorators = {ast.unparse(each).split("(")[0] for each in function.decorator_list}
    return not decorators & READ_LIKE_FIELDS and not any(each.startswith("register.") for each in decorators)


def test_no_class_name_stands_for_two_classes() -> None:
    homes = defaultdict(list)
    for path, tree in modules("sunshine", "tests"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not is_shared(node.name):
                homes[node.name].append(f"{path}:{node.lineno}")
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_a_function_is_named_by_what_it_does() -> None:
    found = {
        f"{path.removeprefix('sunshine/')} {function.name}"
        for path, tree in modules("sunshine")
        for function in functions(tree)
        if is_bare(function.name) and is_called_by_name(function)
    }
    assert found == LEFT

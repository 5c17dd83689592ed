"""Which functions of the rooms' actions call which: read from the source, each name by the import that brought it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "sunshine"
Node = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class ActionFunction:
    """A function or class at the top of a module of actions: who it is, what it calls here, and what elsewhere.

    `calls` are full names (`sunshine.cases.actions.move.move`); `methods` the bare names of methods called on
    whatever object (`update`), which no import tells.
    """

    name: str
    node: Node
    calls: frozenset[str]
    methods: frozenset[str]


@dataclass
class Module:
    """A file of source: what it defines, and what its imports call what."""

    name: str
    defined: dict[str, Node] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)


def _module(file: Path) -> Module:
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    module = Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    tree = ast.parse(file.read_text(encoding="utf-8"))
    module.defined = {it.name: it for it in tree.body if isinstance(it, Node)}
    for it in ast.walk(tree):
        if isinstance(it, ast.ImportFrom) and it.module:
            module.imported |= {a.asname or a.name: f"{it.module}.{a.name}" for a in it.names}
    return module


def _names(node: Node) -> Iterator[str]:
    """Dotted names that a body mentions: called, or handed on to be called."""
    for it in ast.walk(node):
        if isinstance(it, ast.Name):
            yield it.id
        elif isinstance(it, ast.Attribute) and isinstance(it.value, ast.Name):
            yield f"{it.value.id}.{it.attr}"


class CallGraph:
    """The functions of some rooms' actions by their full names."""

    def __init__(self, rooms: Iterable[str]) -> None:
        files = [
            file
            for room in rooms
            for file in (*(SOURCE / room).glob("actions.py"), *(SOURCE / room / "actions").glob("*.py"))
        ]
        self._modules = {module.name: module for module in map(_module, files)}
        self.functions = {
            function.name: function
            for module in self._modules.values()
            for function in (self._function(module, node) for node in module.defined.values())
        }

    def _function(self, module: Module, node: Node) -> ActionFunction:
        calls = frozenset(self._resolve(module, name) for name in _names(node))
        methods = frozenset(
            it.func.attr
            for it in ast.walk(node)
            if isinstance(it, ast.Call) and isinstance(it.func, ast.Attribute)
        )
        return ActionFunction(f"{module.name}.{node.name}", node, calls, methods)

    def _resolve(self, module: Module, name: str) -> str:
        """The full name behind a name in a module; a package's re-exports are followed to where it is defined."""
        first, _, rest = name.partition(".")
        if first in module.defined:
            return f"{module.name}.{name}"
        full = ".".join(filter(None, [module.imported.get(first, first), rest]))
        home, _, last = full.rpartition(".")
        if home in self._modules and home != module.name and last not in self._modules[home].defined:
            return self._resolve(self._modules[home], last)
        return full

    @cache  # noqa: B019 - one graph lives as long as the tests that ask it
    def reached(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """Full names and methods that a function reaches, itself included; each function is walked once."""
        seen, ahead = {name}, [name]
        methods: set[str] = set()
        while ahead:
            function = self.functions.get(ahead.pop())
            if function is not None:
                methods |= function.methods
                ahead += function.calls - seen
                seen |= function.calls
        return frozenset(seen), frozenset(methods)

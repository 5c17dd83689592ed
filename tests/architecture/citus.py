"""What a county on a node of Citus cannot do, found in the text of SQL, in the steps of a migration and in Python.

Each rule answers whether it is broken; what is asked of a schema and why stands in docs/operator.md and decision 3.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

import sqlparse

CHANGES = r"(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO)\b"
# What is filled in by code cannot be seen: as the body of a WITH it counts as a change.
CHANGING_WITH = re.compile(
    rf"\bWITH\b.*\bAS\s*(?:(?:NOT\s+)?MATERIALIZED\s*)?\(\s*(?:{CHANGES}|\{{)", re.IGNORECASE | re.DOTALL
)
UNSTABLE_CONFLICT = re.compile(
    r"\bON\s+CONFLICT\b[^;]*\b(?:"
    r"(?:now|random|(?:clock|statement|transaction)_timestamp|timeofday|nextval|gen_random_uuid|to_char)\s*\("
    r"|current_(?:date|time|timestamp)\b|localtime(?:stamp)?\b)",
    re.IGNORECASE,
)
SET_CONSTRAINTS = re.compile(r"\bSET\s+CONSTRAINTS\b", re.IGNORECASE)
NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+\"?([a-z_]+)\b(?!\s*\()")
QUEUE = "procrastinate_"

QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
INNERMOST = re.compile(r"\([^()]*\)")
FURTHER = re.compile(
    r",\s*(?:ADD|DROP|ALTER|SET|RESET|RENAME|VALIDATE|OWNER|ENABLE|DISABLE)\b", re.IGNORECASE
)
NEW_COLUMN = re.compile(
    r"\bADD\s+(?!CONSTRAINT\b|CHECK\b|UNIQUE\b|PRIMARY\b|FOREIGN\b|EXCLUDE\b|GENERATED\b)", re.IGNORECASE
)
WITH_CONSTRAINT = re.compile(r"\b(?:CHECK|REFERENCES|UNIQUE|PRIMARY\s+KEY|CONSTRAINT)\b", re.IGNORECASE)
NUMBERS_ITSELF = re.compile(r"\bIDENTITY\b|\b(?:small|big)?serial\b", re.IGNORECASE)
OUTSIDE_TABLES = re.compile(
    r"^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+|MATERIALIZED\s+|RECURSIVE\s+|EVENT\s+)?"
    r"(?:TRIGGER|RULE|VIEW|FUNCTION|PROCEDURE|EXTENSION)\b",
    re.IGNORECASE,
)
CHANGED_ROWS = re.compile(r"^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
CHANGED_TABLE = re.compile(
    r"^\s*(?:(?:ALTER|DROP)\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?"
    r"|CREATE\s+(?:UNIQUE\s+)?INDEX\s+\S+\s+ON\s+)\"?(\w+)",
    re.IGNORECASE,
)
Rule = Callable[[str], bool]


def outline(sql: str) -> str:
    """A statement without what is quoted and without what stands in parentheses."""
    bare, before = QUOTED.sub("x", sql), ""
    while bare != before:
        bare, before = INNERMOST.sub(" ", bare), bare
    return bare


def changes_by_with(sql: str) -> bool:
    """A WITH that changes rows ties the county to the coordinator: when one node is dead, all counties stand."""
    return bool(CHANGING_WITH.search(sql))


def conflict_asks_what_varies(sql: str) -> bool:
    """In ON CONFLICT … DO UPDATE a node takes only functions that always answer the same: the time is passed."""
    return bool(UNSTABLE_CONFLICT.search(sql))


def sets_constraints(sql: str) -> bool:
    """SET CONSTRAINTS does not reach the node on which the constraint is held."""
    return bool(SET_CONSTRAINTS.search(sql))


def reads_county_and_queue(sql: str) -> bool:
    """The queue lies outside the county's schema: no statement reads or writes both."""
    named = set(NAMED.findall(sql))
    ours = {name for name in named if not name.startswith(QUEUE)}
    return bool(ours) and ours != named


def is_several(sql: str) -> bool:
    """One statement at a time is passed on."""
    return len([part for part in sqlparse.split(sql) if part.strip(" ;\n")]) > 1


def has_further_commands(sql: str) -> bool:
    """One change of a table at a time is passed on."""
    return sql.lstrip().upper().startswith("ALTER TABLE") and bool(FURTHER.search(outline(sql)))


def adds_column_with_constraint(sql: str) -> bool:
    """A column comes without its check and keys; they follow by name."""
    return _adds_column(sql) and bool(WITH_CONSTRAINT.search(outline(sql)))


def adds_identity(sql: str) -> bool:
    """A column that numbers itself is right only inside CREATE TABLE."""
    later = re.search(r"\bADD\s+GENERATED\b", outline(sql), re.IGNORECASE)
    return bool(later) or (_adds_column(sql) and bool(NUMBERS_ITSELF.search(outline(sql))))


def makes_more_than_tables(sql: str) -> bool:
    """No trigger, rule, view, function or extension in a county."""
    return bool(OUTSIDE_TABLES.search(sql))


def _adds_column(sql: str) -> bool:
    bare = outline(sql)
    return bare.lstrip().upper().startswith("ALTER TABLE") and bool(NEW_COLUMN.search(bare))


ANY_SQL: tuple[Rule, ...] = (
    changes_by_with,
    conflict_asks_what_varies,
    sets_constraints,
    reads_county_and_queue,
)
"""What holds of every statement."""
MIGRATING: tuple[Rule, ...] = (
    *ANY_SQL,
    is_several,
    has_further_commands,
    adds_column_with_constraint,
    adds_identity,
    makes_more_than_tables,
)
"""What holds of each statement of a migration."""


def tables_changed_after_their_rows(statements: Iterable[str]) -> Iterator[str]:
    """Of one transaction: tables that change when deferred keys of their rows may still be unchecked.

    Django checks those first by SET CONSTRAINTS, which does not reach a node: rows come last, or a migration is not atomic.
    """
    rows: set[str] = set()
    for sql in statements:
        if found := CHANGED_ROWS.match(sql):
            rows.add(found[1])
        elif (found := CHANGED_TABLE.match(sql)) and found[1] in rows:
            yield found[1]


def texts(tree: ast.Module) -> Iterator[str]:
    """The texts of a module, those with something filled in as one with {} in its place; docstrings only tell."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told | parts:
            yield node.value


def not_for_a_node(tree: ast.Module) -> Iterator[str]:
    """Words of Python that rest on what a node does not give: a constraint's name, unseen steps, a join with the queue."""
    words = [word for node in ast.walk(tree) for word in _words(node)]
    yield from (word for word in words if word in {"RunPython", "constraint_name"})
    if "ProcrastinateJob" in words:
        yield from (word for word in words if word in {"OuterRef", "Exists", "Subquery"})


def _words(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [node.id] if isinstance(node, ast.Name) else []

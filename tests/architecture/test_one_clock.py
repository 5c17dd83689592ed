"""One clock: what is now, `django.utils.timezone.now` says, and nothing of ours asks the database or the machine.

So a test may move the clock, and two machines that differ by a minute do not contradict each other. Only doors, commands
and jobs may call it (ruff's TID251). What looks like another clock and is none stands below with its reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "sunshine"
SQL = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|\b(current_(date|time|timestamp)|localtimestamp)\b",
    re.IGNORECASE,
)
CALLS = {
    *("time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.ctime", "time.gmtime", "time.localtime", "time.strftime", "functions.Now", "Now"),
}
OTHERWISE = {
    "api/health.py: now()": "how long ago the queue wrote a heartbeat with the database's now(): one clock, a difference",
}


def clocks(tree: ast.Module) -> Iterator[str]:
    """What this module reads the time from, other than timezone.now: in SQL, by a call, by a field that does."""
    words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings only tell
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            yield from (found[0].lower() for found in SQL.finditer(node.value))
        elif isinstance(node, ast.Call):
            name = ".".join(ast.unparse(node.func).split(".")[-2:])
            yield from [name] if name in CALLS else []
            yield from (word.arg for word in node.keywords if word.arg in {"auto_now", "auto_now_add"})


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('SQL = "SELECT 1 WHERE due_at < NOW ( )"', ["now ( )"]),
        ('SQL = f"{table} WHERE day = CURRENT_DATE"', ["current_date"]),
        ("at = datetime.datetime.now(UTC)", ["datetime.now"]),
        ("DateField(auto_now_add=True)", ["auto_now_add"]),
        ("if time.time() > date.today(): filter(at__lt=Now())", ["time.time", "date.today", "Now"]),
        ('def f():\n    """What the database\'s now() would say."""\n    return timezone.now()', []),
        ("until = time.monotonic() + 5", []),
    ],
)
def test_other_clocks_are_found_where_they_are(code: str, found: list[str]):
    assert sorted(clocks(ast.parse(code))) == sorted(found)


def test_nothing_of_ours_reads_another_clock():
    files = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    found = {
        f"{path.relative_to(SOURCE).as_posix()}: {clock}"
        for path in files
        for clock in clocks(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set(OTHERWISE)


def test_no_page_reads_the_clock_by_itself():
    pages = [path for path in SOURCE.rglob("*.html") if re.search(r"{%\s*now\b", path.read_text("utf-8"))]

    assert pages == []

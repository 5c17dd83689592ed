"""Gates that no linter brings along.

tools/gates.py size        functions ≤ 50 lines where the rules live; files ≤ 400 lines, tests ≤ 600
tools/gates.py hosts       no package registry's address in a tracked file
tools/gates.py coverage    every branch of states, rules, actions and lib, by build/coverage.json
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FUNCTION = 50
LONGEST_FILE, LONGEST_TEST = 400, 600
RULED = re.compile(r"^sunshine/(lib/.*|[a-z]+/(actions|rules|queries)(/.*|\.py))$")
COVERED = re.compile(r"^sunshine/(lib/.*|[a-z]+/(actions|rules|states)(/.*|\.py))$")
CODE = {".py", ".ts", ".css"}
# Written so that this file does not hold the names it looks for.
HOSTS = re.compile(
    r"(pypi|pythonhosted|golang|debian|npmjs|yarnpkg)[.](org|com)|npm[m]irror[.]com"
    r"|(?<!no-emit-)index-url|\"resolved\": \"http"
)


def tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in sorted(set(listed.splitlines())) if (ROOT / line).is_file()]


def name(path: Path) -> str:
    """The path as people say it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function of a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def size() -> Iterator[str]:
    """What has grown too long."""
    for path in tracked():
        if path.suffix not in CODE or "migrations" in path.parts:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        limit = LONGEST_TEST if "tests" in path.parts else LONGEST_FILE
        if lines > limit:
            yield f"{name(path)}: {lines} lines, at most {limit}"
        if path.suffix == ".py" and RULED.match(name(path)):
            for function, length in functions(path):
                if length > LONGEST_FUNCTION:
                    yield f"{name(path)}: {function} has {length} lines, at most {LONGEST_FUNCTION}"


def hosts() -> Iterator[str]:
    """Addresses that tie a clone to the place where it was made."""
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if found := HOSTS.search(line):
                yield f"{name(path)}:{number}: {found.group()}"


def statements(path: Path) -> bool:
    """Whether a module holds more than a docstring: what holds nothing is not reported."""
    return any(
        not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
    )


def coverage(root: Path = ROOT) -> Iterator[str]:
    """Files under the full gate that were never imported, or with a branch that no test takes."""
    files = json.loads((root / "build" / "coverage.json").read_text(encoding="utf-8"))["files"]
    for path in sorted((root / "sunshine").rglob("*.py")):
        file = path.relative_to(root).as_posix()
        if COVERED.match(file) and file not in files and statements(path):
            yield f"{file}: not in the report"
    for file, measured in sorted(files.items()):
        summary = measured["summary"]
        if COVERED.match(file) and summary["missing_lines"] + summary["missing_branches"]:
            lines = measured["missing_lines"] or sorted(
                {start for start, _end in measured["missing_branches"]}
            )
            yield f"{file}: {summary['percent_covered']:.1f} %, see lines {', '.join(map(str, lines[:12]))}"


def main(arguments: list[str]) -> int:
    """Run the gates named; returns 1 if one is shut."""
    gates = {"size": size, "hosts": hosts, "coverage": coverage}
    if not arguments or set(arguments) - set(gates):
        print(__doc__, file=sys.stderr)
        return 2
    found = [sentence for argument in arguments for sentence in gates[argument]()]
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

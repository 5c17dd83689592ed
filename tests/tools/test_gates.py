"""The gate of coverage is shut by a branch or a file that no test reaches, and measures nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.wheelhouse import ROOT
from tools.gates import COVERED, coverage

WHOLE = "def dim(lamp):\n    return lamp - 1\n\n\ndim(1)\n"
HALF = "def dim(lamp):\n    if lamp:\n        return lamp - 1\n    return 0\n\n\ndim(1)\n"
ARROW = "def dim(lamp):\n    if lamp:\n        lamp = 0\n    return lamp\n\n\ndim(1)\n"
GATED = [
    *(
        "sunshine/lib/dim.py",
        "sunshine/lib/shapes/dim.py",
        "sunshine/lamps/actions.py",
        "sunshine/lamps/rules.py",
    ),
    *("sunshine/lamps/actions/dim.py", "sunshine/lamps/rules/dim.py", "sunshine/lamps/states.py"),
]
OTHERS = ["sunshine/desk/lamps.py", "sunshine/lamps/models.py", "sunshine/lamps/migrations/0001_dim.py"]


def measured(root: Path, files: dict[str, str], run: list[str]) -> Path:
    """A tree of these files, of which some are run under our own settings of coverage."""
    for name, source in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source, encoding="utf-8")
    (root / "build").mkdir()
    (root / "all.py").write_text("import runpy\n" + "".join(f"runpy.run_path({name!r})\n" for name in run))
    command = [sys.executable, "-m", "coverage"]
    settings = ["--rcfile", str(ROOT / "pyproject.toml")]
    for words in (["run", *settings, "all.py"], ["json", *settings, "-q", "-o", "build/coverage.json"]):
        done = subprocess.run([*command, *words], cwd=root, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_every_gated_file_is_measured_and_no_other(tmp_path):
    root = measured(tmp_path, dict.fromkeys(GATED + OTHERS, WHOLE), GATED + OTHERS)

    report = json.loads((root / "build" / "coverage.json").read_text(encoding="utf-8"))
    assert (sorted(report["files"]), list(coverage(root))) == (sorted(GATED), [])
    assert [name for name in GATED + OTHERS if COVERED.match(name)] == GATED


@pytest.mark.parametrize(("source", "lines"), [(HALF, "4"), (ARROW, "2")])
def test_a_line_or_branch_that_no_test_takes_shuts_the_gate(tmp_path, source, lines):
    root = measured(tmp_path, dict.fromkeys(GATED, source), GATED)

    assert [said.partition(": ")[0] for said in coverage(root)] == sorted(GATED)
    assert {said.rpartition("see lines ")[2] for said in coverage(root)} == {lines}


def test_a_file_that_no_test_imports_shuts_the_gate(tmp_path):
    empty = {"sunshine/lib/__init__.py": "", "sunshine/lamps/rules/__init__.py": '"""What lamps may."""\n'}
    root = measured(tmp_path, {**dict.fromkeys(GATED, WHOLE), **empty}, GATED[1:])

    assert list(coverage(root)) == [f"{GATED[0]}: not in the report"]

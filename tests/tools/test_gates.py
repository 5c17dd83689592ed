"""The gate of coverage is shut by a branch or a file that no test reaches, and asks about nothing else."""

import json
import os
import shutil
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
    *("sunshine/bins/actions.py", "sunshine/bins/rules.py", "sunshine/lamps/actions/dim.py"),
    *(
        "sunshine/lamps/rules/dim.py",
        "sunshine/lamps/states.py",
        "sunshine/lib/dim.py",
        "sunshine/lib/shapes/dim.py",
    ),
]
OTHERS = ["sunshine/desk/lamps.py", "sunshine/lamps/models.py", "sunshine/lamps/migrations/first.py"]


def measured(root: Path, files: dict[str, str], run: list[str]) -> Path:
    """A tree of these files, of which some are imported under our own settings of coverage."""
    shutil.copy(ROOT / "pyproject.toml", root)
    for name, source in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(source, encoding="utf-8")
    (root / "build").mkdir()
    (root / "sunshine" / "__init__.py").touch()  # it stands before the one that is installed
    words = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in run]
    (root / "all.py").write_text("".join(f"import {name}\n" for name in words))
    done = subprocess.run(
        [sys.executable, "-m", "slipcover", "all.py"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_every_gated_file_is_asked_about_and_no_other(tmp_path):
    root = measured(tmp_path, {**dict.fromkeys(GATED, WHOLE), **dict.fromkeys(OTHERS, HALF)}, GATED + OTHERS)

    assert list(coverage(root)) == []
    assert [name for name in GATED + OTHERS if COVERED.match(name)] == GATED


@pytest.mark.parametrize(("source", "lines"), [(HALF, "4"), (ARROW, "2")])
def test_a_line_or_branch_that_no_test_takes_shuts_the_gate(tmp_path, source, lines):
    root = measured(tmp_path, dict.fromkeys(GATED, source), GATED)

    assert [said.partition(": ")[0] for said in coverage(root)] == sorted(GATED)
    assert {said.rpartition("see lines ")[2] for said in coverage(root)} == {lines}


def test_a_file_that_no_test_imports_shuts_the_gate_and_one_left_out_of_the_report_too(tmp_path):
    empty = {"sunshine/lib/__init__.py": "", "sunshine/lamps/rules/__init__.py": '"""What lamps may."""\n'}
    root = measured(tmp_path, {**dict.fromkeys(GATED, WHOLE), **empty}, GATED[1:])
    assert list(coverage(root)) == [f"{GATED[0]}: 0.0 %, see lines 1, 2, 5"]

    report = root / "build" / "coverage.json"
    told = json.loads(report.read_text(encoding="utf-8"))
    del told["files"][GATED[0]]
    report.write_text(json.dumps(told), encoding="utf-8")

    assert list(coverage(root)) == [f"{GATED[0]}: not in the report"]

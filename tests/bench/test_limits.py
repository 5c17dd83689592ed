"""`make bench` says by its exit code whether every limit holds, as programs with invented figures show."""

from pathlib import Path

import pytest

from bench.__main__ import HERE, MEASURES, main

PROGRAM = """
import sys
from bench.figures import Figure, exit_code, tell
tell({figures})
sys.exit(exit_code())
"""
KEPT, MISSED = 'Figure("seconds", 1.2, "≤ 1.3")', 'Figure("share", 0.2, "≥ 0.25")'


def programs(folder: Path, **sources: str) -> Path:
    """Write the programs of these names, for `main` to run instead of the real ones."""
    for name, source in sources.items():
        (folder / f"bench_{name}.py").write_text(source, encoding="utf-8")
    return folder


def told(*figures: str) -> str:
    """A program that tells these figures."""
    return PROGRAM.format(figures=", ".join(figures))


def test_limits_that_hold_end_with_zero(tmp_path):
    folder = programs(tmp_path, fast=told(KEPT, 'Figure("pages", 7, "")'))

    assert main(["fast"], folder) == 0


def test_a_missed_limit_ends_with_one_and_is_named(tmp_path, capsys):
    folder = programs(tmp_path, fast=told(KEPT), slow=told(MISSED, KEPT))

    assert main(["slow", "fast"], folder) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "missed: share"


@pytest.mark.parametrize("source", ["1 / 0", "import sys; sys.exit(1)", "import sys; sys.exit(3)", None])
def test_a_program_that_breaks_ends_with_one_and_is_named(tmp_path, capsys, source):
    folder = programs(tmp_path, **({"odd": source} if source else {}))

    assert main(["odd"], folder) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "broke: odd"


def test_every_program_is_run_and_ends_with_the_verdict_on_its_figures():
    files = {
        path.stem.removeprefix("bench_"): path.read_text(encoding="utf-8") for path in HERE.glob("bench_*.py")
    }

    assert sorted(files) == sorted(MEASURES)
    assert [name for name, text in files.items() if "    return exit_code()\n\n\n" not in text] == []

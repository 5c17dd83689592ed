"""The floors of the house."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHUT = {"admin.py", "signals.py", "utils.py", "helpers.py", "services.py", "receivers.py"}
OF_THE_COMMUNITY = {"actions", "models", "forms", "queries", "states", "views", "tables"}
"""In these folders a file is named like what it holds: there, services are the community's (办事服务)."""


def test_imports_run_downwards_only():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_no_drawer_for_everything():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sunshine").rglob("*.py")
        if path.name in SHUT and not (path.name == "services.py" and path.parent.name in OF_THE_COMMUNITY)
    }

    assert found == set()


def test_migrations_have_names():
    unnamed = [path.name for path in (ROOT / "sunshine").rglob("migrations/*_auto_*.py")]

    assert unnamed == []

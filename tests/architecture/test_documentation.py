"""What can be set or called is explained; what is explained exists."""

import argparse
import re
from pathlib import Path

from sunshine.config.command import parser

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
READER = re.compile(r"env\.(?:text|flag|number|words|county|time_zone|address|secret)\(\s*\"([A-Z_]+)\"")


def _read_by_settings() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "sunshine" / "config").glob("*.py"))
    return {name for source in sources for name in READER.findall(source)}


def test_every_setting_is_explained_and_no_other():
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", HANDBOOK, re.MULTILINE)) == _read_by_settings()


def test_every_command_is_explained_and_no_other():
    [commands] = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]

    assert set(re.findall(r"^\| `sunshine ([a-z]+)", HANDBOOK, re.MULTILINE)) == set(commands.choices)


def test_the_environment_is_read_in_one_place():
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sunshine").rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }

    assert {path for path in readers if not path.startswith("sunshine/config/")} == set()

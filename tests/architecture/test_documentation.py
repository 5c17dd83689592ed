"""What can be set or called is explained; what is explained exists."""

import argparse
import re
from pathlib import Path

from django.apps import apps

from sunshine.config.command import parser

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
DICTIONARY = (ROOT / "docs" / "developer" / "data-dictionary.md").read_text(encoding="utf-8")
LOG_IN = {"account", "mfa", "sessions"}
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
READER = re.compile(
    r"env\.(?:text|flag|number|choice|words|county|time_zone|address|secret)\(\s*\"([A-Z_]+)\""
)


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


def _kept() -> set[str]:
    """Every column of our tables and of the log-in's, as `room.Model.field`."""
    models = apps.get_models(include_auto_created=True)
    ours = [
        model
        for model in models
        if model.__module__.startswith("sunshine.") or model._meta.app_label in LOG_IN
    ]
    return {
        f"{model._meta.label}.{field.name}" for model in ours for field in model._meta.local_concrete_fields
    }


def _explained() -> tuple[set[str], set[str]]:
    """The personal fields of the data dictionary, and those it says are none."""
    personal = set(re.findall(r"^\| `(\w+\.\w+\.\w+)` \|", DICTIONARY, re.MULTILINE))
    others = re.findall(r"^- `(\w+\.\w+)`: (.*)$", DICTIONARY, re.MULTILINE)
    return personal, {f"{model}.{field}" for model, fields in others for field in fields.split(", ")}


def test_every_field_is_in_the_data_dictionary_once():
    personal, others = _explained()

    assert (personal | others, personal & others) == (_kept(), set())


def test_the_data_dictionary_says_why_how_long_and_who_sees_it():
    rows = [line for line in DICTIONARY.splitlines() if re.match(r"\| `\w+\.\w+\.\w+` \|", line)]

    assert [
        row for row in rows if len([cell for cell in row.strip("|").split("|") if cell.strip()]) != 6
    ] == []


def test_links_between_pages_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text(encoding="utf-8"))]

    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_every_word_of_the_glossary_is_a_name_in_the_code():
    lines = (ROOT / "docs" / "developer" / "glossary.md").read_text(encoding="utf-8").splitlines()
    words = [cells for line in lines if "`" in line and len(cells := line.split(" | ")) == 4]
    names = set()
    for path in (ROOT / "sunshine").rglob("*.py"):
        names |= {path.stem, path.parent.name}
        names |= set(
            re.findall(r"^\s*(?:class|def) (\w+)|^\s+(\w+)\s*[:=]", path.read_text("utf-8"), re.MULTILINE)
        )
    known = {name for found in names for name in ([found] if isinstance(found, str) else found)}

    assert len(words) >= 40
    asked = {name for cells in words for name in re.findall(r"`(\w+)`", cells[2])}
    assert asked - known == set()


def test_every_file_that_a_request_meets_is_there():
    way = (ROOT / "docs" / "developer" / "follow-one-request.md").read_text(encoding="utf-8")
    named = re.findall(r"`(sunshine/[\w/.]+)`", way)

    assert len(set(named)) > 20
    assert [name for name in named if not (ROOT / name).is_file()] == []

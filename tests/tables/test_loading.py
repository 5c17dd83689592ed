"""What is shipped comes once, stays as the county changed it, and is one entry; a file that is wrong says where."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sunshine.cases.models import (
    Category,
    CommunityDuty,
    Parameter,
    Reason,
    Rung,
)
from sunshine.clocks.models import CalendarYear, OfficeHours, Policy
from sunshine.desk.management.commands.load_tables import LOADERS
from sunshine.notices.models import Template
from sunshine.posts.models import PostKind
from sunshine.programmes.models import Character, Counted, IndicatorDefinition
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.services.models import Service
from sunshine.tables.loading import BadTable, load_table, missing_rows, read_shipped
from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind
from tests.factories.people import NOON

SYSTEM = Actor.system("shipped")
COUNTY = "231282"
ENTRIES = {
    "categories": (f"catalogue:{COUNTY}", True),
    "services": (f"services:{COUNTY}", True),
    "handling": (f"handling:{COUNTY}", True),
    "skills": ("skills", True),
    "wish_kinds": ("wish_kinds", True),
    "post_kinds": ("post_kinds", True),
    "line": ("line", False),
}
"""Each loader's one entry: its subject, and whether it is hidden. Those of clocks and templates enter each row."""
TABLES = (
    Category, CommunityDuty, Parameter, Reason, Rung, Service, CalendarYear, OfficeHours, Policy, Template, PostKind,
    WishKind, Character, Counted, IndicatorDefinition, Skill,
)  # fmt: skip


def same(row: Any, _place: int) -> Any:
    """A row of a file whose fields are those of the table."""
    return row


def skills(*rows: dict[str, Any], fields: Callable[[Any, int], Any] = same) -> list[Skill]:
    """The missing ones of some skills."""
    return missing_rows(Skill, rows, fields)


def row(code: str, zh: str = "下棋") -> dict[str, Any]:
    """A skill as a file says it."""
    return {"code": code, "zh": zh, "en": "Chess"}


@pytest.fixture
def loaded(db: None) -> None:
    """A county with everything that is shipped."""
    call_command("load_tables", verbosity=0)


def test_every_shipped_file_fills_its_table(loaded: None) -> None:
    assert [model.__name__ for model in TABLES if not model._default_manager.exists()] == []


@pytest.mark.parametrize("name", LOADERS)
def test_nothing_comes_twice(loaded: None, name: str) -> None:
    before = Entry.objects.count()

    assert (LOADERS[name](SYSTEM, NOON, COUNTY), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize(("subject", "hidden"), ENTRIES.values(), ids=ENTRIES)
def test_a_load_is_one_entry_as_public_as_ever(loaded: None, subject: str, hidden: bool) -> None:
    entry = Entry.objects.get(subject=subject)

    assert (entry.step, entry.verb, "subject" in entry.public) == (1, "load", not hidden)
    assert entry.facts["new"] > 0


@pytest.mark.parametrize(
    "model", [Category, Reason, Skill, WishKind, PostKind, Service, Parameter, Character]
)
def test_what_the_county_changed_stays_and_what_it_lacks_comes(loaded: None, model: Any) -> None:
    mine = model.objects.order_by("pk").last()
    model.objects.filter(pk=mine.pk).update(zh="我们的", source="本县")
    call_command("load_tables", verbosity=0)

    kept = model.objects.get(pk=mine.pk)
    assert (kept.zh, kept.source, kept.version) == ("我们的", "本县", 0)


def test_a_new_row_of_a_later_version_takes_its_place_in_the_file(loaded: None) -> None:
    gone = (
        Category.objects.exclude(parent=None).exclude(pk__in=CommunityDuty.objects.values("category")).last()
    )
    assert gone is not None
    Category.objects.filter(pk=gone.pk).delete()

    assert LOADERS["categories"](SYSTEM, NOON, COUNTY) == 1
    assert Category.objects.get(pk=gone.pk).order == gone.order


def test_a_line_that_was_taken_off_does_not_come_back(loaded: None) -> None:
    CommunityDuty.objects.all()[0].delete()
    Rung.objects.all()[0].delete()
    left = CommunityDuty.objects.count(), Rung.objects.count()
    call_command("load_tables", verbosity=0)

    assert (CommunityDuty.objects.count(), Rung.objects.count()) == left


def test_rows_come_in_their_order_and_later_ones_are_another_entry(db: None) -> None:
    def load(*rows: dict[str, Any]) -> int:
        made = skills(*rows, fields=lambda row, place: {**row, "order": place})
        return load_table("skills", made, by=SYSTEM, at=NOON)

    assert (load(row("a"), row("b")), load(row("b"), row("c")), load(row("a"))) == (2, 1, 0)
    assert list(Skill.objects.values_list("code", "order")) == [("a", 0), ("b", 1), ("c", 1)]
    entries = Entry.objects.filter(subject="skills").order_by("step")
    assert [(entry.step, entry.facts) for entry in entries] == [(1, {"new": 2}), (2, {"new": 1})]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("a"), {"code": "b", "colour": "red"}], r"Skill, row 2: .*colour"),
        ([row("a"), row("b"), row("a")], r"Skill, row 3: its key stands twice"),
    ],
)
def test_a_row_that_is_wrong_is_named(rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(BadTable, match=said):
        skills(*rows)


def test_a_row_that_lacks_what_the_loader_needs_is_named() -> None:
    with pytest.raises(BadTable, match=r"Skill, row 1: KeyError\('zh'\)"):
        skills({"code": "a"}, fields=lambda row, _place: {"zh": row["zh"]})


def test_a_file_that_is_not_there_or_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "strange" / "data").mkdir(parents=True)
    (tmp_path / "strange" / "__init__.py").touch()
    (tmp_path / "strange" / "data" / "broken.toml").write_text("a = \n")
    monkeypatch.syspath_prepend(tmp_path)

    for name in ("broken", "nowhere"):
        with pytest.raises(BadTable, match=f"strange/data/{name}.toml: "):
            read_shipped("strange", name)


def test_the_command_loads_what_is_named_and_says_how_many(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_tables", "wish_kinds", "skills")
    call_command("load_tables", "post_kinds", verbosity=0)

    new = f"skills: {Skill.objects.count()} new\nwish_kinds: {WishKind.objects.count()} new\n"
    assert (capsys.readouterr().out, PostKind.objects.exists()) == (new, True)
    with pytest.raises(CommandError, match="no table cats"):
        call_command("load_tables", "cats")


def test_a_kind_is_in_use_until_its_day(db: None) -> None:
    day = date(2026, 11, 30)
    Skill.objects.create(**row("old"), retired_on=day)
    Skill.objects.create(**row("new"))

    for on, codes in ((date(2026, 11, 29), {"old", "new"}), (day, {"new"})):
        assert set(Skill.live(on).values_list("code", flat=True)) == codes
        assert {one.code for one in Skill.objects.all() if one.in_use(on)} == codes

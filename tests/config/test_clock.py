"""A machine whose clock cannot be right serves nobody."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from sunshine.config import checks, clock, command
from sunshine.record.actions import append
from sunshine.record.states import Actor

CHANGES = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
COMMANDS = ["demo", "serve", "migrate", "worker", "check", "backup", "import places f", "manage check"]


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize(
    ("year", "why"),
    [(1970, "before this version was made"), (2060, "twenty years after this version was made")],
)
def test_no_command_works_by_an_impossible_clock(words: str, year: int, why: str, capsys):
    with time_machine.travel(datetime(year, 1, 1, 12, tzinfo=UTC)):
        code = command.run(words.split())

    sentence = f"sunshine: This machine's clock says {year}-01-01 20:00, {why} (2026-11-23); deadlines and "
    advice = "erasing go by it, so set it right (`timedatectl set-ntp true`) and start again.\n"
    assert (code, capsys.readouterr().err) == (1, sentence + advice)


@pytest.mark.parametrize("moment", [clock.EARLIEST, clock.LATEST])
def test_every_day_of_twenty_years_will_do(moment: datetime):
    with time_machine.travel(moment, tick=False):
        clock.refuse_impossible()


def test_the_version_is_as_old_as_the_changelog_says():
    newest = re.search(r"^## [0-9.]+ — (.+)$", CHANGES.read_text(encoding="utf-8"), re.MULTILINE)

    assert f"{clock.RELEASED:%Y-%m-%d}" == newest[1]


def _warnings(ahead: timedelta) -> list[str]:
    with transaction.atomic():
        append("thing:1", 1, "do", by=Actor.system(), at=timezone.now() + ahead)
    return [finding.sentence for finding in checks.findings() if "newest step" in finding.sentence]


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_record_ahead_of_the_clock_is_told(at_noon):
    [sentence] = _warnings(timedelta(hours=25))

    assert sentence.startswith(
        "This machine's clock says 2026-11-23 12:00, but the newest step in the record was taken at 2026-11-24 13:00; "
    )


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("hours", [-1, 23])
def test_a_record_not_a_day_ahead_is_nothing_to_tell(hours: int):
    assert _warnings(timedelta(hours=hours)) == []

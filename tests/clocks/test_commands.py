"""The commands that bring calendars and defaults."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sunshine.clocks.models import CalendarChange, CalendarDay, CalendarYear, Policy
from sunshine.clocks.queries import calendar, spanning
from tests.clocks.clocks import rest_of, start

pytestmark = pytest.mark.django_db


def test_the_defaults_are_loaded_by_command(capsys):
    call_command("load_tables", "clocks")
    call_command("load_tables", "clocks", verbosity=0)

    assert (Policy.objects.count(), capsys.readouterr().out) == (12, "clocks: 14 new\n")


def test_a_calendar_is_imported_from_a_file(tmp_path, capsys):
    path = tmp_path / "2027.csv"
    lines = [f"{day.day},holiday,节日" for day in rest_of(2027)]
    path.write_text("\n".join(["date,type,name", *lines]))

    call_command("import_calendar", path)

    assert (CalendarDay.objects.first().name, CalendarYear.objects.get().year) == ("节日", 2027)
    assert capsys.readouterr().out == "2027: 7 days are in the calendar.\n"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_calendar", tmp_path / "none.csv")


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("")

    with pytest.raises(CommandError, match=r"empty\.csv"):
        call_command("import_calendar", path)


def test_a_year_is_seeded_from_the_library(capsys):
    call_command("seed_calendar", "2026")

    assert (CalendarDay.objects.count(), CalendarYear.objects.get().year) == (39, 2026)


def test_a_year_the_library_does_not_know_is_refused():
    with pytest.raises(CommandError, match="2031"):
        call_command("seed_calendar", "2031")


def test_a_calendar_is_previewed_and_what_runs_follows_or_stays(tmp_path, capsys):
    call_command("load_tables", "clocks", verbosity=0)
    clock = start(at=timezone.now())
    off = calendar().days.next_workday(timezone.localdate())
    path = tmp_path / f"{off.year}.csv"
    lines = [f"{day.day},holiday" for day in rest_of(off.year) if day.day != off]
    path.write_text("\n".join(["date,type", *lines, f"{off},holiday"]))

    call_command("import_calendar", path, "--preview")
    said = "1 running deadlines run over new days off and follow them.\n"
    assert (capsys.readouterr().out, CalendarChange.objects.count()) == (said, 0)
    call_command("import_calendar", path)

    assert [(row.prefix, row.spanned) for row in CalendarChange.objects.all()] == [("case:", 1)]
    assert said in capsys.readouterr().out
    assert list(spanning([off], timezone.now())) == [clock]


def test_what_runs_may_be_left_as_it_is(tmp_path):
    call_command("load_tables", "clocks", verbosity=0)
    start(at=timezone.now())
    off = calendar().days.next_workday(timezone.localdate())
    path = tmp_path / f"{off.year}.csv"
    lines = [f"{day.day},holiday" for day in rest_of(off.year) if day.day != off]
    path.write_text("\n".join(["date,type", *lines, f"{off},holiday"]))

    call_command("import_calendar", path, "--leave")

    assert CalendarChange.objects.count() == 0

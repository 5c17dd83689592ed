"""The calendar's pages say what runs over a new day off before anything changes; the second press does it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sunshine.clocks.models import CalendarChange, CalendarDay, CalendarYear, Clock
from sunshine.clocks.queries import calendar
from sunshine.record.models import Entry
from tests.clocks.clocks import rest_of

pytestmark = pytest.mark.django_db
ADD, IMPORT = "/desk/tables/days/add/", "/desk/tables/days/import/"


@pytest.fixture
def admin(town, as_):
    return as_(town.admin)


@pytest.fixture
def day(town, tell) -> date:
    """The next working day, over which a report runs."""
    tell("灯不亮", category="0102", at=timezone.now())
    today, days = timezone.localdate(), calendar().days
    CalendarYear.objects.get_or_create(
        year=days.next_workday(today).year, defaults={"imported_at": timezone.now()}
    )
    return days.next_workday(today)


def form(day: date, **more) -> dict[str, str]:
    return {"day": day.isoformat(), "kind": "holiday", "name": "", "source": "通知", **more}


def file(day: date) -> SimpleUploadedFile:
    """The year's calendar as it is, with that day off."""
    rows = CalendarDay.objects.filter(day__year=day.year)
    known = dict(rows.values_list("day", "kind")) or {row.day: str(row.kind) for row in rest_of(day.year)}
    lines = [f"{when},{kind}" for when, kind in {**known, day: "holiday"}.items()]
    return SimpleUploadedFile(f"{day.year}.csv", "\n".join(["date,type", *lines]).encode())


def spanned() -> int:
    return Clock.objects.filter(stopped_at=None, unit__startswith="working").count()


def test_a_day_off_is_shown_with_what_it_moves_and_kept_by_the_second_press(admin, day):
    first = admin.post(ADD, form(day))

    assert (first.status_code, first.context["trial"].deadlines) == (200, spanned())
    assert (CalendarDay.objects.filter(day=day).exists(), CalendarChange.objects.count()) == (False, 0)
    second = admin.post(ADD, form(day, tried=first.context["tried"]))
    assert (second.status_code, CalendarDay.objects.get(day=day).kind) == (302, "holiday")
    assert CalendarChange.objects.get().spanned == spanned()


def test_a_day_off_that_leaves_what_runs_is_kept_at_once(admin, day):
    answer = admin.post(ADD, form(day, leave="on"))

    assert (answer.status_code, CalendarChange.objects.count()) == (302, 0)
    assert Entry.objects.get(verb="set_day").facts["follow"] is False


def test_a_file_is_shown_with_what_it_moves_and_taken_over_as_it_was_read(admin, day):
    first = admin.post(IMPORT, {"file": file(day)})

    assert (first.status_code, first.context["trial"].deadlines) == (200, spanned())
    assert not CalendarDay.objects.filter(day=day).exists()
    read = first.context["form"].initial["read"]
    assert admin.post(IMPORT, {"read": read}).status_code == 302
    assert CalendarDay.objects.get(day=day).kind == "holiday"
    assert CalendarChange.objects.get().spanned == spanned()


def test_what_was_not_read_here_is_not_taken_over(admin, day):
    answer = admin.post(IMPORT, {"read": "2026:forged"})

    assert (answer.status_code, CalendarDay.objects.filter(day=day).exists()) == (422, False)

"""Only the calendar of 2026 is shipped: in a later year work goes on, and the desk says what is missing."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.people.models import Officer
from tests.desk.town import GRID

DAYS = [datetime(2027, 2, 6, 4, tzinfo=UTC), datetime(2028, 2, 29, 4, tzinfo=UTC)]
RESIDENTS = ["/", "/report/", "/track/", f"/c/{GRID[:12]}/", "/help/", "/serve/", "/services/", "/line/"]


@pytest.fixture(params=DAYS, ids=str)
def then(request, town):
    """A day of a year whose calendar is not in; passwords were changed in time."""
    with time_machine.travel(request.param):
        Officer.objects.update(password_set_on=request.param.date())
        yield request.param


def test_whoever_can_import_it_is_told_whose_calendar_is_missing(then, town, as_):
    words = f"No calendar for {then.year} yet: deadlines count weekends and the statutory days only."
    told, other = (as_(officer, "en").get("/desk/").text for officer in (town.admin, town.worker))

    assert (words in told, "No calendar" in other) == (True, False)


def test_residents_report_and_read(then, town):
    statuses = [Client().get(path).status_code for path in RESIDENTS]
    sent = Client().post("/report/", {"text": "楼道有垃圾", "place": GRID})

    assert (statuses, sent.status_code) == ([200] * len(RESIDENTS), 303)
    assert Case.objects.get().due_at > timezone.now()


def test_staff_take_steps(then, tell, town, as_):
    case = tell(at=timezone.now())
    browser = as_(town.worker)

    accepted = browser.post(f"/desk/cases/{case.number}/accept/", {"seen": case.version})

    assert (accepted.status_code, Case.objects.get().state) == (302, "accepted")
    assert BeautifulSoup(browser.get(f"/desk/cases/{case.number}/").content, "html.parser").h1

"""Pages of figures while a month runs: up to which day, beside the same days; events and matters; and lists that agree."""

import re
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from sunshine.cases.actions import accept, answer, confirm, route
from sunshine.desk.views import figures as page_of_figures
from sunshine.insight.queries import behind
from sunshine.people.actions import officer_actor
from sunshine.record.states import Actor
from tests.desk.town import counted, make_town, tell
from tests.worlds import world

pytestmark = pytest.mark.django_db
LEADERS = ["admin", "supervisor", "dispatcher", "secretary", "auditor"]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def local(day: str, clock: time = time(12)) -> datetime:
    """A moment in the county's time zone."""
    return datetime.combine(date.fromisoformat(day), clock, timezone.get_default_timezone())


@pytest.fixture
def seen(as_):
    """A page as somebody sees it at a moment."""

    def _seen(officer, address: str, at: datetime) -> BeautifulSoup:
        with time_machine.travel(at, tick=False):
            found = as_(officer).get(address)
        assert found.status_code == 200
        return BeautifulSoup(found.content, "html.parser")

    return _seen


@world
def month() -> SimpleNamespace:
    """November: one matter answered twice, one passed on twice, one still to come due; as of the 28th."""
    there = make_town()
    worker, dispatcher = officer_actor(there.worker), officer_actor(there.dispatcher)
    at = local("2026-11-02")
    twice = answer(accept(tell(at=at), by=worker, at=at), by=worker, at=at + HOUR, text="已清走")
    again = confirm(twice, by=Actor.resident(), at=at + 2 * HOUR, solved="no", comment="还没有清走")
    again = answer(again, by=worker, at=at + 2 * DAY, text="这次清走了")
    confirm(again, by=Actor.resident(), at=at + 3 * DAY, solved="yes", satisfied="yes")
    passed = tell("小区门口有人摆摊", category=None, at=at)
    for hours, office in ((1, there.lamps), (2, there.supervision), (3, there.lamps)):
        passed = route(passed, by=dispatcher, at=at + hours * HOUR, organisation=office, reason="归你们管")
    tell(at=local("2026-11-27"))
    counted()
    return there


NOW = local("2026-11-28")


def numbers(link) -> tuple[int, int]:
    """Events and matters of a number on a page: “9 次，涉及 5 件”, or one number for both."""
    found = [int(each) for each in re.findall(r"\d+", link.get_text())]
    return found[0], found[-1]


def listed(page: BeautifulSoup) -> tuple[int, int]:
    """Events and matters of a list."""
    rows = page.select("main tbody tr")
    return sum(numbers(row.small)[0] if row.small else 1 for row in rows), len(rows)


@pytest.mark.parametrize("by", ["organisation", "category", "channel"])
@pytest.mark.parametrize("who", LEADERS)
def test_every_number_of_every_leader_is_its_list(month, seen, who, by):
    officer = getattr(month, who)
    page = seen(officer, f"/desk/figures/?by={by}", NOW)
    links = page.select("section[aria-labelledby=counts] a, section[aria-labelledby=compared] tbody td a")
    links += seen(officer, "/desk/figures/map/", NOW).select("main tbody a")

    assert len(links) > 5
    assert {link["href"]: listed(seen(officer, link["href"], NOW)) for link in links} == {
        link["href"]: numbers(link) for link in links
    }


def test_events_and_matters_are_both_named(month, seen):
    links = seen(month.admin, "/desk/figures/", NOW).select("section[aria-labelledby=counts] a")
    found = {link["href"].split("/")[4]: link.get_text() for link in links}

    assert (found["answered"], found["reworked"], found["received"]) == ("2 次，涉及 1 件", "1", "3")


def test_the_list_of_an_event_names_who_held_it_then(month, seen):
    page = seen(month.admin, "/desk/figures/list/hand_overs/", NOW)

    assert page.select("main th")[1].get_text() == "当时承办"
    names = page.select_one("main tbody").find_all("td")[1].get_text().split(" · ")
    assert names == ["路灯管理所", "街道监督岗"]


def test_the_list_of_what_was_due_names_who_holds_it_today(month, seen):
    page = seen(month.admin, "/desk/figures/list/received/", NOW)

    assert page.select("main th")[1].get_text() == "单位"


def test_the_page_says_up_to_which_day(month, seen):
    for address in ("/desk/figures/", "/desk/lead/"):
        words = " ".join(seen(month.admin, address, NOW).main.get_text().split())
        assert ("到期截至11月27日，其余截至今天。" in words, "上月同期" in words) == (True, True)


@pytest.mark.parametrize("address", ["/desk/figures/", "/desk/lead/", "/desk/figures/list/due/"])
def test_on_the_first_of_a_month_nothing_was_due_yet(month, seen, address):
    page = seen(month.admin, address, local("2026-12-01", time(0, 0)))

    assert "本月今天以前没有到期的事项" in page.main.get_text()


@pytest.mark.parametrize("address", ["/desk/figures/", "/desk/figures/map/", "/desk/figures/list/due/"])
def test_a_month_that_is_over_is_whole_and_says_nothing_of_days(month, seen, address):
    page = seen(month.admin, f"{address}?month=2026-11", local("2026-12-01"))

    assert ("截至今天" in page.main.get_text(), "上月同期" in page.main.get_text()) == (False, False)


def counts(page: BeautifulSoup, words: str) -> tuple[str, ...]:
    """A count of the month, and in the column beside it."""
    row = page.find("section", {"aria-labelledby": "counts"}).find("td", string=words).parent
    return tuple(cell.get_text() for cell in row.find_all("td")[1:])


def test_what_is_due_today_counts_from_midnight_on(town, tell, seen):
    case = tell(at=local("2026-11-09"))
    counted()
    day = timezone.localtime(case.due_at).date()
    midnight = datetime.combine(day + DAY, time(), timezone.get_default_timezone())

    before, after = (
        counts(seen(town.admin, "/desk/figures/", at), "应办结")
        for at in (midnight - timedelta(seconds=1), midnight)
    )

    assert (before[0], after[0]) == ("0", "1")


@pytest.mark.parametrize(
    ("day", "wanted"),
    [("2026-03-31", ("1", "1")), ("2026-03-28", ("0", "1")), ("2026-03-27", ("0", "0"))],
)
def test_the_last_of_march_stands_beside_the_whole_of_february(town, tell, seen, day, wanted):
    for reported in ("2026-02-28", "2026-03-31"):
        tell(at=local(reported, time(9)))
    counted()

    assert counts(seen(town.admin, "/desk/figures/", local(day)), "收到") == wanted


def test_a_list_of_more_than_is_looked_at_says_so(month, seen, monkeypatch):
    monkeypatch.setattr(behind, "SCANNED", 2)
    monkeypatch.setattr(page_of_figures, "LISTED", 1)

    words = " ".join(seen(month.admin, "/desk/figures/list/received/", NOW).main.get_text().split())

    assert ("一次只查看最近的 2 件" in words, "前 1 件" in words) == (True, True)

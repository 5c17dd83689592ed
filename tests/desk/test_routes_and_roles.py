"""Every route of the desk × every role and nobody: shown (200), led on (302), or not there (404)."""

from typing import NamedTuple

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from sunshine.desk import urls
from sunshine.record.models import Entry
from sunshine.volunteers.models import Volunteer
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset(
    [
        "admin",
        "supervisor",
        "dispatcher",
        "secretary",
        "worker",
        "gridder",
        "handler",
        "watcher",
        "auditor",
        "stranger",
    ]
)
ADMIN = frozenset({"admin"})
GROUND = frozenset({"admin", "supervisor", "secretary"})
FIGURES = frozenset({"admin", "supervisor", "dispatcher", "secretary", "auditor"})
"""Who answers for figures, or checks them."""
DISPATCHING = frozenset({"admin", "dispatcher", "watcher"})
"""Who hands matters to an organisation."""
OFFERS = frozenset({"admin", "supervisor", "secretary", "worker"})
"""Who keeps the offers of those who help in the first community."""
HEARING = frozenset({"admin", "supervisor", "dispatcher", "secretary", "worker", "watcher", "stranger"})
"""Who calls residents back and looks at samples, of some place; never whoever only handles."""
LEDGERS = frozenset({"admin", "supervisor", "dispatcher", "secretary"})
"""Who takes in another office's ledger."""
REF = "0123456789abcdef0123456789abcdef"
NEAR = EVERYBODY - {"handler", "watcher", "stranger"}
"""Whose reach holds a matter of the first community's duty list."""


WISHING = frozenset({"admin", "supervisor", "secretary", "worker", "auditor", "stranger"})
"""Who reads wishes of some place; what happens to one is tried in test_wishes.py."""


class RouteLine(NamedTuple):
    """A route, how it is asked, and who is let in with which status; all others get `closed`."""

    name: str
    open_to: frozenset[str]
    status: int = 200
    args: tuple[str, ...] = ()
    post: dict | None = None
    closed: int = 404
    refused: frozenset[str] = frozenset()  # sees it, and is told in a sentence why not: 409


CASE = ("NUMBER",)
TABLE = [
    RouteLine("home", EVERYBODY),
    RouteLine("notices", EVERYBODY),
    RouteLine("account", EVERYBODY),
    RouteLine("deputy", EVERYBODY, 422, post={}),
    RouteLine("deputy_end", EVERYBODY, 409, post={}),
    RouteLine("cases", EVERYBODY),
    RouteLine("several_chosen", frozenset()),
    RouteLine("several", DISPATCHING, 302, ("route",)),
    RouteLine("export", EVERYBODY - {"gridder"}, status=302, post={}),
    RouteLine("exports", EVERYBODY - {"gridder"}),
    RouteLine("export_file", frozenset(), args=(REF,)),
    RouteLine("ledgers", LEDGERS),
    RouteLine("ledger", frozenset(), args=(REF,)),
    RouteLine("ledger_refused", frozenset(), args=(REF,), post={}),
    RouteLine("ledger_answers", LEDGERS, post={}, status=422),
    RouteLine("ledger_step", frozenset(), args=(REF, "take"), post={}),
    RouteLine("case", NEAR, args=CASE),
    RouteLine("case_contact", NEAR, 422, CASE, post={"reason": ""}),
    RouteLine("case_slip", NEAR, args=CASE),
    RouteLine("case_area", NEAR, args=CASE),
    RouteLine("case_again", frozenset(), args=CASE, post={}, refused=NEAR),
    RouteLine("photo", frozenset(), args=("NUMBER", "none")),
    RouteLine("thumb", frozenset(), args=("NUMBER", "none")),
    RouteLine(
        "case_step",
        NEAR,
        302,
        ("NUMBER", "note"),
        post={"seen": "1", "text": "备注"},
        refused=frozenset({"auditor"}),
    ),
    RouteLine("calls", HEARING),
    RouteLine("samples", HEARING),
    RouteLine("wishes", WISHING),
    RouteLine("wish_ask", EVERYBODY - {"handler", "watcher", "auditor"}),
    RouteLine("wish", frozenset(), args=("none",)),
    RouteLine("wish_contact", frozenset(), args=("none",), post={"reason": ""}),
    RouteLine("wish_slip", frozenset(), args=("none",)),
    RouteLine("wish_step", frozenset(), args=("none", "offer"), post={"seen": "1"}),
    RouteLine("areas", EVERYBODY, args=("231282999001",)),
    RouteLine("report", EVERYBODY - {"handler", "auditor"}),
    RouteLine("hints", EVERYBODY, post={"text": "灯"}),
    RouteLine("caller", EVERYBODY - {"handler", "auditor"}, post={"phone": "13812341234"}),
    RouteLine("cards", EVERYBODY),
    RouteLine("card", EVERYBODY, args=("231282999001001",)),
    RouteLine("tables", EVERYBODY),
    RouteLine("figures", FIGURES),
    RouteLine("flow", FIGURES),
    RouteLine("figures_export", FIGURES, post={}),
    RouteLine("figures_list", FIGURES, args=("received",)),
    RouteLine("figures_base", FIGURES, args=("solved",)),
    RouteLine("lead", FIGURES),
    RouteLine("lead_list", FIGURES, args=("overdue",)),
    RouteLine("lead_waits", FIGURES, args=("part", "1", "2")),
    RouteLine("week", GROUND),
    RouteLine("week_sheet", GROUND),
    RouteLine("week_list", GROUND, args=("posts",)),
    RouteLine("week_asked", GROUND, args=("0101",)),
    RouteLine("offers", OFFERS | {"stranger"}),
    RouteLine("offer_keep", OFFERS | {"stranger"}),
    RouteLine("offer", OFFERS, args=(REF,)),
    RouteLine("offer_contact", OFFERS, 422, (REF,), post={"reason": ""}),
    RouteLine("offer_change", OFFERS, args=(REF,)),
    RouteLine("offer_say", OFFERS, args=(REF,), post={"deed": "leave"}, status=409),
    RouteLine("line", GROUND),
    RouteLine("line_place", GROUND, args=("231282999001",)),
    RouteLine("plan", GROUND, args=("231282999001", "2026")),
    RouteLine("line_evidence", frozenset(), args=("231282999001", "none")),
    RouteLine("line_deed", GROUND, args=("231282999001", "brand")),
    RouteLine("line_row", frozenset(), args=("231282999001", "reach", "1")),
    RouteLine("try_route", ADMIN),
    RouteLine("precedents", ADMIN),
    RouteLine("import_calendar", ADMIN),
    RouteLine("import_boundaries", GROUND),
    RouteLine("table", ADMIN, args=("categories",)),
    RouteLine("table", GROUND, args=("places",)),
    RouteLine("table_file", ADMIN, args=("staff",)),
    RouteLine("table_template", ADMIN, args=("staff",)),
    RouteLine("add", ADMIN, args=("staff",)),
    RouteLine("add", GROUND, args=("roster",)),
    RouteLine("row", ADMIN, args=("categories", "0101", "change")),
    RouteLine("row", GROUND, args=("places", "231282999001001", "change")),
]


def _answer(browser, line: RouteLine, number: str) -> HttpResponse:
    where = reverse(f"desk:{line.name}", args=[number if arg == "NUMBER" else arg for arg in line.args])
    return browser.get(where) if line.post is None else browser.post(where, line.post)


def _ask(browser, line: RouteLine, number: str) -> int:
    return _answer(browser, line, number).status_code


def _expected(line: RouteLine, who: str) -> int:
    if who in line.refused:
        return 409
    return line.status if who in line.open_to else line.closed


def test_every_route_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)} == {
        line.name for line in TABLE
    }


@pytest.fixture
def helper(town):
    """Somebody who offered their help in the first community, under a reference that the table knows."""
    Volunteer.objects.filter(pk=volunteer().pk).update(ref=REF)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.usefixtures("helper")
def test_a_role_is_let_in_where_the_table_says(who, town, tell, as_):
    case = tell(lon=126.015, lat=46.005)
    browser = as_(getattr(town, who))

    answers = {(line.name, line.args): _ask(browser, line, case.number) for line in TABLE}

    assert answers == {(line.name, line.args): _expected(line, who) for line in TABLE}


@pytest.mark.usefixtures("helper")
def test_every_look_of_an_auditor_is_recorded_once_and_no_browser_keeps_a_page(town, tell, as_):
    case = tell(lon=126.015, lat=46.005)
    browser, looks = as_(town.auditor), Entry.objects.filter(verb="look")

    for line in TABLE:
        before = looks.count()
        answer = _answer(browser, line, case.number)
        shown = answer.status_code in (200, 409, 422)
        assert looks.count() - before == shown, line
        assert answer["Cache-Control"] == "private, no-store", line

    assert looks.filter(facts__about=case.subject).exists()
    assert looks.filter(facts__about="lead_waits/part/1/2").exists()


def test_nobody_is_asked_to_log_in_everywhere(town, tell, client):
    case = tell(lon=126.015, lat=46.005)

    assert {(line.name, _ask(client, line, case.number)) for line in TABLE} == {
        (line.name, 302) for line in TABLE
    }


def test_what_only_takes_a_step_cannot_be_fetched(town, tell, as_):
    case = tell()
    only_post = [reverse("desk:export"), reverse("desk:case_contact", args=[case.number])]

    assert [as_(town.worker).get(where).status_code for where in only_post] == [405, 405]


def test_no_other_address_lies_below_the_desk():
    assert get_resolver().resolve("/desk/").func.__module__.startswith("sunshine.desk")

"""The leader's desk: what breaches, what is to be decided, who waits on whom; each number opens as long a list."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone

from sunshine.cases.actions import accept, answer, consent, reopen, route, transfer, uphold, withdraw
from sunshine.cases.models import Case, Part, Proposal, Supervision, Whistle
from sunshine.cases.states import Asking, State
from sunshine.insight.queries.now import waits
from sunshine.people.actions import officer_actor
from sunshine.record.states import Actor
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.cases import returned
from tests.factories.people import COMMUNITY, COUNTY, GRID, STREET

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)
LEADERS = {"admin", "supervisor", "dispatcher", "secretary", "auditor"}
TODAY = datetime(2026, 11, 24, 4, tzinfo=UTC)


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def tiles(browser, place: str = "") -> dict[str, int]:
    """What stands on each tile, by its key; every list is as long as its number."""
    page = soup(browser.get(f"/desk/lead/{place and f'?place={place}'}"))
    found = {}
    for tile in page.find_all("a", class_="count-tile"):
        found[tile["href"].split("/")[3]] = int(tile.b.get_text())
        assert len(soup(browser.get(tile["href"])).select("main tbody tr")) == int(tile.b.get_text())
    return {key: count for key, count in found.items() if count}


def proposed(case: Case, kind: Asking, **more) -> Proposal:
    return Proposal.objects.create(
        case=case, kind=kind, organisation=case.holder, step=1, at=timezone.now() - DAYS, **more
    )


def undisturbed(case: Case) -> Case:
    """The same with its time far away."""
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() + 30 * DAYS)
    return case


@pytest.mark.parametrize("address", ["", "returns/", "waits/part/1/2/"])
@pytest.mark.parametrize("who", [*sorted(LEADERS), "worker", "gridder", "handler", "watcher", "stranger"])
def test_only_those_who_answer_for_figures_have_a_leaders_desk(town, as_, who, address):
    status = as_(getattr(town, who)).get(f"/desk/lead/{address}").status_code
    assert status == (200 if who in LEADERS else 404)


@pytest.mark.parametrize(
    ("who", "place", "offered"),
    [
        ("admin", "", [COUNTY, STREET]),
        ("admin", STREET, [COUNTY, STREET, COMMUNITY, OTHER_COMMUNITY]),
        ("admin", COMMUNITY, [COUNTY, STREET, COMMUNITY, OTHER_COMMUNITY]),
        ("supervisor", "", [STREET, COMMUNITY, OTHER_COMMUNITY]),
        ("secretary", "", [COMMUNITY]),
    ],
)
def test_one_walks_down_from_the_own_place(town, as_, who, place, offered):
    page = soup(as_(getattr(town, who)).get(f"/desk/lead/{place and f'?place={place}'}"))
    options = page.find("select", id="id_place").find_all("option")

    assert sorted(option["value"] for option in options) == offered
    assert [option["value"] for option in options if option.has_attr("selected")] == (
        [place] if place else []
    )


@pytest.mark.parametrize("address", ["nonsense/", "waits/nonsense/1/2/"])
def test_there_is_no_list_of_another_name(town, as_, address):
    assert as_(town.admin).get(f"/desk/lead/{address}").status_code == 404


@pytest.mark.parametrize("place", [OTHER_COMMUNITY, GRID, "231282999", "nonsense"])
def test_a_secretary_looks_at_the_own_community_and_never_at_a_grid(town, as_, place):
    assert as_(town.secretary).get(f"/desk/lead/?place={place}").status_code == 404


def test_what_breaches_is_counted_by_its_time(town, as_, tell):
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    for due in (now - DAYS, midnight, midnight + 2 * DAYS, midnight + 8 * DAYS):
        case = tell(at=now)
        Case.objects.filter(pk=case.pk).update(due_at=due)
    assert tiles(as_(town.secretary)) == {"overdue": 1, "today": 1, "soon": 1}


def test_what_nobody_accepted_in_time_is_counted(town, as_, tell):
    tell(at=timezone.now() - 20 * DAYS)
    late = tell(at=timezone.now() - 20 * DAYS)
    accept(late, by=officer_actor(town.worker), at=timezone.now())
    undisturbed(tell(at=timezone.now()))
    assert tiles(as_(town.secretary)) == {"overdue": 2, "unaccepted": 1}


def test_what_waits_for_a_decision_is_counted_until_it_is_decided(town, as_, tell):
    case = undisturbed(tell(at=timezone.now()))
    proposed(case, Asking.RETURN)
    proposed(case, Asking.EXTENSION)
    proposed(case, Asking.TRANSFER, decision="no", decided_at=timezone.now())
    assert tiles(as_(town.supervisor)) == {"returns": 1, "asked": 1}


def test_what_others_owe_is_counted(town, as_, tell):
    case, now = undisturbed(tell(at=timezone.now())), timezone.now()
    whistle = Whistle.objects.create(case=case, organisation=town.community, step=2, at=now, report_by=now)
    Part.objects.create(
        case=case, whistle=whistle, organisation=town.lamps, step=2, at=now, due_at=now - DAYS
    )
    Supervision.objects.create(case=case, organisation=town.street, step=3, at=now, report_due=now)
    assert tiles(as_(town.secretary)) == {"whistles": 1, "parts": 1, "reports": 1}


def test_call_backs_and_plans_of_today_are_counted(town, as_, tell):
    now, worker = timezone.now(), officer_actor(town.worker)
    answered = answer(accept(tell(at=now), by=worker, at=now), by=worker, at=now, text="已清走")
    Case.objects.filter(pk=answered.pk).update(call_by=now)
    shelved = accept(tell(at=now), by=worker, at=now)
    Case.objects.filter(pk=shelved.pk).update(state=State.SHELVED, shelved_until=now)
    assert tiles(as_(town.secretary)) == {"calls": 1, "reviews": 1}


def test_a_complaint_about_staff_is_neither_listed_nor_counted(town, as_, tell):
    case = tell("工作人员收了礼", category="0201", at=timezone.now() - 20 * DAYS)
    proposed(case, Asking.RETURN)
    assert [tiles(as_(who)) for who in (town.admin, town.supervisor, town.auditor)] == [{}, {}, {}]


def test_each_place_counts_what_lies_in_it(town, as_, tell):
    tell(at=timezone.now() - 20 * DAYS)
    tell(at=timezone.now() - 20 * DAYS, place=OTHER_COMMUNITY)
    browser = as_(town.admin)
    assert [tiles(browser, place)["overdue"] for place in (COUNTY, STREET, COMMUNITY)] == [2, 2, 1]


def test_who_waits_on_whom_stands_with_the_oldest_first(town, as_, tell):
    case = tell(at=timezone.now())
    Supervision.objects.create(
        case=case, organisation=town.street, step=3, at=TODAY - 2 * DAYS, report_due=TODAY
    )
    Part.objects.create(case=case, organisation=town.lamps, step=2, at=TODAY - DAYS, due_at=TODAY)
    proposed(case, Asking.TRANSFER, target=town.other)
    Proposal.objects.update(at=TODAY)
    found = [(row.kind, row.waiter, row.awaited, row.count) for row in waits(COMMUNITY)]
    assert found == [
        ("report", town.street, town.community, 1),
        ("part", town.community, town.lamps, 1),
        ("take", town.community, town.other, 1),
    ]


def test_what_was_passed_on_and_not_accepted_waits_on_the_new_holder(town, as_, tell):
    case = tell("小区门口有人摆摊", category=None, at=TODAY)
    route(case, by=officer_actor(town.dispatcher), at=TODAY, organisation=town.lamps, reason="归路灯所管")
    [row] = waits(COMMUNITY)
    page = soup(as_(town.secretary).get(f"/desk/lead/waits/accept/{row.waiter.pk}/{row.awaited.pk}/"))
    assert (row.waiter, row.awaited, len(page.select("main tbody tr"))) == (town.street, town.lamps, 1)


def pairs() -> list:
    return [(row.kind, row.waiter, row.awaited) for row in waits(COMMUNITY)]


def test_whoever_assigns_it_waits_not_whoever_had_it(town, tell):
    case = tell(at=TODAY)
    chief = officer_actor(town.admin)
    route(case, by=chief, at=TODAY, organisation=town.lamps, reason="归路灯所管")
    assert pairs() == [("accept", town.county, town.lamps)]
    route(case, by=officer_actor(town.dispatcher), at=TODAY, organisation=town.street, reason="街道自己办")
    assert pairs() == []


def test_what_was_sent_back_waits_for_the_dispatcher_who_sent_it_on(town, tell):
    case = tell(at=TODAY)
    returned(case, by=officer_actor(town.worker), to=town.other, at=TODAY)
    uphold(case, by=officer_actor(town.dispatcher), at=TODAY, text="同意", organisation=town.other)
    assert pairs() == [("accept", town.street, town.other)]


def test_what_was_taken_over_by_consent_waits_for_the_one_who_gave_it_away(town, tell):
    case = tell(at=TODAY)
    transfer(case, by=officer_actor(town.worker), at=TODAY, text="更便于办理", target=town.lamps)
    consent(case, by=officer_actor(town.handler), at=TODAY, text="同意")
    assert pairs() == [("accept", town.community, town.lamps)]


def test_what_comes_back_at_the_residents_word_waits_for_nobody_of_the_staff(town, tell):
    case = tell("小区门口有人摆摊", category=None, at=TODAY)
    route(case, by=officer_actor(town.dispatcher), at=TODAY, organisation=town.lamps, reason="归路灯所管")
    withdraw(case, by=Actor.resident(), at=TODAY)
    reopen(case, by=Actor.resident(), at=TODAY)
    assert (case.link, pairs()) == (2, [])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["", "overdue/", "returns/", "parts/"])
def test_the_desk_takes_as_many_statements_for_one_as_for_three(
    town, as_, tell, rows, address, django_assert_max_num_queries
):
    for _ in range(rows):
        case = tell(at=timezone.now() - 20 * DAYS)
        proposed(case, Asking.RETURN)
        Part.objects.create(case=case, organisation=town.lamps, step=2, at=TODAY, due_at=TODAY)
    browser = as_(town.supervisor)
    browser.get(f"/desk/lead/{address}")
    with django_assert_max_num_queries(15):
        browser.get(f"/desk/lead/{address}")


def test_the_leaders_desk_stands_in_the_menu_of_those_who_lead(town, as_):
    shown = [
        soup(as_(who).get("/desk/")).find("a", href="/desk/lead/") is not None
        for who in (town.secretary, town.worker)
    ]
    assert shown == [True, False]


def test_what_waited_before_the_upgrade_is_found_in_the_record(town, tell):
    """The migration says of older requests what the steps say of new ones."""
    worker, dispatcher, chief = map(officer_actor, (town.worker, town.dispatcher, town.admin))
    given = tell(at=TODAY)
    back, sent, assigned = (tell(f"小区门口有人摆摊{n}", category=None, at=TODAY) for n in range(3))
    transfer(given, by=worker, at=TODAY, text="更便于办理", target=town.lamps)
    consent(given, by=officer_actor(town.handler), at=TODAY, text="同意")
    route(back, by=dispatcher, at=TODAY, organisation=town.lamps, reason="归路灯所管")
    withdraw(back, by=Actor.resident(), at=TODAY)
    reopen(back, by=Actor.resident(), at=TODAY + timedelta(minutes=5), comment="还没有修好")
    route(sent, by=dispatcher, at=TODAY, organisation=town.lamps, reason="归路灯所管")
    route(assigned, by=chief, at=TODAY, organisation=town.lamps, reason="归路灯所管")
    route(assigned, by=dispatcher, at=TODAY, organisation=town.street, reason="街道自己办")
    before, columns = pairs(), ("pk", "passed_by", "passed_at")
    kept = list(Case.objects.order_by("pk").values_list(*columns))

    Case.objects.update(passed_by=None, passed_at=None)
    with connection.cursor() as cursor:
        for statement in import_module("sunshine.cases.migrations.0018_who_passed_it_on").BACKFILL:
            cursor.execute(statement)
    found = list(Case.objects.order_by("pk").values_list(*columns))

    assert len(before) == 2
    assert [row[:2] for row in found] == [row[:2] for row in kept]
    assert all(
        abs(new[2] - old[2]) < timedelta(seconds=1) for new, old in zip(found, kept, strict=True) if old[2]
    )

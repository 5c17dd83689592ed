"""Steps of time from the desk: logged calls, more time, plans, reminders and supervision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.cases import actions
from sunshine.cases.models import Case, Proposal, Supervision
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from tests.factories.people import NOON, OfficerFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def handled(tell, town):
    return actions.accept(tell(), by=officer_actor(town.worker), at=LATER)


@pytest.fixture
def chief(town):
    return OfficerFactory(
        organisation=town.street, role=Role.STREET_SUPERVISOR, role__place=town.street.place
    )


def address(case: Case, step: str) -> str:
    return f"/desk/cases/{case.number}/{step}/"


def send(browser, case: Case, step: str, **told: str) -> int:
    fresh = Case.objects.get(pk=case.pk)
    return browser.post(address(case, step), {"seen": fresh.version, **told}).status_code


def test_a_call_is_logged_as_it_was(handled, town, as_):
    worker = as_(town.worker)

    assert send(worker, handled, "contact", reached="no") == 302
    missed = Case.objects.get().contacted_at
    assert send(worker, handled, "contact", reached="yes", text="明天上门") == 302
    assert (missed, Case.objects.get().contacted_at is not None) == (None, True)


def test_more_time_is_asked_for_with_its_reason(handled, town, as_):
    Case.objects.update(due_at=timezone.now() + timedelta(days=3))

    assert send(as_(town.worker), handled, "extend", amount="2", reason="material", text="等配件") == 302
    assert Proposal.objects.values_list("kind", "reason").get() == ("extension", "material")


def test_the_unit_of_the_deadline_is_named(handled, town, as_):
    page = as_(town.worker).get(address(handled, "extend")).content.decode()

    assert ("再延长几个" in page, "等材料或配件" in page) == (True, True)


def test_a_plan_without_its_day_comes_back(handled, town, as_):
    told = {"reason": "funds", "public": "列入明年计划", "text": "明年春天"}

    assert send(as_(town.worker), handled, "shelve", **told, until="") == 422
    assert not Proposal.objects.exists()


def test_a_matter_is_set_aside_and_taken_up_again(handled, town, as_, chief):
    until = f"{timezone.now() + timedelta(days=60):%Y-%m-%d}"
    told = {"reason": "funds", "public": "列入明年计划", "text": "明年春天", "until": until}

    assert send(as_(town.worker), handled, "shelve", **told) == 302
    assert send(as_(chief), handled, "set_aside", text="同意") == 302
    assert Case.objects.values_list("state", "shelved_reason").get() == ("shelved", "列入明年计划")
    assert send(as_(town.worker), handled, "review", text="已立项", until=until) == 302
    assert send(as_(town.worker), handled, "take_up", text="开工了") == 302
    assert Case.objects.get().state == "accepted"


def test_the_street_supervises_and_the_holder_reports(handled, town, as_, chief):
    assert send(as_(chief), handled, "remind") == 302
    assert send(as_(chief), handled, "supervise", text="群众反映强烈") == 302
    assert send(as_(town.worker), handled, "stage_report", text="已约施工队") == 302

    assert Supervision.objects.get().reported_at is not None


def test_every_step_of_time_opens_for_whoever_may(handled, town, as_, chief):
    for officer, steps in (
        (town.worker, ("contact", "extend", "shelve")),
        (chief, ("remind", "supervise")),
    ):
        for step in steps:
            assert as_(officer).get(address(handled, step)).status_code == 200


def test_the_page_says_when_the_resident_is_called_and_who_watches(handled, town, as_, chief):
    before = as_(town.worker).get(f"/desk/cases/{handled.number}/").content.decode()
    actions.supervise(handled, by=officer_actor(chief), at=LATER, text="群众反映强烈")
    actions.contact(handled, by=officer_actor(town.worker), at=LATER, reached=True)
    after = as_(town.worker).get(f"/desk/cases/{handled.number}/").content.decode()

    assert ("最晚首次联系" in before, "督办单位" in before) == (True, False)
    assert ("最晚首次联系" in after, "督办单位" in after, "应报告" in after) == (False, True, True)

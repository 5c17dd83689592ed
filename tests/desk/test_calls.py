"""Call-backs, samples, exclusion, exemption and confidentiality as the desk shows them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.cases import actions
from sunshine.cases.models import Case, Proposal, Reason, Sample
from sunshine.people.actions import officer_actor
from sunshine.record.states import Actor
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
SOON = NOON + timedelta(days=7)


def address(case: Case, step: str = "") -> str:
    return f"/desk/cases/{case.number}/{step}/" if step else f"/desk/cases/{case.number}/"


def words(browser, path: str) -> str:
    return browser.get(path).content.decode()


@pytest.fixture
def handled(tell, town):
    return actions.accept(tell(), by=officer_actor(town.worker), at=LATER)


@pytest.fixture
def answered(handled, town):
    return actions.answer(handled, by=officer_actor(town.worker), at=LATER, text="已清运")


@pytest.fixture
def unsolved(answered, town):
    """Closed without a word, drawn, and found unsolved by the secretary."""
    actions.close(answered, by=Actor.system("clock"), at=LATER)
    actions.draw(at=SOON)
    return actions.inspect(answered, by=officer_actor(town.secretary), at=SOON, found="no")


def test_the_queue_shows_others_work_with_its_questions(answered, town, as_):
    page = words(as_(town.secretary), "/desk/calls/")

    assert (answered.number in page, 'href="/desk/calls/"' in page) == (True, True)
    assert answered.number not in words(as_(town.worker), "/desk/calls/")


def test_a_handler_has_no_queue(town, as_):
    assert [as_(town.handler).get(path).status_code for path in ("/desk/calls/", "/desk/samples/")] == [
        404,
        404,
    ]


def test_a_call_that_reached_nobody_is_logged(answered, town, as_):
    told = {"seen": answered.version, "reached": "no"}

    assert as_(town.secretary).post(address(answered, "call"), told).status_code == 302
    assert answered.calls.values_list("reached", "officer").get() == (False, town.secretary.pk)


def test_a_call_closes_with_what_was_said(answered, town, as_):
    told = {"seen": answered.version, "reached": "yes", "solved": "yes", "satisfied": "fair"}

    as_(town.secretary).post(address(answered, "call"), told)

    assert Case.objects.values_list("state", "outcome").get() == ("closed", "confirmed")
    assert "fairly" not in words(as_(town.worker), address(answered))


def test_after_enough_attempts_the_queue_offers_to_close(answered, town, as_):
    for _n in range(3):
        actions.call(answered, by=officer_actor(town.secretary), at=LATER, reached=False)

    assert address(answered, "close") in words(as_(town.secretary), "/desk/calls/")


def test_a_sample_is_looked_at_from_its_list(answered, town, as_):
    actions.close(answered, by=Actor.system("clock"), at=LATER)
    actions.draw(at=SOON)
    assert answered.number in words(as_(town.secretary), "/desk/samples/")

    told = {"seen": answered.version, "found": "no", "text": "还堆着"}
    assert as_(town.secretary).post(address(answered, "inspect"), told).status_code == 302
    assert Sample.objects.values_list("found").get() == ("no",)


def test_what_was_found_unsolved_is_taken_up_again(unsolved, town, as_):
    browser = as_(town.secretary)
    assert address(unsolved, "again") in words(browser, address(unsolved))

    moved = browser.post(address(unsolved, "again"))

    again = Case.objects.get(follows=unsolved)
    assert (moved.status_code, moved["Location"]) == (302, address(again))
    assert again.number in words(browser, address(unsolved))
    assert unsolved.number in words(browser, address(again))


def test_what_no_sample_found_unsolved_is_not_taken_up_again(answered, town, as_):
    assert as_(town.secretary).post(address(answered, "again")).status_code == 409


def test_leaving_out_is_asked_by_one_and_decided_by_another(handled, town, as_):
    reason = Reason.objects.filter(kind="exclusion").first()
    told = {"seen": handled.version, "reason": reason.pk, "text": "同一人重复来电"}
    as_(town.secretary).post(address(handled, "exclude"), told)
    assert "同一人重复来电" in words(as_(town.worker), address(handled))

    seen = Case.objects.get().version
    browser = as_(town.supervisor)
    assert browser.post(address(handled, "leave_out"), {"seen": seen, "text": "属实"}).status_code == 302
    assert Case.objects.get().excluded
    assert "属实" in words(browser, address(handled))


def test_nobody_decides_on_their_own_request(handled, town, as_):
    reason = Reason.objects.filter(kind="exclusion").first()
    told = {"seen": handled.version, "reason": reason.pk, "text": "同一人重复来电"}
    browser = as_(town.supervisor)
    browser.post(address(handled, "exclude"), told)

    decided = browser.post(
        address(handled, "leave_out"), {"seen": Case.objects.get().version, "text": "属实"}
    )
    assert (decided.status_code, Proposal.objects.get().decision) == (409, "")


def test_a_delay_is_explained_and_both_words_stand(handled, town, as_):
    Case.objects.update(due_at=timezone.now() - timedelta(days=1))
    reason = Reason.objects.filter(kind="exemption").first()
    told = {"seen": handled.version, "reason": reason.pk, "text": "连日暴雨"}
    as_(town.worker).post(address(handled, "explain"), told)

    seen = Case.objects.get().version
    as_(town.supervisor).post(address(handled, "not_excused"), {"seen": seen, "text": "应提前安排"})
    page = words(as_(town.worker), address(handled))
    assert ("连日暴雨" in page, "应提前安排" in page) == (True, True)


def test_staff_make_it_confidential(handled, town, as_):
    as_(town.worker).post(address(handled, "conceal"), {"seen": handled.version})

    assert Case.objects.get().confidential
    assert "138****1234" not in words(as_(town.supervisor), address(handled))

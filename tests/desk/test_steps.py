"""Steps from the desk: taken, refused, overtaken, and what a form keeps."""

from datetime import timedelta

import pytest

from sunshine.cases import actions
from sunshine.cases.models import Case, Confirmation, Reason
from sunshine.people.actions import officer_actor
from tests.desk import town as towns
from tests.factories.people import NOON
from tests.generic.pages import OutOfReach

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def handled(tell, town):
    return actions.accept(tell(), by=officer_actor(town.worker), at=LATER)


@pytest.fixture
def answered(handled, town):
    return actions.answer(handled, by=officer_actor(town.worker), at=LATER, text="已清运")


def address(case: Case, step: str = "") -> str:
    return f"/desk/cases/{case.number}/{step}/" if step else f"/desk/cases/{case.number}/"


def test_accepting_leads_back_to_the_request(tell, town, as_):
    case = tell()

    answer = as_(town.worker).post(address(case, "accept"), {"seen": case.version})

    assert (answer.status_code, answer["Location"]) == (302, f"{address(case)}?after=accept")
    assert Case.objects.values_list("state", "assignee").get() == ("accepted", town.worker.pk)


def test_an_empty_answer_comes_back_with_the_form(handled, town, as_):
    answer = as_(town.worker).post(address(handled, "answer"), {"seen": handled.version, "text": ""})

    assert answer.status_code == 422
    assert Case.objects.get().state == "accepted"


def test_whoever_is_second_is_told_who_was_first_and_keeps_the_words(handled, town, as_):
    seen = handled.version
    actions.note(handled, by=officer_actor(town.secretary), at=LATER, text="已电话联系物业")

    answer = as_(town.worker).post(address(handled, "answer"), {"seen": seen, "text": "垃圾已经清走"})
    page = answer.content.decode()

    assert answer.status_code == 409
    assert ("员secretary" in page, "垃圾已经清走" in page) == (True, True)
    assert f'value="{seen + 1}"' in page


def test_sending_it_again_after_looking_works(handled, town, as_):
    seen = handled.version
    actions.note(handled, by=officer_actor(town.secretary), at=LATER, text="已电话联系物业")

    answer = as_(town.worker).post(address(handled, "answer"), {"seen": seen + 1, "text": "垃圾已经清走"})

    assert (answer.status_code, Case.objects.get().state) == (302, "answered")


def test_whoever_answered_may_not_record_the_confirmation(answered, town, as_):
    told = {"seen": answered.version, "channel": "phone", "solved": "yes", "satisfied": "yes"}

    assert as_(town.worker).post(address(answered, "confirm"), told).status_code == 409
    assert as_(town.secretary).post(address(answered, "confirm"), told).status_code == 302
    assert Confirmation.objects.values_list("channel", "recorded_by").get() == ("phone", town.secretary.pk)


def test_not_solved_sends_it_back_to_work(answered, town, as_):
    told = {"seen": answered.version, "channel": "counter", "solved": "no", "comment": "还有味道"}

    as_(town.secretary).post(address(answered, "confirm"), told)

    assert Case.objects.values_list("state", "reworks").get() == ("accepted", 1)


def test_a_return_from_the_desk_waits_for_the_dispatcher(at_noon, tell, town, as_):
    case = tell()
    sent = {
        "seen": case.version,
        "reason": "not_our_duty",
        "target": town.street.pk,
        "rule": "职责清单",
        "text": "非我职责",
    }

    missing = as_(town.worker).post(address(case, "return"), {**sent, "target": ""})
    asked = as_(town.worker).post(address(case, "return"), sent)
    upheld = as_(town.dispatcher).get(address(case, "uphold"))

    assert (missing.status_code, asked.status_code, upheld.status_code) == (422, 302, 200)
    assert case.proposals.get().target == town.street


def test_a_return_that_waits_is_the_first_thing_a_dispatcher_may_do(tell, town, as_):
    case = tell()
    actions.return_case(
        case, by=officer_actor(town.worker), at=LATER, text="非我职责", target=town.street, rule="职责清单",
        reason=Reason.objects.get(code="not_our_duty"),
    )  # fmt: skip

    page = as_(town.dispatcher).get(address(case)).content.decode()

    assert (
        page.index(address(case, "uphold"))
        < page.index(address(case, "refuse"))
        < page.index(address(case, "note"))
    )


def test_a_step_that_is_not_possible_opens_the_request_instead(tell, town, as_):
    case = tell()

    answer = as_(town.worker).get(address(case, "confirm"))

    assert (answer.status_code, answer["Location"]) == (302, address(case))


def test_a_step_that_does_not_exist_is_not_found(tell, town, as_):
    assert as_(town.worker).get(address(tell(), "destroy")).status_code == 404


class TestOutOfReach(OutOfReach):
    strangers, steps = ("stranger", "handler"), ("accept", "note", "route")

    def make(self, scene):
        return towns.tell()

    def page(self, matter):
        return address(matter)


def test_a_name_is_shown_once_and_only_for_a_reason(handled, town, as_):
    worker = as_(town.worker)

    assert "13812341234" not in worker.get(address(handled)).content.decode()
    assert worker.post(address(handled, "reveal"), {"reason": ""}).status_code == 422
    shown = worker.post(address(handled, "reveal"), {"reason": "回访居民"}).content.decode()

    assert ("张三" in shown, "13812341234" in shown) == (True, True)


def test_the_part_for_htmx_is_the_part_of_the_fresh_page(tell, town, as_, swapped):
    case = tell()

    fresh, fetched = swapped(as_(town.worker), address(case, "note"), "matter")

    assert fetched == fresh


def test_the_list_for_htmx_is_the_list_of_the_fresh_page(tell, town, as_, swapped):
    tell()

    fresh, fetched = swapped(as_(town.worker), "/desk/cases/?state=received", "list")

    assert fetched == fresh


def test_the_rows_for_htmx_are_the_rows_of_the_fresh_table(town, as_, swapped):
    fresh, fetched = swapped(as_(town.admin), "/desk/tables/categories/?text=路灯", "rows")

    assert fetched == fresh


def test_the_person_it_is_for_is_revealed_apart(town, tell, as_):
    case = tell(for_name="王五", for_phone="13900001111", for_consent=True)

    told = {"reason": "上门前联系", "whose": "for_person"}
    page = as_(town.worker).post(address(case, "reveal"), told).content.decode()

    assert ("13900001111" in page, "13812341234" in page) == (True, False)

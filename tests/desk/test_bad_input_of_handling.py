"""What is refused at the desk in words, and what was typed is still there: returns, extensions, whistles, exclusions, merging."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from sunshine.cases import actions
from sunshine.cases.models import Case, Proposal, Reason
from sunshine.cases.states import Asking
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.states import Actor
from tests.factories.people import OfficerFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def case(tell, now):
    return tell(at=now)


@pytest.fixture
def handled(case, town, now):
    return actions.accept(case, by=officer_actor(town.worker), at=now)


@pytest.fixture
def send(as_):
    """Post a step as somebody in either language; gives the status and the words of the answer."""

    def _send(officer, case: Case, step: str, language: str = "zh-hans", **told) -> tuple[int, str]:
        seen = Case.objects.values_list("version", flat=True).get(pk=case.pk)
        answer = as_(officer, language).post(f"/desk/cases/{case.number}/{step}/", {"seen": seen, **told})
        return answer.status_code, BeautifulSoup(answer.content, "html.parser").get_text(" ")

    return _send


def returning(town, **more) -> dict:
    return {
        "reason": "not_our_duty", "target": town.lamps.pk, "rule": "职责清单第三条", "text": "不归我们管", **more,
    }  # fmt: skip


def test_a_return_names_a_holder(case, town, send):
    status, words = send(town.worker, case, "return", **returning(town, target=""))

    assert (status, "不归我们管" in words, Proposal.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "退单"), ("en", "return")])
def test_a_return_after_the_window_is_refused(case, town, send, now, language, said):
    case.custody.update(began=now - 40 * DAY)
    Case.objects.update(received_at=now - 40 * DAY)

    status, words = send(town.worker, case, "return", language, **returning(town))

    assert (status, said in words, "不归我们管" in words, Proposal.objects.count()) == (409, True, True, 0)


def test_nobody_returns_twice(case, town, send, now):
    assert send(town.worker, case, "return", **returning(town))[0] == 302
    open_again, _words = send(town.worker, case, "return", **returning(town))
    case.refresh_from_db()
    actions.refuse(case, by=officer_actor(town.dispatcher), at=now, text="由你单位办理")

    decided, words = send(town.worker, case, "return", **returning(town))

    assert (open_again, decided, "不归我们管" in words, Proposal.objects.count()) == (409, 409, True, 1)


def test_more_time_after_the_deadline_is_refused(handled, town, send, now):
    Case.objects.update(due_at=now - HOUR)

    status, words = send(town.worker, handled, "extend", amount="2", reason="material", text="等配件到货")

    assert (status, "等配件到货" in words, Proposal.objects.count()) == (409, True, 0)


def test_nobody_grants_the_time_they_asked_for(handled, town, send):
    chief = OfficerFactory(organisation=town.street, role=Role.COUNTY_ADMIN, role__place="231282")
    Proposal.objects.create(
        case=handled, kind=Asking.EXTENSION, organisation=handled.holder, officer=chief, step=handled.version,
        at=timezone.now(), until=handled.due_at + DAY, reason=Reason.objects.get(kind=Asking.EXTENSION, code="material"),
    )  # fmt: skip

    status, words = send(chief, handled, "grant", text="同意延期两天")

    assert (status, "同意延期两天" in words, Proposal.objects.get().decision) == (409, True, "")


def test_a_whistle_calls_somebody(handled, town, send):
    status, words = send(town.secretary, handled, "whistle", where="三号楼下", hours="3")

    assert (status, "必填" in words or "这个字段是必填项" in words, handled.whistles.count()) == (
        422,
        True,
        0,
    )


def test_nobody_leaves_out_what_they_proposed_or_hold(handled, town, send, now):
    case = actions.answer(handled, by=officer_actor(town.worker), at=now, text="已清走")
    told = {"reason": "impossible", "text": "停水期间无法施工"}
    assert send(town.secretary, case, "exclude", **told)[0] == 302

    own, words = send(town.secretary, case, "leave_out", text="同意不计入")

    assert (own, "同意不计入" in words, Case.objects.get().excluded) == (409, True, False)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "不能与自己合并"), ("en", "merged with itself")])
def test_a_report_is_not_merged_into_itself(handled, town, send, language, said):
    status, words = send(
        town.dispatcher, handled, "merge", language, into=handled.number, reason="说的是同一件事"
    )

    assert (status in {409, 422}, said in words, Case.objects.get().state) == (True, True, "accepted")


def test_a_report_is_not_merged_into_a_closed_one(handled, tell, town, send, now):
    closed = actions.withdraw(tell(at=now), by=Actor.resident(), at=now, reason="自己解决了")

    status, words = send(town.dispatcher, handled, "merge", into=closed.number, reason="说的是同一件事")

    assert (status in {409, 422}, closed.number in words) == (True, True)
    assert Case.objects.get(pk=handled.pk).state == "accepted"

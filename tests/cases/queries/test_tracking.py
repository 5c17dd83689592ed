"""What a resident reads of the way of their matter is true: who had it, why it takes longer, that it is done again."""

from datetime import timedelta

from sunshine.cases.actions import (
    accept,
    answer,
    ask_more_time,
    consent,
    grant,
    reopen,
    rework,
    transfer,
    withdraw,
)
from sunshine.cases.models import Case, Reason
from sunshine.cases.queries.tracking import by_number_and_tail, public_view
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)


def read(case: Case) -> list[tuple[str, str]]:
    found = public_view(Case.objects.select_related("holder").get(pk=case.pk), by_link=True)
    return [(stage.words, stage.text) for stage in found.stages]


def test_more_time_is_told_with_its_reason_from_the_list(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    reason = Reason.objects.filter(kind="extension").first()
    assert reason is not None
    ask_more_time(case, by=there.by("worker"), at=LATER, amount=2, text="内部说明", reason=reason)
    grant(case, by=there.by("dispatcher"), at=LATER, text="同意")

    assert read(case)[-1][1] == reason.zh
    assert "内部说明" not in repr(read(case))


def test_each_change_of_hands_names_who_had_it_then(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    transfer(case, by=there.by("worker"), at=LATER + timedelta(hours=1), text="请接办", target=there.light)
    consent(case, by=there.by("handler"), at=LATER + timedelta(hours=2), text="接办")

    words = [said for said, _text in read(case)]
    assert words[1:] == ["现在由路灯管理所负责"]


def test_what_is_done_again_says_so(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    answer(case, by=there.by("worker"), at=LATER, text="已清走")
    rework(case, by=RESIDENT, at=LATER + timedelta(hours=1), comment="还在")

    assert [said for said, _text in read(case)][-2:] == ["您告诉我们", "没解决，正在重新办"]


def test_what_was_taken_back_by_mistake_and_taken_up_again_stays_told(there: Town) -> None:
    case = reported().case
    withdraw(case, by=there.by("dispatcher"), at=LATER, reason="来电说不用办了")
    again = LATER + timedelta(hours=3)
    reopen(case, by=RESIDENT, at=again, comment="问题还在")

    view = public_view(Case.objects.select_related("holder").get(pk=case.pk), by_link=False)

    assert [stage.words for stage in view.stages] == ["收到您的反映", "登记为不反映了", "重新接着办"]
    assert view.updated_at == again


def test_a_matter_that_was_never_taken_up_again_is_not_asked_about_it(there: Town) -> None:
    case = reported(phone="13812341234").case
    withdraw(case, by=RESIDENT, at=LATER, reason="已经好了")

    found = by_number_and_tail(case.number, "1234")

    assert found is not None
    assert [stage.words for stage in public_view(found, by_link=False).stages] == [
        "收到您的反映",
        "您不反映了",
    ]

"""A return names who should hold the matter; another person decides; a second one is decided by rule."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import (
    accept,
    answer,
    consent,
    decline,
    merge,
    refuse,
    restrict,
    return_case,
    route,
    transfer,
    uphold,
    withdraw,
)
from sunshine.cases.models import Case, Category, Custody, Note, Part, Proposal, Reason
from sunshine.cases.queries import listed_for, visible_to
from sunshine.cases.rules import hand_over, possible, return_until
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from tests.factories.cases import MERGING, RESIDENT, Town, reported, returned
from tests.factories.people import NOON, AssignmentFactory, OfficerFactory, OrganisationFactory

LATER = NOON + timedelta(hours=1)
TOMORROW = NOON + timedelta(days=1)
DAY = NOON.date()


def lamp() -> Case:
    return reported(text="路灯", category="0101").case


def office(name: str = "市政处", **made: Any) -> Organisation:
    known = Organisation.objects.filter(name=name).first()
    return known or OrganisationFactory(
        name=name, **{"kind": OrganisationKind.DEPARTMENT, "place": "231282", **made}
    )


def handler_of(organisation: Organisation) -> Any:
    return officer_actor(OfficerFactory(organisation=organisation, role=Role.HANDLER, role__place="231282"))


def asked(there: Town, to: Organisation | None = None) -> Case:
    return returned(lamp(), by=there.by("handler"), to=to or office(), at=LATER)


def moved(there: Town, to: Organisation) -> Case:
    case = asked(there, to)
    return uphold(case, by=there.by("dispatcher"), at=LATER, text="确属其职责", organisation=to)


def code_of(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value.code)


def verbs(case: Case) -> list[str]:
    return list(Entry.objects.filter(subject=case.subject).order_by("step").values_list("verb", flat=True))


def test_while_a_return_is_open_the_holder_holds_it_and_the_clock_runs(there: Town) -> None:
    case = asked(there)

    assert (case.holder, case.state, Custody.objects.count()) == (there.light, "received", 1)
    assert Clock.objects.get(kind="handle").paused_at is None
    assert Message.objects.get(kind="case_returned").organisation == there.street


def test_upheld_it_goes_to_another_and_the_deadline_stays(there: Town) -> None:
    to = office()
    due = lamp().due_at
    case = moved(there, to)

    assert (case.holder, case.hand_overs, case.designated, case.due_at) == (to, 1, False, due)
    assert list(Custody.objects.filter(case=case).order_by("link").values_list("holder", flat=True)) == [
        there.light.pk,
        to.pk,
    ]
    assert Proposal.objects.get().decision == "yes"


def test_refused_the_holder_is_designated_and_returns_no_more(there: Town) -> None:
    case = refuse(asked(there), by=there.by("dispatcher"), at=LATER, text="就是贵单位职责")

    assert (case.holder, case.designated, Proposal.objects.get().decision) == (there.light, True, "no")
    assert code_of(lambda: returned(case, by=there.by("handler"), to=office(), at=LATER)) == "returned_once"
    assert code_of(
        lambda: transfer(case, by=there.by("handler"), at=LATER, text="请接办", target=office())
    ) == ("designated")


def test_nobody_decides_their_own_return(there: Town) -> None:
    both = OfficerFactory(organisation=there.light, role=Role.HANDLER, role__place="231282")
    AssignmentFactory(officer=both, role=Role.DISPATCHER, place="231282")
    case = returned(lamp(), by=officer_actor(both), to=office(), at=LATER)

    assert code_of(lambda: refuse(case, by=officer_actor(both), at=LATER, text="不同意")) == "own_proposal"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": " "}, "rule"),
        ({"text": " "}, "text"),
        ({"reason": None}, "reason"),
        ({"reason": "weather"}, "reason"),
        ({"reason": "off_list"}, "reason"),
    ],
)
def test_a_return_without_rule_text_or_listed_reason_is_refused(there: Town, change: Any, code: str) -> None:
    told = {"text": "不属于我单位职责", "rule": "职责清单", "reason": "not_our_duty", **change}
    told["reason"] = Reason.objects.filter(code=told["reason"]).first()

    case, to = lamp(), office()
    assert code_of(lambda: return_case(case, by=there.by("handler"), at=LATER, target=to, **told)) == code
    assert (case.version, Proposal.objects.count()) == (1, 0)


def test_a_return_that_names_the_holder_or_a_closed_organisation_is_refused(there: Town) -> None:
    case = lamp()

    for to in (there.light, office("撤并处", valid_to=DAY)):
        with pytest.raises(Refused):
            returned(case, by=there.by("handler"), to=to, at=LATER)


def test_after_the_window_a_return_is_refused_with_the_deadline(there: Town) -> None:
    case = lamp()
    until = return_until(case)

    with pytest.raises(Refused, match=until.strftime("%Y-%m-%d")):
        returned(case, by=there.by("handler"), to=office(), at=until + timedelta(seconds=1))
    assert returned(case, by=there.by("handler"), to=office(), at=until).version == 2


def test_a_dispatch_desk_neither_returns_nor_transfers(there: Town) -> None:
    case = reported(category="0202").case
    to = office()

    with pytest.raises(Refused):
        returned(case, by=there.by("dispatcher"), to=to, at=LATER)
    with pytest.raises(Refused):
        transfer(case, by=there.by("dispatcher"), at=LATER, text="请接办", target=to)


def test_a_community_returns_an_off_list_matter_but_not_one_on_its_list(there: Town) -> None:
    listed, off = reported().case, reported().case
    Case.objects.filter(pk=off.pk).update(category="0202")
    off = Case.objects.select_related("holder", "category").get(pk=off.pk)

    assert (
        code_of(lambda: returned(listed, by=there.by("worker"), to=office(), at=LATER, reason="off_list"))
        == "reason"
    )
    assert returned(off, by=there.by("worker"), to=office(), at=LATER, reason="off_list").version == 2


def test_the_kind_not_yet_known_is_on_no_duty_list(there: Town) -> None:
    case = reported().case
    case.category = None

    assert returned(case, by=there.by("worker"), to=office(), at=LATER, reason="off_list").version == 2


def test_the_second_return_is_decided_by_rule_and_calls_those_concerned_together(there: Town) -> None:
    to, third = office(), office("水务局")
    case = returned(moved(there, to), by=handler_of(to), to=third, at=LATER)

    assert verbs(case) == ["receive", "return", "uphold", "return", "refuse", "whistle"]
    assert (case.holder, case.designated, case.hand_overs) == (to, True, 1)
    last = Proposal.objects.order_by("-step")[0]
    assert (last.decision, last.decided_by) == ("no", None)
    assert {part.organisation for part in Part.objects.all()} == {there.light, third}
    assert Note.objects.get(kind="decision", step=5).text.startswith("按规定")


def test_accepting_lets_an_open_return_fall_away(there: Town) -> None:
    case = accept(asked(there), by=there.by("handler"), at=LATER)

    assert (Proposal.objects.get().decision, Proposal.objects.get().decided_step) == ("lapsed", case.version)
    assert (
        code_of(lambda: refuse(case, by=there.by("dispatcher"), at=LATER, text="不同意")) == "nothing_asked"
    )


def test_a_withdrawn_matter_has_nothing_to_decide(there: Town) -> None:
    withdraw(asked(there), by=RESIDENT, at=LATER)

    assert Proposal.objects.get().decision == "lapsed"


def test_a_transfer_needs_consent_and_counts_as_a_hand_over(there: Town) -> None:
    to = office()
    case = accept(lamp(), by=there.by("handler"), at=LATER)
    case = transfer(case, by=there.by("handler"), at=LATER, text="请接办", target=to)
    before = (case.holder, possible(case, by=there.by("handler"), on=DAY).count("consent"))
    case = consent(case, by=handler_of(to), at=TOMORROW, text="由我处接办")

    assert before == (there.light, 0)
    assert (case.holder, case.hand_overs, case.accepted_at, case.state) == (to, 1, None, "received")
    assert Clock.objects.filter(kind="accept", stopped_at=None).count() == 1
    assert Message.objects.get(kind="transfer_taken").organisation == there.light


@pytest.mark.parametrize("who", ["asked", "dispatcher"])
def test_what_was_taken_over_by_consent_is_not_returned(there: Town, who: str) -> None:
    to = office()
    case = transfer(lamp(), by=there.by("handler"), at=LATER, text="请接办", target=to)
    case = consent(
        case, by=handler_of(to) if who == "asked" else there.by("dispatcher"), at=LATER, text="接办"
    )

    assert code_of(lambda: returned(case, by=handler_of(to), to=there.light, at=LATER)) == "consented"


def test_declined_the_lead_stays_lead_and_asks_no_second_time(there: Town) -> None:
    to = office()
    case = transfer(lamp(), by=there.by("handler"), at=LATER, text="请接办", target=to)
    case = decline(case, by=handler_of(to), at=LATER, text="也不归我处")

    assert (case.holder, case.hand_overs) == (there.light, 0)
    assert "市政处" in Message.objects.get(kind="transfer_declined").body
    assert code_of(lambda: transfer(case, by=there.by("handler"), at=LATER, text="再问", target=to)) == (
        "transferred_once"
    )


def test_a_transfer_goes_to_no_desk_and_puts_nothing_off_list_onto_a_community(there: Town) -> None:
    case = lamp()

    for to in (there.street, there.first):
        with pytest.raises(Refused):
            transfer(case, by=there.by("handler"), at=LATER, text="请接办", target=to)


def test_only_who_is_asked_or_the_dispatcher_answers_a_transfer(there: Town) -> None:
    case = transfer(lamp(), by=there.by("handler"), at=LATER, text="请接办", target=office())

    assert code_of(lambda: consent(case, by=handler_of(there.light), at=LATER, text="接办")) == "not_yours"
    assert consent(case, by=there.by("dispatcher"), at=LATER, text="由其接办").hand_overs == 1


def test_an_open_transfer_is_seen_by_whoever_is_asked(there: Town) -> None:
    to = office()
    officer = OfficerFactory(organisation=to, role=Role.HANDLER, role__place="231282")
    case = transfer(lamp(), by=there.by("handler"), at=LATER, text="请接办", target=to)
    seen = [list(rows(officer, DAY)) for rows in (visible_to, listed_for)]
    decline(case, by=there.by("dispatcher"), at=LATER, text="不必转")
    officer = type(officer).objects.get(pk=officer.pk)

    assert seen == [[case], [case]]
    assert [list(rows(officer, DAY)) for rows in (visible_to, listed_for)] == [[], []]


def test_after_two_hand_overs_nobody_passes_it_on(there: Town) -> None:
    to, third, fourth = office(), office("水务局"), office("供热办")
    case = transfer(moved(there, to), by=handler_of(to), at=LATER, text="请接办", target=third)
    case = consent(case, by=handler_of(third), at=LATER, text="接办")

    assert (case.hand_overs, case.designated) == (2, True)
    by = there.by("dispatcher")
    assert code_of(lambda: route(case, by=by, at=LATER, organisation=fourth)) == "hand_overs"
    assert {"return", "transfer", "route", "forward", "withdraw"}.isdisjoint(
        possible(case, by=handler_of(third), on=DAY)
    )


def test_from_an_organisation_that_ceases_to_exist_it_may_always_be_routed(there: Town) -> None:
    case = lamp()
    Case.objects.filter(pk=case.pk).update(hand_overs=2)
    Organisation.objects.filter(pk=there.light.pk).update(valid_to=TOMORROW.date())
    case = Case.objects.select_related("holder", "category").get(pk=case.pk)

    assert route(case, by=there.by("dispatcher"), at=LATER, organisation=office()).hand_overs == 3


def test_a_complaint_about_staff_climbs_uncounted(there: Town) -> None:
    case = restrict(lamp(), by=there.by("dispatcher"), at=LATER, category=Category.objects.get(code="0901"))

    assert (case.restricted, case.hand_overs, hand_over(case)) == (True, 0, {})


def test_an_office_is_not_rid_of_a_matter_by_merging_it_into_anothers(there: Town) -> None:
    mine, other, own = lamp(), reported().case, lamp()

    assert (
        code_of(lambda: merge(mine, by=there.by("handler"), at=LATER, into=other, reason=MERGING))
        == "without_work"
    )
    assert merge(mine, by=there.by("handler"), at=LATER, into=own, reason=MERGING).outcome == "merged"


def test_an_answer_makes_an_open_transfer_moot(there: Town) -> None:
    case = accept(lamp(), by=there.by("handler"), at=LATER)
    case = transfer(case, by=there.by("handler"), at=LATER, text="请接办", target=office())
    answer(case, by=there.by("handler"), at=LATER, text="已修好")

    assert Proposal.objects.get().decision == "lapsed"

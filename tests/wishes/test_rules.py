"""Who may do what with a wish: the whole table, every state × every step × everybody; and what a wish must bring."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sunshine.lib.refusals import Refused
from sunshine.people.models import Assignment, Officer
from sunshine.people.states import VERBS, OrganisationKind, Role
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Consent
from sunshine.volunteers.states import Free
from sunshine.wishes.actions import offer
from sunshine.wishes.models import Wish, WishKind
from sunshine.wishes.queries.page import wish_page
from sunshine.wishes.rules import (
    NewWish,
    check_asker,
    check_asking,
    check_pair,
    check_reveal,
    check_taker,
    may_read,
    possible,
)
from sunshine.wishes.rules.telling import Telling
from sunshine.wishes.states import WISH_MOVES, WishState
from tests.factories.cases import FIRST, SECOND, STREET
from tests.factories.people import DAY, NOON, OrganisationFactory
from tests.factories.wishes import HOUR, SYSTEM, WISHER, WishTown, asked, asking, brought_to, offers
from tests.wishes.life import actor

A, L, T, D, C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED


def test_a_person_moves_no_deadline_and_every_other_step_has_somebody_who_may_take_it() -> None:
    by_calendar = {"move_due"}  # no person moves a deadline
    assert {f"wish.{step}" for step in set(WISH_MOVES) - by_calendar} <= VERBS


def _code(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


# -- helping and verifying --------------------------------------------------------------------------------------


def test_whoever_wrote_a_wish_down_does_not_check_it(there: WishTown) -> None:
    wish = asked(by=there.by("worker"), channel="counter")

    assert "offer" not in possible(wish, by=there.by("worker"), on=DAY)
    assert "offer" in possible(wish, by=there.by("colleague"), on=DAY)


def test_after_naming_the_visit_comes_and_after_the_visit_the_result(there: WishTown) -> None:
    from sunshine.wishes import actions as wishes

    wish, leader = brought_to(T, there), there.by("leader")
    wishes.pair(wish, by=leader, at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.zhou.pk])
    assert set(possible(wish, by=there.by("zhou"), on=DAY)) == {"visit", "note"}

    wishes.visit(wish, by=there.by("zhou"), at=NOON + 3 * HOUR)
    assert set(possible(wish, by=there.by("zhou"), on=DAY)) == {"fulfil", "note"}


def test_an_errand_needs_no_visit_by_two(there: WishTown) -> None:
    wish = brought_to(T, there, kind="errand")
    assert "fulfil" in possible(wish, by=there.by("leader"), on=DAY)

    named = _paired(there, kind="errand")
    assert "fulfil" in possible(named, by=there.by("mei"), on=DAY)


def test_whoever_only_says_to_be_of_the_group_names_reads_and_undoes_nothing(there: WishTown) -> None:
    from sunshine.wishes import actions as wishes

    wish = _paired(there)
    stranger = Actor.helper(offers("新人", branch=there.branch).ref, there.branch.pk)

    assert possible(wish, by=stranger, on=DAY) == []
    assert not may_read(wish, by=stranger, on=DAY)
    two = [there.mei.pk, there.lin.pk]
    assert _code(lambda: wishes.pair(wish, by=stranger, at=NOON + 4 * HOUR, helpers=two)) == "not_yours"


def test_the_community_names_who_goes_for_a_group_without_a_leader(there: WishTown) -> None:
    from sunshine.wishes import actions as wishes

    wish = brought_to(T, there)
    wishes.pair(wish, by=there.by("worker"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])

    check_reveal(wish, by=there.by("mei"), on=DAY)
    wishes.visit(wish, by=there.by("mei"), at=NOON + 3 * HOUR)
    wishes.fulfil(wish, by=there.by("mei"), at=NOON + 3 * HOUR, text="已换好")
    assert "confirm" not in possible(wish, by=there.by("worker"), on=DAY)


def test_who_claimed_and_then_serves_the_community_does_not_write_down_the_word(there: WishTown) -> None:
    wish = brought_to(D, there)
    leader = Officer.objects.get(pk=there.leader.pk)
    Officer.objects.filter(pk=leader.pk).update(organisation=there.town.first)
    Assignment.objects.filter(officer=leader).update(role=Role.COMMUNITY_WORKER, place=FIRST)

    assert set(possible(wish, by=there.by("leader"), on=DAY)) == {"note"}


@pytest.mark.parametrize("who", ["mei", "leader"])
def test_a_helper_who_confirms_is_told_why_not(there: WishTown, who: str) -> None:
    from sunshine.wishes import actions as wishes

    wish = brought_to(D, there)

    assert (
        _code(lambda: wishes.confirm(wish, by=there.by(who), at=NOON + 5 * HOUR, fulfilled="yes"))
        == "not_yours"
    )


def test_a_wish_of_no_community_is_checked_by_the_street(there: WishTown) -> None:
    wish, supervisor = asked(place=STREET), actor("street_supervisor", there)

    assert wish.holder == there.town.street
    assert {"offer", "decline", "amend"} <= set(possible(wish, by=supervisor, on=DAY))
    check_reveal(wish, by=supervisor, on=DAY)


# -- who may take it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "place", "may"),
    [
        (OrganisationKind.VOLUNTEER_TEAM, FIRST + "002", True),
        (OrganisationKind.BRANCH, STREET, True),
        (OrganisationKind.GENERAL_BRANCH, SECOND, False),
        (OrganisationKind.PARTY_COMMITTEE, FIRST, False),
        (OrganisationKind.PARTNER, FIRST, False),
        (OrganisationKind.DEPARTMENT, "231282", False),
    ],
)
def test_groups_and_teams_of_the_community_or_above_may_take_it(
    there: WishTown, kind: str, place: str, may: bool
) -> None:
    wish, group = asked(), OrganisationFactory(kind=kind, place=place)

    if may:
        assert check_taker(wish, group, on=DAY) == group
    else:
        assert _code(lambda: check_taker(wish, group, on=DAY)) == "organisation"


def test_a_group_that_is_closed_or_nobody_takes_nothing(there: WishTown) -> None:
    wish = asked()
    there.team.valid_to = date(2026, 6, 1)

    assert _code(lambda: check_taker(wish, there.team, on=DAY)) == "closed"
    assert _code(lambda: check_taker(wish, None, on=DAY)) == "organisation"


def test_a_leader_without_a_post_over_the_place_takes_nothing(there: WishTown) -> None:
    wish = brought_to(L, there)
    Assignment.objects.filter(officer=there.leader).update(place=SECOND)

    assert possible(wish, by=there.by("leader"), on=DAY) == []


def test_two_of_the_family_who_agreed_can_be_named(there: WishTown) -> None:
    wish = asked()
    quiet = offers("静", branch=there.branch, consents=["keep"])
    family = frozenset({there.branch.pk, there.group.pk})

    assert check_pair(wish, [there.mei.pk, there.zhou.pk], family=family) == [there.mei, there.zhou]
    assert _code(lambda: check_pair(wish, [there.mei.pk], family=family)) == "helpers"
    assert _code(lambda: check_pair(wish, [there.mei.pk, quiet.pk], family=family)) == "helpers"
    assert (
        _code(lambda: check_pair(wish, [there.mei.pk, there.zhou.pk], family=frozenset({there.branch.pk})))
        == "helpers"
    )


# -- name and telephone, and the wisher's words -----------------------------------------------------------------


def _paired(there: WishTown, **told: object) -> Wish:
    from sunshine.wishes import actions as wishes

    wish = brought_to(T, there, **told)
    return wishes.pair(wish, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.zhou.pk])


def test_the_group_sees_a_contact_only_once_two_are_named(there: WishTown) -> None:
    wish = brought_to(T, there)
    assert _code(lambda: check_reveal(wish, by=there.by("leader"), on=DAY)) == "pair"
    assert _code(lambda: check_reveal(wish, by=there.by("mei"), on=DAY)) == "not_yours"

    named = _paired(there)
    for who in ("leader", "mei", "zhou", "worker"):
        check_reveal(named, by=there.by(who), on=DAY)


@pytest.mark.parametrize("who", ["lin", "stranger", "handler", "grid_worker"])
def test_nobody_else_sees_it(there: WishTown, who: str) -> None:
    wish = _paired(there)

    assert _code(lambda: check_reveal(wish, by=there.by(who), on=DAY)) == "not_yours"


def test_of_a_minor_only_the_community_sees_the_guardian(there: WishTown) -> None:
    wish = _paired(there, for_minor=True)

    check_reveal(wish, by=there.by("worker"), on=DAY)
    assert [
        _code(lambda who=who: check_reveal(wish, by=there.by(who), on=DAY)) for who in ("leader", "mei")
    ] == [
        "not_yours",
        "not_yours",
    ]


def test_whoever_takes_the_consent_back_is_gone_from_the_wish_at_once(there: WishTown) -> None:
    wish = _paired(there)
    Consent.objects.filter(volunteer=there.zhou, kind="match").update(withdrawn_at=NOON + 4 * HOUR)

    assert possible(wish, by=there.by("zhou"), on=DAY) == []
    assert _code(lambda: check_reveal(wish, by=there.by("leader"), on=DAY)) == "pair"
    assert [one.display_name for one in wish_page(wish, at=NOON + 5 * HOUR, reads=True).pair] == ["梅"]


def test_when_it_is_over_the_group_sees_nothing_more(there: WishTown) -> None:
    wish = brought_to(C, there)

    assert _code(lambda: check_reveal(wish, by=there.by("leader"), on=DAY)) == "not_yours"


def test_only_who_has_it_in_hand_reads_the_wishers_words(there: WishTown) -> None:
    wish = _paired(there)
    readers = ["worker", "leader", "mei", "zhou", "auditor"]

    assert all(may_read(wish, by=there.by(who), on=DAY) for who in readers)
    assert may_read(wish, by=WISHER, on=DAY)
    assert not any(
        may_read(wish, by=there.by(who), on=DAY) for who in ("lin", "stranger", "handler", "grid_worker")
    )
    waiting = brought_to(L, there)
    assert not any(may_read(waiting, by=there.by(who), on=DAY) for who in ("leader", "mei"))


# -- what a wish must bring -------------------------------------------------------------------------------------


def refusal_of(there: WishTown, **told: object) -> Refused:
    with pytest.raises(Refused) as refusal:
        check_asking(asking(**told), office=there.town.first, on=DAY)
    return refusal.value


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"text": "修"}, "text"),
        ({"text": "修" * 1001}, "text"),
        ({"kind": "money"}, "kind"),
        ({"phone": "", "name": "王奶奶"}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"for_phone": "12", "for_consent": True}, "for_phone"),
        ({"for_name": "李爷爷"}, "for_consent"),
        ({"for_phone": "13912345678"}, "for_consent"),
        ({"for_minor": True, "name": " "}, "name"),
        ({"for_minor": True, "phone": " "}, "phone"),
        ({"times": ("midnight",)}, "times"),
        ({"wanted_by": DAY - timedelta(days=1)}, "wanted_by"),
        ({"wanted_by": DAY + timedelta(days=400)}, "wanted_by"),
        ({"text": "我今年10岁，想有人陪我踢球"}, "for_minor"),
        ({"text": "我是小学生，想学画画"}, "for_minor"),
        ({"text": "I am 10 and would like somebody to play with"}, "for_minor"),
        ({"text": "能不能借点钱给我看病"}, "money"),
        ({"text": "please lend me some money"}, "money"),
        ({"text": "请资助孩子上学"}, "money"),
    ],
)
def test_what_a_wish_lacks_is_said_at_its_field(there: WishTown, told: dict, code: str) -> None:
    assert refusal_of(there, **told).code == code


@pytest.mark.parametrize(
    "text",
    ["找我请打13812345678", "身份证231282199001011234", "写信到 wang@example.com 就行"],
)
def test_numbers_in_the_text_are_refused_with_the_masked_text_to_offer(there: WishTown, text: str) -> None:
    refusal = refusal_of(there, text=text)

    assert isinstance(refusal, Telling)
    assert refusal.code == "text"
    assert "＊＊＊" in refusal.masked
    check_asking(asking(text=refusal.masked), office=None, on=DAY)


@pytest.mark.parametrize(
    ("text", "masked"), [("帮李大娘买药", "帮＊＊＊买药"), ("2单元501室换灯泡", "2单元＊＊＊室换灯泡")]
)
def test_words_for_everybody_come_back_with_what_was_found_hidden(
    there: WishTown, text: str, masked: str
) -> None:
    with pytest.raises(Telling) as refusal:
        offer(asked(), by=there.by("worker"), at=NOON, public_text=text)

    assert (refusal.value.code, refusal.value.masked) == ("public_text", masked)


def test_the_wishers_own_words_may_name_whom_they_are_about(there: WishTown) -> None:
    check_asking(asking(text="帮李大娘买药，2单元501室"), office=None, on=DAY)


def test_whoever_asks_for_money_is_told_where_help_with_money_is(there: WishTown) -> None:
    said = str(refusal_of(there, text="想借钱交房租"))

    assert there.town.first.name in said
    assert there.town.first.telephone in said


def test_without_an_office_the_number_that_is_always_there_is_named(there: WishTown) -> None:
    with pytest.raises(Refused) as refusal:
        check_asking(asking(text="想借钱交房租"), office=None, on=DAY)

    assert "12345" in str(refusal.value)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"text": "我今年78岁，想有人陪我说说话"},
        {"text": "我今年七十八岁，眼睛不好"},
        {"text": "帮我买10斤米，钱我自己付"},
        {"text": "教我用手机付款"},
        {"text": "我今年10岁，想学画画", "for_minor": True},
        {"for_name": "李爷爷", "for_phone": "13912345678", "for_consent": True},
        {"phone": "", "for_phone": "13912345678", "for_consent": True},
        {"times": (Free.WEEKEND_DAY,), "wanted_by": DAY},
    ],
)
def test_what_is_a_wish_is_taken(there: WishTown, told: dict) -> None:
    assert check_asking(replace(asking(), **told), office=None, on=DAY).code == "repair"


def test_a_retired_kind_is_not_on_the_list(there: WishTown) -> None:
    WishKind.objects.update(retired_on=DAY)

    assert refusal_of(there).code == "kind"


def test_anybody_may_wish_and_staff_by_their_post(there: WishTown) -> None:
    for by in (WISHER, there.by("mei"), there.by("grid_worker"), there.by("worker"), SYSTEM):
        check_asker(by, on=DAY)
    assert _code(lambda: check_asker(there.by("handler"), on=DAY)) == "not_your_task"
    assert _code(lambda: check_asker(Actor(ActorKind.PARTNER, "1"), on=DAY)) == "not_yours"


def test_an_asking_is_complete_with_text_kind_and_number() -> None:
    assert NewWish(text="修灯", kind="repair").times == ()

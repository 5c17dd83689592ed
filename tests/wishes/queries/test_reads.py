"""Reads of wishes: links, numbers, reach, lists, figures, pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.lib.numbers import case_number
from sunshine.people.models import Officer
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.states import Actor
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.states import Free
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import (
    in_hand,
    public_wishes,
    visible_wishes,
    wish_by_number,
    wish_by_token,
    wish_figures,
    wishes_closed_before,
)
from sunshine.wishes.queries import offered_wishes as on_the_list
from sunshine.wishes.queries.families import desk_of, family
from sunshine.wishes.queries.matching import candidates, proposals
from sunshine.wishes.queries.page import (
    wish_page,
    wish_stages,
    wish_tracking,
    wish_words,
)
from sunshine.wishes.queries.refused import asks_for_money, is_a_child
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, SECOND, STREET
from tests.factories.people import DAY, NOON, OfficerFactory, OrganisationFactory
from tests.factories.wishes import HOUR, PHONE, WISHER, WishTown, asked, brought_to, link_of, offers

A, L, T, D, C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED


def sees(there: WishTown, who: str) -> set[str]:
    officer = getattr(there, who, None) or getattr(there.town, who)
    return set(visible_wishes(Officer.objects.get(pk=officer.pk), DAY).values_list("state", flat=True))


# -- link and number --------------------------------------------------------------------------------------------


def test_a_wish_is_found_by_its_link_and_by_nothing_else(there: WishTown) -> None:
    wish = asked()

    assert wish_by_token(link_of(wish)) == wish
    assert wish_by_token("guess") is None


def test_a_wish_is_found_by_number_and_four_digits_of_either_person(there: WishTown) -> None:
    wish = asked(for_phone="13900001111", for_consent=True)

    assert wish_by_number(wish.number, "5678") == wish
    assert wish_by_number(wish.number.replace("-", ""), "1111") == wish
    wrong = [(wish.number, "0000"), ("x", "5678"), (case_number("231282", DAY, 99_999), "5678")]
    assert [wish_by_number(*tried) for tried in wrong] == [None, None, None]


def test_request_and_wish_never_share_a_number(there: WishTown) -> None:
    from tests.factories.cases import reported

    numbers = [asked().number, reported().case.number, asked().number, reported().case.number]

    assert len(set(numbers)) == 4


# -- reach ------------------------------------------------------------------------------------------------------


@pytest.fixture
def every_state(there: WishTown) -> WishTown:
    for state in WishState:
        brought_to(state, there)
    return there


ALL = {"asked", "offered", "claimed", "done", "closed"}


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("worker", ALL),
        ("secretary", ALL),
        ("auditor", ALL),
        ("leader", {"offered", "claimed", "done", "closed"}),
        ("stranger", set()),
        ("handler", set()),
        ("grid_worker", set()),
        ("supervisor", set()),
    ],
)
def test_each_sees_what_lies_in_reach(every_state: WishTown, who: str, what: set[str]) -> None:
    assert sees(every_state, who) == what


def test_what_a_group_gave_back_is_gone_from_its_sight(there: WishTown) -> None:
    wish = brought_to(T, there)
    wishes.hand_back(wish, by=there.by("leader"), at=NOON + 4 * HOUR)
    wishes.recall(wish, by=there.by("worker"), at=NOON + 5 * HOUR)

    assert sees(there, "leader") == set()


# -- lists ------------------------------------------------------------------------------------------------------


def test_the_list_of_a_place_holds_what_waits_there(every_state: WishTown) -> None:
    brought_to(L, every_state, for_minor=True)

    places = [GRID, FIRST, STREET, "231282", SECOND, "231282999002001", "x", ""]
    assert [on_the_list(place).count() for place in places] == [2, 2, 2, 2, 0, 0, 0, 0]
    assert on_the_list(FIRST, minors=False).count() == 1


def test_a_group_lists_what_it_has_in_hand(every_state: WishTown) -> None:
    assert {wish.state for wish in in_hand(every_state.branch.pk)} == {"claimed", "done"}
    assert not in_hand(every_state.team.pk).exists()


def test_everybody_reads_public_words_without_number_person_or_grid(every_state: WishTown) -> None:
    brought_to(L, every_state, for_minor=True)

    shown = public_wishes(FIRST)

    assert [(one.text, one.day, one.taken_by, one.waits) for one in shown] == [
        ("老人家水龙头漏水，需换垫圈", DAY, "", True),
        ("老人家水龙头漏水，需换垫圈", DAY, "", False),
    ]
    assert not any(wish.number in str(shown) or GRID in str(shown) for wish in Wish.objects.all())


def test_who_took_it_is_named_unless_that_says_in_which_grid_it_is(there: WishTown) -> None:
    wish = brought_to(L, there)
    wishes.claim(wish, by=Actor.helper("x", there.team.pk), at=NOON + 3 * HOUR, organisation=there.team)

    assert [one.taken_by for one in public_wishes(FIRST)] == ["暖心志愿队"]


def test_a_list_costs_one_statement_however_long(there: WishTown) -> None:
    brought_to(L, there)
    with CaptureQueriesContext(connection) as one:
        public_wishes(FIRST)
    brought_to(L, there)
    brought_to(T, there)
    with CaptureQueriesContext(connection) as three:
        assert len(public_wishes(FIRST)) == 3

    assert (len(one), len(three)) == (1, 1)


def test_figures_count_wishes_of_a_place_and_time(every_state: WishTown) -> None:
    figures = wish_figures(FIRST, since=NOON, until=NOON + timedelta(days=1))
    before = wish_figures(FIRST, since=NOON - timedelta(days=1), until=NOON)

    assert (figures.asked, figures.waiting, figures.in_hand, figures.fulfilled, figures.withdrawn) == (
        5,
        2,
        2,
        1,
        0,
    )
    assert (before.asked, before.fulfilled, wish_figures(SECOND, since=NOON, until=NOON).waiting) == (0, 0, 0)


def test_what_was_closed_long_ago_and_still_says_something_is_found(every_state: WishTown) -> None:
    late = NOON + timedelta(days=1)
    assert [wish.state for wish in wishes_closed_before(late, limit=5)] == [C]
    Wish.objects.filter(state=C).update(text="")

    assert wishes_closed_before(late, limit=5) == []


# -- who belongs together, and who could help -------------------------------------------------------------------


def test_the_desk_is_the_communitys_or_the_streets(there: WishTown) -> None:
    assert (desk_of(GRID, DAY), desk_of(STREET, DAY)) == (there.town.first, there.town.street)
    assert desk_of("231282", DAY) is None


def test_a_family_is_the_group_and_all_below_it(there: WishTown) -> None:
    assert family(there.general.pk, DAY) == {there.general.pk, there.branch.pk, there.group.pk}
    assert family(there.team.pk, DAY) == {there.team.pk}


def test_groups_are_proposed_by_nearness_with_how_many_can_and_have_time(there: WishTown) -> None:
    OrganisationFactory(name="街道志愿队", kind=OrganisationKind.VOLUNTEER_TEAM, place=STREET)
    offers("陈", team=there.team, skills=["repair"], free=[Free.WEEKEND_DAY])
    offers("无意", team=there.team, consents=["keep"])
    wish = asked(times=(Free.WEEKEND_DAY,))

    found = [
        (one.organisation.name, one.near, one.ready, one.able, one.free, one.both)
        for one in proposals(wish, DAY)
    ]

    assert found == [
        ("一号楼党小组", 15, 1, 1, 0, 0),
        ("第一网格党支部", 15, 2, 1, 1, 1),
        ("暖心志愿队", 12, 1, 1, 1, 1),
        ("第一社区党总支", 12, 0, 0, 0, 0),
        ("街道志愿队", 9, 0, 0, 0, 0),
    ]


def test_without_skill_or_time_everybody_fits(there: WishTown) -> None:
    found = {one.organisation.name: (one.able, one.free) for one in proposals(asked(kind="errand"), DAY)}

    assert found["第一网格党支部"] == (2, 2)
    assert proposals(asked(), DAY)[0].nearness


def test_proposals_cost_the_same_however_many(there: WishTown) -> None:
    wish = Wish.objects.select_related("kind").get(pk=asked().pk)
    with CaptureQueriesContext(connection) as few:
        proposals(wish, DAY)
    for n in range(3):
        offers(f"又{n}", team=OrganisationFactory(kind=OrganisationKind.VOLUNTEER_TEAM, place=FIRST))
    with CaptureQueriesContext(connection) as more:
        proposals(wish, DAY)

    assert len(few) == len(more) == 2


def test_who_can_be_named_agreed_and_is_here(there: WishTown) -> None:
    Volunteer.objects.filter(pk=there.lin.pk).update(left_at=NOON, display_name="", free=[])

    assert list(candidates(there.branch.pk, DAY)) == sorted(
        [there.mei, there.zhou], key=lambda one: one.display_name
    )


# -- pages ------------------------------------------------------------------------------------------------------


def test_the_desk_reads_the_whole_way_of_a_wish(there: WishTown) -> None:
    wish = brought_to(C, there)

    page = wish_page(wish, at=NOON + 5 * HOUR, reads=True)

    assert [line.verb for line in page.timeline] == [
        "ask",
        "offer",
        "claim",
        "pair",
        "visit",
        "fulfil",
        "confirm",
    ]
    assert {line.actor for line in page.timeline if line.verb == "fulfil"} == {"梅"}
    assert [held.organisation for held in page.custody] == ["第一社区居委会", "第一网格党支部"]
    assert (page.text, {one.pk for one in page.pair}, page.fulfilled) == (
        wish.text, {there.mei.pk, there.lin.pk}, "yes",
    )  # fmt: skip


def test_who_may_not_read_it_gets_neither_text_nor_notes_nor_names(there: WishTown) -> None:
    wish = brought_to(D, there)

    page = wish_page(wish, at=NOON + 5 * HOUR, reads=False)

    assert (page.text, page.pair, [line.text for line in page.timeline if line.text]) == ("", [], [])


def test_the_page_costs_the_same_after_more_steps(there: WishTown) -> None:
    def cost(wish: Wish) -> int:
        row = Wish.objects.select_related("holder", "kind").get(pk=wish.pk)
        with CaptureQueriesContext(connection) as asked_for:
            wish_page(row, at=NOON + 9 * HOUR, reads=True)
        return len(asked_for)

    long = brought_to(D, there)
    cost(long)
    for n in range(3):
        wishes.note(long, by=there.by("leader"), at=NOON + (5 + n) * HOUR, text="再约时间")
    assert cost(long) <= cost(brought_to(D, there)) <= 10


@pytest.mark.parametrize("state", WishState)
def test_the_wisher_reads_where_it_stands_in_plain_words(there: WishTown, state: WishState) -> None:
    wish = brought_to(state, there)

    view = wish_tracking(wish, by_link=True)

    assert (view.state, view.text) == (wish_words(wish), wish.text)
    assert [stage.at for stage in view.stages] == sorted(stage.at for stage in view.stages)
    assert (view.due_at is None) == (state == C)


def test_with_number_and_digits_alone_no_text_is_shown(there: WishTown) -> None:
    wish = brought_to(D, there)

    view = wish_tracking(wish, by_link=False)

    assert (view.text, view.answer, {stage.text for stage in view.stages}) == ("", "", {""})
    assert wish_tracking(wish, by_link=True).answer == "已换好垫圈，不漏了"


def test_each_end_has_its_words(there: WishTown) -> None:
    declined = wishes.decline(asked(), by=there.by("worker"), at=NOON + HOUR, reason="需要专业维修")
    taken_back = wishes.withdraw(asked(), by=WISHER, at=NOON + HOUR)
    silent = wishes.lapse(brought_to(D, there), by=there.by("worker"), at=NOON + 9 * HOUR)

    assert len({wish_words(wish) for wish in (declined, taken_back, silent, brought_to(C, there))}) == 4
    assert len({wish_stages(asked(channel=channel), [])[0].words for channel in ("web", "phone")}) == 2


# -- words that are refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("想借点钱", True), ("请给我500元", True), ("缺钱看病", True), ("看不起病", True), ("I need money", True),
        ("please lend me a ladder", True), ("帮我买米，我付钱", False), ("不要钱的理发", False), ("陪我去银行取钱", False),
        ("代交水电费", False), ("给我一百块", True), ("借 我 点 钱", True), ("給我１００塊", True), ("微信转账给我", True),
        ("send me ￥200", True), ("教我用微信转账", False), ("给我三块抹布", False), ("我给钱，帮我买药", False),
        ("帮忙送面条", False), ("教我用手机付款", False),
    ],
)  # fmt: skip
def test_asking_for_money_is_known_by_its_words(text: str, money: bool) -> None:
    assert asks_for_money(text) is money


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("我今年10岁", True), ("我十岁", True), ("我今年十二岁", True), ("我上三年级", True), ("I am 10 and", True),
        ("我今年七十八岁", False), ("我二十岁", False), ("我儿子10岁", False), ("我78岁", False), ("I am 78", False),
        ("我 9 岁", True), ("本人１５岁", True), ("I'm only nine", True), ("我还没成年", True),
    ],
)  # fmt: skip
def test_a_child_is_known_by_its_own_words(text: str, child: bool) -> None:
    assert is_a_child(text) is child


def test_a_leader_of_the_street_sees_what_waits_in_all_its_communities(there: WishTown) -> None:
    brought_to(L, there)
    team = OrganisationFactory(name="街道志愿队", kind=OrganisationKind.VOLUNTEER_TEAM, place=STREET)
    officer = OfficerFactory(organisation=team, role=Role.GROUP_LEADER, role__place=STREET)

    assert visible_wishes(officer, DAY).count() == 1
    assert PHONE not in str(visible_wishes(officer, DAY).values())

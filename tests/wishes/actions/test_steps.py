"""The way of a wish, step by step."""

from collections.abc import Callable
from datetime import UTC, date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from sunshine.clocks.models import Clock
from sunshine.lib.numbers import case_number
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.notices.models import Message
from sunshine.people.models import Organisation
from sunshine.places.models import Building
from sunshine.record.models import Entry
from sunshine.record.queries import open_sealed
from sunshine.record.states import Actor
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import (
    Helper,
    Wish,
    WishCustody,
    WishNote,
)
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, SECOND, STREET
from tests.factories.people import DAY, NOON
from tests.factories.places import BuildingFactory
from tests.factories.wishes import (
    HOUR,
    PHONE,
    WISHER,
    WishTown,
    asked,
    asking,
    brought_to,
    claimed,
    done,
    link_of,
    offered,
)

A, L, T, D, C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED
LATER = NOON + 6 * HOUR


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


def last_entry(wish: Wish) -> Entry:
    return Entry.objects.filter(subject=wish.subject).latest("step")


def running(wish: Wish) -> list[tuple[str, str]]:
    rows = Clock.objects.filter(subject=wish.subject, stopped_at__isnull=True)
    return list(rows.order_by("id").values_list("kind", "policy"))


def test_a_wish_goes_from_asked_to_confirmed_and_every_step_is_recorded(there: WishTown) -> None:
    wish = brought_to(C, there)

    assert Wish.objects.values_list("state", "outcome", "version").get() == ("closed", "fulfilled", 7)
    steps = Entry.objects.filter(subject=wish.subject).order_by("step")
    assert list(steps.values_list("verb", "came_from", "went_to")) == [
        ("ask", "", "asked"),
        ("offer", "asked", "offered"),
        ("claim", "offered", "claimed"),
        ("pair", "claimed", "claimed"),
        ("visit", "claimed", "claimed"),
        ("fulfil", "claimed", "done"),
        ("confirm", "done", "closed"),
    ]


def test_custody_goes_from_the_community_to_the_group_and_ends(there: WishTown) -> None:
    wish = brought_to(C, there)

    chain = WishCustody.objects.filter(wish=wish).order_by("link").values_list("holder", "began", "ended")
    assert list(chain) == [
        (there.town.first.pk, NOON, NOON + 2 * HOUR),
        (there.branch.pk, NOON + 2 * HOUR, NOON + 4 * HOUR),
    ]


# -- asking -----------------------------------------------------------------------------------------------------


def test_a_wish_lies_on_its_communitys_desk_with_a_clock(there: WishTown) -> None:
    result = wishes.ask(asking(), by=WISHER, at=NOON)

    wish = Wish.objects.get()
    assert (wish.state, wish.holder, wish.place, wish.community) == (A, there.town.first, GRID, FIRST)
    assert running(wish) == [("accept", "wish")]
    assert wish.due_at == Clock.objects.get().due_at
    assert result.token == link_of(wish)


def test_its_entry_says_kind_and_place_inside_and_only_the_community_outside(there: WishTown) -> None:
    wish = asked()

    entry = Entry.objects.get(subject=wish.subject)
    assert entry.facts == {
        "place": GRID, "kind": "repair", "holder": there.town.first.pk, "channel": "web",
        "due_at": wish.due_at.astimezone(UTC).isoformat(),
    }  # fmt: skip
    assert GRID not in entry.public
    assert '"category":"wish"' in entry.public
    assert FIRST in entry.public


def test_of_a_minor_the_public_part_is_a_commitment_alone(there: WishTown) -> None:
    wish = brought_to(C, there, for_minor=True)

    public = Entry.objects.filter(subject=wish.subject).values_list("public", flat=True)
    assert not any(FIRST in told for told in public)


def test_of_a_minor_only_the_guardian_is_kept(there: WishTown) -> None:
    wish = asked(for_minor=True, for_name="小明", for_phone="13912345678", for_consent=True)

    assert wish.for_person is None
    assert wish.contact.name_masked == "王*奶"


def test_whom_it_is_for_is_kept_apart(there: WishTown) -> None:
    wish = asked(
        name="", phone="", for_name="李爷爷", for_phone=PHONE, for_consent=True, by=there.by("grid_worker")
    )

    assert wish.contact is None
    assert wish.for_person.purpose == "for_person"
    assert wish.filed_by == there.town.grid_worker
    assert Message.objects.get(kind="wish_asked").contact == wish.for_person_id


def test_the_same_form_sent_twice_is_one_wish(there: WishTown) -> None:
    first = wishes.ask(asking(form_key="f" * 20), by=WISHER, at=NOON)
    again = wishes.ask(asking(form_key="f" * 20), by=WISHER, at=LATER)

    assert (again.wish, again.token, Wish.objects.count()) == (first.wish, first.token, 1)


def test_a_broken_write_is_not_taken_for_a_repeat(there: WishTown) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_serial')")
        taken = case_number("231282", DAY, cursor.fetchone()[0] + 2)
    Wish.objects.filter(pk=asked().pk).update(number=taken)

    with pytest.raises(IntegrityError), transaction.atomic():
        wishes.ask(asking(form_key="g" * 20), by=WISHER, at=NOON)


def test_a_building_says_the_grid(there: WishTown) -> None:
    from sunshine.places.models import Place

    building: Building = BuildingFactory(grid=Place.objects.get(code=GRID))

    wish = asked(place=None, building=building.pk)

    assert (wish.place, wish.building) == (GRID, building)


@pytest.mark.parametrize("place", [None, "231282", "231282999777", "x"])
def test_without_a_place_near_somebody_nothing_is_taken(there: WishTown, place: str | None) -> None:
    assert code_of(lambda: asked(place=place)) == "place"


def test_wisher_and_community_are_told(there: WishTown) -> None:
    asked()

    told = Message.objects.order_by("id").values_list("kind", "organisation", "contact")
    wisher = Wish.objects.get().contact_id
    assert list(told) == [("wish_asked", None, wisher), ("wish_arrived", there.town.first.pk, None)]


# -- the community ----------------------------------------------------------------------------------------------


def test_the_community_puts_public_words_beside_the_wishers_own(there: WishTown) -> None:
    wish = offered(asked(), there)

    row = Wish.objects.get()
    assert (row.text, row.public_text) == (wish.text, "老人家水龙头漏水，需换垫圈")
    assert (row.offered_at, row.first_offered_at) == (NOON + HOUR, NOON + HOUR)
    assert running(wish) == [("handle", "wish_claim")]


@pytest.mark.parametrize("words", ["", "x", "电话13812345678", "想借点钱", "长" * 121])
def test_public_words_that_may_not_be_shown_are_refused(there: WishTown, words: str) -> None:
    wish = asked()

    refused = code_of(lambda: wishes.offer(wish, by=there.by("worker"), at=LATER, public_text=words))
    assert refused in {"public_text", "money"}


def test_the_community_puts_a_wish_right(there: WishTown) -> None:
    wish = asked()

    wishes.amend(
        wish, by=there.by("worker"), at=LATER, seen=1, kind="errand", public_text="买菜", times=["weekend_day"],
        wanted_by=date(2026, 12, 1), place=FIRST,
    )  # fmt: skip

    assert wish.kind.code == "errand"
    assert Wish.objects.values_list("kind", "public_text", "times", "wanted_by", "place", "holder", "version").get() == (
        "errand", "买菜", ["weekend_day"], date(2026, 12, 1), FIRST, there.town.first.pk, 2,
    )  # fmt: skip


def test_a_day_alone_leaves_the_times_as_they_were(there: WishTown) -> None:
    wish = asked(times=("weekday_day",), wanted_by=DAY)

    wishes.amend(wish, by=there.by("worker"), at=LATER, times=["weekend_day"])
    wishes.amend(wish, by=there.by("worker"), at=LATER, wanted_by=date(2026, 12, 2))

    assert Wish.objects.values_list("times", "wanted_by").get() == (["weekend_day"], date(2026, 12, 2))


def test_a_wish_of_another_community_goes_to_its_desk(there: WishTown) -> None:
    wish = asked()

    wishes.amend(wish, by=there.by("worker"), at=LATER, place=SECOND)

    assert Wish.objects.values_list("holder", "community", "link").get() == (there.town.second.pk, SECOND, 2)
    assert Message.objects.filter(kind="wish_arrived").latest("id").organisation == there.town.second


@pytest.mark.parametrize("place", ["x", "231281999001"])
def test_a_place_that_is_none_of_ours_is_refused(there: WishTown, place: str) -> None:
    Organisation.objects.filter(place="231282").update(place="231281", version=F("version") + 1)
    wish = asked()

    assert code_of(lambda: wishes.amend(wish, by=there.by("worker"), at=LATER, place=place)) == "place"


def test_what_is_on_the_list_stays_in_its_community(there: WishTown) -> None:
    wish = offered(asked(), there)

    assert code_of(lambda: wishes.amend(wish, by=there.by("worker"), at=LATER, place=SECOND)) == "place"


def test_a_wish_that_cannot_be_taken_on_ends_with_the_reason(there: WishTown) -> None:
    wish = wishes.decline(asked(), by=there.by("worker"), at=LATER, reason="需要专业维修，已转物业")

    assert Wish.objects.values_list("state", "outcome", "closed_at").get() == (C, "declined", LATER)
    assert WishNote.objects.values_list("kind", "text", "to_resident").get() == (
        "reason",
        "需要专业维修，已转物业",
        True,
    )
    assert (running(wish), Message.objects.latest("id").kind) == ([], "wish_closed")
    assert open_sealed([last_entry(wish)])[last_entry(wish).pk]["text"] == "需要专业维修，已转物业"


def test_declining_without_a_reason_is_refused(there: WishTown) -> None:
    assert code_of(lambda: wishes.decline(asked(), by=there.by("worker"), at=LATER, reason="不")) == "reason"


def test_what_nobody_takes_comes_back_to_the_desk(there: WishTown) -> None:
    wish = wishes.recall(offered(asked(), there), by=there.by("worker"), at=LATER)

    row = Wish.objects.get()
    assert (row.state, row.offered_at, row.first_offered_at, row.link) == (A, None, NOON + HOUR, 1)
    assert running(wish) == [("accept", "wish")]


def test_offered_again_it_keeps_its_words_and_the_first_day(there: WishTown) -> None:
    wish = wishes.recall(offered(asked(), there), by=there.by("worker"), at=LATER)

    wishes.offer(wish, by=there.by("worker"), at=LATER)

    row = Wish.objects.get()
    assert (row.public_text, row.first_offered_at, row.offered_at) == (
        "老人家水龙头漏水，需换垫圈",
        NOON + HOUR,
        LATER,
    )


# -- the group --------------------------------------------------------------------------------------------------


def test_a_claim_puts_the_wish_into_the_groups_hands(there: WishTown) -> None:
    wish = claimed(offered(asked(), there), there)

    assert Wish.objects.values_list("state", "holder", "link", "claimed_at", "first_claimed_at").get() == (
        T, there.branch.pk, 2, NOON + 2 * HOUR, NOON + 2 * HOUR,
    )  # fmt: skip
    assert running(wish) == [("handle", "wish")]
    entry = last_entry(wish)
    assert (entry.facts["holder"], entry.facts["due_at"]) == (
        there.branch.pk,
        wish.due_at.astimezone(UTC).isoformat(),
    )
    assert ("第一网格党支部" in entry.public, "第一社区居委会" in entry.public) == (False, True)


def test_a_volunteer_claims_for_the_team_by_the_own_link(there: WishTown) -> None:
    wish = offered(asked(), there)
    by = Actor.helper("somebody", there.team.pk)

    wishes.claim(wish, by=by, at=LATER, organisation=there.team, seen=2)

    assert Wish.objects.get().holder == there.team
    assert '"to_organisation":"暖心志愿队"' in last_entry(wish).public
    assert (last_entry(wish).actor_kind, last_entry(wish).actor) == ("helper", "somebody")


def test_nobody_claims_for_another_group(there: WishTown) -> None:
    wish = offered(asked(), there)

    claim = lambda group: wishes.claim(wish, by=there.by("leader"), at=LATER, organisation=group)  # noqa: E731
    assert code_of(lambda: claim(there.team)) == "organisation"
    assert code_of(
        lambda: wishes.claim(wish, by=there.by("stranger"), at=LATER, organisation=there.other)
    ) == ("organisation")


def test_whoever_comes_second_is_told_that_somebody_was_faster(there: WishTown) -> None:
    wish = offered(asked(), there)
    same, late = Wish.objects.get(), Wish.objects.get()
    claimed(wish, there)

    by = Actor.helper("somebody", there.team.pk)
    for late in (same, Wish.objects.get()):
        with pytest.raises(Overtaken):
            wishes.claim(late, by=by, at=LATER, organisation=there.team)
    with pytest.raises(Overtaken):
        wishes.claim(same, by=by, at=LATER, organisation=there.team, seen=1)


def test_naming_anew_replaces_those_named_before(there: WishTown) -> None:
    wish = brought_to(T, there)
    for helpers in ([there.mei.pk, there.lin.pk], [there.mei.pk, there.zhou.pk]):
        wishes.pair(wish, by=there.by("leader"), at=LATER, helpers=helpers)

    assert set(Helper.objects.values_list("volunteer", flat=True)) == {there.mei.pk, there.zhou.pk}
    entry = last_entry(wish)
    assert entry.facts["pair"] == 2
    assert open_sealed([entry])[entry.pk]["pair"] == [there.mei.ref, there.zhou.ref]


def test_the_first_visit_is_written_down_once(there: WishTown) -> None:
    wish = brought_to(T, there)
    assert code_of(lambda: wishes.visit(wish, by=there.by("leader"), at=LATER)) == "pair"
    wishes.pair(wish, by=there.by("leader"), at=LATER, helpers=[there.mei.pk, there.lin.pk])
    wishes.visit(wish, by=there.by("mei"), at=LATER, day=DAY)

    assert Wish.objects.get().visited_on == DAY
    assert code_of(lambda: wishes.visit(wish, by=there.by("mei"), at=LATER)) == "visit"


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_a_visit_lies_between_claim_and_today(there: WishTown, day: date) -> None:
    wish = brought_to(T, there)

    assert code_of(lambda: wishes.visit(wish, by=there.by("mei"), at=LATER, day=day)) == "day"


def test_a_wish_at_home_is_not_done_before_the_visit(there: WishTown) -> None:
    wish = brought_to(T, there)

    assert code_of(lambda: wishes.fulfil(wish, by=there.by("leader"), at=LATER, text="已办好")) == "visit"


def test_what_is_given_back_is_on_the_list_again_and_who_was_named_forgotten(there: WishTown) -> None:
    wish = brought_to(T, there)
    wishes.pair(wish, by=there.by("leader"), at=LATER, helpers=[there.mei.pk, there.lin.pk])

    wishes.hand_back(wish, by=there.by("leader"), at=LATER + HOUR)

    row = Wish.objects.get()
    assert (row.state, row.holder, row.claimed_at, row.link) == (L, there.town.first, None, 3)
    assert row.first_claimed_at == NOON + 2 * HOUR
    assert (Helper.objects.count(), running(wish)) == (0, [("handle", "wish_claim")])
    told = Message.objects.latest("id")
    assert (told.kind, told.organisation) == ("wish_waiting", there.town.first)


def test_where_no_desk_answers_any_more_the_first_holder_gets_it_back(there: WishTown) -> None:
    wish = brought_to(T, there)
    Organisation.objects.filter(place__in=[FIRST, STREET], kind__in=["community", "street"]).update(
        valid_to=DAY, version=F("version") + 1
    )

    wishes.hand_back(wish, by=there.by("leader"), at=LATER)

    assert Wish.objects.get().holder == there.town.first


def test_what_was_done_is_told_to_the_wisher(there: WishTown) -> None:
    wish = done(brought_to(T, there), there)

    assert Wish.objects.values_list("state", "fulfilled_at").get() == (D, NOON + 3 * HOUR)
    assert WishNote.objects.values_list("kind", "to_resident", "officer").get() == ("result", True, None)
    assert running(wish) == [("confirm", "wish")]
    assert (last_entry(wish).facts["late"], Message.objects.latest("id").kind) == (False, "wish_done")


# -- name and telephone -----------------------------------------------------------------------------------------


def test_a_look_at_the_contact_is_recorded_with_its_reason(there: WishTown) -> None:
    wish = done(brought_to(T, there), there)

    assert wishes.reveal(wish, by=there.by("mei"), at=LATER, reason="约上门时间") == ("王奶奶", PHONE)
    entry = Entry.objects.filter(verb="reveal").get()
    assert (entry.actor, entry.facts) == (there.mei.ref, {"about": wish.subject})


def test_who_may_not_look_sees_nothing(there: WishTown) -> None:
    wish = brought_to(T, there)

    assert (
        code_of(lambda: wishes.reveal(wish, by=there.by("mei"), at=LATER, reason="约上门时间")) == "not_yours"
    )
    assert (
        code_of(lambda: wishes.reveal(wish, by=there.by("leader"), at=LATER, reason="约上门时间")) == "pair"
    )
    assert code_of(lambda: wishes.reveal(wish, by=there.by("worker"), at=LATER, reason="约")) == "no_reason"


def test_where_nobody_was_named_there_is_nothing_to_look_at(there: WishTown) -> None:
    wish = asked()

    look = lambda: wishes.reveal(wish, by=there.by("worker"), at=LATER, reason="核对地址", for_person=True)  # noqa: E731
    assert code_of(look) == "no_contact"

"""Reports of the same matter: found by place, time and words; followed, merged, and everybody told."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, answer, confirm, follow, locate, merge, withdraw
from sunshine.cases.actions.correct import classify
from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import (
    find_alike,
    followers,
    following_words,
    forget_rarity,
    likely,
    main_of,
)
from sunshine.cases.states import Outcome, State
from sunshine.lib.cells import cell_of
from sunshine.lib.refusals import Refused
from sunshine.notices.actions import load_templates
from sunshine.notices.models import Message
from tests.factories.cases import FIRST, GRID, MERGING, RESIDENT, SAME, SECOND, reported
from tests.factories.people import NOON

LATER = NOON + timedelta(days=1)
OTHER = "广场舞音乐太响，晚上睡不着"


@pytest.fixture(autouse=True)
def anew(there):
    forget_rarity()
    load_templates(at=NOON)


@pytest.fixture
def first():
    return reported(phone="13912345678").case


@pytest.fixture
def second(first):
    return reported(text=SAME, at=LATER, phone="13912340000").case


def found(case, **who):
    return [row.case.pk for row in find_alike(case, **who)]


def followed(second, first):
    return follow(second, by=RESIDENT, at=LATER, into=first.number)


def told(case) -> list[str]:
    return list(Message.objects.filter(contact=case.contact_id).order_by("pk").values_list("kind", flat=True))


def test_the_same_words_at_the_same_place_are_suggested_and_others_not(first, second):
    reported(text=OTHER, at=LATER)

    assert found(second) == [first.pk]
    assert 60 <= find_alike(second)[0].percent <= 100


def test_the_community_next_door_is_not_near(first):
    there = reported(text=SAME, at=LATER, place=SECOND + "001").case

    assert found(there) == []


def test_points_near_each_other_are_near_across_the_border_of_communities():
    west = reported(place=None, lon=125.9199, lat=46.055).case
    east = reported(place=None, lon=125.9201, lat=46.055, at=LATER).case

    assert (west.community, east.community, found(east)) == (FIRST, SECOND, [west.pk])


def test_points_far_apart_in_one_community_are_not_near():
    reported(place=None, lon=125.9005, lat=46.0505)
    far = reported(place=None, lon=125.919, lat=46.069, at=LATER).case

    assert found(far) == []


def test_a_place_no_finer_than_the_county_is_near_to_nothing(first):
    assert likely(SAME, place="231282", cell="", at=LATER) == []


def test_a_point_alone_finds_what_lies_around():
    near = reported(place=None, lon=125.905, lat=46.055).case

    rows = likely(near.text, place="231282", cell=cell_of(125.905, 46.055), at=LATER)

    assert [row.case.pk for row in rows] == [near.pk]


@pytest.mark.parametrize(("days", "seen"), [(14, 1), (15, 0)])
def test_what_came_in_more_than_two_weeks_before_is_not_suggested(first, days, seen):
    late = reported(text=SAME, at=NOON + timedelta(days=days)).case

    assert len(find_alike(late)) == seen


def test_a_resident_learns_of_nothing_confidential_and_of_no_private_kind(there):
    reported(confidential=True)
    reported(text="邻居半夜噪声", category="0202")
    mine = [reported().case, reported(text="邻居半夜噪声", category="0202").case]

    assert [found(case) for case in mine] == [[], []]


def test_staff_see_what_lies_within_their_reach_only(there, first, second):
    on = LATER.date()

    assert found(second, officer=there.worker, on=on) == [first.pk]
    assert found(second, officer=there.handler, on=on) == []


def test_what_is_answered_or_restricted_has_no_suggestions(there, first, second):
    accept(second, by=there.by("worker"), at=LATER)
    assert found(second) == []  # the resident follows only what nobody has taken up
    answer(second, by=there.by("worker"), at=LATER, text="已清走")
    assert found(second, officer=there.worker, on=LATER.date()) == []

    second.restricted = True
    assert found(second) == []


def test_five_at_most_are_suggested():
    for _n in range(7):
        reported()

    assert len(find_alike(reported(at=LATER).case)) == 5


def test_following_ends_ones_own_report_and_says_so(first, second):
    followed(second, first)

    assert (second.state, second.outcome, second.merged_into_id) == (State.CLOSED, Outcome.MERGED, first.pk)
    assert told(second) == ["case_received", "case_merged"]


def test_only_what_is_suggested_can_be_followed(first, second):
    other = reported(text=OTHER).case

    with pytest.raises(Refused):
        followed(second, other)
    assert Case.objects.get(pk=second.pk).state == State.RECEIVED


def test_an_officer_does_not_follow_for_the_resident(there, first, second):
    with pytest.raises(Refused):
        follow(second, by=there.by("worker"), at=LATER, into=first.number)


def test_everybody_who_follows_is_told_of_answer_and_end(there, first, second):
    silent = reported(text=SAME, at=LATER).case
    for case in (second, silent):
        followed(case, first)
    accept(first, by=there.by("worker"), at=LATER)
    answer(first, by=there.by("worker"), at=LATER, text="已清走")
    confirm(first, by=RESIDENT, at=LATER, solved="yes")

    assert told(second)[2:] == ["case_main_answered", "case_main_closed"]


def test_whoever_holds_both_merges_only_what_is_alike(there, first):
    other = reported(text=OTHER, at=LATER).case

    with pytest.raises(Refused) as refused:
        merge(other, by=there.by("worker"), at=LATER, into=first, reason=MERGING)

    assert (refused.value.code, Case.objects.get(pk=other.pk).state) == ("not_alike", "received")


def test_another_streets_words_are_not_near(there, first):
    elsewhere = reported(text=SAME, place=SECOND, at=LATER).case

    with pytest.raises(Refused) as refused:
        merge(first, by=there.by("worker"), at=LATER, into=elsewhere, reason=MERGING)

    assert refused.value.code == "not_alike"


def test_the_dispatcher_knows_what_words_do_not_say(there, first):
    other = reported(text=OTHER, at=LATER).case

    assert merge(other, by=there.by("dispatcher"), at=LATER, into=first, reason=MERGING).outcome == "merged"


def test_the_reason_is_needed_and_the_resident_reads_it(there, first, second):
    with pytest.raises(Refused):
        merge(second, by=there.by("worker"), at=LATER, into=first, reason="同")

    merge(second, by=there.by("worker"), at=LATER, into=first, reason=MERGING)

    note = second.notes.get()
    assert (note.kind, note.text, note.to_resident) == ("reason", MERGING, True)


def test_a_main_report_that_is_merged_itself_takes_its_followers_along(there, first, second):
    third = reported(text=SAME, at=LATER).case
    followed(second, first)
    merge(first, by=there.by("dispatcher"), at=LATER, into=third, reason=MERGING)

    assert [row.pk for row in followers(third)] == [first.pk, second.pk]
    assert (main_of(second), main_of(third), followers(second)) == (third, None, [])
    assert told(second)[2:] == []
    withdraw(third, by=RESIDENT, at=LATER)
    assert (told(first)[-1], told(second)[2:]) == (
        "case_goes_on",
        [],
    )  # taken back by one, it goes on for the others


@pytest.mark.parametrize("state", [state for state in State if state != State.CLOSED])
def test_every_state_of_the_main_report_has_its_words(state):
    assert following_words(Case(state=state)) != ""


@pytest.mark.parametrize("outcome", Outcome)
def test_every_end_of_the_main_report_has_its_words(outcome):
    assert following_words(Case(state=State.CLOSED, outcome=outcome)) != ""


def test_a_main_report_that_turned_into_a_complaint_says_nothing():
    hidden = Case(state=State.CLOSED, outcome=Outcome.CONFIRMED, restricted=True)

    assert following_words(hidden) == following_words(Case(state=State.ACCEPTED))


def test_the_cell_follows_a_corrected_place(there, first):
    locate(first, by=there.by("dispatcher"), at=LATER, lon=125.905, lat=46.055)
    assert first.cell == cell_of(125.905, 46.055)

    locate(first, by=there.by("dispatcher"), at=LATER, place=GRID)
    classify(first, by=there.by("dispatcher"), at=LATER, category="0101")
    assert first.cell == ""

"""What officers and residents see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from sunshine.cases.actions import (
    accept,
    answer,
    close,
    confirm,
    forward,
    merge,
    note,
    route,
    uphold,
    withdraw,
)
from sunshine.cases.models import Category
from sunshine.cases.queries import (
    Filters,
    by_number_and_tail,
    by_token,
    catalogue,
    emergency_words,
    explain,
    listed_for,
    listing,
    mine,
    page_of,
    public_view,
    says_danger,
    visible_to,
)  # fmt: skip
from sunshine.disclosure.queries import board
from tests.factories.cases import FIRST, GRID, MERGING, RESIDENT, SECOND, Town, reported, returned
from tests.factories.people import DAY, NOON

LATER = NOON + timedelta(hours=1)


def test_a_community_sees_its_own_and_not_its_neighbours(there: Town) -> None:
    mine_, theirs = reported().case, reported(place=SECOND + "001").case

    assert list(visible_to(there.worker, DAY)) == [mine_]
    assert set(visible_to(there.dispatcher, DAY)) == {mine_, theirs}


def test_a_department_sees_what_it_holds_and_what_it_once_held(there: Town) -> None:
    case = reported(text="路灯", category="0101").case
    reported()
    returned(case, by=there.by("handler"), at=LATER, to=there.street)
    uphold(case, by=there.by("dispatcher"), at=LATER, text="由街道办理", organisation=there.street)

    assert (list(visible_to(there.handler, DAY)), list(listed_for(there.handler, DAY))) == ([case], [])


@pytest.mark.parametrize("who", ["worker", "secretary", "dispatcher", "handler", "grid_worker"])
def test_a_staff_complaint_does_not_exist_for_those_it_concerns(there: Town, who: str) -> None:
    reported(text="态度恶劣", category="0901", about=there.first.pk)
    officer = getattr(there, who)

    assert (visible_to(officer, DAY).count(), listed_for(officer, DAY).count()) == (0, 0)
    assert sum(heap.count for heap in mine(officer, DAY, at=LATER)) == 0


def test_the_supervision_desk_and_the_auditor_see_it_unless_it_is_about_them(there: Town) -> None:
    case = reported(text="态度恶劣", category="0901", about=there.first.pk).case
    about_me = reported(
        text="态度恶劣", category="0901", about=there.first.pk, about_officers=(there.supervisor.pk,)
    ).case

    assert list(visible_to(there.supervisor, DAY)) == [case]
    assert set(visible_to(there.auditor, DAY)) == {case, about_me}


def test_the_list_pages_both_ways_without_missing_or_repeating(there: Town) -> None:
    cases = [reported(at=NOON + timedelta(minutes=n)).case.pk for n in range(7)]

    def page(cursor: str | None = None) -> object:
        return listing(there.worker, DAY, Filters(), at=LATER, cursor=cursor, limit=3)

    first = page()
    second = page(first.following)
    third = page(second.following)
    assert [row.pk for part in (first, second, third) for row in part.rows] == cases
    assert (third.following, first.preceding) == (None, None)
    assert [row.pk for row in page(third.preceding).rows] == cases[3:6]
    assert [row.pk for row in page(page(third.preceding).preceding).rows] == cases[:3]


def test_a_broken_cursor_begins_at_the_first_page(there: Town) -> None:
    reported()

    assert len(listing(there.worker, DAY, Filters(), at=LATER, cursor="nonsense").rows) == 1


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), 3),
        (Filters(state="accepted"), 1),
        (Filters(category="0201"), 2),
        (Filters(category="02"), 3),
        (Filters(place=GRID), 3),
        (Filters(place="231282"), 3),
        (Filters(text="杂物"), 2),
        (Filters(text="没有这样的"), 0),
        (Filters(closed=True), 1),
    ],
)
def test_each_filter_narrows_the_list(there: Town, filters: Filters, found: int) -> None:
    reported()
    accept(reported().case, by=there.by("worker"), at=LATER)
    withdraw(reported().case, by=RESIDENT, at=LATER)
    route_to_first = reported(text="楼上噪声太大", category="0202").case
    assert route_to_first.holder == there.street

    assert len(listing(there.secretary, DAY, filters, at=LATER).rows) == found


@pytest.mark.parametrize(
    ("due", "before", "found"),
    [("overdue", -1, 1), ("overdue", 1, 0), ("today", 1, 1), ("today", 72, 0), ("week", 72, 1)],
)
def test_due_filters_count_from_the_moment(there: Town, due: str, before: int, found: int) -> None:
    case = reported().case

    at = case.due_at - timedelta(hours=before)
    assert len(listing(there.worker, DAY, Filters(due=due), at=at).rows) == found


def test_filters_by_holder_and_assignee(there: Town) -> None:
    reported()

    assert len(listing(there.worker, DAY, Filters(holder=there.light.pk), at=LATER).rows) == 0
    assert len(listing(there.worker, DAY, Filters(assignee=there.grid_worker.pk), at=LATER).rows) == 1


def test_my_work_counts_what_waits(there: Town) -> None:
    reported()
    answer(
        accept(reported().case, by=there.by("worker"), at=LATER),
        by=there.by("worker"),
        at=LATER,
        text="已清走",
    )

    counts = {heap.key: heap.count for heap in mine(there.worker, DAY, at=LATER)}
    assert counts == {"received": 1, "accepted": 0, "overdue": 0, "today": 0, "waiting": 0, "answered": 1}


def test_the_page_shows_timeline_and_custody_that_add_up(there: Town) -> None:
    case = returned(
        reported(text="路灯", category="0101").case, by=there.by("handler"), at=LATER, to=there.street
    )
    uphold(case, by=there.by("dispatcher"), at=LATER, text="由街道办理", organisation=there.street)

    page = page_of(case, at=NOON + timedelta(hours=2))
    assert [(line.verb, line.actor) for line in page.timeline] == [
        ("receive", ""),
        ("return", there.handler.name),
        ("uphold", there.dispatcher.name),
    ]
    assert [(held.organisation, held.share) for held in page.custody] == [
        (there.light.name, 50.0),
        (there.street.name, 50.0),
    ]
    assert page.timeline[1].text == "不属于我单位职责"


def test_the_page_takes_the_same_statements_for_one_note_and_for_many(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            page_of(case, at=LATER)
        return len(seen)

    before = statements()
    for _ in range(3):
        note(case, by=there.by("worker"), at=LATER, text="已电话联系")
    assert (statements(), before <= 8) == (before, True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_why_it_is_here_reads_as_a_sentence(there: Town, language: str) -> None:
    found = [
        reported(category="0101").case.why_here,
        reported().case.why_here,
        reported(category="0202").case.why_here,
        reported(text="有件事", category=None).case.why_here,
        reported(text="态度", category="0901").case.why_here,
        {"by": "upheld", "from": "路灯管理所", "reason": "不属于其职责"},
        {"by": "consent", "from": "路灯管理所", "reason": "由我处接办"},
        {"by": "concluded", "from": "路灯管理所", "reason": "由水务局牵头"},
        route(
            reported(category="0202").case, by=there.by("dispatcher"), at=LATER, organisation=there.light
        ).why_here,
        reported().case.why_place,
        {"by": "import"},
    ]

    with override(language):
        assert all(explain(why, DAY).strip() for why in found)
        assert explain({"by": "unheard of"}, DAY) == ""


def test_by_the_link_everything_by_number_only_the_state(there: Town) -> None:
    received = reported(phone="13812345678")
    case = answer(
        accept(received.case, by=there.by("worker"), at=LATER), by=there.by("worker"), at=LATER, text="已清走"
    )

    full, coarse = public_view(by_token(received.token), by_link=True), public_view(case, by_link=False)

    assert (full.text, full.answer) == ("三单元楼道堆满杂物", "已清走")
    assert (coarse.text, coarse.answer, [stage.text for stage in coarse.stages]) == ("", "", ["", "", ""])


@pytest.mark.parametrize(
    ("number", "tail"), [("", "5678"), ("231282-261123-000000", "5678"), (None, "0000"), (None, "")]
)
def test_a_wrong_number_or_tail_finds_nothing(there: Town, number: str | None, tail: str) -> None:
    case = reported(phone="13812345678").case

    assert by_number_and_tail(case.number if number is None else number, tail) is None
    assert by_number_and_tail(case.number, "5678") == case


def test_every_end_has_plain_words(there: Town) -> None:
    by = there.by("worker")
    ended = [
        withdraw(reported().case, by=RESIDENT, at=LATER),
        forward(
            reported().case, by=there.by("dispatcher"), at=LATER, lawful="petition", reason="属于信访事项"
        ),
        merge(reported().case, by=by, at=LATER, into=reported().case, reason=MERGING),
        confirm(
            answer(accept(reported().case, by=by, at=LATER), by=by, at=LATER, text="好了"),
            by=RESIDENT,
            at=LATER,
            solved="yes",
        ),
        close(
            answer(accept(reported().case, by=by, at=LATER), by=by, at=LATER, text="好了"),
            by=there.by("secretary"),
            at=LATER,
        ),
    ]

    assert len({public_view(case, by_link=True).state for case in ended}) == 5


@pytest.mark.parametrize(
    ("text", "numbers"), [("楼里着火了", ["119"]), ("路灯不亮", []), ("老人晕倒了,有人持刀", ["120", "110"])]
)
def test_emergency_words_name_the_number_to_call(text: str, numbers: list[str]) -> None:
    assert [number for _, number in emergency_words(text)] == numbers


@pytest.mark.parametrize(
    ("text", "urgency", "expected"),
    [
        ("楼道冒烟", "", True),
        ("灶台打不着", "critical", True),
        ("路灯不亮", "urgent", False),
        ("路灯不亮", "", False),
    ],
)
def test_danger_is_said_by_words_or_by_the_kind(text: str, urgency: str, expected: bool) -> None:
    kind = Category(urgency=urgency) if urgency else None
    assert says_danger(text, kind) is expected


def test_suggestions_come_strongest_first(there: Town) -> None:
    assert [row.code for row in catalogue().suggest("楼道杂物,还有噪声", DAY)] == ["0201", "0202"]


def test_the_board_counts_ordinary_matters_only(there: Town) -> None:
    reported()
    reported(confidential=True)
    reported(text="态度恶劣", category="0901", about=there.first.pk)

    shown = board(FIRST, at=LATER)
    assert shown is not None
    assert (shown.figures.received, shown.figures.open, len(shown.open), shown.figures.median_days) == (
        1,
        1,
        1,
        None,
    )
    assert [served.duties[0].name for served in shown.served if served.duties] == [there.grid_worker.name]
    assert (board("231282999777", at=LATER), shown.office) == (None, there.first)


def test_the_board_shows_satisfaction_only_from_five_answers_on(there: Town) -> None:
    by = there.by("worker")
    for number in range(5):
        case = answer(accept(reported().case, by=by, at=LATER), by=by, at=LATER, text="好了")
        shown = board(FIRST, at=LATER)
        assert shown is not None
        assert shown.figures.satisfied is None
        confirm(case, by=RESIDENT, at=LATER, solved="yes", satisfied="no" if number else "yes")

    shown = board(FIRST, at=LATER)
    assert shown is not None
    assert (shown.figures.satisfied, shown.figures.done, shown.done[0].text) == ((1, 5), 5, "")


def test_a_heap_is_counted_as_far_as_anybody_works_through(there: Town) -> None:
    heap = mine(there.worker, DAY, at=LATER)[0]

    assert (replace(heap, count=999).shown, replace(heap, count=1000).shown) == ("999", "999+")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            {"by": "text", "candidates": ["甲", "乙"], "count": 3},
            "By the words of the place. Perhaps: 甲、乙 ….",
        ),
        (
            {"by": "point", "conflict": True},
            "By the point on the map. What was said of the place contradicts itself.",
        ),
    ],
)
def test_the_desk_reads_what_a_place_may_be_and_what_speaks_against_it(why, said):
    with override("en"):
        assert explain(why, DAY) == said

"""The custody chain is whole by constraint, also when ten people act at once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from sunshine.cases.actions import accept, receive, route
from sunshine.cases.models import Case, Custody, Parameter
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.rules import Report
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.models import Organisation
from sunshine.record.models import Entry
from tests.factories.cases import GRID, RESIDENT, Town, reported, town
from tests.factories.people import NOON

pytestmark = pytest.mark.postgres
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[Town]:
    """The town, committed, for tests with several connections."""
    forget_catalogue()
    yield town()
    forget_catalogue()


def refuses(change: Callable[[Case], object]) -> None:
    case = reported().case

    def attempt() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            change(case)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        attempt()


def test_a_case_without_custody_is_refused(there: Town) -> None:
    refuses(lambda case: Custody.objects.filter(case=case).delete())


def test_a_second_open_end_is_refused(there: Town) -> None:
    refuses(
        lambda case: Custody.objects.create(case=case, link=2, holder=there.light, began=LATER, after=LATER)
    )


def test_a_gap_is_refused(there: Town) -> None:
    def change(case: Case) -> None:
        Custody.objects.filter(case=case).update(ended=LATER)
        Custody.objects.create(
            case=case,
            link=2,
            holder=there.light,
            began=LATER + timedelta(hours=1),
            after=LATER + timedelta(hours=1),
        )
        Case.objects.filter(pk=case.pk).update(link=2, holder=there.light)

    refuses(change)


def test_a_link_that_ends_before_it_begins_is_refused(there: Town) -> None:
    refuses(lambda case: Custody.objects.filter(case=case).update(ended=NOON - timedelta(hours=1)))


def test_a_holder_beside_the_chain_is_refused(there: Town) -> None:
    refuses(lambda case: Case.objects.filter(pk=case.pk).update(holder=there.light))


def test_closing_without_ending_custody_is_refused(there: Town) -> None:
    refuses(
        lambda case: Case.objects.filter(pk=case.pk).update(
            state="closed", closed_at=LATER, outcome="withdrawn"
        )
    )


def test_custody_that_ends_while_the_case_is_open_is_refused(there: Town) -> None:
    refuses(lambda case: Custody.objects.filter(case=case).update(ended=LATER))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "closed"},
        {"outcome": "confirmed"},
        {"state": "answered", "answered_at": None},
        {"lawful": "petition"},
        {"restricted": True, "released_text": "x"},
        {"version": 0},
    ],
)
def test_what_must_always_hold_of_a_case(there: Town, wrong: dict) -> None:
    refuses(lambda case: Case.objects.filter(pk=case.pk).update(**wrong))


def _race(work: Callable[[int], object], times: int) -> list[object]:
    def one(number: int) -> object:
        try:
            return work(number)
        except (Overtaken, Refused) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(one, range(times)))


def test_ten_acceptances_are_one(lasting: Town) -> None:
    case = reported().case
    by = lasting.by("worker")

    results = _race(lambda _: accept(Case.objects.get(pk=case.pk), by=by, at=LATER), 10)

    assert sum(isinstance(result, Case) for result in results) == 1
    assert Entry.objects.filter(subject=case.subject, verb="accept").count() == 1


def test_the_same_form_sent_ten_times_at_once_is_one_report(lasting: Town) -> None:
    report = Report(text="楼道堆满杂物", category="0201", place=GRID, form_key="f" * 20)

    results = _race(lambda _: receive(report, by=RESIDENT, at=NOON).case.number, 10)

    assert (len(set(results)), Case.objects.count()) == (1, 1)


def test_hand_overs_by_ten_at_once_leave_no_step_lost_or_doubled(lasting: Town) -> None:
    case = reported(text="楼上噪声太大", category="0202").case
    dispatcher = lasting.by("dispatcher")
    Parameter.objects.filter(code="hand_overs_most").update(value=9999, most=9999)
    forget_catalogue()
    offices = [lasting.light, Organisation.objects.get(pk=lasting.county.pk)]

    def work(number: int) -> object:
        mine = Case.objects.select_related("holder", "category").get(pk=case.pk)
        return route(
            mine, by=dispatcher, at=LATER + timedelta(seconds=number), organisation=offices[number % 2]
        )

    won = sum(isinstance(result, Case) for result in _race(work, 300))

    case.refresh_from_db()
    assert case.version == 1 + won
    assert list(
        Entry.objects.filter(subject=case.subject).order_by("step").values_list("step", flat=True)
    ) == [*range(1, case.version + 1)]
    chain = list(Custody.objects.filter(case=case).order_by("link").values_list("began", "ended", "after"))
    assert len(chain) == case.link == 1 + won
    assert all(before[1] == after[0] == after[2] for before, after in pairwise(chain))


def _wait_until_somebody_waits() -> None:
    """Until another connection waits for a lock of ours, ten seconds at most."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def test_whoever_comes_second_with_the_same_form_gets_the_first_receipt(lasting: Town) -> None:
    report = Report(text="楼道堆满杂物", category="0201", place=GRID, form_key="s" * 20)
    begun, first = threading.Event(), []

    def slow() -> None:
        with transaction.atomic():
            first.append(receive(report, by=RESIDENT, at=NOON).case.number)
            begun.set()
            _wait_until_somebody_waits()
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    second = receive(report, by=RESIDENT, at=NOON).case.number
    thread.join()

    assert ([second], Case.objects.count()) == (first, 1)

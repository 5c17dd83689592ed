"""Figures move with the record: through the real actions and the real database, by one writer, each entry once."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sunshine.cases import actions as cases
from sunshine.cases.models import Case, Custody
from sunshine.cases.rules import Report
from sunshine.insight.actions import drop_old_days, roll_up, roll_up_all
from sunshine.insight.jobs import drop_old
from sunshine.insight.jobs import roll_up as job
from sunshine.insight.models import Cursor, DayTally, Life, Tally
from sunshine.insight.rules import CountedEntry, fold, micro
from sunshine.insight.states import AGAIN, IN_HAND
from sunshine.lib.refusals import Refused
from sunshine.record.actions import append, number_entries
from sunshine.record.models import Entry, Sequence
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, GRID, RESIDENT, SECOND, Town, reported
from tests.factories.people import NOON
from tests.insight.recompute import HERE, EntryRow, by_month, recompute
from tests.long import rounds


def recorded() -> list[tuple[str, EntryRow]]:
    """All entries of requests, in the order of their numbers."""
    numbers = dict(Sequence.objects.values_list("entry_id", "seq"))
    rows = sorted(Entry.objects.filter(subject__startswith="case:"), key=lambda entry: numbers[entry.pk])
    return [(row.subject, EntryRow(row.verb, row.at, row.went_to, row.facts)) for row in rows]


def tallied(model: Any = Tally, when: str = "month") -> dict:
    """The table of totals, without zeros and without what happened again."""
    rows = model.objects.exclude(value=0).exclude(measure__startswith=AGAIN)
    return {
        (place, first.isoformat(), dimension, key, measure): value
        for place, first, dimension, key, measure, value in rows.values_list(
            "place", when, "dimension", "key", "measure", "value"
        )
    }


def live(there: Town, chance: Random, steps: int) -> None:
    """So many random steps by those who may; what is refused does not happen, and figures follow now and then."""
    now = NOON
    for _ in range(steps):
        now += timedelta(seconds=chance.randint(0, 40_000), microseconds=chance.randint(0, 9))
        try:
            with transaction.atomic():
                step(there, chance, now)
        except Refused:
            continue
        if chance.random() < 0.2:
            number_entries(limit=chance.randint(1, 20))
            roll_up(limit=chance.randint(1, 20))


def step(there: Town, chance: Random, now: Any) -> None:
    """Somebody reports something, or takes a step of one of the open requests."""
    keys = list(Case.objects.filter(open=True).order_by("pk").values_list("pk", flat=True))
    if not keys or chance.random() < 0.15:
        told = {
            "category": chance.choice(["0101", "0201", "0901"]),
            "place": chance.choice([GRID, FIRST, SECOND]),
        }
        cases.receive(Report(text="路边有一件事想反映", **told), by=RESIDENT, at=now)
        return
    case = Case.objects.select_related("holder", "category").get(pk=chance.choice(keys))
    verbs = possible(there, chance, case, now)[case.state]
    chance.choice(verbs)()


def possible(there: Town, chance: Random, case: Case, now: Any) -> dict[str, list[Callable[[], Any]]]:
    """What may be tried in each state."""
    mine = there.by({there.light.pk: "handler", there.first.pk: "worker"}.get(case.holder_id, "dispatcher"))
    desk, told = there.by("dispatcher"), {"at": now, "seen": case.version}
    office = chance.choice([there.first, there.light, there.street])
    accept = [lambda: cases.accept(case, by=mine, **told)] * 4
    route = [lambda: cases.route(case, by=desk, reason="请你们办理这件事", organisation=office, **told)]
    kind = [lambda: cases.classify(case, by=desk, category=chance.choice(["0101", "0201", "0202"]), **told)]
    place = [lambda: cases.locate(case, by=desk, place=chance.choice([GRID, SECOND, FIRST]), **told)]
    answer = [lambda: cases.answer(case, by=mine, text="已经派人处理好了", **told)] * 4
    ask = [lambda: cases.ask(case, by=mine, text="请问具体在几号楼？", **told)]
    contact = [lambda: cases.contact(case, by=mine, reached=chance.random() < 0.7, **told)]
    withdraw = [lambda: cases.withdraw(case, by=RESIDENT, **told)]
    said = {"satisfied": chance.choice(["yes", "fair", "no", ""]), **told}
    confirm = [
        lambda: cases.confirm(case, by=RESIDENT, solved=chance.choice(["yes", "partly", "no"]), **said)
    ] * 4
    return {
        "received": accept + route + kind + place + contact + withdraw,
        "accepted": answer + ask + kind + place + contact + withdraw,
        "waiting": [lambda: cases.reply(case, by=RESIDENT, text="在三号楼", **told)] * 3 + withdraw,
        "answered": [*confirm, lambda: cases.close(case, by=Actor.system(), **told), *withdraw],
        "shelved": withdraw,
    }


@settings(
    max_examples=rounds(6, of=20),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_what_really_happened_is_rolled_up_exactly(there: Town, seed: int) -> None:
    with transaction.atomic():
        live(there, Random(seed), 100)
        number_entries()
        roll_up_all()

        days = recompute(recorded())
        assert (tallied(DayTally, "day"), tallied()) == (days, by_month(days))
        check_custody()
        transaction.set_rollback(True)


def check_custody() -> None:
    """Time in hand is the life of every request, link by link as the database keeps them."""
    for case in Case.objects.filter(restricted=False):
        life = Life.objects.get(subject=case.subject).state
        links = list(Custody.objects.filter(case=case).order_by("link"))
        assert (life["holder"], life["began"]) == (case.holder_id, micro(links[-1].began))
        if case.closed_at:
            in_hand = sum(value for key, value in life["counts"].items() if key.split("|")[2] in IN_HAND)
            held = sum(micro(link.ended) - micro(link.began) for link in links)
            assert in_hand == held == micro(case.closed_at) - micro(case.received_at)


def test_entries_are_counted_once_and_the_cursor_says_how_far(there: Town) -> None:
    first, second = reported(), reported(at=NOON + timedelta(minutes=1))
    number_entries()

    assert (roll_up(limit=1), roll_up_all(), job(timestamp=0)) == (1, Entry.objects.count() - 1, 0)

    cursor = Cursor.objects.get()
    assert (cursor.seq, cursor.at) == (Entry.objects.count(), Entry.objects.latest("id").at)
    assert Tally.objects.get(place="231282", dimension="all", measure="received").value == 2
    assert set(Life.objects.values_list("subject", flat=True)) == {first.case.subject, second.case.subject}


def test_other_subjects_move_the_cursor_alone(db: None) -> None:
    append("place:231282", 1, "rename", by=Actor.system(), at=NOON)
    number_entries()

    assert (roll_up_all(), Tally.objects.count(), Cursor.objects.get().seq) == (1, 0, 1)


def test_whole_batches_follow_one_another(there: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(4):
        reported(at=NOON + timedelta(minutes=minute))
    number_entries()
    monkeypatch.setattr("sunshine.insight.actions.BATCH", 2)

    assert roll_up_all() == Entry.objects.count()


def test_a_complaint_about_staff_leaves_the_figures(there: Town) -> None:
    case = reported().case
    number_entries()
    roll_up_all()
    before = len(tallied())
    cases.classify(case, by=there.by("dispatcher"), category="0901", at=NOON + timedelta(hours=1))
    number_entries()
    roll_up_all()

    assert (before > 0, tallied()) == (True, {})


def test_an_entry_from_before_tells_what_it_can() -> None:
    facts = {"holder": 1, "place": FIRST, "category": "0101", "restricted": False, "self_handled": False}

    life = fold({}, CountedEntry("receive", NOON, "received", {**facts, "due_at": NOON.isoformat()}), HERE)

    assert (life["urgency"], life["contact_by"], life["hand_overs"]) == ("", None, 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_there_is_one_writer_only() -> None:
    with transaction.atomic():
        append("place:231282", 1, "rename", by=Actor.system(), at=NOON)
    number_entries()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(current_schema()))", [0x46494755])
        while_held = roll_up_all()
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(current_schema()))", [0x46494755])
    other.close()

    assert (while_held, roll_up_all()) == (0, 1)


def test_months_and_dates_agree(there: Town) -> None:
    reported()
    number_entries()
    roll_up_all()

    received = Tally.objects.get(place=FIRST, dimension="all", measure="received")
    assert received.month == date(2026, NOON.astimezone(HERE).month, 1)


def test_old_days_go_and_their_months_stay(there: Town) -> None:
    reported()
    number_entries()
    roll_up_all()
    months = tallied()
    first = NOON.astimezone(HERE).replace(day=1, hour=0)

    kept = drop_old_days(at=first + timedelta(days=90))
    removed = drop_old_days(at=first + timedelta(days=92))

    assert (kept, removed > 0, tallied(DayTally, "day"), tallied()) == (0, True, {}, months)


def test_the_job_removes_what_is_old_now(there: Town) -> None:
    today = timezone.localdate()
    for day in (today, today - timedelta(days=100)):
        DayTally.objects.create(place=FIRST, day=day, dimension="all", measure="received", value=1)

    assert (drop_old(timestamp=0), DayTally.objects.get().day) == (1, today)

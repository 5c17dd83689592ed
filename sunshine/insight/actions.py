"""The one writer of figures: reads the record by `seq` from its own cursor and moves tallies and cursor together."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sunshine.insight.models import Cursor, DayTally
from sunshine.insight.rules import CountedEntry, Life, Row, difference, fold, life_counts
from sunshine.lib.leaving import leaving
from sunshine.lib.periods import shift_month
from sunshine.record.queries import told_after

BATCH = 1000
"""Entries per transaction: what one of them holds back is seconds, not minutes."""

_WRITER = 0x46494755  # "FIGU": one writer of figures per county schema
_SUBJECT = "case:"

_LIVES = "SELECT subject, state FROM insight_life WHERE subject = ANY(%s)"
_KEEP_LIVES = """
INSERT INTO insight_life (subject, state) SELECT * FROM unnest(%s::text[], %s::jsonb[])
ON CONFLICT (subject) DO UPDATE SET state = excluded.state
"""
_ADD = """
INSERT INTO insight_tally (place, month, dimension, key, measure, value)
SELECT * FROM unnest(%s::text[], %s::date[], %s::text[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT (place, month, dimension, key, measure) DO UPDATE SET value = insight_tally.value + excluded.value
"""
_ADD_DAYS = """
INSERT INTO insight_daytally (place, dimension, day, key, measure, value)
SELECT * FROM unnest(%s::text[], %s::text[], %s::date[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT (place, dimension, day, key, measure) DO UPDATE SET value = insight_daytally.value + excluded.value
"""
MONTHS_OF_DAYS = 2
"""Whole months before the running one of which days are kept: pages need one."""


def roll_up_all() -> int:
    """Count everything that has a number, batch by batch; returns how many entries were read."""
    read = total = roll_up(limit=BATCH)
    while read == BATCH and not leaving():
        read = roll_up(limit=BATCH)
        total += read
    return total


@transaction.atomic
def roll_up(*, limit: int = BATCH) -> int:
    """Count the next entries; returns how many were read, 0 when another writer is at it.

    Every entry is counted exactly once: tallies, lives and cursor move in one transaction under one lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [_WRITER])
        if not cursor.fetchone()[0]:
            return 0
    first = Cursor.objects.values_list("seq", flat=True).first() or 0
    entries = told_after(first - 1, limit)
    if not entries:
        return 0
    _count(
        (entry.subject, CountedEntry(entry.verb, entry.at, entry.went_to, entry.facts)) for entry in entries
    )
    last = entries[-1]
    Cursor.objects.update_or_create(id=1, defaults={"seq": last.seq + 1, "at": last.at})
    return len(entries)


def _count(entries: Iterable[tuple[str, CountedEntry]]) -> None:
    steps: dict[str, list[CountedEntry]] = {}
    for subject, told in entries:
        if subject.startswith(_SUBJECT):
            steps.setdefault(subject, []).append(told)
    lives, changed = _lives(list(steps)), Counter[Row]()
    zone = timezone.get_default_timezone()
    for subject, all_told in steps.items():
        changed.update(_go_on(lives.setdefault(subject, {}), all_told, zone))
    _keep(lives)
    _add(changed)


def _go_on(life: Life, told: list[CountedEntry], zone: tzinfo) -> Counter[Row]:
    before = life_counts(life, zone)
    for each in told:
        fold(life, each, zone)
    return difference(before, life_counts(life, zone))


def _lives(subjects: list[str]) -> dict[str, Life]:
    with connection.cursor() as cursor:
        cursor.execute(_LIVES, [subjects])
        return {subject: json.loads(state) for subject, state in cursor.fetchall()}


def _keep(lives: Mapping[str, Life]) -> None:
    states = [json.dumps(life, separators=(",", ":")) for life in lives.values()]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_LIVES, [list(lives), states])


def _add(changed: Mapping[Row, int]) -> None:
    """To days and months, in the order of their keys, so that the pages of a table are met one after another."""
    months, days = Counter[Row](), Counter[Row]()
    for (place, day, dimension, key, measure), value in changed.items():
        months[place, f"{day[:8]}01", dimension, key, measure] += value
        days[place, dimension, day, key, measure] += value
    for statement, totals in ((_ADD, months), (_ADD_DAYS, days)):
        rows: list[tuple[Any, ...]] = sorted((*row, value) for row, value in totals.items() if value)
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def drop_old_days(*, at: datetime) -> int:
    """Remove the totals of days that no page compares any more; returns how many. Their months stay."""
    kept_from = shift_month(timezone.localdate(at), -MONTHS_OF_DAYS)
    return DayTally.objects.filter(day__lt=kept_from).delete()[0]

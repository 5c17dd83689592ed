"""Background work of cases: look at what clocks say is due; erase what was kept long enough."""

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from sunshine.cases.actions import (
    compare,
    draw,
    escalate,
    follow_calendar,
    forget,
    raise_alarm,
    raise_part_alarm,
    resume_case,
    tell_review,
)
from sunshine.cases.actions.ledgers import LEDGER_JOB, forget_ledger_lines
from sunshine.cases.actions.resting import index_anew, rest_requests
from sunshine.cases.models import Note
from sunshine.cases.queries import catalogue, closed_before, find_unanswered, to_climb, to_review
from sunshine.cases.queries.duplicates import to_compare
from sunshine.cases.sheets import MAKER, write_list
from sunshine.cases.sheets.answers import ANSWERS_MAKER, write_answers
from sunshine.cases.sheets.brought import work_on_ledger
from sunshine.cases.sheets.refused import REFUSED_MAKER, write_refused
from sunshine.clocks.jobs import BATCH, follow_changes, ring_due
from sunshine.files.actions import make_export
from sunshine.lib.leaving import leaving, until_leaving
from sunshine.matters.actions.resting import rest_notes
from sunshine.matters.jobs import forget_all, rest_all, step_all
from sunshine.record.states import Actor

logger = logging.getLogger(__name__)
CLOCK = Actor.system("clock")


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.watch_clocks", queue=settings.COUNTY_QUEUE, queueing_lock=f"clocks:{settings.COUNTY_SCHEMA}"
)
def watch_clocks(timestamp: int) -> int:
    """Every minute: each due event of each clock of a request once."""
    return ring_due("case:", raise_alarm, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.watch_parts", queue=settings.COUNTY_QUEUE, queueing_lock=f"parts:{settings.COUNTY_SCHEMA}"
)
def watch_parts(timestamp: int) -> int:
    """Every minute: each due event of each clock of a called organisation's part once."""
    return ring_due("part:", raise_part_alarm, at=timezone.now())


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.follow_calendar",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"calendar:{settings.COUNTY_SCHEMA}",
)
def follow_days(timestamp: int) -> int:
    """Every minute: deadlines that run over days which have become days off; how many matters moved. May be stopped."""
    at = timezone.now()
    return sum(follow_changes(prefix, follow_calendar, at=at) for prefix in ("case:", "part:"))


@app.periodic(cron="40 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.forget_old", queue=settings.COUNTY_QUEUE, queueing_lock=f"forget:{settings.COUNTY_SCHEMA}"
)
def forget_old(timestamp: int) -> int:
    """Every night: each request closed longer than KEEP_MATTER_DAYS; how many. May run twice."""
    return forget_all(closed_before, forget, at=timezone.now())


@app.periodic(cron="*/5 * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(name="cases.pass_time", queue=settings.COUNTY_QUEUE, queueing_lock=f"time:{settings.COUNTY_SCHEMA}")
def pass_time(timestamp: int) -> int:
    """Every five minutes: what no reply holds up goes on, what is long overdue climbs; how many. May run twice."""
    at = timezone.now()
    return step_all(find_unanswered, resume_case, at=at) + step_all(to_climb, escalate, at=at)


@app.periodic(cron="* * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.compare", queue=settings.COUNTY_QUEUE, queueing_lock=f"compare:{settings.COUNTY_SCHEMA}"
)
def compare_new(timestamp: int) -> int:
    """Every minute: what is near and alike to the requests that came in or were moved; how many. May run twice."""
    at, done = timezone.now(), 0
    while not leaving() and (found := to_compare(BATCH)):
        for case in until_leaving(found):
            compare(case, at=at)
            done += 1
    return done


@app.periodic(cron="*/10 * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(name="cases.rest", queue=settings.COUNTY_QUEUE, queueing_lock=f"rest:{settings.COUNTY_SCHEMA}")
def rest_words(timestamp: int) -> int:
    """What residents wrote before their words were kept under seal, a batch in each transaction; how many. May be stopped."""
    return rest_all(rest_requests) + rest_all(partial(rest_notes, Note))


@app.periodic(cron="*/10 * * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(name="cases.index", queue=settings.COUNTY_QUEUE, queueing_lock=f"index:{settings.COUNTY_SCHEMA}")
def index_words(timestamp: int) -> int:
    """What a search would miss, being indexed in an older way or placed anew, batch by batch; how many. May be stopped."""
    return rest_all(index_anew)


@app.periodic(cron="0 8 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.tell_reviews", queue=settings.COUNTY_QUEUE, queueing_lock=f"reviews:{settings.COUNTY_SCHEMA}"
)
def tell_reviews(timestamp: int) -> int:
    """Every morning: the plans of matters set aside that are to be looked at again; each day of looking told once."""
    at = timezone.now()
    found = to_review(at)
    for case in until_leaving(found):
        tell_review(case, at=at)
    return len(found)


@app.periodic(cron="0 6 * * 1", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.draw_samples", queue=settings.COUNTY_QUEUE, queueing_lock=f"samples:{settings.COUNTY_SCHEMA}"
)
def draw_samples(timestamp: int) -> int:
    """Every Monday: some of last week's matters that nobody confirmed, drawn to be looked at; how many. May run twice."""
    return len(draw(at=timezone.now()))


@app.task(name=MAKER, queue=settings.COUNTY_QUEUE)
def export_list(export_id: int) -> None:
    """Make the workbook of a list that somebody asked for; run twice, the second finds it made."""
    at = timezone.now()
    make_export(export_id, partial(write_list, at=at), at=at)


@app.task(name=REFUSED_MAKER, queue=settings.COUNTY_QUEUE)
def export_refused(export_id: int) -> None:
    """Make the workbook of the rows of a ledger that were not taken; run twice, the second finds it made."""
    at = timezone.now()
    make_export(export_id, partial(write_refused, at=at), at=at)


@app.task(name=ANSWERS_MAKER, queue=settings.COUNTY_QUEUE)
def export_answers(export_id: int) -> None:
    """Make the workbook of replies that go back to another office; run twice, the second finds it made."""
    at = timezone.now()
    make_export(export_id, partial(write_answers, at=at), at=at)


@app.task(name=LEDGER_JOB, queue=settings.COUNTY_QUEUE)
def import_ledger(ledger_id: int) -> None:
    """Look into a ledger that somebody brought, take it in or take it back; run twice, the second finds it done."""
    work_on_ledger(ledger_id, at=timezone.now())


@app.periodic(cron="50 3 * * *", periodic_id=settings.COUNTY_SCHEMA)
@app.task(
    name="cases.forget_ledger_lines",
    queue=settings.COUNTY_QUEUE,
    queueing_lock=f"ledgers:{settings.COUNTY_SCHEMA}",
)
def forget_ledgers(timestamp: int) -> int:
    """Every night: what stands of rows of ledgers goes after as many days as a workbook; how many. May run twice."""
    return forget_ledger_lines(before=timezone.now() - timedelta(days=int(catalogue().number("export_days"))))

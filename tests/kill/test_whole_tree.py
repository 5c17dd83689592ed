"""The power is cut while reports come in: what was acknowledged is there, and the record tells of nothing else.

SUNSHINE_TEST_KILLS says how often (4, in all rounds 20).
"""

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sunshine.lib.seal import token_digest
from tests.kill.installation import Installation
from tests.kill.photographer import PHOTOS
from tests.long import rounds

pytestmark = pytest.mark.kill
KILLS = int(os.environ.get("SUNSHINE_TEST_KILLS") or rounds(4, of=20))
PATIENCE = 90

BROKEN = {
    "a case whose custody is not one open chain without gaps": """
        SELECT number FROM cases_case AS c WHERE NOT EXISTS (
            SELECT FROM cases_custody AS u WHERE u.case_id = c.id
            HAVING count(*) = c.link AND min(link) = 1 AND max(link) = c.link
               AND count(*) FILTER (WHERE u.ended IS NULL) = (c.closed_at IS NULL)::int
               AND count(*) FILTER (WHERE u.link = c.link AND u.holder_id = c.holder_id) = 1
               AND count(*) FILTER (WHERE u.after IS NULL) = 1)""",
    "a case without exactly one entry for each of its steps": """
        SELECT number FROM cases_case AS c WHERE NOT EXISTS (
            SELECT FROM record_entry AS e WHERE e.subject = 'case:' || c.ref
            HAVING count(*) = c.step AND min(e.step) = 1 AND max(e.step) = c.step)""",
    "an entry that tells of a case that is not there": """
        SELECT id FROM record_entry AS e WHERE subject LIKE 'case:%' AND NOT EXISTS (
            SELECT FROM cases_case AS c WHERE 'case:' || c.ref = e.subject)""",
    "an entry that neither waits for its number nor has one, or both": """
        SELECT id FROM record_entry AS e WHERE
            (SELECT count(*) FROM record_pending WHERE entry_id = e.id)
          + (SELECT count(*) FROM record_sequence WHERE entry_id = e.id) <> 1""",
    "a number of an entry that is not there": """
        SELECT entry_id FROM (SELECT entry_id FROM record_pending UNION SELECT entry_id FROM record_sequence) AS known
        WHERE entry_id NOT IN (SELECT id FROM record_entry)""",
    "a gap in the numbers": "SELECT 1 FROM record_sequence HAVING count(*) > 0 AND max(seq) <> count(*) - 1",
    "a case without its two clocks": """
        SELECT number FROM cases_case AS c
        WHERE (SELECT count(*) FROM clocks_clock WHERE subject = 'case:' || c.ref) <> 2""",
    "a case of which the holder or the resident was not told": """
        SELECT number FROM cases_case AS c
        WHERE (SELECT count(*) FROM notices_message WHERE subject = 'case:' || c.ref) <> 2""",
    "a contact or custody of no case": """
        SELECT id FROM people_contact WHERE id NOT IN (SELECT contact_id FROM cases_case)
        UNION ALL SELECT case_id FROM cases_custody WHERE case_id NOT IN (SELECT id FROM cases_case)""",
}


@pytest.fixture(scope="module")
def house(new_home: Callable[[], Path]) -> Iterator[Installation]:
    """A founded town behind a served door."""
    home = new_home()
    made = Installation(home)
    try:
        made.start()
        made.key = made.inside("found")
        yield made
    finally:
        made.cut_power()
        shutil.rmtree(home)


@pytest.fixture
def serving(house: Installation) -> Installation:
    """The house, up."""
    if house.serve is None or house.serve.poll() is not None:
        house.close()
        house.start()
    return house


def missing(house: Installation) -> set[str]:
    """Acknowledged reports that are not there."""
    return house.acknowledged - {number for (number,) in house.ask("SELECT number FROM cases_case")}


def broken(house: Installation) -> dict[str, list[tuple]]:
    """What is not whole, in words."""
    return {what: rows for what, question in BROKEN.items() if (rows := house.ask(question))}


def unphotographed(house: Installation) -> list[str]:
    """Acknowledged forms that are not one request with all their photos, and requests of forms with some of them."""
    rows = house.ask("""
        SELECT c.access, c.text, count(p.id) FROM cases_case AS c LEFT JOIN files_photo AS p ON p.subject = 'case:' || c.ref
        WHERE c.form_key IS NOT NULL GROUP BY c.id""")
    whole = {access for access, _text, photos in rows if photos == PHOTOS}
    lost = [form.text for form in house.photographer.acknowledged() if token_digest(form.token) not in whole]
    again = Counter(text for _access, text, _photos in rows)
    return (
        lost
        + [text for _access, text, photos in rows if photos != PHOTOS]
        + [text for text, times in again.items() if times > 1]
    )


def await_(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.long("starts the whole process tree again after each of four power cuts", seconds=300)
def test_every_acknowledged_report_outlives_power_cuts_and_the_record_is_whole(serving):
    chance, rounds = random.Random(231282), []
    for _ in range(KILLS):
        before, answers = len(serving.acknowledged), serving.photographer.answers
        with serving.steady_writes():
            await_(lambda seen=before: len(serving.acknowledged) > seen)
            await_(lambda seen=answers: serving.photographer.answers > seen)
            time.sleep(chance.uniform(0.05, 0.6))
            serving.cut_power()
        serving.start()
        rounds.append((len(serving.acknowledged) > before, missing(serving), broken(serving)))

    serving.inside("number")

    assert rounds == [(True, set(), {})] * KILLS
    assert (missing(serving), broken(serving)) == (set(), {})
    assert serving.ask("SELECT count(*) FROM record_pending") == [(0,)]
    assert unphotographed(serving) == []
    left = json.loads(serving.inside("sweep"))
    assert (left["lost"], left["over"]) == ([], [])
    assert serving.photographer.acknowledged()


def test_a_clean_stop_under_load_exits_with_zero_and_loses_nothing(serving):
    with serving.steady_writes():
        before = len(serving.acknowledged)
        await_(lambda: len(serving.acknowledged) > before)
        code = serving.stop()
    left = serving.everyone()

    serving.start()

    assert (code, left, missing(serving), broken(serving)) == (0, set(), set(), {})


def test_a_job_whose_worker_was_killed_is_put_back_and_done(serving):
    await_(lambda: serving.named(b"sunshine.config.command\0worker"))
    [worker] = serving.named(b"sunshine.config.command\0worker")
    doing = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'record.number_entries'"
    with serving.database() as connection:
        connection.execute("LOCK TABLE record_pending IN ACCESS EXCLUSIVE MODE")  # holds the job where it is
        await_(lambda: connection.execute(doing).fetchone())
        os.kill(worker, signal.SIGKILL)
        [(job,)] = connection.execute(doing).fetchall()

    await_(lambda: not serving.ask(f"SELECT 1 FROM procrastinate_jobs WHERE id = {job}"))

    assert serving.named(b"sunshine.config.command\0worker") not in ([], [worker])
    assert broken(serving) == {}

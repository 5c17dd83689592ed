"""The page of figures and the leader's desk at ten million requests against a hundred thousand, through every middleware.

Two databases of one server with the same county. A part of the requests is invented and copied in by the program of the
desk's list; the database makes the rest of them from those, with numbers and links of their own. The totals are invented by one
statement: every measure of every month of every place, and of every kind and organisation of a street and of the county.
Whole pages in turns, beside `/healthz` with full middleware in the same turns.
Limits: p50 ≤ 1.3 between the sizes, ≤ 5 × `/healthz` at the larger one.

BENCH_CASES (10000000), BENCH_CASES_SMALL (100000), BENCH_COPIED (1000000 at most by COPY; a twentieth of them is
open), BENCH_MONTHS (36 of totals), BENCH_PAGES (25 a side); BENCH_HOME keeps the databases.
"""

import os
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("BENCH_CASES", "10000000")
os.environ.setdefault("BENCH_CASES_SMALL", "100000")

from django.core.cache import caches
from django.db import connections
from django.test import Client

from bench.bench_desk_list import BIG, COLUMNS, FEW, MANY, NOW, SMALL, load, superuser, switch
from bench.figures import Figure, exit_code, median, tell
from bench.ground import Ground, ground
from sunshine.cases.models import Category
from sunshine.config import embedded
from sunshine.people.states import Role

PAGES = int(os.environ.get("BENCH_PAGES", "25"))
COPIED = int(os.environ.get("BENCH_COPIED", "1000000"))
MONTHS = int(os.environ.get("BENCH_MONTHS", "36"))
MEASURES = (
    "received", "filed", "due", "finished", "on_time", "contact_due", "contact_on_time", "answered", "closed",
    "solved_yes", "solved_no", "satisfied_yes", "satisfied_no", "returns", "hand_overs", "links",
)  # fmt: skip
"""What is counted of every place, month and key."""

KINDS = ("drawn", "kept")
"""A page is asked for twice in each turn."""

_TALLY = """
INSERT INTO insight_tally (month, place, dimension, key, measure, value)
SELECT (date_trunc('month', %(now)s AT TIME ZONE 'Asia/Shanghai') - months * interval '1 month')::date, place.code,
    by.dimension, by.key, measure, 1 + (hashtext(place.code || by.key || measure) & 63) + mod(months, 7)
FROM generate_series(0, %(months)s - 1) AS months, unnest(%(measures)s::text[]) AS measure, places_place AS place,
    LATERAL (
        SELECT 'all' AS dimension, '' AS key UNION ALL SELECT 'channel', 'web'
        UNION ALL SELECT DISTINCT 'category', left(code, 2) FROM cases_category WHERE length(place.code) < 12
        UNION ALL SELECT 'organisation', id::text FROM people_organisation AS organisation_of
            WHERE length(place.code) < 12 AND (kind = 'department' OR organisation_of.place LIKE place.code || '%%')
    ) AS by
WHERE place.level IN ('county', 'street', 'community')
"""
_DAYS = """
INSERT INTO insight_daytally (day, place, dimension, key, measure, value)
SELECT month + days, place, dimension, key, measure, 1 + value / 30
FROM insight_tally, generate_series(0, 27) AS days
WHERE month >= (date_trunc('month', %(now)s AT TIME ZONE 'Asia/Shanghai') - interval '2 months')::date
"""
_CLOSED = "SELECT max(id) FILTER (WHERE NOT open), count(*) FROM cases_case"
_ALTERED = {
    "id": "id + {more}",
    "number": "'231282-' || (id + {more}) / 1000000 + 10 || '1123-' || lpad(((id + {more}) % 1000000)::text, 6, '0')",
    "ref": "lpad(to_hex(id + {more}), 32, '0')",
    "access": "lpad(to_hex(id + {more}), 64, '0')",
}


_OPEN = (
    "UPDATE cases_custody SET case_id = case_id + 1000000000 FROM cases_case WHERE open AND cases_case.id = case_id",
    "UPDATE cases_case SET id = id + 1000000000 WHERE open",
    """INSERT INTO clocks_clock (subject, kind, round, policy, amount, unit, started_at, soon_at, due_at, escalate_at,
        next_event) SELECT 'case:' || ref, 'accept', 1, 'normal', 1, 'working_day', received_at, received_at,
        received_at + interval '2 days', received_at + interval '3 days', ''
    FROM cases_case WHERE open AND state = 'received'""",
    "UPDATE cases_case SET link = 2 WHERE open AND state = 'received' AND id % 4 = 0",
    """UPDATE cases_custody SET ended = received_at + interval '1 hour', holder_id = (SELECT id FROM people_organisation
        WHERE kind = 'street' AND people_organisation.place = street)
    FROM cases_case WHERE cases_case.id = case_id AND cases_case.open AND cases_case.link = 2""",
    """INSERT INTO cases_custody (case_id, link, holder_id, began, after)
    SELECT id, 2, holder_id, received_at + interval '1 hour', received_at + interval '1 hour'
    FROM cases_case WHERE open AND link = 2""",
    """UPDATE cases_case SET passed_by_id = (SELECT min(id) FROM people_organisation WHERE kind = 'department'),
        passed_at = received_at + interval '1 hour' WHERE open AND link = 2""",
    """INSERT INTO cases_proposal (case_id, kind, organisation_id, target_id, text, rule, step, at, decision, answer)
    SELECT id, (ARRAY['return', 'transfer', 'extension'])[1 + id / 50 % 3], holder_id,
        (SELECT min(id) FROM people_organisation WHERE kind = 'department'), '', '', 1, received_at, '', ''
    FROM cases_case WHERE open AND id % 50 = 1""",
    """INSERT INTO cases_part (case_id, organisation_id, task, step, at, due_at, found, answer, late_told)
    SELECT id, (SELECT max(id) FROM people_organisation WHERE kind = 'department'), '', 1, received_at,
        received_at + interval '3 days', '', '', false FROM cases_case WHERE open AND id % 50 = 2""",
    """INSERT INTO cases_supervision (case_id, organisation_id, step, at, report_due)
    SELECT id, (SELECT id FROM people_organisation WHERE kind = 'county'), 1, received_at,
        received_at + interval '3 days' FROM cases_case WHERE open AND id % 100 = 3""",
    """INSERT INTO cases_whistle (case_id, organisation_id, by_itself, "where", step, at, report_by, conclusion)
    SELECT id, holder_id, false, '', 1, received_at, received_at + interval '4 hours', ''
    FROM cases_case WHERE open AND id % 100 = 4""",
)
"""What is open came last, as it does; around it there are clocks, proposals, parts, supervision, and a quarter of what waits
was passed on."""


def enliven(name: str) -> None:
    """Let something be going on, once."""
    with superuser(name) as to:
        if to.execute("SELECT EXISTS (SELECT FROM cases_proposal)").fetchone() == (True,):
            return
        to.execute("SET session_replication_role = replica")
        for statement in _OPEN:
            to.execute(statement)


def multiply(name: str, count: int) -> None:
    """More of the same, closed ones only, each with its custody, until there are so many; then the indexes again."""
    began = time.perf_counter()
    with superuser(name) as to:
        found = to.execute(_CLOSED).fetchone()
        if found[1] >= count:
            return
        to.execute("SET session_replication_role = replica")
        to.execute("SET maintenance_work_mem = '1GB'")
        indexes = to.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN "
            "('cases_case'::regclass, 'cases_custody'::regclass) "
            "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
        ).fetchall()
        for index, _made in indexes:
            to.execute(f"DROP INDEX {index}")
        indexes = [each for each in indexes if "USING gin" not in each[1]]
        while found[1] < count:
            columns = ", ".join(_ALTERED.get(each, each).format(more=found[0]) for each in COLUMNS)
            to.execute(
                f"INSERT INTO cases_case ({', '.join(COLUMNS)}) SELECT {columns} FROM cases_case "
                f"WHERE closed_at IS NOT NULL ORDER BY id LIMIT {count - found[1]}"
            )
            to.execute(
                "INSERT INTO cases_custody (case_id, link, holder_id, began, ended) "
                f"SELECT id, 1, holder_id, received_at, closed_at FROM cases_case WHERE NOT open AND id > {found[0]}"
            )
            found = to.execute(_CLOSED).fetchone()
            print(f"{found[1]:,} requests in {name}, {time.perf_counter() - began:.0f} s", flush=True)
        for _index, made in indexes:
            to.execute(made)
    print(f"indexes of {name}, {time.perf_counter() - began:.0f} s", flush=True)


def tally(name: str) -> None:
    """As many totals as the roll-up would have left after all those months; the cursor says up to when."""
    began = time.perf_counter()
    with superuser(name) as to:
        if to.execute("SELECT EXISTS (SELECT FROM insight_tally)").fetchone() == (True,):
            return
        to.execute("SET session_replication_role = replica")
        to.execute(_TALLY, {"now": NOW, "months": MONTHS, "measures": list(MEASURES)})
        to.execute(_DAYS, {"now": NOW})
        to.execute("INSERT INTO insight_cursor (id, seq, at) VALUES (1, 0, %s)", [NOW])
        rows = to.execute("SELECT count(*) FROM insight_tally").fetchone()[0]
    with superuser(name) as to:
        to.autocommit = True
        to.execute("VACUUM ANALYZE")
    print(f"{rows:,} totals in {name}, {time.perf_counter() - began:.0f} s", flush=True)


def seconds(client: Client, address: str) -> float:
    """One whole page."""
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return took


def measure(what: str, address: str, clients: dict[str, Client]) -> None:
    """Both databases and the health page in turns; each page drawn anew, then as it is kept until something is counted."""
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for n in range(PAGES + 2):
        for name in (BIG, SMALL) if n % 2 else (SMALL, BIG):
            switch(name)
            caches[
                "parts"
            ].clear()  # both databases are counted equally far: one must not be shown the other's page
            turn = {kind: seconds(clients[name], address) for kind in KINDS}
            turn["health"] = seconds(clients[name], "/healthz")
            for kind, each in turn.items() if n > 1 else ():
                took[kind, name].append(each)
    health = median(took["health", BIG])
    for kind in KINDS:
        big, small = (median(took[kind, name]) for name in (BIG, SMALL))
        how = f"{big * 1e3:.1f} ms ÷ {small * 1e3:.1f} ms"
        tell(Figure(f"{what}, {kind}: {MANY:,} ÷ {FEW:,}", big / small, "≤ 1.3", how))
        how = f"{big * 1e3:.1f} ms ÷ {health * 1e3:.1f} ms"
        tell(Figure(f"{what}, {kind}: beside /healthz", big / health, "≤ 5", how))


def prepared(place: Ground, categories: list[str]) -> None:
    """Both databases, filled and counted."""
    with superuser("postgres") as server:
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [SMALL]).rowcount:
            server.autocommit = True
            server.execute(f"CREATE DATABASE {SMALL} TEMPLATE {BIG} OWNER {embedded.LOGIN}")
    for name, count in ((SMALL, FEW), (BIG, MANY)):
        load(name, min(count, COPIED), place, categories)
        enliven(name)
        multiply(name, count)
        tally(name)


def main() -> int:
    """Found a county twice, fill both, take turns."""
    with ground() as place:
        categories = list(
            Category.objects.filter(parent__isnull=False, restricted=False)
            .order_by("code")
            .values_list("code", flat=True)
        )
        connections.close_all()
        prepared(place, categories)
        month = f"{NOW:%Y-%m}"
        for role, code in ((Role.COUNTY_ADMIN, "231282"), (Role.DISPATCHER, place.street)):
            clients = {}
            for name in (BIG, SMALL):
                switch(name)
                clients[name] = Client(SERVER_NAME="localhost")
                clients[name].force_login(place.officers[role])
            level = "county" if len(code) == 6 else "street"
            measure(f"figures, {level}", f"/desk/figures/?place={code}&month={month}", clients)
            measure(f"leader's desk, {level}", f"/desk/lead/?place={code}", clients)
        switch(BIG)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())

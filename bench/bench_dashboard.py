"""The page of figures and the leader's desk at ten million requests against a hundred thousand, through every middleware.

Two databases of one server with the same county. A part of the requests is invented and copied in by the program of the
desk's list; the database makes the rest of them from those, with numbers and links of their own. What is tallied is
counted from them by one statement a measure and place, as the roll-up would have left it. Whole pages in turns, beside
`/healthz` with full middleware in the same turns.
Limits: p50 ≤ 1.5 between the sizes, ≤ 5 × `/healthz` at the larger one.

BENCH_CASES (10000000), BENCH_CASES_SMALL (100000), BENCH_COPIED (1000000 at most by COPY), BENCH_PAGES (25 a side);
BENCH_HOME keeps the databases.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("BENCH_CASES", "10000000")
os.environ.setdefault("BENCH_CASES_SMALL", "100000")

from django.db import connections
from django.test import Client

from bench.bench_desk_list import BIG, COLUMNS, FEW, MANY, NOW, SMALL, load, superuser, switch
from bench.figures import Figure, median, tell
from bench.ground import Ground, ground
from sunshine.cases.models import Category
from sunshine.config import embedded
from sunshine.people.states import Role

PAGES = int(os.environ.get("BENCH_PAGES", "25"))
COPIED = int(os.environ.get("BENCH_COPIED", "1000000"))
MEASURES = {
    "received": ("received_at", "true"),
    "filed": ("received_at", "accepted_at IS NOT NULL"),
    "due": ("due_at", "true"),
    "finished": ("due_at", "answered_at IS NOT NULL"),
    "on_time": ("due_at", "answered_at <= due_at"),
    "contact_due": ("contact_by", "true"),
    "contact_on_time": ("contact_by", "accepted_at <= contact_by"),
    "answered": ("answered_at", "answered_at IS NOT NULL"),
    "closed": ("closed_at", "closed_at IS NOT NULL"),
    "solved_yes": ("closed_at", "closed_at IS NOT NULL AND id % 10 > 1"),
    "solved_no": ("closed_at", "closed_at IS NOT NULL AND id % 10 = 1"),
    "satisfied_yes": ("closed_at", "closed_at IS NOT NULL AND id % 10 > 2"),
    "satisfied_no": ("closed_at", "closed_at IS NOT NULL AND id % 10 = 1"),
    "returns": ("received_at", "id % 50 = 0"),
    "hand_overs": ("received_at", "id % 40 = 0"),
    "links": ("received_at", "true"),
}
"""The column whose month counts, and which requests."""

_TALLY = """
INSERT INTO insight_tally (month, place, dimension, key, measure, value)
SELECT date_trunc('month', {column} AT TIME ZONE 'Asia/Shanghai')::date, left(place, {size}), dimension, key, '{measure}',
    count(*)
FROM cases_case, LATERAL (VALUES ('all', ''), ('organisation', holder_id::text), ('category', left(category_id, 2)),
    ('channel', channel)) AS by (dimension, key)
WHERE {condition} GROUP BY 1, 2, 3, 4
"""
_ALTERED = {
    "id": "id + {more}",
    "number": "'231282-' || (id + {more}) / 1000000 + 10 || '1123-' || lpad(((id + {more}) % 1000000)::text, 6, '0')",
    "ref": "lpad(to_hex(id + {more}), 32, '0')",
    "access": "lpad(to_hex(id + {more}), 64, '0')",
}


def multiply(name: str, count: int) -> None:
    """More of the same, closed ones only, until there are so many; indexes stand meanwhile."""
    with superuser(name) as to:
        found = to.execute("SELECT max(id), count(*) FROM cases_case").fetchone()
        to.execute("SET session_replication_role = replica")
        while found[1] < count:
            columns = ", ".join(_ALTERED.get(each, each).format(more=found[0]) for each in COLUMNS)
            to.execute(
                f"INSERT INTO cases_case ({', '.join(COLUMNS)}) SELECT {columns} FROM cases_case "
                f"WHERE closed_at IS NOT NULL ORDER BY id LIMIT {count - found[1]}"
            )
            to.commit()
            found = to.execute("SELECT max(id), count(*) FROM cases_case").fetchone()
            print(f"{found[1]:,} requests in {name}", flush=True)


def tally(name: str) -> None:
    """What the roll-up would have left; the cursor says up to when."""
    began = time.perf_counter()
    with superuser(name) as to:
        if to.execute("SELECT EXISTS (SELECT FROM insight_tally)").fetchone() == (True,):
            return
        for measure, (column, condition) in MEASURES.items():
            for size in (6, 9, 12):
                to.execute(_TALLY.format(column=column, size=size, measure=measure, condition=condition))
        to.execute("INSERT INTO insight_cursor (id, seq, at) VALUES (1, 0, %s)", [NOW])
        rows = to.execute("SELECT count(*) FROM insight_tally").fetchone()[0]
    with superuser(name) as to:
        to.autocommit = True
        to.execute("VACUUM ANALYZE insight_tally")
        to.execute("VACUUM ANALYZE cases_case")
    print(f"{rows:,} totals in {name}, {time.perf_counter() - began:.0f} s", flush=True)


def seconds(client: Client, address: str) -> float:
    """One whole page."""
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return took


def measure(what: str, address: str, clients: dict[str, Client]) -> None:
    """Both databases and the health page in turns."""
    took: dict[str, list[float]] = {BIG: [], SMALL: [], "health": []}
    for n in range(PAGES + 2):
        for name in (BIG, SMALL) if n % 2 else (SMALL, BIG):
            switch(name)
            page = seconds(clients[name], address)
            health = seconds(clients[name], "/healthz")
            if n > 1:
                took[name].append(page)
                took["health"] += [health] if name == BIG else []
    big, small, health = (median(took[name]) for name in (BIG, SMALL, "health"))
    how = f"{big * 1e3:.1f} ms ÷ {small * 1e3:.1f} ms"
    tell(Figure(f"{what}: {MANY:,} ÷ {FEW:,}", big / small, "≤ 1.5", how))
    how = f"{big * 1e3:.1f} ms ÷ {health * 1e3:.1f} ms"
    tell(Figure(f"{what}: beside /healthz", big / health, "≤ 5", how))


def prepared(place: Ground, categories: list[str]) -> None:
    """Both databases, filled and counted."""
    with superuser("postgres") as server:
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [SMALL]).rowcount:
            server.autocommit = True
            server.execute(f"CREATE DATABASE {SMALL} TEMPLATE {BIG} OWNER {embedded.LOGIN}")
    for name, count in ((SMALL, FEW), (BIG, MANY)):
        load(name, min(count, COPIED), place, categories)
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
    return 0


if __name__ == "__main__":
    sys.exit(main())

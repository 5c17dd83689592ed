"""The desk's list at a million requests against ten thousand: whole pages through every middleware, in turns.

Two databases of one server with the same county. The requests are loaded by COPY: 500 communities (the measured one has
a twentieth of everything), ~70 categories, 5 % open, three years, words by a Zipf-like vocabulary. The measured community
and a department hold some hundred more open and closed ones in both databases, so that every page compared is a full one.
Limit: p50 ≤ 1.3 for the default list, each single filter and “my work”, for a community and a county user.

BENCH_CASES (1000000), BENCH_CASES_SMALL (10000), BENCH_PAGES (15 a list and side), BENCH_EXPLAIN=1 prints the plans of
what misses; BENCH_HOME keeps the databases.
"""

import os
import random
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import psycopg
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.figures import Figure, exit_code, median, tell
from bench.ground import GRIDS, HOME, Ground, ground
from sunshine.cases.models import Category
from sunshine.config import embedded
from sunshine.config.folders import Folders
from sunshine.people.states import Role

MANY = int(os.environ.get("BENCH_CASES", "1000000"))
FEW = int(os.environ.get("BENCH_CASES_SMALL", "10000"))
PAGES = int(os.environ.get("BENCH_PAGES", "15"))
LIMIT = "≤ 1.3"
BIG, SMALL = embedded.DATABASE, f"{embedded.DATABASE}_small"
NOW = datetime.now(UTC).replace(microsecond=0)
YEARS = timedelta(days=3 * 365)
MORE_OPEN, MORE_CLOSED, SHARE = 900, 300, 0.05
SYLLABLES = "路灯楼道垃圾下水暖气噪声停车电梯物业绿化井盖积水漏水扰民占道施工门禁广告公厕冰雪"
COLUMNS = (
    "id", "number", "ref", "access", "state", "step", "link", "holder_id", "channel", "language", "text", "category_id",
    "urgency", "policy", "place", "location", "certainty", "why_place", "why_here", "confidential", "restricted",
    "self_handled", "received_at", "accepted_at", "answered_at", "closed_at", "due_at", "outcome", "lawful", "reworks",
    "released_text", "released_result", "source", "words", "designated", "hand_overs", "rung", "excluded", "excused",
    "cell", "shelved_reason", "contact_by",
)  # fmt: skip


def vocabulary() -> list[str]:
    """Words from frequent to rare."""
    chance = random.Random(7)
    return list(dict.fromkeys("".join(chance.choices(SYLLABLES, k=2 + n % 2)) for n in range(6000)))


class Invented:
    """Rows of requests, as text that COPY reads."""

    def __init__(self, place: Ground, categories: list[str], chance: random.Random) -> None:
        self.place, self.categories, self.chance, self.words = place, categories, chance, vocabulary()
        self.weights = list(accumulate(1 / (n + 3) for n in range(len(self.words))))

    def rows(self, count: int) -> Iterator[str]:
        """So many by chance, then those that fill the measured pages."""
        for n in range(count):
            yield self._row(n + 1, None, None)
        for n in range(MORE_OPEN + MORE_CLOSED):
            yield self._row(count + n + 1, n < MORE_OPEN, n % 2)

    def _row(self, key: int, open_: bool | None, wanted: int | None) -> str:
        chance, town = self.chance, self.place
        here = wanted is not None or chance.random() < SHARE
        community = town.communities[0] if here else chance.choice(town.communities)
        department = town.departments[0] if wanted == 1 else chance.choice(town.departments)
        holder = (
            department if (chance.random() < 0.4 if wanted is None else wanted) else town.offices[community]
        )
        open_ = chance.random() < 0.05 if open_ is None else open_
        age = chance.random() * (timedelta(days=20) if open_ else YEARS)
        received = NOW - age
        state = (
            chance.choices(["received", "accepted", "waiting", "answered"], [20, 60, 5, 15])[0]
            if open_
            else "closed"
        )
        words = sorted(set(chance.choices(self.words, cum_weights=self.weights, k=12)))
        stamp = f"{received:%Y-%m-%d %H:%M:%S}+00"
        later = f"{received + timedelta(hours=chance.randrange(1, 200)):%Y-%m-%d %H:%M:%S}+00"
        due = f"{received + timedelta(hours=chance.randrange(24, 720)):%Y-%m-%d %H:%M:%S}+00"
        values = (
            key, f"231282-{key // 10**6 + 10}1123-{key % 10**6:06}", f"{key:032x}", f"{key:064x}", state, 1, 1,
            holder, "web", "zh-hans", "".join(words), chance.choice(self.categories), "normal", "normal",
            f"{community}{chance.randrange(GRIDS) + 1:03}", "", "exact", "{}", "{}", "f", "f", "f", stamp,
            stamp if state != "received" else r"\N", later if state in {"answered", "closed"} else r"\N",
            later if state == "closed" else r"\N", due, "confirmed" if state == "closed" else "", "", 0, "", "", "",
            " ".join(f"'{word}':{n + 1}" for n, word in enumerate(words)), "f", 0, 0, "f", "f", "", "", due,
        )  # fmt: skip
        return "\t".join(map(str, values)) + "\n"


def superuser(name: str) -> psycopg.Connection:
    """Loading goes past triggers and rebuilds indexes: the owner of the server does it."""
    made = embedded.superuser(Folders(HOME), name)
    made.execute("SET search_path = c231282, queue")
    return made


def load(name: str, count: int, place: Ground, categories: list[str]) -> None:
    """Fill one database; indexes are made once the rows are in."""
    began = time.perf_counter()
    with superuser(name) as to:
        if to.execute("SELECT EXISTS (SELECT FROM cases_case)").fetchone() == (True,):
            return
        to.execute("SET session_replication_role = replica")
        to.execute("SET maintenance_work_mem = '512MB'")
        indexes = to.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'cases_case'::regclass "
            "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
        ).fetchall()
        for index, _made in indexes:
            to.execute(f"DROP INDEX {index}")
        with to.cursor().copy(f"COPY cases_case ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in Invented(place, categories, random.Random(11)).rows(count):
                copy.write(row)
        for _index, made in indexes:
            to.execute(made)
        to.execute(
            "INSERT INTO cases_custody (case_id, link, holder_id, began, ended) "
            "SELECT id, 1, holder_id, received_at, closed_at FROM cases_case"
        )
        to.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), max(id)) FROM cases_case")
        to.execute("VACUUM ANALYZE")
    print(f"{count:,} requests in {name}, {time.perf_counter() - began:.0f} s", flush=True)


def switch(name: str) -> None:
    """Let Django talk to the other database."""
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name


def lists(place: Ground, top: str, words: list[str]) -> dict[str, dict[Role, str]]:
    """The pages measured: name → role → address."""
    community, county, cases = Role.COMMUNITY_WORKER, Role.COUNTY_ADMIN, "/desk/cases/"
    here = place.communities[0]
    both: dict[str, str] = {
        "default": cases,
        "state": f"{cases}?state=accepted",
        "category": f"{cases}?category={top}",
        "due overdue": f"{cases}?due=overdue",
        "due week": f"{cases}?due=week",
        "text, frequent word": f"{cases}?text={words[0]}",
        "text, middling word": f"{cases}?text={words[40]}",
        "text, rare word": f"{cases}?text={words[3000]}",
        "closed": f"{cases}?closed=on",
        "closed, with a word": f"{cases}?closed=on&text={words[40]}",
        "my work": "/desk/",
    }
    named = {name: dict.fromkeys((community, county), address) for name, address in both.items()}
    named["place"] = {community: f"{cases}?place={here}001", county: f"{cases}?place={here}"}
    named["place, a street"] = {county: f"{cases}?place={here[:9]}"}
    named["holder"] = {
        community: f"{cases}?holder={place.offices[here]}",
        county: f"{cases}?holder={place.departments[0]}",
    }
    return named


def page(client: Client, address: str) -> tuple[float, int]:
    """Seconds of one whole page, and how many requests it lists."""
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return took, len(set(re.findall(rb"/desk/cases/(231282-\d+-\d+)/", answer.content)))


def measure(name: str, address: str, who: Role, clients: dict[str, dict[Role, Client]]) -> Figure:
    """Both databases in turns; the ratio of the medians."""
    took: dict[str, list[float]] = {BIG: [], SMALL: []}
    listed = dict.fromkeys(took, 0)
    for n in range(PAGES + 1):
        for database in took if n % 2 else reversed(took):
            switch(database)
            page(clients[database][who], "/desk/account/") if n == 0 else None
            seconds, listed[database] = page(clients[database][who], address)
            if n:
                took[database].append(seconds)
    big, small = median(took[BIG]), median(took[SMALL])
    asked = [statements(database, clients[database][who], address) for database in took]
    how = f"{big * 1e3:.0f} ms ({listed[BIG]} listed) ÷ {small * 1e3:.0f} ms ({listed[SMALL]} listed)"
    how += f"; statements alone {asked[0] * 1e3:.0f} ÷ {asked[1] * 1e3:.0f} ms"
    found = Figure(
        f"desk list, {'county' if who == Role.COUNTY_ADMIN else 'community'}: {name}", big / small, LIMIT, how
    )
    if not found.holds and os.environ.get("BENCH_EXPLAIN"):
        explain(clients[BIG][who], address)
    return found


def statements(database: str, client: Client, address: str) -> float:
    """Seconds that the statements of a page take: a page is mostly its making, which could hide them."""
    switch(database)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum(float(query["time"]) for query in captured.captured_queries)


def explain(client: Client, address: str) -> None:
    """The slowest statement of a page, with its plan."""
    switch(BIG)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    slowest = max(captured.captured_queries, key=lambda query: float(query["time"]))
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + slowest["sql"].replace("%", "%%"))
        print(slowest["time"], slowest["sql"][:60], "…", slowest["sql"].partition(" WHERE ")[2])
        print("\n".join(f"    {line}" for (line,) in cursor.fetchall()), flush=True)


def main() -> int:
    """Found a county twice, fill both, take turns."""
    with ground() as place:
        categories = list(
            Category.objects.filter(parent__isnull=False, restricted=False)
            .order_by("code")
            .values_list("code", flat=True)
        )
        connections.close_all()
        with superuser("postgres") as server:
            if not server.execute("SELECT FROM pg_database WHERE datname = %s", [SMALL]).rowcount:
                server.execute(f"CREATE DATABASE {SMALL} TEMPLATE {BIG} OWNER {embedded.LOGIN}")
        load(SMALL, FEW, place, categories)
        load(BIG, MANY, place, categories)
        clients: dict[str, dict[Role, Client]] = {}
        for database in (BIG, SMALL):
            switch(database)
            clients[database] = {}
            for role, officer in place.officers.items():
                clients[database][role] = Client(SERVER_NAME="localhost")
                clients[database][role].force_login(officer)
        for name, by_role in lists(place, categories[0][:2], vocabulary()).items():
            for role, address in by_role.items():
                tell(measure(name, address, role, clients))
        switch(BIG)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())

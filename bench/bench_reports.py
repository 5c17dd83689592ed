"""Report by HTTP against the same rows written by bare psycopg, in turns on one server.

Ours: Open311 POST over 8 kept connections to `sunshine serve` as in production, opened anew each turn. Bare: 8 connections
write the rows such a report leaves (contact, case, custody, two clocks, entry, pending, two messages), one statement a row,
one commit a report, no pipeline, with psycopg's own defaults (prepared after five). Both wait for the disk: fsync and
synchronous_commit are on. Limit: ours ≥ 0.25 of bare.

BENCH_ROUNDS (8) and BENCH_SECONDS (3) a side and round; BENCH_HOME keeps the folder.
"""

import json
import os
import random
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import psycopg
from django.db import connections
from django.utils import timezone

from bench.figures import Figure, exit_code, median, tell
from bench.ground import HOME, Ground, ground
from bench.serving import free_port, serving
from sunshine.config import embedded
from sunshine.config.folders import Folders
from sunshine.people.actions import create_partner_key
from sunshine.record.states import Actor

PORT = free_port()
CLIENTS = 8
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "8"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
LIMIT = "≥ 0.25"
TABLES = (
    "people_contact",
    "cases_case",
    "cases_custody",
    "clocks_clock",
    "record_entry",
    "record_pending",
    "notices_message",
)
TEXTS = (
    "三单元楼道堆满杂物，老人出入不便",
    "门前路灯不亮已经三天了，晚上很黑",
    "垃圾桶满了没人清运，味道很大",
)
CODES = ("0301", "0101", "0302")


class Turn(NamedTuple):
    """One side's turn: reports a second, and milliseconds of processor for each, all processes together."""

    rate: float
    cost: float


# ── ours ──────────────────────────────────────────────────────────────────────
def posts(place: Ground, key: str) -> list[bytes]:
    """Some hundred different reports, ready to send."""
    chance, made = random.Random(5), []
    for n in range(400):
        lon, lat = place.point(chance.randrange(1500))
        body = urlencode(
            {
                "api_key": key,
                "service_code": CODES[n % 3],
                "lat": f"{lat:.6f}",
                "long": f"{lon:.6f}",
                "description": TEXTS[n % 3],
                "last_name": "张",
                "first_name": "三",
                "phone": f"1380451{n:04}",
            }
        ).encode()
        head = f"POST /open311/v2/requests.json HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        made.append(head.encode() + body)
    return made


class Client:
    """One kept connection; as little work of its own as possible."""

    def __init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", PORT))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> bytes:
        """Send one request; returns the body. Raises AssertionError for any status but 200."""
        self.socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        assert head.startswith(b"HTTP/1.1 200"), (head, body)
        return body

    def _more(self) -> bytes:
        if part := self.socket.recv(65536):
            return part
        raise AssertionError("the server hung up")


def processor_time() -> float:
    """Seconds that all processes of this installation have computed so far: a figure that a busy machine spoils less."""
    mark, master = f"SUNSHINE_HOME={HOME}".encode(), embedded.running(Folders(HOME).database)
    ticks = 0
    for process in Path("/proc").iterdir():
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            pid, parent = int(process.name), int(fields[1])
            # A server's process writes its title over its environment: it is known by its parent.
            if (
                master in (pid, parent)
                or pid == os.getpid()
                or mark in (process / "environ").read_bytes().split(b"\0")
            ):
                ticks += sum(map(int, fields[11:15] if pid == master else fields[11:13]))
        except (OSError, ValueError):
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def many(work: Callable[[int, float], int], seconds: float) -> Turn:
    """Eight at once until the time is over."""
    done, computed = [0] * CLIENTS, processor_time()
    start = time.perf_counter()
    until = start + seconds

    def run(n: int) -> None:
        done[n] = work(n, until)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(done) / (time.perf_counter() - start)
    return Turn(rate, (processor_time() - computed) / sum(done) * 1e3)


@contextmanager
def over_http(requests: list[bytes]) -> Iterator[Callable[[int, float], int]]:
    """Reports over kept connections, opened for one turn: which process of the server each falls to is chance."""
    clients = [Client() for _ in range(CLIENTS)]

    def work(n: int, until: float) -> int:
        count = 0
        while time.perf_counter() < until:
            clients[n].send(requests[(n * 50 + count) % len(requests)])
            count += 1
        return count

    try:
        yield work
    finally:
        for client in clients:
            client.socket.close()


# ── bare ──────────────────────────────────────────────────────────────────────
class Row:
    """One row of a table as one INSERT; generated columns and keys the database makes are left out."""

    def __init__(self, table: str, values: dict[str, Any], made: set[str]) -> None:
        self.table, self.values = table, {name: value for name, value in values.items() if name not in made}
        names = ", ".join(f'"{name}"' for name in self.values)
        marks = ", ".join(["%s"] * len(self.values))
        key = " RETURNING id" if "id" in made else ""
        self.statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks}){key}'


def template() -> list[Row]:
    """The rows of one report that came in by HTTP, in the order a report writes them."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT id, ref, contact_id FROM cases_case ORDER BY id DESC LIMIT 1")
        case, ref, contact = cursor.fetchone()
        cursor.execute("SELECT id FROM record_entry WHERE subject = %s", [f"case:{ref}"])
        (entry,) = cursor.fetchone()
        where = {
            "people_contact": ("id", contact),
            "cases_case": ("id", case),
            "cases_custody": ("case_id", case),
            "clocks_clock": ("subject", f"case:{ref}"),
            "record_entry": ("id", entry),
            "record_pending": ("entry_id", entry),
            "notices_message": ("subject", f"case:{ref}"),
        }
        return [row for table in TABLES for row in _rows(cursor, table, *where[table])]


def _rows(cursor: Any, table: str, column: str, value: Any) -> list[Row]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s "
        "AND (is_generated = 'ALWAYS' OR is_identity = 'YES')",
        [table],
    )
    made = {name for (name,) in cursor.fetchall()}
    cursor.execute(f'SELECT * FROM "{table}" WHERE "{column}" = %s ORDER BY 1', [value])
    names = [column.name for column in cursor.description]
    return [
        Row(table, _sendable(dict(zip(names, values, strict=True))), made) for values in cursor.fetchall()
    ]


def _sendable(values: dict[str, Any]) -> dict[str, Any]:
    """As psycopg takes them: JSON as text that PostgreSQL reads, bytes as bytes."""
    return {
        name: json.dumps(value)
        if isinstance(value, dict | list)
        else bytes(value)
        if isinstance(value, memoryview)
        else value
        for name, value in values.items()
    }


class Writer:
    """One connection writing reports the plain way."""

    def __init__(self, rows: list[Row], place: dict[str, Any]) -> None:
        self.rows = rows
        self.connection = psycopg.connect(**place)

    def write(self) -> None:
        """One report: one statement a row, one commit."""
        ref, case, contact, entry = secrets.token_hex(16), 0, 0, 0
        subject = f"case:{ref}"
        fresh = {"ref": ref, "access": ref * 2, "number": ref[:20], "form_key": None, "subject": subject}
        for n, row in enumerate(self.rows):
            known = fresh | {
                "case_id": case,
                "contact_id": contact,
                "entry_id": entry,
                "key": f"{subject}:{n}",
            }
            values = [known.get(name, value) for name, value in row.values.items()]
            if row.table == "record_entry":
                values = [
                    None if name == "key" else value for name, value in zip(row.values, values, strict=True)
                ]
            found = self.connection.execute(row.statement, values)
            if row.table in {"people_contact", "cases_case", "record_entry"}:
                (key,) = found.fetchone()
                case = key if row.table == "cases_case" else case
                contact = key if row.table == "people_contact" else contact
                entry = key if row.table == "record_entry" else entry
        self.connection.commit()


def _process(pipe: Any, rows: list[Row], place: dict[str, Any]) -> None:
    writer = Writer(rows, place)
    while (until := pipe.recv()) is not None:
        count = 0
        while time.perf_counter() < until:
            writer.write()
            count += 1
        pipe.send(count)


class InProcesses:
    """Eight processes with a connection each."""

    def __init__(self, rows: list[Row], place: dict[str, Any]) -> None:
        context = get_context("fork")
        self.pipes = []
        for _ in range(CLIENTS):
            ours, theirs = context.Pipe()
            context.Process(target=_process, args=(theirs, rows, place), daemon=True).start()
            self.pipes.append(ours)

    def work(self, n: int, until: float) -> int:
        """Let one of them write until then."""
        self.pipes[n].send(until)
        return int(self.pipes[n].recv())

    def end(self) -> None:
        """Let go of them."""
        for pipe in self.pipes:
            pipe.send(None)


def in_threads(rows: list[Row], place: dict[str, Any]) -> Callable[[int, float], int]:
    """Eight threads with a connection each."""
    writers = [Writer(rows, place) for _ in range(CLIENTS)]

    def work(n: int, until: float) -> int:
        count = 0
        while time.perf_counter() < until:
            writers[n].write()
            count += 1
        return count

    return work


def _place() -> dict[str, Any]:
    from sunshine.config.county import login_parameters

    entry = connections["default"].settings_dict
    return {**login_parameters(entry), "options": entry["OPTIONS"]["options"]}


def measure(place: Ground) -> None:
    """Take turns; the medians and the median of the rounds' ratios."""
    _row, key = create_partner_key(name="bench", by=Actor.system("bench"), at=timezone.now())
    with serving(PORT):
        requests = posts(place, key)

        def ours(seconds: float) -> Turn:
            with over_http(requests) as work:
                return many(work, seconds)

        ours(2)
        rows = template()
        connections.close_all()
        print("rows of a report:", ", ".join(row.table for row in rows), flush=True)
        processes, threads = InProcesses(rows, _place()), in_threads(rows, _place())
        bare = {"processes": processes.work, "threads": threads}
        warm = {name: many(work, 2).rate for name, work in bare.items()}
        faster = max(warm, key=lambda name: warm[name])
        rounds = [(ours(SECONDS), many(bare[faster], SECONDS)) for _ in range(ROUNDS)]
        processes.end()
    _told(rounds, faster)


def _told(rounds: list[tuple[Turn, Turn]], faster: str) -> None:
    for http, written in rounds:
        print(
            f"  http {http.rate:5.0f}/s {http.cost:5.1f} ms   bare psycopg {written.rate:5.0f}/s {written.cost:5.1f} ms"
            f"   ratio {http.rate / written.rate:.3f}   by processor time {written.cost / http.cost:.3f}"
        )
    our_rate, bare_rate = (median([turn.rate for turn in side]) for side in zip(*rounds, strict=True))
    how = (
        f"{our_rate:.0f}/s ÷ {bare_rate:.0f}/s ({faster}), {ROUNDS} rounds of {SECONDS:g} s each side in turn"
    )
    tell(
        Figure("report by HTTP ÷ bare psycopg", median([a.rate / b.rate for a, b in rounds]), LIMIT, how),
        Figure("  the same by processor time", median([b.cost / a.cost for a, b in rounds]), ""),
    )


def main() -> int:
    """Found a county, measure, throw it away."""
    with ground() as place:
        measure(place)
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())

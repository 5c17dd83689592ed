"""The workbook of a list beside the bare writing of its cells, and requests of others while it is being made.

A county with so many requests; the whole job (rows read, words looked up, telephone numbers masked, progress saved, file put
in its place) in turns with xlsxwriter alone, which gets the same cells without any layout; processor time, PostgreSQL's counted in.
Then the list of requests is opened again and again while another process does the job, and while none does.
Limits: ≤ 2 of the bare writing; the longest page beside the job ≤ 2 of the longest without (two cores).

BENCH_EXPORTED (10000) rows; BENCH_ROUNDS (5); BENCH_PAGES (60) a side; BENCH_HOME keeps the folder.
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import xlsxwriter
from django.db import connections
from django.test import Client
from python_calamine import CalamineWorkbook

from bench.bench_desk_list import BIG, load
from bench.bench_rollup import measured
from bench.figures import Figure, exit_code, median, tell
from bench.ground import HOME, Ground, ground
from sunshine.cases.jobs import export_list
from sunshine.cases.models import Category
from sunshine.cases.queries import Filters
from sunshine.cases.sheets import ask_list
from sunshine.files.models import Export
from sunshine.files.queries import export_path
from sunshine.people.models import Officer
from sunshine.people.states import Role

ROWS = int(os.environ.get("BENCH_EXPORTED", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
PAGES = int(os.environ.get("BENCH_PAGES", "60"))


def made(officer: Officer) -> Export:
    """One workbook, asked for and made as the worker makes it."""
    export = ask_list(officer, Filters(closed=True), language="zh-hans", at=datetime.now(UTC))
    export_list(export.pk)
    return Export.objects.get(pk=export.pk)


def bare(cells: list[list[object]]) -> None:
    """The same cells and nothing else."""
    book = xlsxwriter.Workbook(HOME / "bare.xlsx", {"constant_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    for y, row in enumerate(cells):
        for x, value in enumerate(row):
            page.write(y, x, value)
    book.close()


def seconds(work) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def beside(officer: Officer) -> int:
    """Another process that makes workbooks until it is ended; its number."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        while True:
            made(officer)
    finally:
        os._exit(0)


def longest(browser: Client) -> float:
    """The longest of so many pages of the list."""
    return max(seconds(lambda: browser.get("/desk/cases/")) for _ in range(PAGES))


def main() -> int:
    """Turns of the job and of the bare writing; then pages with and without the job beside them."""
    with ground() as place:
        fill(place)
        officer = place.officers[Role.COUNTY_ADMIN]
        first = made(officer)
        assert first.state == "made", first.problem
        cells = CalamineWorkbook.from_path(export_path(first)).get_sheet_by_index(0).to_python()
        took: dict[str, list[float]] = {"job": [], "bare": []}
        for _ in range(ROUNDS):
            took["job"].append(measured(lambda: made(officer)))
            took["bare"].append(measured(lambda: bare(cells)))
        job, alone = median(took["job"]), median(took["bare"])
        tell(
            Figure(f"export of {first.rows:,} rows", job / alone, "≤ 2", f"{job:.2f} s ÷ {alone:.2f} s bare")
        )
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(officer)
        longest(browser)
        quiet: list[float] = []
        busy: list[float] = []
        for _ in range(3):
            quiet.append(longest(browser))
            child = beside(officer)
            busy.append(longest(browser))
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        how = f"{median(busy) * 1e3:.0f} ms ÷ {median(quiet) * 1e3:.0f} ms"
        tell(Figure("the longest page beside a running export", median(busy) / median(quiet), "≤ 2", how))
    return exit_code()


def fill(place: Ground) -> None:
    """So many closed requests and a few open ones."""
    kinds = Category.objects.filter(parent__isnull=False, restricted=False).order_by("code")
    load(BIG, int(ROWS * 1.06), place, list(kinds.values_list("code", flat=True)))


if __name__ == "__main__":
    sys.exit(main())

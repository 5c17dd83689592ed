"""Large spreadsheets read in a process of its own: what they take of memory ends with it, and is bounded.

That process writes the rows to an unnamed file, one a line; whoever asked reads them from there, as often as needed.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from weakref import finalize

from sunshine.lib.sheets import BadSheet, Limits, Row, Table, read_rows

SMALL = 2**20
"""Bytes, unpacked, up to which a file is read where it is asked for: a process more would take longer than that."""
MEMORY = 2 * 2**30
"""Bytes that the process may hold; a sheet that needs more is too large."""
LIMITS = Limits()
BEGIN = "from sunshine.lib.spooled import main; main()"


class Spool(Collection[Row]):
    """Rows of a table that lie in a file without a name, gone with whoever holds it."""

    def __init__(self, file: IO[bytes], count: int, start: int) -> None:
        self._file, self._count, self._start = file, count, start
        finalize(self, file.close)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        # a handle of its own, so that several may read at once; the file has no other name
        with open(f"/proc/self/fd/{self._file.fileno()}", "rb") as lines:
            lines.seek(self._start)
            names, sheet = [], ""
            for line in map(json.loads, lines):
                if isinstance(line, dict):
                    names, sheet = line["names"], line["sheet"]
                else:
                    number, torn, *cells = line
                    yield Row(number, dict(zip(names, cells, strict=True)), sheet, bool(torn))

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


def read_table(
    source: Path | bytes, filename: str, *, known: Collection[str] = (), limits: Limits = LIMITS
) -> Table:
    """`read_rows`, for a large file in a process of its own. Raises BadSheet as it does, and when it needs too much memory."""
    if isinstance(source, Path) and source.stat().st_size > limits.bytes:
        raise BadSheet("too_large", limit=limits.bytes)
    data = source if isinstance(source, bytes) else source.read_bytes()
    if _unpacked(data) <= SMALL:
        return read_rows(data, filename, known=known, limits=limits)
    asked = json.dumps({"filename": filename, "known": [*known], "limits": asdict(limits)}).encode()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever holds the rows holds it
    try:
        return _told(file, asked + b"\n" + data)
    except BadSheet:
        file.close()
        raise


def _told(file: IO[bytes], asked: bytes) -> Table:
    """What the other process wrote to the file about a table, or why there is none."""
    command = [sys.executable, "-c", BEGIN]
    done = subprocess.run(command, input=asked, stdout=file, stderr=subprocess.DEVNULL, check=False)
    file.seek(0)
    line = file.readline()
    if done.returncode or not line:
        raise BadSheet("too_large", limit=MEMORY)
    head: dict[str, Any] = json.loads(line)
    if "bad" in head:
        raise BadSheet(head["bad"], **head["params"])
    rows = Spool(file, head["count"], file.tell())
    epoch = date.fromisoformat(head["epoch"])
    return Table(head["title"], head["columns"], rows, head["notes"], tuple(head["unread"]), epoch)


def _unpacked(data: bytes) -> int:
    """How many bytes it says it holds; a false word costs what the limits of reading allow."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return len(data)


def spool(table: Table, sink: IO[bytes]) -> None:
    """Write a table as `Spool` reads it: a line about it, then its rows, before them the columns of their sheet."""
    head = {**asdict(replace(table, rows=())), "count": len(table.rows), "epoch": table.epoch.isoformat()}
    sink.write(json.dumps(head).encode() + b"\n")
    last: object = None
    for row in table.rows:
        names = [*row.cells]
        if (names, row.sheet) != last:
            last = names, row.sheet
            sink.write(json.dumps({"names": names, "sheet": row.sheet}).encode() + b"\n")
        sink.write(json.dumps([row.number, int(row.torn), *row.cells.values()]).encode() + b"\n")


def answer(source: IO[bytes], sink: IO[bytes]) -> None:
    """Read what is asked and the file from `source`; write its table, or why it is none."""
    asked = json.loads(source.readline())
    try:
        limits = Limits(**asked["limits"])
        table = read_rows(source.read(), asked["filename"], known=asked["known"], limits=limits)
    except BadSheet as bad:
        sink.write(json.dumps({"bad": bad.code, "params": bad.params}).encode())
    else:
        spool(table, sink)


def main() -> None:  # pragma: no cover - runs in a process of its own
    """The other side: takes its own bounds first."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer(sys.stdin.buffer, sys.stdout.buffer)

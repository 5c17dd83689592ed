"""The rows of a ledger that were not taken, as a workbook: their own columns, the cause beside them and on the cell.

It can be put right and brought again as it is. Like the ledger it comes from, it lies for an hour and in no backup.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.models import LedgerImport
from sunshine.cases.queries.ledgers import ledgers_of
from sunshine.cases.sheets.brought import check_importer, ledger_file, mapping_of
from sunshine.cases.sheets.ledger import LedgerFile, open_ledger
from sunshine.cases.states import LedgerTask
from sunshine.files.actions import Track, ask_export, parked
from sunshine.files.models import Export
from sunshine.lib.ledgers import Column, LedgerWords, Noted, write_sheet
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row
from sunshine.places.sheets.report import RowOutcome

REFUSED_MAKER = "cases.export_refused"
"""The job that makes it."""


def ask_refused(brought: LedgerImport, *, language: str, at: datetime) -> Export:
    """Ask for the workbook of the rows that were not taken. Raises Refused where there are none, or no file any more."""
    causes = _causes(brought)
    if not causes:
        raise Refused(_("No row of this ledger was refused."))
    ledger_file(brought)
    return ask_export(
        REFUSED_MAKER,
        officer=brought.officer,
        filters={"ledger": brought.name},
        rows=len(causes),
        language=language,
        at=at,
        until=at + timedelta(seconds=parked.HOUR),
    )


def write_refused(export: Export, file: Path, track: Track[Any], *, at: datetime) -> int:
    """Write the rows that were not taken. Raises Refused when the ledger is gone, or its officer may import no more."""
    brought = ledgers_of(export.officer).filter(name=export.filters["ledger"]).first()
    if brought is None:
        raise Refused(_("The file is kept for an hour and is gone. Please choose it again."), code="gone")
    check_importer(export.officer, at)
    ledger = open_ledger(ledger_file(brought), brought.filename, mapping_of(brought), brought.source, at=at)
    return write_sheet(
        file,
        title=ledger.table.title or brought.filename,
        columns=[
            *map(Column, ledger.table.columns),
            Column(_("Row in the file"), 10),
            Column(_("Why it was not taken"), 48),
        ],
        rows=track(_lines(ledger, _causes(brought))),
        unit=brought.source,
        day=timezone.localdate(at),
        words=LedgerWords(serial=_("Returned No."), unit=_("Ledger:") + " ", day=_("Day:") + " ", footer=()),
    )


def _causes(brought: LedgerImport) -> dict[tuple[int, str], str]:
    """The cause of each row that was not taken, by its number and what it is about: the same number is on every sheet."""
    if brought.task == LedgerTask.UNDO:
        return {}
    rejected = [line for line in brought.lines if line["outcome"] == RowOutcome.REJECTED]
    return {(line["number"], line["about"]): line["sentence"] for line in rejected}


def _lines(ledger: LedgerFile, causes: dict[tuple[int, str], str]) -> Iterator[list[object]]:
    for row in ledger.table.rows:
        if cause := causes.get((row.number, ledger.about(row))):
            yield [*_cells(ledger, row, cause), row.number, cause]


def _cells(ledger: LedgerFile, row: Row, cause: str) -> Iterator[object]:
    """The cells of a row as they stood, the cause hanging on its number."""
    hangs = next(name for name in ledger.mapping.headings["number"] if name in ledger.table.columns)
    for name in ledger.table.columns:
        cell = row.cells.get(name, "")
        yield Noted(cell, cause) if name == hangs else cell

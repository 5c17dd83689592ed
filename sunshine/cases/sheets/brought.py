"""Ledgers that somebody brings to the desk: looked into, taken in and taken back in the background.

The preview is the import itself, taken back at its end; before it, whatever column may weigh is asked for.
"""

import logging
from collections.abc import Mapping as Columns
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sunshine.cases.actions.ledgers import begin_ledger, finish_ledger, restart_ledger, save_ledger
from sunshine.cases.models import Case, LedgerImport
from sunshine.cases.sheets.incoming import import_requests, new_batch
from sunshine.cases.sheets.ledger import look_into
from sunshine.cases.sheets.mapping import DEFAULT, FIELDS, Mapping, choose, filled_cells, unknown_columns
from sunshine.cases.sheets.undone import undo_batch
from sunshine.cases.states import LedgerState, LedgerTask
from sunshine.files.actions import parked
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.places.sheets.report import RowOutcome, SheetReport
from sunshine.record.states import Actor, ActorKind

logger = logging.getLogger(__name__)
LINES_KEPT = 500
"""Rows whose verdict the page shows, those with a cause first."""
REFUSED_KEPT = 5000
"""Refused rows that go back in one workbook; a file with more is the wrong file."""
SAVED_EVERY = 100
"""Rows after which progress is saved."""
ESSENTIAL = ("number", "text")


def take_ledger(ledger: LedgerImport, *, at: datetime) -> None:
    """Have a ledger taken in that was looked into. Raises Refused for any other."""
    if (ledger.task, ledger.state) != (LedgerTask.PREVIEW, LedgerState.DONE):
        raise Refused(_("This ledger was not looked into yet, or was taken in already."))
    restart_ledger(ledger, LedgerTask.TAKE, at=at, batch=new_batch(at))


def name_columns(ledger: LedgerImport, columns: Columns[str, str], *, at: datetime) -> None:
    """Say what the columns of a ledger are, and have it looked into anew. Raises Refused for one that was taken in."""
    if ledger.task != LedgerTask.PREVIEW:
        raise Refused(_("This ledger was not looked into yet, or was taken in already."))
    restart_ledger(ledger, LedgerTask.PREVIEW, at=at, columns={**ledger.columns, **columns})


def undo_ledger(ledger: LedgerImport, *, at: datetime, reason: str) -> None:
    """Have taken back what nobody has touched of a ledger. Raises Refused for one that was not taken in.

    One that broke off half-way is taken back as well: its file may be gone by then.
    """
    if not ledger.batch:
        raise Refused(_("This ledger was not taken in."))
    restart_ledger(ledger, LedgerTask.UNDO, at=at, reason=reason)


def retry_ledger(ledger: LedgerImport, *, at: datetime) -> None:
    """Do again what was not possible, or was lost. Raises Overtaken while it is under way."""
    restart_ledger(ledger, LedgerTask(ledger.task), at=at)


def mapping_of(ledger: LedgerImport) -> Mapping:
    """The shipped columns and what was said of this ledger's."""
    said = ledger.columns.items()
    return choose(
        DEFAULT,
        maps=[f"{name}={field}" for name, field in said if field],
        ignored=[name for name, field in said if not field],
    )


def work_on_ledger(pk: int, *, at: datetime) -> None:
    """Do what a ledger waits for; what is not possible is said on it, in the language of whoever brought it."""
    ledger = begin_ledger(pk)
    if ledger is None:
        return
    with translation.override(ledger.language):
        try:
            check_importer(ledger.officer, at)
            _TASKS[LedgerTask(ledger.task)](ledger, at)
        except Overtaken:
            logger.info("%s: done by another job", ledger.subject)
        except Refused as refusal:
            _fail(ledger, str(refusal))
        except Exception:
            logger.exception("%s could not be worked on", ledger.subject)
            _fail(ledger, "")


def ledger_file(ledger: LedgerImport) -> bytes:
    """The file as it was brought. Raises Refused when its hour is over."""
    data = next(iter(parked.fetch([ledger.parked])), None)
    if data is None:
        raise Refused(_("The file is kept for an hour and is gone. Please choose it again."), code="gone")
    return data


def check_importer(officer: Officer, at: datetime) -> None:
    """Raise Refused for a post that takes in no ledgers, or no more."""
    if not (officer.is_active and reach(officer, timezone.localdate(at)).anywhere("import")):
        raise Refused(_("Your post does not take in ledgers any more."))


def _fail(ledger: LedgerImport, problem: str) -> None:
    save_ledger(ledger, state=LedgerState.FAILED, problem=problem[:500])


def _preview(ledger: LedgerImport, at: datetime) -> None:
    data, mapping = ledger_file(ledger), mapping_of(ledger)
    found, asks = _columns(data, ledger.filename, mapping)
    if asks:
        save_ledger(ledger, state=LedgerState.ASKING, found=found, lines=[], warnings=[])
        return
    report = _import(ledger, data, mapping, at, preview=True)
    save_ledger(ledger, state=LedgerState.DONE, found=found, accepted=report.accepted, **_outcome(report))


def _take(ledger: LedgerImport, at: datetime) -> None:
    report = _import(ledger, ledger_file(ledger), mapping_of(ledger), at, preview=False)
    accepted = Case.objects.filter(batch=ledger.batch).count()  # also what an earlier job of it took in
    changes = {
        **_outcome(report),
        "accepted": accepted,
        "there": len(report.lines) - accepted - len(report.rejected),
    }
    facts = {"accepted": accepted, "there": changes["there"], "rejected": changes["rejected"]}
    finish_ledger(ledger, "import", by=officer_actor(ledger.officer), at=at, facts=facts, **changes)


def _undo(ledger: LedgerImport, at: datetime) -> None:
    officer = ledger.officer
    importer = Actor(ActorKind.SYSTEM, "import", officer.organisation_id, officer.organisation.name)
    report = undo_batch(ledger.batch, by=importer, at=at, why=ledger.reason, progress=_progress(ledger))
    finish_ledger(
        ledger, "undo", by=officer_actor(officer), at=at, sealed={"reason": ledger.reason},
        facts={"undone": report.accepted, "stays": len(report.rejected)},
        reason="", accepted=report.accepted, **_outcome(report),
    )  # fmt: skip


_TASKS = {LedgerTask.PREVIEW: _preview, LedgerTask.TAKE: _take, LedgerTask.UNDO: _undo}


def _import(
    ledger: LedgerImport, data: bytes, mapping: Mapping, at: datetime, *, preview: bool
) -> SheetReport:
    return import_requests(
        data, ledger.filename, source=ledger.source, by=officer_actor(ledger.officer), at=at, mapping=mapping,
        community=ledger.community, progress=_progress(ledger, apart=preview), preview=preview,
        batch=ledger.batch,
    )  # fmt: skip


def _progress(ledger: LedgerImport, *, apart: bool = False) -> Any:
    """Save how far it is; `apart` by a connection of its own, since what a preview writes is seen by nobody."""

    def saved(done: int, rows: int) -> None:
        if done % SAVED_EVERY == 0:
            if apart:
                with ThreadPoolExecutor(1) as thread:
                    thread.submit(_saved_apart, ledger, done, rows).result()
            else:
                save_ledger(ledger, done=done, rows=rows)

    return saved


def _saved_apart(ledger: LedgerImport, done: int, rows: int) -> None:
    try:
        save_ledger(ledger, done=done, rows=rows)
    finally:
        connections.close_all()  # of this thread


def _columns(data: bytes, filename: str, mapping: Mapping) -> tuple[list[dict[str, Any]], bool]:
    """The columns of a file with what each is taken for, and whether somebody must say what one is."""
    table = look_into(data, filename, mapping)
    of = {name: field for field in reversed(FIELDS) for name in mapping.headings.get(field, ())}
    unknown = {name for name, _filled, _rows in unknown_columns(mapping, table)}
    found = [
        {"name": name, "field": of.get(name, ""), "asks": name in unknown, "filled": filled, "rows": rows}
        for name, (filled, rows) in filled_cells(table).items()
    ]
    missing = {field for field in ESSENTIAL if mapping.column(field, table) is None}
    return found, bool(unknown or missing)


def _outcome(report: SheetReport) -> dict[str, Any]:
    """Counts of a report and its lines, those that say something first; of the rest as many as a page holds."""
    said = sorted(
        report.lines,
        key=lambda line: (line.outcome is not RowOutcome.REJECTED, not line.warnings, line.number),
    )
    kept = max(LINES_KEPT, min(len(report.rejected), REFUSED_KEPT))
    return {
        "rows": len(report.lines),
        "done": len(report.lines),
        "there": report.there,
        "rejected": len(report.rejected),
        "lines": [asdict(line) for line in said[:kept]],
        "warnings": list(report.warnings),
    }

"""What goes back to another office: the replies to its matters since the last time, in the columns of its own ledger.

No personal column: the other office knows its residents by its own numbers.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.actions.ledgers import keep_replies_sent
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue
from sunshine.cases.queries.ledgers import columns_of, find_answered
from sunshine.cases.sheets.brought import check_importer
from sunshine.cases.sheets.mapping import DEFAULT
from sunshine.cases.states import LedgerField
from sunshine.files.actions import Track, ask_export
from sunshine.files.models import Export
from sunshine.lib.ledgers import Column, LedgerWords, write_sheet
from sunshine.lib.refusals import Refused
from sunshine.people.models import Officer

ANSWERS_MAKER = "cases.export_answers"
"""The job that makes it."""
RETURNED = (LedgerField.NUMBER, LedgerField.STATE, LedgerField.FINISHED, LedgerField.REPLY)
"""What goes back, in this order where the other ledger has no column for it."""
_WIDE = {LedgerField.REPLY: 60}
_ASKS_WHETHER = "是否"


def ask_answers(officer: Officer, source: str, *, whole: bool, language: str, at: datetime) -> Export:
    """Ask for the replies to a ledger that have not gone back, or for all of them.

    Raises Refused for a post that takes in no ledgers, and when there is nothing new.
    """
    check_importer(officer, at)
    count = find_answered(officer, source, whole=whole, at=at).count()
    if not count:
        raise Refused(_("There is no reply that has not gone back yet."), code="source")
    return ask_export(
        ANSWERS_MAKER,
        officer=officer,
        filters={"source": source, "whole": whole},
        rows=count,
        language=language,
        at=at,
        until=at + timedelta(days=int(catalogue().number("export_days"))),
    )


def write_answers(export: Export, file: Path, track: Track[Any], *, at: datetime) -> int:
    """Write them, as they lie within the officer's reach now; from then on they have gone back."""
    officer, source = export.officer, export.filters["source"]
    check_importer(officer, at)
    rows = find_answered(officer, source, whole=export.filters["whole"], at=at)
    columns, gone = _columns(source), list[int]()
    count = write_sheet(
        file,
        title=_("Replies to %(source)s") % {"source": source},
        columns=[Column(name, _WIDE.get(field, 20)) for name, field in columns],
        rows=track(_lines(rows.iterator(chunk_size=500), columns, gone)),
        unit=officer.organisation.name,
        day=timezone.localdate(at),
        words=LedgerWords(serial=_("Serial No."), unit=_("Unit:") + " ", day=_("Day:") + " ", footer=()),
    )
    keep_replies_sent(gone, at=at)
    return count


def _columns(source: str) -> list[tuple[str, LedgerField]]:
    """The columns of the source's last ledger that go back, as they stand there; ours for those it does not have."""
    theirs = [(name, LedgerField(field)) for name, field in columns_of(source) if field in RETURNED]
    has = {field for _name, field in theirs}
    return [*theirs, *((DEFAULT.headings[field][0], field) for field in RETURNED if field not in has)]


def _lines(
    rows: Iterator[Case], columns: list[tuple[str, LedgerField]], gone: list[int]
) -> Iterator[list[object]]:
    """A line for each matter, whose key is put among those that are gone."""
    for case in rows:
        gone.append(case.pk)
        values: Mapping[LedgerField, str] = {
            LedgerField.NUMBER: case.external_number or "",
            LedgerField.FINISHED: _moment(case.closed_at or case.answered_at),
            LedgerField.REPLY: case.reply or "",  # type: ignore[attr-defined]  # annotated by the query
        }
        yield [values.get(field, _state(case, name)) for name, field in columns]


def _state(case: Case, heading: str) -> str:
    """The words of the other office, not ours: it reads them by a program. What has our answer is answered there."""
    if heading.startswith(_ASKS_WHETHER):
        return "是"
    return "已办结" if case.closed_at else "已答复"


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""

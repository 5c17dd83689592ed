"""Ledgers of other offices: each row becomes a request, is already there, or comes back with its reason.

Columns are found by a mapping from our words to the ledger's (`mapping`), rows are read by `ledger`. The resident's time of
telling is kept beside; custody and clocks begin when we take the row in, since nobody here could have handled it before. What is
finished there comes in closed, as history.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunshine.cases.actions import Received, receive_all
from sunshine.cases.models import Case
from sunshine.cases.rules import Report as Told
from sunshine.cases.sheets.ledger import LedgerFile, open_ledger
from sunshine.cases.sheets.mapping import DEFAULT, Mapping
from sunshine.cases.sheets.shifted import shift_words
from sunshine.cases.states import Outcome as Ended
from sunshine.lib.once import reading
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row
from sunshine.matters.queries.originals import original
from sunshine.people.forms import organisation_words
from sunshine.places.queries import locator
from sunshine.places.queries.naming import place_words
from sunshine.places.sheets.report import Progress, ReportLine, RowOutcome, SheetReport, left_out_words
from sunshine.record.states import Actor

TOGETHER = 100
"""Rows that are taken in by one transaction: what they write goes to the database together."""

_Known = dict[str | None, tuple[str, str]]
"""What came in under each number of a ledger, and how it has ended."""


def import_requests(
    file: Path | bytes,
    filename: str,
    *,
    source: str,
    by: Actor,
    at: datetime,
    mapping: Mapping = DEFAULT,
    community: str = "",
    progress: Progress | None = None,
    preview: bool = False,
    batch: str = "",
) -> SheetReport:
    """Take in every row of a ledger, some together; accepted + already there + rejected = rows.

    `source` names the ledger: its numbers are known by it, so that a second run changes nothing. `community` is whose
    ledger it is, for rows that name no place. `preview` is the same import, taken back at its end: nothing is written.
    `batch` is its name, where the caller has given it one.
    Raises Refused when the file as a whole cannot be read, or when a column that may weigh is not known.
    """
    ledger = open_ledger(
        file, filename, mapping, source, at=at, community=community, batch=batch or new_batch(at)
    )
    if not preview:
        report = _import(ledger, by, progress)
        named = () if batch or not report.accepted else (_batch_words(ledger.batch),)
        return SheetReport(report.lines, (*report.warnings, *named))
    with transaction.atomic():
        report = _import(ledger, by, progress)
        transaction.set_rollback(True)
    return report


def new_batch(at: datetime) -> str:
    """A name that no other import has."""
    return f"{timezone.localtime(at):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _import(ledger: LedgerFile, by: Actor, progress: Progress | None) -> SheetReport:
    rows, lines = iter(ledger.table.rows), []
    while some := list(islice(rows, TOGETHER)):
        lines += _Rows(ledger, by, some).lines()
        if progress is not None:
            progress(len(lines), len(ledger.table.rows))
    return SheetReport(tuple(lines), tuple(_left_out(ledger)))


class _Rows:
    """Rows of a ledger that are taken in together."""

    def __init__(self, ledger: LedgerFile, by: Actor, rows: Sequence[Row]) -> None:
        self.ledger, self.by, self.rows = ledger, by, rows
        self.known = _known(ledger.source, {ledger.cell(row, "number") for row in rows})
        self.found: dict[int, ReportLine] = {}
        self.waiting: dict[int, Told] = {}

    def lines(self) -> list[ReportLine]:
        """What became of each, in order."""
        with reading():
            told = [_told(self.ledger, row) for row in self.rows]
            for place, each in enumerate(told):
                try:
                    self._look_at(place, each)
                except Refused as refusal:
                    self._line(place, RowOutcome.REJECTED, str(refusal))
            self._take()
        return [self.found[place] for place in range(len(self.rows))]

    def _look_at(self, place: int, told: Told | Refused) -> None:
        if isinstance(told, Refused):
            raise told
        if any(told.external_number == other.external_number for other in self.waiting.values()):
            self._take()  # whether the earlier one is taken decides what this one is
        if _there(self.known, told) is None:
            self.waiting[place] = told
        else:
            self._line(place, RowOutcome.THERE)

    def _take(self) -> None:
        waiting, self.waiting = self.waiting, {}
        came = receive_all([*waiting.values()], by=self.by, at=self.ledger.at)
        for (place, told), received in zip(waiting.items(), came, strict=True):
            if isinstance(received, Refused):
                self._line(place, RowOutcome.REJECTED, str(received))
                continue
            self.known[told.external_number] = (told.text, received.case.outcome)
            if received.case.batch == told.batch:
                self._line(place, RowOutcome.ACCEPTED, received=received)
            else:  # somebody else took it in while this file was read
                self._line(place, RowOutcome.THERE)

    def _line(
        self, place: int, outcome: RowOutcome, sentence: str = "", received: Received | None = None
    ) -> None:
        row, became = self.rows[place], ""
        said: tuple[str, ...] = ()
        if received is not None:
            said = (*(str(doubt.label) for doubt in received.doubts), *self.ledger.doubts(row))
            became = _became(received.case)
        self.found[place] = ReportLine(row.number, self.ledger.about(row), outcome, sentence, said, became)


def _became(case: Case) -> str:
    """What a row is now: where, in whose hands, until when; or that it is over."""
    if case.closed_at is not None:
        return _("history, ended on %(day)s") % {"day": timezone.localdate(case.closed_at)}
    place = place_words(case.place, locator().names) if len(case.place) > len(settings.COUNTY) else ""
    said = {"due": f"{timezone.localtime(case.due_at):%Y-%m-%d %H:%M}"}
    parts = [place or _("place not known"), organisation_words(case.holder), _("due %(due)s") % said]
    if case.confidential:
        parts.append(_("kept secret"))
    return " · ".join(parts)


def _told(ledger: LedgerFile, row: Row) -> Told | Refused:
    try:
        return ledger.read_report(row)
    except Refused as refusal:
        return refusal


def _known(source: str, numbers: set[str]) -> _Known:
    there = Case.objects.filter(source=source, external_number__in=numbers)
    rows = there.only("external_number", "outcome", "text", "original")
    return {case.external_number: (original(case), case.outcome) for case in rows}


def _batch_words(batch: str) -> str:
    return _("This import is %(batch)s; --undo %(batch)s takes back what nobody has touched.") % {
        "batch": batch
    }


def _left_out(ledger: LedgerFile) -> Iterator[str]:
    """A sentence for the columns, the sheets and the rows that were not taken, and for points that all lie beside."""
    used = ledger.mapping.used_headings()
    unused = [name for name in ledger.table.columns if name not in used]
    yield from left_out_words(unused, ledger.table.unread)
    if notes := ledger.table.notes:
        yield ngettext(
            "%(count)s row is a note, a total or a repeated heading, and no matter.",
            "%(count)s rows are notes, totals or repeated headings, and no matters.",
            notes,
        ) % {"count": notes}
    if shifted := shift_words(ledger):
        yield shifted


def _there(known: _Known, told: Told) -> RowOutcome | None:
    """A number that is there with the same words is there; with other words it is a fault somebody must look at."""
    if told.external_number not in known:
        return None
    text, outcome = known[told.external_number]
    said = {"number": told.external_number}
    if outcome == Ended.HISTORY and told.ended_at is None:
        raise Refused(
            _(
                "Number %(number)s came in as finished, and the ledger has taken it up again: please enter it as a new report."
            )
            % said,
            code="again",
        )
    if _plain(text) != _plain(told.text):
        raise Refused(_("Number %(number)s is there already with another text.") % said, code="number")
    return RowOutcome.THERE


def _plain(text: str) -> str:
    return "".join(text.split())

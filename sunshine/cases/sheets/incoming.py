"""Ledgers of other offices: each row becomes a request, is already there, or comes back with its reason.

Columns are found by a mapping from our words to the ledger's (`mapping`), rows are read by `ledger`. The resident's time of
telling is kept beside; custody and clocks begin when we take the row in, since nobody here could have handled it before. What is
finished there comes in closed, as history.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.actions import receive
from sunshine.cases.models import Case
from sunshine.cases.queries.originals import original
from sunshine.cases.rules import Report as Told
from sunshine.cases.sheets.ledger import Ledger, open_ledger
from sunshine.cases.sheets.mapping import DEFAULT, Mapping
from sunshine.cases.states import Doubt
from sunshine.cases.states import Outcome as Ended
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row
from sunshine.places.sheets.report import Outcome, Progress, Report, run
from sunshine.record.states import Actor

_Known = dict[str | None, tuple[str, str]]
"""What came in under each number of a ledger, and how it has ended."""
_Doubts = dict[int, tuple[Doubt, ...]]
"""What was doubted of each row as it was taken in."""
_Take = Callable[[Told], tuple[Outcome, tuple[Doubt, ...]]]


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
) -> Report:
    """Take in every row of a ledger, one transaction each; accepted + already there + rejected = rows.

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
        return Report(report.lines, (*report.warnings, *named))
    with transaction.atomic():
        report = _import(ledger, by, progress)
        transaction.set_rollback(True)
    return report


def new_batch(at: datetime) -> str:
    """A name that no other import has."""
    return f"{timezone.localtime(at):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _import(ledger: Ledger, by: Actor, progress: Progress | None) -> Report:
    there = Case.objects.filter(source=ledger.source, external_number__isnull=False)
    rows = there.only("external_number", "outcome", "text", "original")
    known = {case.external_number: (original(case), case.outcome) for case in rows}
    take = _taken(known, by, ledger.at)
    doubts: _Doubts = {}
    report = run(
        ledger.table.rows,
        lambda row: row.number,
        ledger.about,
        _with(ledger, take, doubts),
        progress,
        lambda row: (*(str(doubt.label) for doubt in doubts.pop(row.number, ())), *ledger.doubts(row)),
    )
    return Report(report.lines, tuple(_left_out(ledger)))


def _batch_words(batch: str) -> str:
    return _("This import is %(batch)s; --undo %(batch)s takes back what nobody has touched.") % {
        "batch": batch
    }


def _left_out(ledger: Ledger) -> Iterator[str]:
    """A sentence for the columns, and one for the sheets, that were not taken."""
    used = ledger.mapping.used()
    if unused := [name for name in ledger.table.columns if name not in used]:
        yield _("Columns that were not taken: %(names)s.") % {"names": "、".join(unused)}
    if ledger.table.unread:
        yield _("Sheets that were not read, because they are hidden or have no such headings: %(names)s.") % {
            "names": "、".join(ledger.table.unread)
        }


def _with(ledger: Ledger, take: _Take, doubts: _Doubts) -> Callable[[Row], Outcome]:
    def taken(row: Row) -> Outcome:
        outcome, doubts[row.number] = take(ledger.told(row))
        return outcome

    return taken


def _taken(known: _Known, by: Actor, at: datetime) -> _Take:
    def take(told: Told) -> tuple[Outcome, tuple[Doubt, ...]]:
        if (there := _there(known, told)) is not None:
            return there, ()
        received = receive(told, by=by, at=at)
        known[told.external_number] = (original(received.case), received.case.outcome)
        if received.case.batch != told.batch:  # somebody else took it in while this file was read
            return Outcome.THERE, ()
        return Outcome.ACCEPTED, received.doubts

    return take


def _there(known: _Known, told: Told) -> Outcome | None:
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
    return Outcome.THERE


def _plain(text: str) -> str:
    return "".join(text.split())

"""Ledgers of other offices: each row becomes a request, is already there, or comes back with its reason.

Columns are found by a mapping from our words to the ledger's (`mapping`), rows are read by `ledger`. The resident's time of
telling is kept beside; custody and clocks begin when we take the row in, since nobody here could have handled it before.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from sunshine.cases.actions import receive
from sunshine.cases.models import Case
from sunshine.cases.queries.originals import original
from sunshine.cases.rules import Report as Told
from sunshine.cases.sheets.ledger import Ledger, open_ledger
from sunshine.cases.sheets.mapping import DEFAULT, Mapping
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row
from sunshine.places.sheets.report import Outcome, Progress, Report, run
from sunshine.record.states import Actor


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
) -> Report:
    """Take in every row of a ledger, one transaction each; accepted + already there + rejected = rows.

    `source` names the ledger: its numbers are known by it, so that a second run changes nothing. `community` is whose
    ledger it is, for rows that name no place. `preview` is the same import, taken back at its end: nothing is written.
    Raises Refused when the file as a whole cannot be read, or when a column that may weigh is not known.
    """
    ledger = open_ledger(file, filename, mapping, source, at=at, community=community)
    if not preview:
        return _import(ledger, by, progress)
    with transaction.atomic():
        report = _import(ledger, by, progress)
        transaction.set_rollback(True)
    return report


def _import(ledger: Ledger, by: Actor, progress: Progress | None) -> Report:
    there = Case.objects.filter(source=ledger.source).only("external_number", "text", "original")
    known = {case.external_number: original(case) for case in there}
    take = _taken(known, by, ledger.at)
    report = run(
        ledger.table.rows,
        lambda row: row.number,
        ledger.about,
        _with(ledger, take),
        progress,
        ledger.doubts,
    )
    return Report(report.lines, tuple(_left_out(ledger)))


def _left_out(ledger: Ledger) -> Iterator[str]:
    """A sentence for the columns, and one for the sheets, that were not taken."""
    used = ledger.mapping.used()
    if unused := [name for name in ledger.table.columns if name not in used]:
        yield _("Columns that were not taken: %(names)s.") % {"names": "、".join(unused)}
    if ledger.table.unread:
        yield _("Sheets that were not read, because they are hidden or have no such headings: %(names)s.") % {
            "names": "、".join(ledger.table.unread)
        }


def _with(ledger: Ledger, take: Callable[[Told], Outcome]) -> Callable[[Row], Outcome]:
    return lambda row: take(ledger.told(row))


def _taken(known: dict[str | None, str], by: Actor, at: datetime) -> Callable[[Told], Outcome]:
    def take(told: Told) -> Outcome:
        if (there := _there(known, told)) is not None:
            return there
        case = receive(told, by=by, at=at).case
        known[told.external_number] = original(case)
        return Outcome.ACCEPTED

    return take


def _there(known: dict[str | None, str], told: Told) -> Outcome | None:
    """A number that is there with the same words is there; with other words it is a fault somebody must look at."""
    if told.external_number not in known:
        return None
    if _plain(known[told.external_number]) != _plain(told.text):
        said = {"number": told.external_number}
        raise Refused(_("Number %(number)s is there already with another text.") % said, code="number")
    return Outcome.THERE


def _plain(text: str) -> str:
    return "".join(text.split())

"""One ledger with its columns found: what each row tells, and what of it could not be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.queries import catalogue
from sunshine.cases.queries.emergency import asks_secrecy
from sunshine.cases.rules import Report
from sunshine.cases.sheets.mapping import DONE, Mapping, check_weighty
from sunshine.lib.coordinates import bd09_to_wgs84, gcj02_to_wgs84
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import BadSheet, Row, Table, parse_moment
from sunshine.lib.spooled import read_table
from sunshine.lib.telephones import read_phone_cell
from sunshine.matters.states import Channel
from sunshine.places.queries import locator
from sunshine.places.sheets.report import check_row, row_words
from sunshine.places.states import Certainty

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[年./-]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
TO_WGS84 = {"gcj02": gcj02_to_wgs84, "bd09": bd09_to_wgs84}
_NORTHMOST = 60
"""No place of the country lies further north and none further west: which of two numbers is which is thereby known."""
_LAST_SECOND = timedelta(days=1, seconds=-1)
_FAULT = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
"""What a cell shows whose formula has failed (ECMA-376 18.18.11)."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """One file with its columns found; `community` is whose it is, where a row names no place."""

    table: Table
    mapping: Mapping
    source: str
    year: int
    at: datetime
    community: str = ""
    batch: str = ""

    def cell(self, row: Row, field: str) -> str:
        """What a row says of a field, under whichever of its headings the row's sheet has; a fault of a formula says nothing."""
        cells = (row.cells.get(name, "") for name in self.mapping.headings.get(field, ()))
        return next((cell for cell in cells if cell and not _FAULT.fullmatch(cell)), "")

    def about(self, row: Row) -> str:
        """The number by which the ledger's keeper finds the row, after the name of its sheet where there are several."""
        return row_words(row, self.cell(row, "number"))

    def moment(self, row: Row, field: str) -> datetime | None:
        """The moment of a cell, a day without year in the ledger's; None for what is none."""
        try:
            return _moment(
                self.cell(row, field), timezone.get_current_timezone(), self.year, self.table.epoch
            )
        except ValueError:
            return None

    def deadline(self, row: Row) -> datetime | None:
        """Until when the other office wants it done; a day without a time lasts until its end."""
        due = self.moment(row, "deadline")
        return due and _end(due)

    def ended(self, row: Row) -> datetime | None:
        """When the other office finished it; now, where it says only that; None for what runs there.

        A row without a state is finished when it says when.
        """
        state, ended = self.cell(row, "state").strip(), self.moment(row, "finished")
        if state:
            return (ended or self.at) if self.mapping.states.get(state) == DONE else None
        return ended

    def point(self, row: Row) -> tuple[float, float] | None:
        """The point of a row in WGS-84, its two numbers in either order; None for what is none or outside the county."""
        cells = " ".join(self.cell(row, field) for field in ("point", "lon", "lat"))
        found = sorted(map(float, _NUMBER.findall(cells)), reverse=True)
        if len(found) != 2 or not found[0] <= 180 or not found[1] <= _NORTHMOST < found[0]:
            return None
        lon, lat = found
        if (shift := TO_WGS84.get(self.mapping.datum)) is not None:
            lon, lat = shift(lon, lat)
        try:
            locator().at_point(lon, lat)
        except Refused:  # outside the county
            return None
        return lon, lat

    def read_report(self, row: Row) -> Report:
        """What a row tells, as a report. Raises Refused for one that cannot be told apart."""
        number, (subject, text) = _number(self, row), _words(self, row)
        point, ended = self.point(row), self.ended(row)
        return Report(
            text=text if text.startswith(subject) else f"{subject}\n{text}".strip(),
            channel=Channel.IMPORT,
            category=_kind(self, self.cell(row, "category")),
            location=self.cell(row, "place"),
            lon=point and point[0],
            lat=point and point[1],
            place=_hint(self, row),
            name=self.cell(row, "name"),
            phone=_phones(self, row),
            confidential=_secret(self, row),
            source=self.source,
            external_number=number,
            told_at=self.moment(row, "time"),
            due_limit=self.deadline(row),
            urgency=self.mapping.urgencies.get(self.cell(row, "urgency").strip(), ""),
            remark="" if ended else _remark(self, row),
            ended_at=ended,
            reply=self.cell(row, "reply"),
            batch=self.batch,
        )

    def doubts(self, row: Row) -> tuple[str, ...]:
        """What of a row was taken otherwise than it stands, and what its taker must know, each in a sentence.

        Beside the matter it keeps nothing from being taken.
        """
        said = [*_text_doubts(self, row), *_date_doubts(self, row), *_order_doubts(self, row)]
        said += _state_doubts(self, row)
        if (self.cell(row, "point") or self.cell(row, "lon")) and self.point(row) is None:
            said.append(_("The coordinates cannot be read: the matter was taken without them."))
        if any("\ufffd" in cell for cell in row.cells.values()):
            said.append(_("A character of this row is damaged in the file; please compare."))
        return tuple(said)


@lru_cache(maxsize=1024)
def _moment(cell: str, zone: tzinfo, year: int, epoch: date) -> datetime | None:
    """The moment of a cell, which is asked for several times a row. Raises ValueError."""
    return parse_moment(cell, zone, year=year, epoch=epoch)


def open_ledger(
    file: Path | bytes, filename: str, mapping: Mapping, source: str, *, at: datetime, community: str = "",
    batch: str = "",
) -> LedgerFile:  # fmt: skip
    """Read a file and find its columns. Raises Refused when it is no ledger, or when a weighty column is not known."""
    if community and community not in locator().names:
        raise Refused(_("There is no community “%(code)s”.") % {"code": community}, code="community")
    table = _table(file, filename, known=[*mapping.used_headings()])
    for field in ("number", "text"):
        if mapping.column(field, table) is None:
            said = {
                "headings": " / ".join(mapping.headings.get(field, ())),
                "found": "、".join(filter(None, table.columns)),
            }
            raise Refused(
                _("The ledger has no column %(headings)s; it has %(found)s.") % said, code="no_header"
            )
    check_weighty(mapping, table)
    here = replace(
        mapping, headings=mapping.found_in(table)
    )  # rows are asked for each field, for many spellings of it
    return LedgerFile(table, here, source, _year(table, timezone.localdate(at)), at, community, batch)


def look_into(file: Path | bytes, filename: str, mapping: Mapping) -> Table:
    """The rows of a file even where none of its headings is known, to ask what they are. Raises Refused for no spreadsheet."""
    try:
        return _table(file, filename, known=[*mapping.used_headings()])
    except Refused as refusal:
        if refusal.code != "no_header":
            raise
    return _table(file, filename, known=[])


def _table(file: Path | bytes, filename: str, *, known: list[str]) -> Table:
    try:
        return read_table(file, filename, known=known)
    except BadSheet as bad:
        raise Refused(_sheet_words(bad), code=bad.code) from None


def _year(table: Table, on: date) -> int:
    titled = _YEAR.search(table.title)
    return int(titled[1]) if titled else on.year


def _sheet_words(bad: BadSheet) -> Any:
    return {
        "empty": _("The file is empty."),
        "too_large": _("The file is too large. Split it, for instance by month."),
        "too_many_rows": _("The file has too many rows. Split it, for instance by month."),
        "too_many_columns": _("The file has too many columns."),
        "bomb": _("The file unpacks to far more than it should; it was not opened."),
        "locked": _("The file is locked by a password. Save it without one."),
        "no_header": _("No row of the file has the headings we look for. Name them in a mapping file."),
    }.get(
        bad.code,
        _(
            "This is no spreadsheet, or it is damaged. Open it in Excel or WPS and save it as .xlsx, or export it again."
        ),
    )


def _number(ledger: LedgerFile, row: Row) -> str:
    """The number of a row. Raises Refused for a row without one, and where what stands there may be another row's."""
    number = ledger.cell(row, "number")
    check_row(row, [number])
    if not number:
        raise Refused(" ".join([_("The row has no number."), *_faults(ledger, row)]), code="number")
    return number


def _words(ledger: LedgerFile, row: Row) -> tuple[str, str]:
    """Subject and text of a row. Raises Refused, naming the column that is empty, where there is neither."""
    subject, text = ledger.cell(row, "subject"), ledger.cell(row, "text")
    if not (subject or text):
        raise Refused(" ".join([_nothing_under(ledger, row), *_faults(ledger, row)]), code="text")
    return subject, text


def _nothing_under(ledger: LedgerFile, row: Row) -> str:
    """The sentence that names the column of the text, as the row's sheet calls it."""
    names = [name for name in ledger.mapping.headings["text"] if name in ledger.table.columns]
    there = next((name for name in names if name in row.cells), names[0])
    return _("Nothing stands under “%(column)s”.") % {"column": there}


def _faults(ledger: LedgerFile, row: Row) -> list[str]:
    """A sentence for the columns that are taken and show a fault of their formula."""
    used = ledger.mapping.used_headings()
    names = [name for name, cell in row.cells.items() if name in used and _FAULT.fullmatch(cell)]
    if not names:
        return []
    said = {"names": "、".join(names), "cell": row.cells[names[0]]}
    return [_("The formula under “%(names)s” has failed (%(cell)s): nothing could be read there.") % said]


def _phones(ledger: LedgerFile, row: Row) -> str:
    """The telephones of a row: hotlines keep the number that rang and the number that was left in two columns.

    A word for none says nothing beside a number; one that asks for secrecy does.
    """
    cells = (row.cells.get(name, "") for name in ledger.mapping.headings.get("phone", ()))
    said = (cell for cell in cells if any(read_phone_cell(cell, settings.AREA_CODE)) or asks_secrecy(cell))
    return "、".join(dict.fromkeys(cell for cell in said if not _FAULT.fullmatch(cell)))


def _secret(ledger: LedgerFile, row: Row) -> bool:
    """Whether the ledger keeps it secret: whatever stands there and is not known to mean no, means yes."""
    cell = ledger.cell(row, "secret").strip()
    return bool(cell) and ledger.mapping.secrecy.get(cell, "yes") == "yes"


def _hint(ledger: LedgerFile, row: Row) -> str | None:
    """Whose ledger it is, where the row names no place by itself."""
    if not ledger.community or locator().at_text(ledger.cell(row, "place")).certainty != Certainty.UNKNOWN:
        return None
    return ledger.community


def _remark(ledger: LedgerFile, row: Row) -> str:
    """What whoever handles it must know of its past elsewhere: how often it was sent back, what was answered before."""
    said = []
    if rounds := _rounds(ledger, row):
        said.append(
            _("The other office has sent it back to be done again (%(rounds)s).") % {"rounds": rounds}
        )
    if reply := ledger.cell(row, "reply"):
        said.append(_("Answered there before: %(reply)s") % {"reply": reply})
    return "\n".join(said)


def _rounds(ledger: LedgerFile, row: Row) -> str:
    """How often it was sent back, as it stands; nothing for none."""
    cell = ledger.cell(row, "rounds").strip()
    return "" if cell.removesuffix("次").removesuffix(".0") in {"0", "无"} else cell


def _kind(ledger: LedgerFile, word: str) -> str | None:
    """The category a ledger's word stands for: by the mapping, or by our own name; unknown words are no fault."""
    if not word:
        return None
    return ledger.mapping.kinds.get(word) or next(
        (row.code for row in catalogue().categories.values() if row.parent_id and row.zh == word), None
    )


def _end(moment: datetime) -> datetime:
    """The moment itself; of a day without a time its last second."""
    if timezone.localtime(moment).time().replace(tzinfo=None) != datetime.min.time():
        return moment
    return moment + _LAST_SECOND


def _text_doubts(ledger: LedgerFile, row: Row) -> list[str]:
    said = _faults(ledger, row)
    if not ledger.cell(row, "text"):
        said.append(_nothing_under(ledger, row) + " " + _("The subject was taken for the matter."))
    return said


def _order_doubts(ledger: LedgerFile, row: Row) -> Iterator[str]:
    """What of the dates and the state of a row cannot all be so."""
    told, ended = ledger.moment(row, "time"), ledger.moment(row, "finished")
    closed, due = ledger.ended(row), ledger.deadline(row)
    if told is not None and told > ledger.at:
        yield _("It is said to have been told at a time that is still to come.")
    if told is not None and due is not None and due < told:
        yield _("The deadline of the other office lies before it was told.")
    if ended is not None and ended > ledger.at:
        yield _("It is said to have been finished at a time that is still to come.")
    if ended is not None and closed is None:
        yield _("The ledger says when it was finished, and that it is running: it was taken as running.")
    if ended is not None and told is not None and _end(ended) < told:
        yield _("It is said to have been finished before it was told.")
    if closed is not None and not ledger.cell(row, "reply") and _has(ledger, row, "reply"):
        yield _("It is said to be finished, and no reply stands there.")


def _has(ledger: LedgerFile, row: Row, field: str) -> bool:
    """Whether the row's sheet has a column for it: of a ledger without, an empty cell would say nothing."""
    return any(name in row.cells for name in ledger.mapping.headings.get(field, ()))


def _date_doubts(ledger: LedgerFile, row: Row) -> list[str]:
    cells = {field: ledger.cell(row, field) for field in ("time", "deadline", "finished")}
    said = [
        _("“%(cell)s” is no date we can read: the matter was taken without it.") % {"cell": cell[:40]}
        for field, cell in cells.items()
        if cell and ledger.moment(row, field) is None
    ]
    ended, due = ledger.ended(row), ledger.deadline(row)
    if ended == ledger.at:
        said.append(_("The ledger does not say when it was finished: it stands under today."))
    if ended is None and due is not None and due < ledger.at:
        said.append(_("The deadline of the other office has passed already."))
    return said


def _state_doubts(ledger: LedgerFile, row: Row) -> list[str]:
    said, state = [], ledger.cell(row, "state").strip()
    if state and state not in ledger.mapping.states:
        said.append(_("The state “%(state)s” is not known: it was taken as running.") % {"state": state[:40]})
    if ledger.ended(row) is None and (rounds := _rounds(ledger, row)):
        said.append(
            _("The other office has sent it back to be done again (%(rounds)s).") % {"rounds": rounds}
        )
    return said

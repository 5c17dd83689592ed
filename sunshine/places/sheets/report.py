"""What became of each row of a file: accepted, already there, or rejected with the reason."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row, has_lost_digits

Item = TypeVar("Item")
Progress = Callable[[int, int], None]


class RowOutcome(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    THERE = "there"
    REJECTED = "rejected"


def outcome_words(outcome: RowOutcome, *, preview: bool) -> str:
    """One word for each outcome, on every page and in every command."""
    if outcome is RowOutcome.THERE:
        return _("already there")
    if outcome is RowOutcome.ACCEPTED:
        return _("can be taken") if preview else _("taken")
    return _("cannot be taken") if preview else _("not taken")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row that was not refused: what it is now, and what somebody should look at besides."""

    outcome: RowOutcome
    became: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One row: its number as people count, what it is about, what became of it and why; warnings besides.

    `became` says of one that was entered what it is now.
    """

    number: int
    about: str
    outcome: RowOutcome
    sentence: str = ""
    warnings: tuple[str, ...] = ()
    became: str = ""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """All rows of a file in its order. accepted + already there + rejected = rows."""

    lines: tuple[ReportLine, ...]
    warnings: tuple[str, ...] = ()
    counts: Counter[RowOutcome] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counter(line.outcome for line in self.lines))

    @property
    def accepted(self) -> int:
        """How many rows were entered."""
        return self.counts[RowOutcome.ACCEPTED]

    @property
    def there(self) -> int:
        """How many rows were there already, unchanged."""
        return self.counts[RowOutcome.THERE]

    @property
    def rejected(self) -> tuple[ReportLine, ...]:
        """The rows that were not taken."""
        return tuple(line for line in self.lines if line.outcome is RowOutcome.REJECTED)

    @property
    def refused_first(self) -> list[ReportLine]:
        """The rows for whoever has to act: those not taken, those with a warning, the others."""
        return sorted(
            self.lines, key=lambda line: (line.outcome is not RowOutcome.REJECTED, not line.warnings)
        )

    def __str__(self) -> str:
        return self.words()

    def words(self, *, preview: bool = False) -> str:
        """How many rows had which outcome, or would have."""
        said = {
            "rows": len(self.lines),
            "accepted": self.accepted,
            "there": self.there,
            "rejected": len(self.rejected),
        }
        if preview:
            sentence = _(
                "%(rows)s rows: %(accepted)s would be taken, %(there)s are there already, %(rejected)s would not be taken."
            )
            return sentence % said
        return (
            _("%(rows)s rows: %(accepted)s taken in, %(there)s were there already, %(rejected)s not taken.")
            % said
        )


def check_row(row: Row, cells: Iterable[str]) -> None:
    """Raise Refused for a row that cannot be told apart, or when one of these cells shows a number without its last digits."""
    if row.torn:
        raise Refused(
            _(
                "A quotation mark in this row is never closed, so its columns cannot be told apart. Remove it, or save as .xlsx."
            ),
            code="torn",
        )
    if cut := next(filter(has_lost_digits, cells), ""):
        raise Refused(
            _(
                "The spreadsheet kept only the first 15 digits of this number (%(number)s). Export it again with the column "
                "formatted as text."
            )
            % {"number": cut},
            code="number",
        )


def row_words(row: Row, words: str) -> str:
    """What a row is about, after the name of its sheet where several were read."""
    return f"{row.sheet} {words}".strip()


def left_out_words(columns: Collection[str], sheets: Collection[str]) -> Iterator[str]:
    """A sentence for the columns, and one for the sheets, of a file that were not taken."""
    if columns:
        yield _("Columns that were not taken: %(names)s.") % {"names": "、".join(columns)}
    if sheets:
        yield _("Sheets that were not read, because they are hidden or have no such headings: %(names)s.") % {
            "names": "、".join(sheets)
        }


def run(
    items: Iterable[Item],
    number: Callable[[Item], int],
    about: Callable[[Item], str],
    take: Callable[[Item], RowOutcome | Taken],
    progress: Progress | None = None,
    rank: Callable[[Item], int] = lambda item: 0,
) -> SheetReport:
    """Take each item in turn, one transaction each; a refused one gets its sentence and the rest go on.

    Those of a lower `rank` are taken first; the report is in the order of the file, sheet after sheet.
    """
    todo = list(items)
    lines: dict[int, ReportLine] = {}
    for done, place in enumerate(sorted(range(len(todo)), key=lambda place: rank(todo[place])), start=1):
        item = todo[place]
        try:
            lines[place] = _line(number(item), about(item), take(item))
        except Refused as refusal:
            lines[place] = ReportLine(number(item), about(item), RowOutcome.REJECTED, str(refusal))
        if progress is not None:
            progress(done, len(todo))
    return SheetReport(tuple(lines[place] for place in range(len(todo))))


def _line(number: int, about: str, taken: RowOutcome | Taken) -> ReportLine:
    if isinstance(taken, RowOutcome):
        return ReportLine(number, about, taken)
    return ReportLine(number, about, taken.outcome, warnings=taken.warnings, became=taken.became)

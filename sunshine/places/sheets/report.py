"""What became of each row of a file: accepted, already there, or rejected with the reason."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext as _

from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row, has_lost_digits

Item = TypeVar("Item")
Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    THERE = "there"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as people count, what it is about, what became of it and why; warnings besides.

    `became` says of one that was entered what it is now.
    """

    number: int
    about: str
    outcome: Outcome
    sentence: str = ""
    warnings: tuple[str, ...] = ()
    became: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All rows of a file in its order. accepted + already there + rejected = rows."""

    lines: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
    counts: Counter[Outcome] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", Counter(line.outcome for line in self.lines))

    @property
    def accepted(self) -> int:
        """How many rows were entered."""
        return self.counts[Outcome.ACCEPTED]

    @property
    def there(self) -> int:
        """How many rows were there already, unchanged."""
        return self.counts[Outcome.THERE]

    @property
    def rejected(self) -> tuple[Line, ...]:
        """The rows that were not taken."""
        return tuple(line for line in self.lines if line.outcome is Outcome.REJECTED)

    def __str__(self) -> str:
        said = {
            "rows": len(self.lines),
            "accepted": self.accepted,
            "there": self.there,
            "rejected": len(self.rejected),
        }
        return (
            _("%(rows)s rows: %(accepted)s accepted, %(there)s already there, %(rejected)s rejected.") % said
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


def run(
    items: Iterable[Item],
    number: Callable[[Item], int],
    about: Callable[[Item], str],
    take: Callable[[Item], Outcome],
    progress: Progress | None = None,
    doubts: Callable[[Item], tuple[str, ...]] = lambda item: (),
) -> Report:
    """Take each item in turn, one transaction each; a refused one gets its sentence and the rest go on.

    `doubts` says of one that is entered what of it could not be read.
    """
    todo = list(items)
    lines = []
    for done, item in enumerate(todo, start=1):
        try:
            lines.append(Line(number(item), about(item), outcome := take(item)))
            if outcome is Outcome.ACCEPTED and (strange := doubts(item)):
                lines[-1] = replace(lines[-1], warnings=strange)
        except Refused as refusal:
            lines.append(Line(number(item), about(item), Outcome.REJECTED, str(refusal)))
        if progress is not None:
            progress(done, len(todo))
    return Report(tuple(sorted(lines, key=lambda line: line.number)))

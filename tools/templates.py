"""Lines of the templates end at 140 columns, and no page shows that they were broken.

python -m tools.templates check     names lines that are longer although they could be broken (exit 1 if any)
python -m tools.templates format    breaks them; leaves a template alone whose page would change, and names it

A line is broken only where white space means nothing: between two attributes, at a space of running text, beside an
element that stands on lines of its own. What has no such place stays long: one message, one tag.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.template_atoms import Atom, Nest, scan
from tools.template_stream import stream

ROOT = Path(__file__).resolve().parents[1]
COLUMNS = 140
INDENT, CONTINUED = 2, 4
WRAPPER = 40
"""So many columns around one thing that cannot be broken are not worth two more lines."""


def joined(piece: list[Atom]) -> str:
    """A piece as one line, without the white space before it."""
    return piece[0].text + "".join(atom.glue + atom.text for atom in piece[1:])


def width(text: str) -> int:
    """Columns of the longest line."""
    return max(map(len, text.split("\n")))


def split(piece: list[Atom]) -> list[list[Atom]]:
    """The piece, parted where it is least deep; one part if it cannot be."""
    levels = [atom.level for atom in piece[1:] if atom.level is not None]
    parts = [[piece[0]]]
    for atom in piece[1:]:
        if levels and atom.level == min(levels):
            parts.append([])
        parts[-1].append(atom)
    return parts


def holds_elements(parts: list[list[Atom]]) -> bool:
    """Whether this is an element, or a tag to its end tag, that holds others: those stand on lines of their own."""
    first, last = parts[0][-1], parts[-1][0]
    return (
        len(parts) > 2
        and first.opens
        and last.closes
        and any(part[0].before or part[0].opens for part in parts[1:-1])
    )


@dataclass
class Page:
    """Lines written so far, and what is open at their end."""

    lines: list[str] = field(default_factory=list)
    """What became of the present line of the template."""
    nest: Nest = field(default_factory=Nest)
    base: int = 0
    """The indentation of that line, and its number."""
    number: int = 0
    broken: set[int] = field(default_factory=set)
    """The numbers of the lines that were broken: what stands in elements that they open moves with them."""
    tag_indent: int = 0

    def take(self, line: list[Atom], indent: int) -> None:
        """Write a line of the template, broken if it is too long."""
        self.lines, self.base, self.number = [], indent, self.number + 1
        if line[0].text and not line[0].inside:
            self.base = self.indent(line[0])
        self.broken.add(self.number)
        self.place(line, self.base)
        if len(self.lines) == 1:
            self.broken.remove(self.number)

    def feed(self, atoms: list[Atom]) -> None:
        """Remember what the atoms of the last line open and close."""
        indent = len(self.lines[-1]) - len(self.lines[-1].lstrip(" "))
        for atom in atoms:
            if not atom.inside:
                self.tag_indent = indent
            self.nest.feed(atom, self.tag_indent, self.number)

    def indent(self, atom: Atom) -> int:
        """Where a new line that begins with this stands."""
        if atom.inside:
            return self.tag_indent + CONTINUED
        place = self.nest.partner(atom) if atom.closes else None
        if place is not None:
            opened = self.nest.open[place]
            return opened.indent if self.lines or opened.line in self.broken else self.base
        if self.nest.open and self.nest.open[-1].line in self.broken:
            return self.nest.open[-1].indent + INDENT
        return self.base

    def place(self, piece: list[Atom], indent: int) -> None:
        """Write a piece on a new line, or on several if it is too long for one."""
        text, parts = joined(piece), split(piece)
        if indent + width(text) <= COLUMNS or not self.helps(parts, indent, text):
            self.lines.append(" " * indent + text)
            self.feed(piece)
        else:
            self.fill(parts, indent)

    def helps(self, parts: list[list[Atom]], indent: int, text: str) -> bool:
        """Whether breaking makes it better: not if one thing that cannot be broken is nearly all of it."""
        stubborn = [
            part for part in parts if len(split(part)) == 1 and indent + width(joined(part)) > COLUMNS
        ]
        wrapped = len(parts) <= 3 and stubborn and len(text) - len(joined(stubborn[0])) <= WRAPPER
        return len(parts) > 1 and not wrapped

    def fill(self, parts: list[list[Atom]], indent: int) -> None:
        """Write parts on as few lines as hold them; what is opened and closed around others stands alone."""
        self.place(parts[0], indent)
        apart, whole = holds_elements(parts), True
        for number, part in enumerate(parts[1:], 1):
            edge = number in {1, len(parts) - 1} or is_branch(part) or is_branch(parts[number - 1])
            here = self.lines[-1] + part[0].glue + joined(part)
            if whole and not (apart and edge) and width(here) <= COLUMNS:
                self.lines[-1] = here
                self.feed(part)
            else:
                written = len(self.lines)
                self.place(part, self.indent(part[0]))
                whole = len(self.lines) == written + 1
                apart = apart or (number == 1 and parts[0][-1].opens)


def is_branch(part: list[Atom]) -> bool:
    """Whether it begins another branch, as {% else %}."""
    return part[0].opens and part[0].closes


def lines_of(text: str) -> Iterator[tuple[str, int, list[Atom]]]:
    """The lines of a template: the line ends before each, its indentation, its atoms."""
    line: list[Atom] = []
    for atom in scan(text):
        if "\n" in atom.glue and line:
            yield _begun(line)
            line = []
        line.append(atom)
    yield _begun(line)


def _begun(line: list[Atom]) -> tuple[str, int, list[Atom]]:
    """A line and what stands before it."""
    ends, newline, indent = line[0].glue.rpartition("\n")
    return ends + newline, len(indent), line


def formatted(text: str) -> str:
    """A template with its long lines broken."""
    page, written = Page(), ""
    for ends, indent, line in lines_of(text):
        page.take(line, indent)
        written += ends + "\n".join(page.lines)
    return written


def problems(text: str) -> Iterator[int]:
    """The numbers of the lines that are too long and could be broken."""
    page, number = Page(), 1
    for ends, indent, line in lines_of(text):
        number += ends.count("\n")
        page.take(line, indent)
        if len(page.lines) > 1:
            yield number
        number += joined(line).count("\n")


def templates() -> list[Path]:
    """All templates of pages; those of letters are .txt, where every line end is read."""
    return sorted(ROOT.glob("sunshine/*/templates/**/*.html"))


def check(path: Path) -> list[str]:
    """What is to be said of a template."""
    name = path.relative_to(ROOT).as_posix()
    return [
        f"{name}:{number}: longer than {COLUMNS} columns, and can be broken"
        for number in problems(path.read_text(encoding="utf-8"))
    ]


def write(path: Path) -> list[str]:
    """Break the long lines of a template; says so if that would change its page, and leaves it."""
    text = path.read_text(encoding="utf-8")
    new = formatted(text)
    if stream(new) != stream(text):
        return [f"{path.relative_to(ROOT).as_posix()}: broken, its page would change"]
    if new != text:
        path.write_text(new, encoding="utf-8")
    return []


def main(arguments: list[str]) -> int:
    """Check or break all templates; returns 1 if there is something to say."""
    steps: dict[str, Callable[[Path], list[str]]] = {"check": check, "format": write}
    if len(arguments) != 1 or arguments[0] not in steps:
        print(__doc__, file=sys.stderr)
        return 2
    said = [line for path in templates() for line in steps[arguments[0]](path)]
    print("\n".join(said), end="\n" if said else "", file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A template as atoms: what stays together, and the places between where a line may end."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from tools.template_words import BLOCKS, KEPT_TAGS, SHOWS_BLOCK, SILENT, VOID, is_asked, is_raw

TAG = r"\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}"
QUOTED = rf'"(?>(?:{TAG}|[^"])*)"' + rf"|'(?>(?:{TAG}|[^'])*)'"
ITEM = re.compile(
    rf"(?P<space>\s+)|(?P<tag>{TAG})|(?P<note><!--.*?-->|<![^>]*>)"
    rf"|(?P<html></?[a-zA-Z](?>(?:{TAG}|{QUOTED}|[^>\"'])*)>)|(?P<word>(?:(?!{TAG}|\s|<[!/a-zA-Z]).)+|.)",
    re.DOTALL | re.ASCII,  # to a browser an ideographic space is a letter
)
PART = re.compile(rf"(\s*)((?>(?:{TAG}|{QUOTED}|[^\s\"'])+))", re.DOTALL | re.ASCII)
IF, ENDIF = re.compile(r"\{% *(if|for)\b"), re.compile(r"\{% *end(if|for)\b")
IF_PART = re.compile(r"\{% *(if|elif|else|endif)\b")
BRANCH = re.compile(r"\{% *(else|elif\b.*|plural|empty) *%\}")


@dataclass
class Atom:
    """What stays together on a line, with the white space before it."""

    text: str
    glue: str
    kind: str = "word"  # word | raw | tag | html
    name: str = ""
    opens: bool = False
    closes: bool = False
    inside: bool = False
    """A later part of an HTML tag."""
    before: bool = False
    """White space before it is not shown; and after it."""
    after: bool = False
    level: float | None = None
    """How deep the place before it lies; None where no line may end."""


class Opened(NamedTuple):
    """What is open, with the indentation and the number of its line."""

    atom: Atom
    indent: int
    line: int


@dataclass
class Nest:
    """What is open, the innermost last."""

    open: list[Opened] = field(default_factory=list)

    def feed(self, atom: Atom, indent: int = 0, line: int = 0) -> Atom | None:
        """Take in an atom; returns what it closes."""
        closed = None
        if atom.closes and (place := self.partner(atom)) is not None:
            closed = self.open[place].atom
            del self.open[place:]
        if atom.opens:
            # What {% else %} begins is closed by the same word as what {% if %} began.
            self.open.append(Opened(closed if closed and atom.closes else atom, indent, line))
        return closed

    def partner(self, atom: Atom) -> int | None:
        """Where that stands which an atom closes: for HTML never outside of the branch it is in."""
        for place in range(len(self.open) - 1, -1, -1):
            opener = self.open[place].atom
            if opener.kind == atom.kind and opener.name in atom.name.split():
                return place
            if atom.kind == "html" and opener.kind == "tag":
                return None
        return None


def scan(text: str) -> list[Atom]:
    """The atoms of a template in order; together they are the template again."""
    ends = set(re.findall(r"\{% *end(\w+)", text))
    atoms: list[Atom] = []
    place, glue = 0, ""
    while place < len(text):
        found = ITEM.match(text, place)
        assert found is not None
        begin, place, whole = place, found.end(), found.group()
        if found.lastgroup == "space":
            glue = whole
            continue
        if found.lastgroup == "html":
            atoms += _element(whole, glue)
            if atoms[-1].opens and is_raw(atoms[-1].name, whole):
                begin, place = place, _end_of(atoms[-1].name, text, place)
                atoms += [Atom(text[begin:place], "", "raw")] if place > begin else []
        elif found.lastgroup == "tag":
            atoms.append(_tag(whole, glue, ends))
            if atoms[-1].name in KEPT_TAGS and atoms[-1].opens and "trimmed" not in whole:
                place = text.index("%}", text.index(f"{{% end{atoms[-1].name}", place)) + 2
                atoms[-1] = Atom(text[begin:place], glue, "raw")
        else:
            atoms.append(Atom(whole, glue))
        glue = ""
    return _levelled([*atoms, Atom("", glue)])


def _end_of(name: str, text: str, place: int) -> int:
    """Where the end tag of the element begins whose content begins here."""
    depth = 1
    for found in re.compile(rf"<(/?){name}\b").finditer(text, place):
        depth += -1 if found[1] else 1
        if not depth:
            return found.start()
    return len(text)


def _element(whole: str, glue: str) -> list[Atom]:
    """The parts of an HTML tag: its name, its attributes."""
    name = re.split(r"[^a-zA-Z0-9-]", whole.lstrip("</"), maxsplit=1)[0].lower()
    parts = [Atom(part, space, "html", name, inside=True) for space, part in PART.findall(whole)]
    first, last = parts[0], parts[-1]
    first.glue, first.inside = glue, False
    if whole.startswith("</"):
        first.closes, first.after = True, name in BLOCKS
    elif name in VOID or whole.endswith("/>"):
        first.before = last.after = name in BLOCKS
    else:
        last.opens, first.before = True, name in BLOCKS
        last.after = not (is_asked(name, whole) or is_raw(name, whole))
    return parts


def _tag(whole: str, glue: str, ends: set[str]) -> Atom:
    """A tag, a variable or a note of the template."""
    name = whole.strip("{%} ").partition(" ")[0] if whole.startswith("{%") else ""
    atom = Atom(whole, glue, "tag", name)
    atom.before = atom.after = SHOWS_BLOCK.match(whole) is not None
    if BRANCH.match(whole):
        atom.opens = atom.closes = True
        atom.name = "if for blocktranslate"
    elif name.startswith("end"):
        atom.closes, atom.name = True, name.removeprefix("end")
    else:
        atom.opens = name in ends
    if "blocktranslate" in atom.name.split() and not atom.name.startswith("if"):
        # Only with `trimmed` does it come so far as to be asked for its edges.
        atom.after, atom.before = not atom.closes, atom.closes
    return atom


def _levelled(atoms: list[Atom]) -> list[Atom]:
    """The same, each knowing whether a line may end before it and how deep that place lies."""
    nest = Nest()
    for atom in atoms:
        opener = nest.feed(atom)
        if opener is not None and atom.kind == "html":
            atom.before = opener.after
    nest, edges, extends = Nest(), Edges(atoms), atoms[0].name == "extends"
    first, within = False, 0
    for index, atom in enumerate(atoms):
        depth = len(nest.open)
        if atom.inside and not first:
            atom.level = (
                depth + 1.5 + within / 8
            )  # rather between two attributes than in a condition before one
        elif not atom.inside and index and (atom.glue or (extends and not depth) or edges.free(index)):
            atom.level = depth
        first = atom.kind == "html" and not atom.inside
        within = (0 if first else within) + len(IF.findall(atom.text)) - len(ENDIF.findall(atom.text))
        nest.feed(atom)
    return atoms


class Edges:
    """Where white space may come in although there is none: at the edge of a block element, whatever the conditions say."""

    def __init__(self, atoms: list[Atom]) -> None:
        self.atoms = atoms
        self.ifs: dict[int, list[int]] = {}
        """Of each part of a condition, the places of all its parts: {% if %}, {% else %}, {% endif %}."""
        open_: list[list[int]] = []
        for place, atom in enumerate(atoms):
            if atom.kind != "tag" or not (word := IF_PART.match(atom.text)):
                continue
            if word[1] == "if":
                open_.append([])
            elif not open_:
                continue  # a template that Django would refuse
            open_[-1].append(place)
            self.ifs[place] = open_[-1]
            if word[1] == "endif":
                open_.pop()

    def free(self, place: int) -> bool:
        """Whether white space before this one is not shown."""
        return self.after(place - 1) or self.before(place)

    def after(self, place: int) -> bool:
        """Whether what was put on the page up to here ends with an edge or white space."""
        if place < 0:
            return False
        atom = self.atoms[place]
        if parts := self.ifs.get(place):
            if place == parts[-1]:
                ends = parts[1:] if self.has_else(parts) else parts
                return all(self.spaced(end) for end in ends)
            return self.spaced(parts[0])
        return atom.after or (SILENT.search(atom.text) is not None and self.spaced(place))

    def spaced(self, place: int) -> bool:
        """Whether an edge or white space stands right before this one."""
        return bool(self.atoms[place].glue) or self.after(place - 1)

    def before(self, place: int) -> bool:
        """Whether what is put on the page from here begins with an edge or white space."""
        if place >= len(self.atoms):
            return False
        atom = self.atoms[place]
        if parts := self.ifs.get(place):
            if place == parts[0]:
                begins = parts[:-1] if self.has_else(parts) else parts
                return all(self.followed(begin) for begin in begins)
            return self.followed(parts[-1])
        return atom.before or (SILENT.search(atom.text) is not None and self.followed(place))

    def followed(self, place: int) -> bool:
        """Whether an edge or white space stands right after this one."""
        return place + 1 < len(self.atoms) and (bool(self.atoms[place + 1].glue) or self.before(place + 1))

    def has_else(self, parts: list[int]) -> bool:
        """Whether one of the branches is always taken."""
        return any(self.atoms[part].text.strip("{%} ") == "else" for part in parts)

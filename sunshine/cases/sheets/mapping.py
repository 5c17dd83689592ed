"""Which columns of another office's ledger hold what; which of its words mean what.

The shipped mapping (data/ledger.toml) knows the usual headings. A mapping file of the user, and what they say on the command
line, add to it: nothing that is shipped is lost by them, so that no file without a word on secrecy drops it.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from sunshine.cases.states import LedgerField, Urgency
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Table

FIELDS = tuple(LedgerField.values)
DATUMS = ("wgs84", "gcj02", "bd09")
DONE, RUNNING = "done", "running"
_WORDS = {"states": (DONE, RUNNING), "urgencies": tuple(map(str, Urgency)), "secrecy": ("yes", "no")}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which headings of the ledger hold what; several spellings each, the first found wins.

    `known` are headings that are left out on purpose; `states`, `urgencies` and `secrecy` say what a word of those columns
    means, `datum` in which coordinates its points are.
    """

    headings: Columns[str, tuple[str, ...]]
    kinds: Columns[str, str] = field(default_factory=dict)
    states: Columns[str, str] = field(default_factory=dict)
    urgencies: Columns[str, str] = field(default_factory=dict)
    secrecy: Columns[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    datum: str = ""

    def column(self, field: str, table: Table) -> str | None:
        """The heading of this table that holds `field`, if there is one."""
        return next((name for name in self.headings.get(field, ()) if name in table.columns), None)

    def found_in(self, table: Table) -> dict[str, tuple[str, ...]]:
        """The headings of each field that a table has."""
        here = set(table.columns)
        return {field: tuple(filter(here.__contains__, names)) for field, names in self.headings.items()}

    def used_headings(self) -> frozenset[str]:
        """Every heading that is taken."""
        return frozenset(name for names in self.headings.values() for name in names)

    def with_more(self, other: "Mapping") -> "Mapping":
        """This mapping and what another says besides: the other's word goes first, and a heading it names has one meaning."""
        named = other.used_headings() | other.known
        rest = {
            name: tuple(each for each in names if each not in named) for name, names in self.headings.items()
        }
        return Mapping(
            {name: (*other.headings.get(name, ()), *rest.get(name, ())) for name in FIELDS},
            {**self.kinds, **other.kinds},
            {**self.states, **other.states},
            {**self.urgencies, **other.urgencies},
            {**self.secrecy, **other.secrecy},
            (self.known | other.known) - other.used_headings(),
            other.datum or self.datum,
        )


def read_mapping(source: str) -> Mapping:
    """A mapping from TOML added to the shipped one: `[columns]` field = [headings], `[kinds]` word of the ledger = category
    code; besides `[states]`, `[urgencies]`, `[secrecy]`, `known` and `datum`.

    Raises Refused naming what cannot be meant.
    """
    return DEFAULT.with_more(_read(source))


def choose(mapping: Mapping, *, maps: Iterable[str] = (), ignored: Iterable[str] = ()) -> Mapping:
    """The mapping with what was said on the command line: COLUMN=FIELD, and columns to leave out. Raises Refused."""
    headings: dict[str, tuple[str, ...]] = {}
    for each in maps:
        column, _sign, name = each.rpartition("=")
        _check_known(name, FIELDS)
        headings[name] = (*headings.get(name, ()), column)
    return mapping.with_more(Mapping(headings, known=frozenset(ignored)))


def check_weighty(mapping: Mapping, table: Table) -> None:
    """Raise Refused for columns that most rows fill and nobody has said what they are: they may weigh."""
    sentences = list(_weighty(mapping, table))
    if sentences:
        raise Refused(" ".join(sentences), code="columns")


def unknown_columns(mapping: Mapping, table: Table) -> Iterator[tuple[str, int, int]]:
    """The columns that most rows fill and nobody has said what they are: name, rows that fill it, rows that have it."""
    familiar = mapping.used_headings() | mapping.known
    for name, (filled, rows) in filled_cells(table).items():
        if name not in familiar and 2 * filled > rows:
            yield name, filled, rows


def filled_cells(table: Table) -> dict[str, tuple[int, int]]:
    """How many rows fill each column, of how many that have it; read once, for a table may be long."""
    has: Counter[str] = Counter()
    fill: Counter[str] = Counter()
    for row in table.rows:
        has.update(row.cells.keys())
        fill.update(name for name, cell in row.cells.items() if cell)
    return {name: (fill[name], has[name]) for name in table.columns if name}


def _weighty(mapping: Mapping, table: Table) -> Iterator[str]:
    for name, filled, rows in unknown_columns(mapping, table):
        said = {"name": name, "filled": filled, "rows": rows, "fields": ", ".join(FIELDS)}
        yield (
            _(
                "Column “%(name)s” is filled in %(filled)s of %(rows)s rows, and we do not know what it is. Say so: "
                "--ignore %(name)s, or --map %(name)s=FIELD, where FIELD is one of %(fields)s."
            )
            % said
        )


def _read(source: str) -> Mapping:
    try:
        told = tomllib.loads(source)
        columns = {name: tuple(headings) for name, headings in told.get("columns", {}).items()}
        words = {table: dict(told.get(table, {})) for table in ("kinds", *_WORDS)}
        known = frozenset(told.get("known", ()))
    except (tomllib.TOMLDecodeError, TypeError, ValueError, AttributeError) as error:
        raise Refused(_("The mapping cannot be read: %(why)s") % {"why": error}, code="mapping") from None
    for name in sorted(columns):
        _check_known(name, FIELDS)
    for table, meanings in _WORDS.items():
        for meaning in words[table].values():
            _check_known(meaning, meanings)
    if datum := told.get("datum", ""):
        _check_known(datum, DATUMS)
    return Mapping(columns, **words, known=known, datum=datum)


def _check_known(said: Any, known: Iterable[str]) -> None:
    if said not in known:
        names = {"field": said, "fields": ", ".join(known)}
        raise Refused(
            _("The mapping does not know “%(field)s”; it knows %(fields)s.") % names, code="mapping"
        )


DEFAULT = _read((resources.files("sunshine.cases") / "data" / "ledger.toml").read_text(encoding="utf-8"))

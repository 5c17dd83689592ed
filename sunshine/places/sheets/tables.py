"""What the files of the desk's tables share: their rows by our keys, a try that is taken back, words, what is there already."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django import forms
from django.db import connection, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from sunshine.lib.division import ancestors, is_code
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Row
from sunshine.lib.telephones import read_phone_cell
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.places.queries import standing
from sunshine.places.sheets.columns import Field, cells_of
from sunshine.places.sheets.reading import choice, rows_of
from sunshine.places.sheets.report import Outcome, Progress, Report, check_row, row_words, run

Cells = Mapping[str, str]
There = TypeVar("There")
Word = TypeVar("Word", bound=TextChoices)

_TRYING = 0x53554E54  # "SUNT": one try per county schema
_ACROSS = 3
"""So many cells that all say the same are one heading merged across the table."""


def table_rows(source: Path | bytes, filename: str, fields: Sequence[Field]) -> list[Row]:
    """The rows of a file, their cells by our keys; a row that is only numbered, or one heading across, says nothing.

    Raises Refused for a file that can't be read as a whole.
    """
    rows = (row._replace(cells=cells_of(row.cells, fields)) for row in rows_of(source, filename, fields))
    return [row for row in rows if _says_something(row)]


def _says_something(row: Row) -> bool:
    said = [cell for cell in row.cells.values() if cell]
    return bool(said) and not (len(said) >= _ACROSS and len(set(said)) == 1)


def enter_rows(
    rows: Iterable[Row],
    take: Callable[[Cells], Outcome],
    *,
    about: Callable[[Cells], str] = lambda cells: cells["name"],
    doubts: Callable[[Cells], tuple[str, ...]] = lambda cells: (),
    progress: Progress | None = None,
    preview: bool = False,
) -> Report:
    """Take the rows one after another, each whole or not at all. A preview says the same and writes nothing."""

    def take_row(row: Row) -> Outcome:
        check_row(row, row.cells.values())
        with transaction.atomic():
            return take(row.cells)

    enter = partial(
        run,
        rows,
        number=lambda row: row.number,
        about=lambda row: row_words(row, about(row.cells)),
        take=take_row,
        progress=progress,
        doubts=lambda row: doubts(row.cells),
    )
    return run_and_roll_back(enter) if preview else enter()


def run_and_roll_back(enter: Callable[[], Report]) -> Report:
    """What entering rows would say, taken back. One try at a time: two would wait for each other's rows."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [_TRYING])
        report = enter()
        transaction.set_rollback(True)
    return report


def enter_once(
    find: Callable[[], There | None], same: Callable[[There], Outcome], write: Callable[[], object]
) -> Outcome:
    """Write what is not there; of what is there, or was entered by somebody else meanwhile, ask `same`."""
    if (there := find()) is None:
        try:
            write()
            return Outcome.ACCEPTED
        except Refused as refusal:
            if refusal.code != "already_there" or (there := find()) is None:
                raise
    return same(there)


def check_form(form: forms.Form) -> dict[str, Any]:
    """What the desk's own form makes of a row; Refused with its first complaint."""
    if form.is_valid():
        return form.cleaned_data
    name, said = next(iter(form.errors.items()))
    sentence = _("%(field)s: %(sentence)s")
    raise Refused(sentence % {"field": form.fields[name].label, "sentence": said[0]}, code=name)


def find_differences(there: Any, form: forms.Form) -> list[str]:
    """The labels of what a checked row says otherwise; what it leaves out is as before."""
    said = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return [str(form.fields[name].label) for name, value in said.items() if getattr(there, name) != value]


def answer_there(name: str, other: Sequence[str]) -> Outcome:
    """There already, unless the row says something else of it: Refused, for a file never changes what stands."""
    if other:
        sentence = _(
            "“%(name)s” is there already, with another entry under %(fields)s. Change it at the desk."
        )
        raise Refused(sentence % {"name": name, "fields": "、".join(other)}, code="other")
    return Outcome.THERE


def find_word(words: Iterable[Word], said: str, also: Mapping[str, Word]) -> Word | None:
    """What a cell means by its label in either language, its code, or what else is said; None for an unknown one."""
    spoken = dict(also)
    members = list(words)
    for language in ("zh-hans", "en"):
        with override(language):
            spoken |= {str(one.label).casefold(): one for one in members}
    spoken |= {one.value: one for one in members}
    return spoken.get(said.casefold())


def read_word(words: Iterable[Word], said: str, also: Mapping[str, Word]) -> Word:
    """What a cell means; Refused, naming the words of the desk."""
    members = list(words)
    found = find_word(members, said, also)
    return found or choice({str(one.label): one for one in members}, said)


def read_place(said: str) -> str:
    """The code of a place that a cell names by its code or by its name; Refused for no such name, and for two of it."""
    if not said or is_code(said):
        return said
    found = list(standing().filter(name=said).values_list("code", flat=True)[:2])
    if not found:
        sentence = _("There is no place called “%(name)s”. Write its code.")
        raise Refused(sentence % {"name": said}, code="place")
    if len(found) > 1:
        sentence = _("Several places are called “%(name)s”. Write the code.")
        raise Refused(sentence % {"name": said}, code="place")
    return str(found[0])


def find_above(name: str, place: str, day: date, **more: Any) -> Organisation | None:
    """The organisation that a row stands below, by name at the place or the nearest around it; none where none is named."""
    if not name:
        return None
    around = [*ancestors(place), place] if is_code(place) else []
    rows = Organisation.objects.filter(in_force(day), name=name, place__in=around, **more)
    found = rows.order_by("-place", "id").first()
    if found is None:
        sentence = _("There is no “%(name)s” at this place or above it. Enter it first.")
        raise Refused(sentence % {"name": name}, code="parent")
    return found


def phone_doubts(cells: Cells) -> tuple[str, ...]:
    """What of a telephone cell was left out, in a sentence: a doubtful number never keeps a row from being taken."""
    phone = read_phone_cell(cells["telephone"])
    if not phone.remark:
        return ()
    sentence = (
        _("Of the telephone “%(cell)s” only %(number)s was taken.")
        if phone.number
        else _("The telephone “%(cell)s” was not taken.")
    )
    return (sentence % {"cell": phone.remark, "number": phone.number},)


def list_columns(fields: Sequence[Field]) -> str:
    """The headings of a file, for `--help`."""
    return ", ".join(f"{one.zh} ({one.en})" for one in fields)

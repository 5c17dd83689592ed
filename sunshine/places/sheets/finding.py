"""What the words of a cell mean: one of the desk's words, a place, an organisation."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from sunshine.lib.division import ancestors, is_code
from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.places.queries import locator, standing
from sunshine.places.queries.naming import place_words
from sunshine.places.sheets.reading import choice

Word = TypeVar("Word", bound=TextChoices)


def plain_words(text: str) -> str:
    """A name without spaces and with brackets of one width: people type 供水公司(演示) and 供水公司（演示） alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())


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


def same_place(said: str) -> str:
    """What tells two places apart, whether a cell names one by its code or by its name; any words where it is unknown."""
    try:
        return read_place(said)
    except Refused:
        return plain_words(said)


def spoken_place(code: str) -> str:
    """What a place is called, from the map in memory."""
    return place_words(code, locator().names)


def find_unclosed(day: date) -> QuerySet[Organisation]:
    """The organisations that are not closed on a day; the first day of one may lie ahead."""
    rows = Organisation.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return rows.order_by(F("valid_to").desc(nulls_first=True), "id")


def of_name(rows: QuerySet[Organisation], name: str) -> list[Organisation]:
    """Those of exactly this name; where there are none, those of a name that only spaces and widths tell apart."""
    if exact := list(rows.filter(Q(name=name) | Q(name_en=name))):
        return exact
    wanted = plain_words(name)
    near = [
        pk
        for pk, *names in rows.values_list("pk", "name", "name_en")
        if wanted in map(plain_words, filter(None, names))
    ]
    return list(rows.filter(pk__in=near)) if near else []


def find_above(name: str, place: str, day: date, **more: Any) -> Organisation | None:
    """The organisation that a row stands below, by name at the place or the nearest around it; none where none is named."""
    if not name:
        return None
    around = [*ancestors(place), place] if is_code(place) else []
    rows = find_unclosed(day).filter(place__in=around, **more)
    found = sorted(of_name(rows, name), key=lambda row: (-len(row.place), row.pk))
    if standing_ones := [row for row in found if row.valid_from <= day]:
        return standing_ones[0]
    if found:
        raise not_yet(found[0])
    sentence = _("There is no “%(name)s” at this place or above it. Enter it first.")
    raise Refused(sentence % {"name": name}, code="parent")


def find_elsewhere(name: str, day: date) -> Organisation | None:
    """An organisation of this name, wherever it is."""
    return next(iter(of_name(Organisation.objects.filter(in_force(day)), name)), None)


def not_yet(row: Organisation) -> Refused:
    """That an organisation is there, and opens later."""
    sentence = _(
        "The first day of “%(name)s” is %(day)s: it is not open yet. Write that day as the first day here, or a later one."
    )
    return Refused(sentence % {"name": row.spoken, "day": row.valid_from.isoformat()}, code="not_yet")

"""What the desk is shown while it takes down a call: danger, likely kinds, what is open that looks alike, and in the house."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sunshine.cases.actions import whereabouts
from sunshine.cases.forms.where import key_of, offer_places
from sunshine.cases.queries import catalogue, emergency_words
from sunshine.cases.queries.duplicates import open_in, told_already
from sunshine.cases.rules import Report
from sunshine.desk.door import DeskUser
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.people.queries import reach as reach_of
from sunshine.people.rules import may
from sunshine.places.queries import Located, locator
from sunshine.places.states import Certainty

LONGEST = 5000
"""Characters of what is typed that are compared."""


def hints_of(told: Mapping[str, str], who: DeskUser) -> dict[str, Any]:
    """What can be said of a report that is being typed; that there is nothing like it only when that was asked (`look`)."""
    text = told.get("text", "")[:LONGEST]
    found: dict[str, Any] = {
        "emergency": emergency_words(text),
        "categories": catalogue().suggest(text, who.on),
    }
    if reach_of(who.officer, who.on).anywhere("receive"):
        found |= _open(told, text, who)
    return {**found, "nothing": found.get("nothing", "") if "look" in told else ""}


def _open(told: Mapping[str, str], text: str, who: DeskUser) -> dict[str, Any]:
    location, chosen = told.get("location", "")[:200], told.get("which", "")
    key = key_of(chosen)
    place = key if isinstance(key, str) else told.get("place") or None
    try:
        where = whereabouts(
            Report(text, location=location, place=place, building=key if isinstance(key, int) else None)
        )
    except Refused as refusal:
        return {"nothing": str(refusal)}
    return {**_meant(where, chosen, location), **_alike(told, text, where, who)}


def _meant(where: Located, chosen: str, location: str) -> dict[str, Any]:
    """What the words of a place are taken for, and the places that they may mean."""
    book = locator()
    which = offer_places(book, where.choices, chosen)
    if key_of(chosen) is not None or where.why["by"] != "text":
        return {"which": which}
    if where.certainty == Certainty.UNKNOWN:
        return {"which": which, "unsure": bool(location.strip())}
    place = where.place if where.building is None else where.building
    return {"which": which, "understood": book.words_of(place)}


def _alike(told: Mapping[str, str], text: str, where: Located, who: DeskUser) -> dict[str, Any]:
    if not text.strip():
        return {"nothing": _("First write down what it is about, then look.")}
    words = "\n".join(filter(None, [text, told.get("location", "")[:200]]))
    found = told_already(words, place=where.place, officer=who.officer, on=who.on, at=who.at)
    return {
        "alike": [(row, _mine(row.case, who)) for row in found],
        "nothing": "" if found else _nothing(where.place),
        **_in_house(told, where.building, who),
    }


def _nothing(place: str) -> str:
    if len(place) < Level.COMMUNITY:
        return _("First say in which community it is, then look.")
    return _("Nothing that is open seems to be the same matter. Take it down as a new one.")


def _mine(case: Any, who: DeskUser) -> bool:
    """Whether who takes the call may link reports of this one's holder and place."""
    return may(who.officer, "merge", place=case.place, organisation=case.holder_id, on=who.on)


def _in_house(told: Mapping[str, str], building: int | None, who: DeskUser) -> dict[str, int]:
    if building is None:
        return {}
    floor = told.get("floor", "")
    known = int(floor) if floor.isascii() and floor.isdecimal() and len(floor) <= 2 else None
    everywhere, on_floor = open_in(building, known, officer=who.officer, on=who.on)
    return {"open_here": everywhere, "open_on_floor": on_floor}

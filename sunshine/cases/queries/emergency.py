"""What the words of a report ask for, whatever the door: danger and 110, 119 or 120; complaints about staff; secrecy.

Lists of words, and beside them tables of weights trained on sentences (`tools/words.py`): the lists are sure of few ways to say it,
the tables tell now from past, question, drill and figure of speech.
"""

from functools import lru_cache
from importlib import resources
from typing import Any

from sunshine.cases.models import Category
from sunshine.cases.states import Urgency
from sunshine.lib.grams import Weights, unpack_table
from sunshine.tables.loading import read_shipped

NUMBERS = ("110", "119", "120")


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    return read_shipped("sunshine.cases", "emergency")


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((word, number) for number, words in _settings()["numbers"].items() for word in words)


@lru_cache(maxsize=8)
def _table(name: str) -> Weights:
    return unpack_table((resources.files("sunshine.cases") / "data" / f"{name}.weights.gz").read_bytes())


def _score(text: str) -> float:
    return _table("danger").score(text, fade=_settings()["danger"]["fade"])


def listed_words(text: str) -> list[tuple[str, str]]:
    """(word, number to call) of the words of the shipped list in a text, in the list's order; none when the table is sure
    that nobody is in danger now."""
    lower, bars = text.lower(), _settings()["danger"]
    listed = [(word, number) for word, number in _words() if word in lower]
    asked = listed and len(text.strip()) >= bars["shortest"]
    return [] if asked and _score(text) <= bars["listed"] else listed


def emergency_words(text: str) -> list[tuple[str, str]]:
    """(word, number to call) of a text that says somebody is in danger now.

    Where no word of the list stands in it, the words that weigh most, with each number that may be the right one.
    """
    lower, bars, table = text.lower(), _settings()["danger"], _table("danger")
    if any(word in lower for word, _number in _words()):
        return listed_words(text)
    if len(text.strip()) < bars["shortest"] or _score(text) <= bars["above"]:
        return []
    word = table.explain(text, most=1)[0]
    return [(word, number) for number in _to_call(table.find_strongest(text), bars["clear"])]


def _to_call(piece: str, clear: float) -> list[str]:
    """The likeliest number first, and each that is nearly as likely."""
    scores = {number: _table(f"call-{number}").score(piece) for number in NUMBERS}
    best = max(scores.values())
    return sorted(
        (number for number in NUMBERS if scores[number] > best - clear), key=lambda number: -scores[number]
    )


def says_danger(text: str, kind: Category | None) -> bool:
    """Whether a report is of danger to life: its words say so, or its kind is one of life and safety."""
    return bool(emergency_words(text)) or (kind is not None and kind.urgency == Urgency.CRITICAL)


def says_staff(text: str, *, listed: bool = False) -> bool:
    """Whether a text complains about staff; `listed` says that words of such a category stand in it, which asks for less."""
    bars = _settings()["staff"]
    if len(text.strip()) < bars["shortest"]:
        return listed
    return _table("staff").score(text, fade=bars["fade"]) > bars["listed" if listed else "above"]


def says_rather_danger(text: str) -> bool:
    """Of a text that says danger and complains about staff: whether danger comes first, so that somebody comes at once."""
    lower, bars = text.lower(), _settings()
    if any(word in lower for word, _number in _words()):
        return True
    staff = _table("staff").score(text, fade=bars["staff"]["fade"]) - bars["staff"]["above"]
    return _score(text) - bars["danger"]["above"] > staff + bars["staff"]["lead"]


def asks_secrecy(text: str) -> bool:
    """Whether whoever tells it asks that their name stays secret."""
    plain, words = text.lower(), _settings()["secret"]
    for other in words["otherwise"]:
        plain = plain.replace(other, " ")
    return any(word in plain for word in words["words"])

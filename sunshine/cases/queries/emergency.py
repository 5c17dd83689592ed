"""Emergency words: a report must never stand between somebody and 110, 119 or 120."""

import tomllib
from functools import lru_cache
from importlib import resources

from sunshine.cases.models import Category
from sunshine.cases.states import Urgency


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, str], ...]:
    raw = (resources.files("sunshine.cases") / "data" / "emergency.toml").read_text(encoding="utf-8")
    return tuple((word, number) for number, words in tomllib.loads(raw)["numbers"].items() for word in words)


def emergency_words(text: str) -> list[tuple[str, str]]:
    """(word, number to call) for each emergency word in a text, in the order of the shipped list."""
    lower = text.lower()
    return [(word, number) for word, number in _words() if word in lower]


def says_danger(text: str, kind: Category | None) -> bool:
    """Whether a report is of danger to life: its words say so, or its kind is one of life and safety."""
    return bool(emergency_words(text)) or (kind is not None and kind.urgency == Urgency.CRITICAL)

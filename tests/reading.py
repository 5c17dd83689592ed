"""What somebody reads of a page, however the lines of its template end."""

from typing import Any


def words_of(part: Any) -> str:
    """The text of an element as a browser shows it: white space of any length is one space."""
    return " ".join(part.get_text().split())

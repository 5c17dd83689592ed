"""Search words: Chinese text cut into words, so that PostgreSQL's `simple` configuration can index them."""

import re

from sunshine.lib import segments

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w")
INDEXED_MOST = 2000


def index_words(*texts: str) -> str:
    """The words of texts, separated by spaces, longer words also by the shorter words within them.

    So a two-character query finds them too.
    """
    found: dict[str, None] = {}
    for word in segments.search_words(_SPACE.sub(" ", " ".join(texts))[:INDEXED_MOST]):
        if _WORD.search(word):
            found[word.lower()] = None
    return " ".join(found)


def query_words(text: str) -> str:
    """The words of a search, all of which must stand in the text, in `to_tsquery` form; empty when there are none."""
    words = [word.lower() for word in segments.search_words(text[:200]) if _WORD.search(word)]
    return " & ".join("'" + word.replace("'", "").replace("\\", "") + "'" for word in words)

"""Where a matter may be whose place is not sure: what its words and its point say, to choose from."""

from sunshine.cases.models import Case
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.places.queries import locator
from sunshine.places.states import Certainty

UNSURE = frozenset({Certainty.UNKNOWN, Certainty.COARSE})


def places_meant(case: Case, location: str, text: str) -> tuple[int | str, ...]:
    """Return keys of buildings and codes of divisions that the words of a matter may mean; none where its place is sure."""
    if case.certainty not in UNSURE:
        return ()
    book, words = locator(), location.strip() or text
    if case.lon is None or case.lat is None:
        return book.at_text(words, within=case.place or None).choices
    try:
        return book.at_point_and_text(case.lon, case.lat, words).choices
    except Refused:  # the map was drawn anew since
        return ()


def lies_in(key: int | str, lon: float | None, lat: float | None) -> bool:
    """Whether a point lies in a division, or in the community of a building."""
    book = locator()
    if lon is None or lat is None or (isinstance(key, int) and key not in book.buildings):
        return False
    code = book.buildings[key][0][: Level.COMMUNITY] if isinstance(key, int) else key
    try:
        return book.at_point(lon, lat).place.startswith(code)
    except Refused:  # outside the county
        return False

"""What a place is called where it stands alone: a grid is the first or the second of its community only."""

from collections.abc import Mapping

from sunshine.lib.division import Level
from sunshine.people.states import pick_words


def place_words(code: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """Community and grid of a code, from the map in memory; a street or the county says its own name."""
    sizes = (Level.COMMUNITY, Level.GRID)
    parts = [names[code[:size]] for size in sizes if len(code) >= size and code[:size] in names]
    parts = parts or ([names[code]] if code in names else [])
    return " ".join(pick_words(part["name"], part["name_en"]) for part in parts) or code

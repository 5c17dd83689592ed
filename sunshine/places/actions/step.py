"""What every change of the map has: its lock, and the public part of its entry."""

import uuid
from typing import Any

from django.db.models import F

from sunshine.lib.division import Level, at_level
from sunshine.places.models import Building, MapVersion, Place


def change_map() -> None:
    """Tell every process to load the map anew. Called first: its row is the lock of all changes of the map."""
    MapVersion.objects.filter(pk=1).update(version=F("version") + 1, stamp=uuid.uuid4())


def public_part(row: Place | Building) -> dict[str, Any]:
    """What the entry of a step says in public: what is finer than a community only as a commitment."""
    code = row.code if isinstance(row, Place) else row.grid_id
    return {"public": {"community": at_level(code, Level.COMMUNITY)}, "hidden": len(code) == Level.GRID}

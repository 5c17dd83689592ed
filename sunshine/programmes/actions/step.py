"""What the steps of this room say in public."""

from typing import Any

from sunshine.people.models import Organisation
from sunshine.people.rules import public_name


def public_part(place: str, owner: Organisation) -> dict[str, Any]:
    """The public part of a step of the line: the community and the party organisation that carries it."""
    return {"community": place if len(place) == 12 else "", "organisation": public_name(owner)}

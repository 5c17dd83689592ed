"""The invented people who offered themselves, as other stories ask for them."""

from dataclasses import dataclass, field

from sunshine.record.states import Actor
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import helper_actor


@dataclass
class Helpers:
    """Those who offered themselves, by chosen name, and by community those who may be asked for a wish."""

    found: dict[str, Volunteer] = field(default_factory=dict)
    named: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """By community: name and grid of the branch (0: none, in the team only)."""

    def by(self, name: str) -> Actor:
        """That person, by their own link."""
        return helper_actor(self.found[name])

    def of_team(self, community: int) -> list[str]:
        """Names of the community's volunteer team."""
        return [name for name, grid in self.named[community] if grid != 1]

    def of_branch(self, community: int) -> list[str]:
        """Names of the branch of the first grid, which a leader leads."""
        return [name for name, grid in self.named[community] if grid == 1]

"""What all stories share: the street, those who work and help in it, and how much of its half year is told."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sunshine.demo.helping import Helpers
from sunshine.demo.line import PartyLine
from sunshine.demo.staff import Staff
from sunshine.demo.stage import StoryStage
from sunshine.demo.town import DemoTown
from sunshine.demo.words import DemoWords

SEED = 20261123
WHOLE = 400
"""The matters of which the courses hold so many each."""


@dataclass(frozen=True)
class Street:
    """The invented street before anything happened in it."""

    town: DemoTown
    tree: PartyLine
    staff: Staff
    founded: datetime


class Village:
    """A street as stories find it; `amount` and `share` say how much of each is told (see `loading.load`)."""

    def __init__(self, street: Street, at: datetime, *, amount: int = WHOLE, share: float = 1) -> None:
        self.town, self.line, self.staff, self.since = street.town, street.tree, street.staff, street.founded
        self.at, self.amount, self.share = at, amount, share
        self.helpers = Helpers()
        self.stage = self.new_stage()
        """The stage of the line's rooms, which take turns at one chance."""

    def new_stage(self) -> StoryStage:
        """A stage with a chance of its own: who tells by it changes nothing in what others tell."""
        chance = Random(SEED)  # noqa: S311 - invented data want the same chance each time
        about = {key: row.pk for key, row in self.staff.organisations.items()}
        return StoryStage(self.staff, DemoWords(self.town, about, chance), chance, self.at)

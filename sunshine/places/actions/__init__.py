"""The only ways to change places, buildings and duties: each one transaction with exactly one entry."""

from sunshine.places.actions.buildings import add_building, change_building, move_building, retire_building
from sunshine.places.actions.divisions import add_place, change_place, rename, retire_place, set_boundary
from sunshine.places.actions.duties import end_duty, set_duty

__all__ = [
    "add_building",
    "add_place",
    "change_building",
    "change_place",
    "end_duty",
    "move_building",
    "rename",
    "retire_building",
    "retire_place",
    "set_boundary",
    "set_duty",
]

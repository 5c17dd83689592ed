"""The tables of the desk, in groups, as the page of tables shows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.desk.tables.core import DeskTable, RowAction
from sunshine.desk.tables.ground import BUILDINGS, PLACES, ROSTER
from sunshine.desk.tables.handling import NUMBERS, REASONS, RUNGS
from sunshine.desk.tables.line import CHARACTERS, INDICATORS, TOPICS
from sunshine.desk.tables.messages import MESSAGES
from sunshine.desk.tables.posts import POST_KINDS
from sunshine.desk.tables.rules import CATEGORIES, DAYS, DUTIES, HOURS, POLICIES, ROUTES
from sunshine.desk.tables.services import SERVICES
from sunshine.desk.tables.skills import SKILLS
from sunshine.desk.tables.staff import ORGANISATIONS, POSTS, STAFF
from sunshine.desk.tables.wishes import WISH_KINDS

GROUPS: list[tuple[Any, list[DeskTable]]] = [
    (_("Grids"), [PLACES, BUILDINGS, ROSTER]),
    (_("What goes where"), [CATEGORIES, DUTIES, ROUTES]),
    (_("Services"), [SERVICES]),
    (_("Posts and wishes"), [SKILLS, POST_KINDS, WISH_KINDS]),
    (_("The line"), [CHARACTERS, INDICATORS, TOPICS]),
    (_("Deadlines"), [POLICIES, DAYS, HOURS]),
    (_("Handling"), [NUMBERS, REASONS, RUNGS]),
    (_("Messages"), [MESSAGES]),
    (_("Offices and staff"), [ORGANISATIONS, STAFF, POSTS]),
]
TABLES = {table.key: table for _title, tables in GROUPS for table in tables}

__all__ = ["GROUPS", "TABLES", "DeskTable", "RowAction"]

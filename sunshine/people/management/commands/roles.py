"""Write the table of posts into the handbook: who may do what, and where."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from sunshine.people.states import GRANTS, LEVELS, SUPERVISING, VERBS, Bound, Role

TARGET = "docs/handbook/roles.md"
WHERE = {Bound.ANYWHERE: "yes", Bound.PLACE: "place", Bound.HOLDER: "own", Bound.BOTH: "own in place"}
LEVEL = {6: "county", 9: "street", 12: "community", 15: "grid"}
HEAD = """# Posts: who may do what

Generated from the table of posts by `sunshine manage roles`; do not edit.

A post is a role over a place, from a day to a day; an officer may hold several. **place**: the matter lies within
the place of the post. **own**: the officer's own organisation holds the matter. **yes**: holding the post is enough.
Matters that complain of staff, fees or gifts exist only for: {supervising}. An auditor holds no other post.
"""


def table() -> str:
    """The handbook page, made from GRANTS and LEVELS alone."""
    with override("en"):
        lines = [HEAD.format(supervising=", ".join(str(role.label) for role in Role if role in SUPERVISING))]
        lines += [
            "| | " + " | ".join(str(role.label) for role in Role) + " |",
            "|---" * (len(Role) + 1) + "|",
        ]
        levels = (", ".join(LEVEL[size] for size in sorted(LEVELS[role])) for role in Role)
        lines.append("| *held over* | " + " | ".join(levels) + " |")
        lines += [
            f"| {verb} | " + " | ".join(_cell(role, verb) for role in Role) + " |" for verb in sorted(VERBS)
        ]
    return "\n".join(lines) + "\n"


def _cell(role: Role, verb: str) -> str:
    held = {grant.bound for grant in GRANTS[role] if grant.verb == verb}
    return " or ".join(word for bound, word in WHERE.items() if bound in held)


class Command(BaseCommand):
    help = "Write the table of posts into the handbook."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or say whether it is as it should be."""
        page = Path(settings.BASE_DIR) / TARGET
        if options["check"]:
            current = page.is_file() and page.read_text(encoding="utf-8") == table()
            self.stdout.write("up to date" if current else "out of date")
            return
        page.write_text(table(), encoding="utf-8")
        self.stdout.write(TARGET)

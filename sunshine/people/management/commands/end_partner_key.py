"""End the key of another system: `sunshine manage end_partner_key NAME`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.people.actions import end_partner_key
from sunshine.people.queries import partner_keys
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "End every key of another system that goes by this name; from now on it opens nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the other system is called")

    def handle(self, *args: Any, **options: Any) -> None:
        """End the keys, or name those there are."""
        rows = partner_keys()
        named = [row for row in rows if row.name == options["name"]]
        if not named:
            known = ", ".join(sorted({row.name for row in rows})) or "—"
            raise CommandError(_("No key in use goes by this name. In use: %(names)s") % {"names": known})
        for row in named:
            end_partner_key(row, by=Actor.system("operator"), at=timezone.now())
        self.stdout.write(_("Keys ended: %(count)s") % {"count": len(named)})

"""Take over a year's holiday notice from a file."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sunshine.clocks.actions import import_calendar, try_change
from sunshine.clocks.sheets import read_calendar
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Take over a year's holidays and make-up working days from a csv, Excel or TOML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--preview", action="store_true", help="only say how many deadlines would move")
        parser.add_argument("--leave", action="store_true", help="let running deadlines stay as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            year, source, days = read_calendar(path.read_bytes(), path.name)
            by, at = Actor.system("operator"), timezone.now()
            take = partial(import_calendar, year, days, source, by=by, at=at, follow=not options["leave"])
            spanned = try_change(take)
            if not options["preview"]:
                take()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if not options["preview"]:
            self.stdout.write(f"{year}: {len(days)} days are in the calendar.")
        if spanned or options["preview"]:
            self.stdout.write(f"{spanned} running deadlines run over new days off and follow them.")

"""Take over a year's holiday notice from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sunshine.clocks.actions import import_calendar
from sunshine.clocks.sheets import read_calendar
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Take over a year's holidays and make-up working days from a csv, Excel or TOML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            year, source, days = read_calendar(path.read_bytes(), path.name)
            import_calendar(year, days, source, by=Actor.system("operator"), at=timezone.now())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{year}: {len(days)} days are in the calendar.")

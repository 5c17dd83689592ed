"""Take over a year's holidays from the library chinesecalendar."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sunshine.clocks.actions import import_calendar
from sunshine.clocks.sheets import seed_calendar
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Take over a year's holidays and make-up working days as the library chinesecalendar knows them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            year, source, days = seed_calendar(options["year"])
            import_calendar(year, days, source, by=Actor.system("operator"), at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{year}: {len(days)} days are in the calendar.")

"""Bring the shipped deadlines, office hours and calendars."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.clocks.actions import load_defaults


class Command(BaseCommand):
    help = "Bring the shipped deadlines, office hours and calendars where there are none; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_defaults(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{new} rules are new.")

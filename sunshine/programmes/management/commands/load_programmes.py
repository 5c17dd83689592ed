"""Bring the shipped characters and definitions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.programmes.actions import load_line
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = (
        "Bring the nine characters, the definitions and their topics where there are none; safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_line(by=Actor.system("shipped"), at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{new} characters, definitions and topics are new.")

"""Bring the shipped kinds of matter."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.cases.actions import load_catalogue
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Bring the shipped kinds of matter and the duty list where there are none; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_catalogue(by=Actor.system("shipped"), at=timezone.now(), place=settings.COUNTY)
        if options["verbosity"]:
            self.stdout.write(f"{new} kinds of matter are new.")

"""Bring the shipped templates of messages."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.notices.actions import load_templates


class Command(BaseCommand):
    help = "Bring the shipped templates of messages where there are none; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_templates(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{new} templates are new.")

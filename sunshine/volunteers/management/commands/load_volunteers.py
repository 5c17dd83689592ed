"""Bring the shipped skills."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.record.states import Actor
from sunshine.volunteers.actions import load_skills


class Command(BaseCommand):
    help = "Bring the shipped skills where there are none; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_skills(by=Actor.system("shipped"), at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{new} skills are new.")

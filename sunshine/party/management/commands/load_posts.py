"""Bring the shipped kinds of post."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.party.actions.post_kinds import load_post_kinds
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Bring the shipped kinds of post where there are none; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_post_kinds(by=Actor.system("shipped"), at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{new} kinds of post are new.")

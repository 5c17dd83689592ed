"""Bring the shipped kinds of wishes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.party.actions.wish_kinds import load_wish_kinds
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Bring the shipped kinds of wishes where there are none; safe to run again. Skills come before."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_wish_kinds(by=Actor.system("shipped"), at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{new} kinds of wishes are new.")

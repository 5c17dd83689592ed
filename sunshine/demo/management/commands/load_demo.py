"""Bring the invented data of the demonstration as of now: what `sunshine demo` does before it serves."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.demo.loading import load


class Command(BaseCommand):
    help = "Load the invented data of the demonstration into an empty county; use `sunshine demo`, which serves it on this machine."

    def handle(self, *args: Any, **options: Any) -> None:
        load(at=timezone.now())

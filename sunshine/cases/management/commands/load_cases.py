"""Bring the shipped kinds of matter and services."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from sunshine.cases.actions import load_catalogue, load_handling, load_services
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Bring the shipped kinds of matter, duty list, services and rules of handling that are missing; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        by, at = Actor.system("shipped"), timezone.now()
        new = load_catalogue(by=by, at=at, place=settings.COUNTY)
        services = load_services(by=by, at=at, place=settings.COUNTY)
        rules = load_handling(by=by, at=at, place=settings.COUNTY)
        if options["verbosity"]:
            self.stdout.write(
                f"{new} kinds of matter, {services} services and {rules} rules of handling are new."
            )

"""Make a key for another system."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sunshine.people.actions import create_partner_key
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Make a key with which another system may report (Open311); it is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the other system is called")

    def handle(self, *args: Any, **options: Any) -> None:
        _, secret = create_partner_key(name=options["name"], by=Actor.system("operator"), at=timezone.now())
        self.stdout.write(secret)

"""Make the first county administrator, or let a locked-out one in again: `sunshine manage administrator NAME`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.lib.refusals import Refused
from sunshine.people.actions import appoint_administrator
from sunshine.people.forms import LOG_IN_NAME
from sunshine.people.rules import needs_second_factor
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Make a county administrator, or give one a new one-time password. Prints the password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="区县管理员", help="the person's name")
        parser.add_argument(
            "--second-factor",
            action="store_true",
            help="the phone is lost: take away the second factor too; the next log-in sets up a new one",
        )
        parser.add_argument(
            "--organisation", default="县（市、区）人民政府", help="if there is no county government yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Call the action, print the password, or fail with one sentence."""
        told = {name: options[name] for name in ("username", "name", "organisation", "second_factor")}
        try:
            LOG_IN_NAME(told["username"])
            officer, secret = appoint_administrator(**told, by=Actor.system("operator"), at=timezone.now())
        except (Refused, ValidationError) as error:
            raise CommandError(str(error.message if isinstance(error, ValidationError) else error)) from None
        said = {"username": officer.username, "password": secret}
        self.stdout.write(_("Log-in name %(username)s, one-time password %(password)s") % said)
        if needs_second_factor(officer, on=timezone.localdate()):
            self.stdout.write(
                _(
                    "The first log-in asks for a new password and then for a second factor: "
                    "have a phone with an authenticator app at hand."
                )
            )

"""Erase what a closed matter says, because a person asks for it: `sunshine manage forget NUMBER --why "…"`."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sunshine.lib.numbers import parse_case_number
from sunshine.lib.refusals import Refused
from sunshine.matters.models import Matter
from sunshine.matters.queries.kinds import kinds_of_matters
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Erase, for good, text, photos, messages and contacts of a closed request or wish. Dates and kind stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="the number of the matter")
        parser.add_argument(
            "--why", required=True, help="who asks for it and on what ground; kept under seal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Call the action, or fail with one sentence."""
        matter = _matter(options["number"])
        told: dict[str, Any] = {
            "by": Actor.system("operator"),
            "at": timezone.now(),
            "why": options["why"],
        }
        forget: Any = import_string(f"{apps.get_app_config(matter._meta.app_label).name}.actions.forget")
        try:
            forget(matter, **told)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_("%(number)s has been erased.") % {"number": matter.number})


def _matter(number: str) -> Matter:
    """The matter of a number, of whatever kind; no two share one."""
    try:
        wanted = parse_case_number(number)
    except ValueError:
        raise CommandError(_("This is not the number of a report. Please check it.")) from None
    for kind in kinds_of_matters():
        found = kind._default_manager.select_related("holder", "contact", "for_person").filter(number=wanted)
        if (matter := found.first()) is not None:
            return matter
    raise CommandError(_("There is no report with this number."))

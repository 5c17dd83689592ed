"""Bring the shipped rule tables: `sunshine manage load_tables [NAME…]`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sunshine.cases.actions import load_catalogue, load_handling
from sunshine.clocks.actions import load_defaults
from sunshine.notices.actions import load_templates
from sunshine.posts.actions.kinds import load_post_kinds
from sunshine.programmes.actions import load_line
from sunshine.record.states import Actor
from sunshine.services.actions import load_services
from sunshine.volunteers.actions import load_skills
from sunshine.wishes.actions.kinds import load_wish_kinds

LOADERS: dict[str, Callable[[Actor, datetime, str], int]] = {
    "clocks": lambda _by, at, _place: load_defaults(at),
    "templates": lambda _by, at, _place: load_templates(at=at),
    "categories": lambda by, at, place: load_catalogue(by=by, at=at, place=place),
    "services": lambda by, at, place: load_services(by=by, at=at, place=place),
    "handling": lambda by, at, place: load_handling(by=by, at=at, place=place),
    "skills": lambda by, at, _place: load_skills(by=by, at=at),
    "wish_kinds": lambda by, at, _place: load_wish_kinds(by=by, at=at),
    "post_kinds": lambda by, at, _place: load_post_kinds(by=by, at=at),
    "line": lambda by, at, _place: load_line(by=by, at=at),
}
"""In the order in which they need each other: kinds of matter name policies, kinds of wishes and posts name skills."""


class Command(BaseCommand):
    help = "Bring the shipped rule tables where there are none; what the county changed stays, so it is safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(LOADERS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["names"]) - set(LOADERS))
        if unknown:
            raise CommandError(f"There is no table {', '.join(unknown)}; there are {', '.join(LOADERS)}.")
        by, at = Actor.system("shipped"), timezone.now()
        for name, load in LOADERS.items():
            if not options["names"] or name in options["names"]:
                new = load(by, at, settings.COUNTY)
                if options["verbosity"]:
                    self.stdout.write(f"{name}: {new} new")

"""Read a ledger of requests: `sunshine import requests FILE`."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.sheets import DEFAULT, FIELDS, Mapping, choose, import_requests, read_mapping, undo_batch
from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.places.management.filing import ImportCommand, shown
from sunshine.places.sheets.report import Progress, SheetReport
from sunshine.record.states import Actor, ActorKind


class Command(ImportCommand):
    help = (
        "Read requests from a 12345 ledger or mailbox (.xlsx, .xls, .et, .ods, .csv). "
        f"Columns are taken as one of these fields: {', '.join(FIELDS)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--source", default="12345", help="name of the ledger; its numbers are known by it"
        )
        parser.add_argument("--organisation", help="name of the importing organisation (default: the county)")
        parser.add_argument(
            "--community", default="", metavar="CODE", help="whose ledger it is where a row names no place"
        )
        parser.add_argument(
            "--mapping", type=Path, help="TOML file that names the columns beside those we know"
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="what a column is (may be repeated)",
        )
        parser.add_argument(
            "--ignore",
            action="append",
            default=[],
            metavar="COLUMN",
            help="leave a column out (may be repeated)",
        )
        parser.add_argument(
            "--preview", action="store_true", help="say what would become of each row, write nothing"
        )
        parser.add_argument(
            "--undo", metavar="BATCH", help="take an import back, without FILE: what nobody has touched"
        )
        parser.add_argument("--why", default="", help="why it is taken back; kept with each matter")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import a file, or take an import back."""
        if options["undo"]:
            self.undo(**options)
        elif options["file"] is None:
            raise CommandError(_("Which file shall be read?"))
        else:
            super().handle(*args, **options)

    def undo(self, **options: Any) -> None:
        """Take back what nobody has touched of an import; name what stays. Fails with one sentence."""
        try:
            with shown() as progress:
                report = undo_batch(
                    options["undo"],
                    by=_importer(options),
                    at=timezone.now(),
                    why=options["why"],
                    progress=progress,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for line in report.rejected:
            self.stdout.write(f"{line.about}\t{line.sentence}")
        self.stdout.write(_("%(count)s matters taken back.") % {"count": report.accepted})

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        return import_requests(
            file, file.name, source=options["source"], by=_importer(options),
            at=at, mapping=_mapping(options), community=options["community"], progress=progress,
            preview=options["preview"],
        )  # fmt: skip


def _importer(options: dict[str, Any]) -> Actor:
    office = _office(options["organisation"])
    return Actor(ActorKind.SYSTEM, "import", office.pk, office.name)


def _mapping(options: dict[str, Any]) -> Mapping:
    """The shipped columns, those of the file, and what was said beside it, the last word first."""
    file = options["mapping"]
    mapping = read_mapping(file.read_text(encoding="utf-8")) if file else DEFAULT
    return choose(mapping, maps=options["map"], ignored=options["ignore"])


def _office(name: str | None) -> Organisation:
    """The organisation whose tray takes what has no place."""
    if name:
        found = Organisation.objects.filter(name=name, valid_to__isnull=True).first()
        if found is None:
            raise CommandError(_("There is no organisation named “%(name)s”.") % {"name": name})
        return found
    dispatcher = directory().dispatcher(settings.COUNTY, timezone.localdate())
    if dispatcher is None:
        raise CommandError(
            _("There is no organisation yet that could take the rows. Add the county's first.")
        )
    return dispatcher

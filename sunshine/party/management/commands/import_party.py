"""Read the party tree from a sheet: `sunshine import party FILE`."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.party.sheets.bodies import import_bodies
from sunshine.places.management.filing import WHO, ImportCommand
from sunshine.places.sheets.report import Progress, Report


class Command(ImportCommand):
    help = "Read party organisations (name, kind, place, stands below, term, contact) from .xlsx, .xls, .et or .csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--preview", action="store_true", help="say what would become of each row, write nothing"
        )

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> Report:
        return import_bodies(file, file.name, by=WHO, at=at, progress=progress, preview=options["preview"])

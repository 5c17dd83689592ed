"""Read places from a sheet: `sunshine import places FILE`."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from sunshine.places.actions import add_place
from sunshine.places.management.filing import WHO, ImportCommand
from sunshine.places.models import Place
from sunshine.places.sheets import SheetReport, import_places
from sunshine.places.sheets.report import Progress


class Command(ImportCommand):
    help = (
        "Read places (code, name, …) from .xlsx, .xls, .et or .csv; parents may stand below their children."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--county-name", default=settings.COUNTY, help="name of the county, if it is new")

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        """The county itself is rarely in such a sheet, so it is entered when it is missing."""
        if not Place.objects.filter(code=settings.COUNTY).exists():
            add_place(code=settings.COUNTY, name=options["county_name"], by=WHO, at=at)
        return import_places(file, file.name, by=WHO, at=at, progress=progress)

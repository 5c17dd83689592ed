"""Draw boundaries from GeoJSON: `sunshine import boundaries FILE`."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.places.management.filing import WHO, ImportCommand
from sunshine.places.sheets import SheetReport, import_boundaries
from sunshine.places.sheets.report import Progress


class Command(ImportCommand):
    help = "Draw the boundary of each feature whose code is known; the file is GeoJSON in longitude and latitude."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--crs", choices=["wgs84", "cgcs2000", "gcj02", "bd09"], default="wgs84")

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        return import_boundaries(file.read_bytes(), by=WHO, at=at, crs=options["crs"], progress=progress)

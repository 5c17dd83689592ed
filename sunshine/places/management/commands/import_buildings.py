"""Read buildings from a sheet: `sunshine import buildings FILE`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.places.management.filing import WHO, ImportCommand
from sunshine.places.sheets import SheetReport, import_buildings
from sunshine.places.sheets.report import Progress


class Command(ImportCommand):
    help = "Read buildings (grid, name, aliases, address, point) from .xlsx, .xls, .et or .csv."

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        return import_buildings(file, file.name, by=WHO, at=at, progress=progress)

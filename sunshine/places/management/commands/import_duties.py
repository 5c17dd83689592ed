"""Read duties from a sheet: `sunshine import duties FILE`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.places.management.filing import WHO, ImportCommand
from sunshine.places.sheets import SheetReport, import_duties
from sunshine.places.sheets.report import Progress


class Command(ImportCommand):
    help = (
        "Read who answers for which grid (grid, name, telephone, role, from) from .xlsx, .xls, .et or .csv."
    )

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        return import_duties(file, file.name, by=WHO, at=at, progress=progress)

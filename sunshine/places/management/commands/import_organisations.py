"""Read organisations from a sheet: `sunshine import organisations FILE`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.places.management.filing import WHO, PreviewedCommand
from sunshine.places.sheets.organisations import ORGANISATIONS, enter_organisations
from sunshine.places.sheets.report import Progress, SheetReport
from sunshine.places.sheets.tables import list_columns, table_rows


class Command(PreviewedCommand):
    help = f"Read organisations from .xlsx, .xls, .et or .csv. Columns: {list_columns(ORGANISATIONS)}."

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        rows = table_rows(file, file.name, ORGANISATIONS)
        return enter_organisations(rows, by=WHO, at=at, progress=progress, preview=options["preview"])

"""Read the communities' duty list from a sheet: `sunshine import duty_list FILE`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.cases.sheets.duty_list import DUTY_LIST, enter_duty_list
from sunshine.places.management.filing import WHO, PreviewedCommand
from sunshine.places.sheets.report import Progress, SheetReport
from sunshine.places.sheets.tables import list_columns, table_rows


class Command(PreviewedCommand):
    help = (
        "Read lines of the communities' duty list from .xlsx, .xls, .et or .csv. "
        f"Columns: {list_columns(DUTY_LIST)}."
    )

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        rows = table_rows(file, file.name, DUTY_LIST)
        return enter_duty_list(rows, by=WHO, at=at, progress=progress, preview=options["preview"])

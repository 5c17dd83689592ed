"""Read accounts of staff from a sheet: `sunshine import staff FILE`. Each one-time password is printed once."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.people.models import Officer
from sunshine.places.management.filing import WHO, PreviewedCommand
from sunshine.places.sheets.report import Progress, SheetReport
from sunshine.places.sheets.staff import STAFF, enter_staff
from sunshine.places.sheets.tables import list_columns, table_rows


class Command(PreviewedCommand):
    help = (
        "Read accounts of staff with their posts from .xlsx, .xls, .et or .csv; log-in name, name and one-time password of "
        f"each new one are printed, once. Columns: {list_columns(STAFF)}."
    )

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        return enter_staff(
            table_rows(file, file.name, STAFF),
            by=WHO, at=at, hand=self.hand, progress=progress, preview=options["preview"],
        )  # fmt: skip

    def hand(self, officer: Officer, secret: str) -> None:
        """Print a new account's password at once: an import that breaks off has said those it made."""
        self.stdout.write(f"{officer.username}\t{officer.name}\t{secret}")

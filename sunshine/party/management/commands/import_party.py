"""Read the party tree from a sheet: `sunshine import party FILE`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sunshine.party.sheets.bodies import import_bodies
from sunshine.places.management.filing import WHO, PreviewedCommand
from sunshine.places.sheets.report import Progress, SheetReport


class Command(PreviewedCommand):
    help = "Read party organisations (name, kind, place, stands below, term, contact) from .xlsx, .xls, .et or .csv."

    def read(self, file: Path, at: datetime, progress: Progress, **options: Any) -> SheetReport:
        return import_bodies(file, file.name, by=WHO, at=at, progress=progress, preview=options["preview"])

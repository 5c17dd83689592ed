"""Spreadsheets and maps of this room, in and out: forgiving to read, a report for each row."""

from sunshine.places.sheets.boundaries import import_boundaries
from sunshine.places.sheets.reading import import_buildings, import_duties, import_places
from sunshine.places.sheets.report import ReportLine, RowOutcome, SheetReport
from sunshine.places.sheets.writing import export_buildings, export_duties, export_places

__all__ = [
    "ReportLine",
    "RowOutcome",
    "SheetReport",
    "export_buildings",
    "export_duties",
    "export_places",
    "import_boundaries",
    "import_buildings",
    "import_duties",
    "import_places",
]

"""Write places as a ledger: `sunshine export places FILE`."""

from sunshine.places.management.filing import ExportCommand
from sunshine.places.sheets import export_places


class Command(ExportCommand):
    help = "Write the places at or below a code as an .xlsx ledger that can be read back."
    write = staticmethod(export_places)

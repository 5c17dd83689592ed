"""Write buildings as a ledger: `sunshine export buildings FILE`."""

from sunshine.places.management.filing import ExportCommand
from sunshine.places.sheets import export_buildings


class Command(ExportCommand):
    help = "Write the buildings at or below a code as an .xlsx ledger that can be read back."
    write = staticmethod(export_buildings)

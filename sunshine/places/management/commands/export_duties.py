"""Write duties as a ledger: `sunshine export duties FILE`."""

from sunshine.places.management.filing import ExportCommand
from sunshine.places.sheets import export_duties


class Command(ExportCommand):
    help = "Write the duties at or below a code as an .xlsx ledger that can be read back."
    write = staticmethod(export_duties)

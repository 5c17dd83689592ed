"""Write the party tree as a ledger: `sunshine export party FILE`."""

from sunshine.party.sheets.bodies import export_bodies
from sunshine.places.management.filing import ExportCommand


class Command(ExportCommand):
    help = "Write the party organisations at or below a code as an .xlsx ledger that can be read back."
    write = staticmethod(export_bodies)

"""Write places, buildings and duties as ledgers that can be read back."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from sunshine.lib.ledgers import sheet_bytes
from sunshine.lib.sheets import Column
from sunshine.places.queries import buildings, duties, place, standing
from sunshine.places.sheets.columns import BUILDINGS, DUTIES, PLACES, Field


def export_places(prefix: str, *, on: date) -> bytes:
    """The places standing on a day at or below `prefix`, as an .xlsx ledger."""
    rows = standing(prefix, on).values_list("code", "name", "name_en", "kind", "households", "extent")
    return _ledger(_("Places"), PLACES, rows, prefix, on)


def export_buildings(prefix: str, *, on: date) -> bytes:
    """The standing buildings at or below `prefix`, as an .xlsx ledger."""
    rows = (
        [b.grid_id, b.name, "、".join(b.aliases), b.address, b.external_code, b.households, b.lon, b.lat]
        for b in buildings(prefix)
    )
    return _ledger(_("Buildings"), BUILDINGS, rows, prefix, on)


def export_duties(prefix: str, *, on: date) -> bytes:
    """Who answers on a day for each grid at or below `prefix`, as an .xlsx ledger."""
    rows = (
        [duty.grid_id, duty.name, duty.telephone, duty.role, duty.valid_from]
        for held in duties(prefix, on).values()
        for duty in held
    )
    return _ledger(_("Who answers for which grid"), DUTIES, rows, prefix, on)


def _ledger(
    title: str, fields: Sequence[Field], rows: Iterable[Sequence[object]], prefix: str, on: date
) -> bytes:
    columns = [Column(one.spoken, one.width) for one in fields]
    shown = (["" if cell is None else cell for cell in row] for row in rows)
    return sheet_bytes(title=title, columns=columns, rows=shown, unit=place(prefix).name, day=on)

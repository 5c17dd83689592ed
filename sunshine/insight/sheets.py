"""Figures of a month as a ledger (台账): rates with raw and adjusted side by side under a header of two rows."""

import io
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from sunshine.insight.queries.compare import By, Row, Told, compare, one
from sunshine.insight.queries.figures import Share, figures
from sunshine.insight.states import Measure, Rate
from sunshine.lib.ledgers import Column, Words, write_sheet
from sunshine.people.models import Officer
from sunshine.record.actions import append
from sunshine.record.states import Actor

COUNTS = (
    Measure.RECEIVED, Measure.SELF_HANDLED, Measure.DUE, Measure.FINISHED, Measure.ON_TIME, Measure.HAND_OVERS,
    Measure.RETURNS, Measure.RETURNS_UPHELD, Measure.RETURNS_REFUSED, Measure.TRANSFERS, Measure.EXTENSIONS,
    Measure.SHELVED, Measure.SUPERVISED, Measure.WHISTLES, Measure.REWORKED, Measure.EXCLUDED,
)  # fmt: skip
"""Counts of the ledger, in its order."""

NOT_SHOWN = "—"
"""In the cell of a rate that is withheld or has no base."""


@transaction.atomic
def export_figures(
    officer: Officer, place: str, month: date, side: By, *, by: Actor, at: datetime, on: date
) -> io.BytesIO:
    """The figures of a place and month as a workbook, the whole first, then each line of the comparison.

    No persons are in it; that it was taken is recorded.
    """
    found = figures(place, month, on)
    whole = one(found, on)
    rows = [whole, *compare(place, month, side, on)]
    out = io.BytesIO()
    count = write_sheet(
        out,
        title=_("Figures of %(month)s: %(place)s, by %(side)s")
        % {"month": f"{month:%Y-%m}", "place": whole.name, "side": side.label},
        columns=_columns(),
        rows=[_line(row) for row in rows],
        unit=officer.organisation.spoken,
        day=on,
        sheet=f"{month:%Y-%m}",
        note=_note(found.as_of),
        words=_fixed(),
    )
    facts = {"rows": count, "place": place, "month": f"{month:%Y-%m}", "side": str(side)}
    append(f"export:{uuid4().hex}", 1, "export", by=by, at=at, facts=facts, hidden=True)
    out.seek(0)
    return out


def _note(as_of: datetime | None) -> str:
    words = _(
        "Note: adjusted is without what was left out of the rates with a recorded reason; a dash is no base or withheld."
    )
    return f"{words} {_('As of')} {as_of:%Y-%m-%d %H:%M %Z}" if as_of else words


def _fixed() -> Words:
    footer = (_("Filled in by:"), _("Checked by:"), _("Responsible:"), _("Date:"))
    return Words(serial=_("Serial No."), unit=_("Unit:") + " ", day=_("Day:") + " ", footer=footer)


def _columns() -> list[Column]:
    counts = [Column(str(each.label), 9, _("Matters")) for each in COUNTS]
    rates = [
        Column(name, 9, f"{rate.label} %") for rate in Rate for name in (_("raw"), _("adjusted"), _("base"))
    ]
    return [Column(_("Unit"), 22), *rates, *counts]


def _line(row: Row) -> list[object]:
    cells: list[object] = [row.name]
    for rate in Rate:
        cells += _rate(row.rates[rate])
    return cells + [row.figures.count(each) for each in COUNTS]


def _rate(told: Told) -> list[object]:
    base = told.raw.base if told.raw else NOT_SHOWN
    return [_percent(told.raw), _percent(told.adjusted), base]


def _percent(share: Share | None) -> object:
    value = share.share if share else None
    return NOT_SHOWN if value is None else float(round(value * 100, 1))

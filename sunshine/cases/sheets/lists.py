"""The list of requests as a ledger (台账): no personal columns, and every export is recorded."""

import io
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.forms import organisation_words, words
from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, filtered
from sunshine.lib.ledgers import Column, Words, write_sheet
from sunshine.lib.masks import mask_text
from sunshine.lib.refusals import Refused
from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.places.queries import locator
from sunshine.record.actions import append
from sunshine.record.states import Actor

MOST = 20_000
"""Rows of one export; more are better asked for by month."""


@transaction.atomic
def export(officer: Officer, filters: Filters, *, by: Actor, at: datetime) -> io.BytesIO:
    """The filtered list within reach as a workbook. Telephone numbers inside texts are masked.

    Raises Refused for a post that exports nothing.
    """
    on = timezone.localtime(at).date()
    if not reach(officer, on).anywhere("export"):
        raise Refused(_("Lists are exported by the office, not from the field."))
    rows = filtered(officer, on, filters, at=at).select_related("category", "holder")
    out = io.BytesIO()
    count = write_sheet(
        out,
        title=_("Ledger of requests"),
        columns=_columns(),
        rows=_lines(rows.order_by("received_at", "id")[:MOST].iterator(chunk_size=2000)),
        unit=organisation_words(officer.organisation),
        day=on,
        sheet=_("requests"),
        note=_("Exported by %(name)s. Not for passing on.") % {"name": officer.name},
        words=_fixed(),
    )
    facts = {"rows": count, "filters": {key: str(value) for key, value in _said(filters)}}
    append(f"export:{uuid4().hex}", 1, "export", by=by, at=at, facts=facts, hidden=True)
    out.seek(0)
    return out


def _said(filters: Filters) -> list[tuple[str, object]]:
    return [(name, value) for name in Filters.__slots__ if (value := getattr(filters, name))]


def _fixed() -> Words:
    footer = (_("Filled in by:"), _("Checked by:"), _("Responsible:"), _("Date:"))
    return Words(serial=_("Serial No."), unit=_("Unit:") + " ", day=_("Day:") + " ", footer=footer)


def _columns() -> list[Column]:
    return [
        Column(_("Number"), 20),
        Column(_("Received"), 16),
        Column(_("Came by"), 10),
        Column(_("Category"), 16),
        Column(_("Place"), 24),
        Column(_("Matter"), 48),
        Column(_("Held by"), 22),
        Column(_("State"), 14),
        Column(_("Due"), 16),
        Column(_("Answered"), 16),
        Column(_("Closed"), 16),
    ]


def _lines(rows: Iterator[Case]) -> Iterator[list[object]]:
    names = locator().names
    for row in rows:
        place = names.get(row.place) or {"name": row.place}
        yield [
            row.number,
            _minute(row.received_at),
            row.get_channel_display(),
            words(row.category) if row.category else "",
            place["name"],
            mask_text(row.text),
            organisation_words(row.holder),
            row.get_outcome_display() or row.get_state_display(),
            _minute(row.due_at),
            _minute(row.answered_at),
            _minute(row.closed_at),
        ]


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

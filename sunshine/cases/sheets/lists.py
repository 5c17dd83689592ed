"""The list of requests as a ledger (台账): no personal columns, and every export is recorded."""

import io
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.forms import organisation_words, words
from sunshine.cases.queries import Filters, catalogue, filtered
from sunshine.cases.states import Channel, Outcome, State
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
    rows = filtered(officer, on, filters, at=at).values_list(*FIELDS)
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


FIELDS = (
    "number", "received_at", "channel", "category_id", "place", "text", "holder_id", "outcome", "state", "due_at",
    "answered_at", "closed_at",
)  # fmt: skip
"""What a line is made of; rows are not made into objects, and each word is looked up once."""


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[object]]:
    places, rules = locator().names, catalogue()
    kinds = cache(lambda code: words(rules.categories[code]) if code else "")
    holders = cache(lambda key: organisation_words(rules.organisations[key]))
    said = {str(value): str(label) for value, label in [*State.choices, *Outcome.choices, *Channel.choices]}
    for (
        number,
        received,
        channel,
        category,
        place,
        text,
        holder,
        outcome,
        state,
        due,
        answered,
        closed,
    ) in rows:
        yield [
            number,
            _minute(received),
            said[channel],
            kinds(category),
            places[place]["name"] if place in places else place,
            mask_text(text),
            holders(holder),
            said[outcome or state],
            _minute(due),
            _minute(answered),
            _minute(closed),
        ]


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

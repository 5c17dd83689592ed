"""The list of requests as a ledger (台账): no personal columns, and every export is recorded."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.models import Case
from sunshine.cases.queries import Filters, catalogue, filter_requests
from sunshine.cases.states import Outcome, State
from sunshine.files.actions import Track, ask_export
from sunshine.files.models import Export
from sunshine.lib.ledgers import Column, LedgerWords, write_sheet
from sunshine.lib.masks import mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Channel
from sunshine.people.forms import organisation_words
from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.places.queries import locator
from sunshine.places.queries.naming import place_words

MAKER = "cases.export_list"
"""The job that makes it."""


def ask_list(officer: Officer, filters: Filters, *, language: str, at: datetime) -> Export:
    """Ask for the filtered list as a workbook, or return the one that is being made for this officer.

    Raises Refused for a post that exports nothing, and for more rows than the rules allow, of which no more are counted.
    """
    rows, most = _within_reach(officer, filters, at), int(catalogue().number("export_rows_most"))
    count = rows.order_by().values("pk")[: most + 1].count()
    if count > most:
        raise _too_many(most)
    until = at + timedelta(days=int(catalogue().number("export_days")))
    return ask_export(
        MAKER,
        officer=officer,
        filters=dict(_said(filters)),
        rows=count,
        language=language,
        at=at,
        until=until,
    )


def write_list(export: Export, file: Path, track: Track[Any], *, at: datetime) -> int:
    """Write the list as it is within the officer's reach now; telephone numbers inside texts are masked.

    Raises Refused when they may export nothing any more, or when the list has grown beyond what the rules allow.
    """
    officer, most = export.officer, int(catalogue().number("export_rows_most"))
    filters = Filters(**export.filters)
    found = _within_reach(officer, filters, at).order_by("received_at", "id")
    rows = found.values_list(*FIELDS)[: most + 1].iterator(chunk_size=2000)
    return write_sheet(
        file,
        title=_("Ledger of requests"),
        columns=_columns(),
        rows=track(_lines(_at_most(rows, most))),
        unit=organisation_words(officer.organisation),
        day=timezone.localtime(at).date(),
        sheet=_("requests"),
        note=" ".join(
            [
                _("Exported by %(name)s. Not for passing on.") % {"name": officer.name},
                *open_only(export.filters),
            ]
        ),
        words=_fixed(),
    )


def open_only(filters: Mapping[str, Any]) -> list[str]:
    """The sentence that says so where only what is open is listed."""
    return (
        []
        if filters.get("closed") or filters.get("waits")
        else [_("Only what is still open; without closed matters.")]
    )


def _within_reach(officer: Officer, filters: Filters, at: datetime) -> QuerySet[Case]:
    on = timezone.localtime(at).date()
    if not (officer.is_active and reach(officer, on).anywhere("export")):
        raise Refused(_("Lists are exported by the office, not from the field."))
    return filter_requests(officer, on, filters, at=at)


def _too_many(most: int) -> Refused:
    sentence = _(
        "The list has more than %(most)s rows, too many for one file. Choose a month or a place and ask again."
    )
    return Refused(sentence % {"most": most}, code="too_many")


def _at_most(rows: Iterator[tuple[Any, ...]], most: int) -> Iterator[tuple[Any, ...]]:
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise _too_many(most)
        yield row


def _said(filters: Filters) -> list[tuple[str, object]]:
    return [(name, value) for name in Filters.__slots__ if (value := getattr(filters, name))]


def _fixed() -> LedgerWords:
    footer = (_("Filled in by:"), _("Checked by:"), _("Responsible:"), _("Date:"))
    return LedgerWords(serial=_("Serial No."), unit=_("Unit:") + " ", day=_("Day:") + " ", footer=footer)


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
        Column(_("Ended on"), 16),
    ]


FIELDS = (
    "number", "received_at", "channel", "category_id", "place", "text", "holder_id", "outcome", "state", "due_at",
    "answered_at", "closed_at",
)  # fmt: skip
"""What a line is made of; rows are not made into objects, and each word is looked up once."""


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[object]]:
    names, rules = locator().names, catalogue()
    where = cache(lambda code: place_words(code, names))
    kinds = cache(lambda code: rules.categories[code].spoken if code else "")
    holders = cache(lambda key: organisation_words(rules.directory.organisations[key]))
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
            where(place),
            mask_text(text),
            holders(holder),
            said[outcome or state],
            _minute(due),
            _minute(answered),
            _minute(closed),
        ]


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

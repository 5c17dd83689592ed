"""Figures of a month as ledgers (台账): all that the page of figures holds, on four sheets, with codes to join by.

What the page withholds is withheld here as well: each such cell is a dash.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.insight.queries.compare import By, ComparedRow, ShownRate, compare, one
from sunshine.insight.queries.figures import Figures, Share, figures_of_months
from sunshine.insight.queries.weighing import weigh_rates
from sunshine.insight.states import GROUPS, IN_HAND, Measure, Rate
from sunshine.lib.ledgers import Column, Ledger, LedgerWords, write_book
from sunshine.lib.periods import Period, period_of, stretches
from sunshine.people.models import Officer
from sunshine.record.rows import enter_event
from sunshine.record.states import Actor

M = Measure
NOT_SHOWN = "—"
"""In a cell that is withheld or has no base."""

HOUR = 3_600_000_000
"""Microseconds."""


@dataclass(frozen=True)
class Both:
    """A place as a whole in a month and in the month before, and both months' names."""

    now: ComparedRow
    before: ComparedRow
    months: tuple[str, str]

    def each(self) -> Iterator[ComparedRow]:
        """This month, then the one before."""
        yield from (self.now, self.before)


@transaction.atomic
def export_figures(
    officer: Officer, place: str, month: date, side: By, *, own: str, by: Actor, at: datetime, on: date
) -> io.BytesIO:
    """The figures of a place and month as a workbook: rates, counts, times, and each line of the comparison.

    No persons are in it; that it was taken is recorded.
    """
    period = period_of("month", month)
    found = figures_of_months(place, [period.first, period.before.first], on)
    now, before = (one(found[each.first], on, own) for each in (period, period.before))
    both = Both(now, before, (period.name, _earlier(period, on)))
    rows = sorted(compare(place, month, side, on), key=_code_order(side))
    named = {"month": period.name, "place": both.now.name, "side": side.label}
    sheets = [
        (_("Rates of %(month)s: %(place)s"), _of_rates(both), _rates(both), _("Rates")),
        (_("Counts of %(month)s: %(place)s"), _of_counts(both), _counts(both), _("Counts")),
        (_("Times of %(month)s: %(place)s"), _of_times(both), _times(both), _("Times")),
        (
            _("Figures of %(month)s: %(place)s, by %(side)s"),
            _of_lines(),
            _lines([both.now, *rows]),
            _("Side by side"),
        ),
    ]
    unit, note = officer.organisation.spoken, _note(found[period.first].as_of, period, on)
    out = io.BytesIO()
    write_book(
        out,
        [
            Ledger(title % named, columns, lines, unit, on, sheet=name, note=note, words=_fixed())
            for title, columns, lines, name in sheets
        ],
    )
    facts = {"rows": len(rows) + 1, "place": place, "month": period.name, "side": str(side)}
    enter_event("export", "export", by=by, at=at, facts=facts, hidden=True)
    out.seek(0)
    return out


def _note(as_of: datetime | None, month: Period, on: date) -> str:
    words = [
        _(
            "Note: adjusted is without what was left out by decision and what ended early without an answer; "
            "a dash is no base or withheld."
        ),
        *_so_far(month, on),
    ]
    return " ".join([*words, f"{_('As of')} {timezone.localtime(as_of):%Y-%m-%d %H:%M}"] if as_of else words)


def _so_far(month: Period, on: date) -> Iterator[str]:
    """How far a month that still runs is counted, in the words of the page."""
    [over] = stretches([month.first], on)
    if over.whole:
        return
    if over.due_until > over.first:
        due = (over.due_until - timedelta(days=1)).isoformat()
        yield _("What was due is counted up to %(due)s, everything else up to today.") % {"due": due}
    else:
        yield _(
            "Nothing of this month was due before today: what was due is counted from tomorrow on, everything else up to today."
        )
    yield _("Last month is counted up to the same day.")


def _earlier(month: Period, on: date) -> str:
    """The name of the month before, and that it is cut where this one still runs."""
    name = month.before.name
    return name if stretches([month.first], on)[0].whole else _("%(month)s, same days") % {"month": name}


def _fixed() -> LedgerWords:
    footer = (_("Filled in by:"), _("Checked by:"), _("Responsible:"), _("Date:"))
    return LedgerWords(serial=_("Serial No."), unit=_("Unit:") + " ", day=_("Day:") + " ", footer=footer)


def _parts() -> tuple[str, str, str]:
    return _("raw"), _("adjusted"), _("base")


def _of_rates(both: Both) -> list[Column]:
    return [Column(_("Rate"), 26), *(Column(name, 12, month) for month in both.months for name in _parts())]


def _rates(both: Both) -> Iterator[list[object]]:
    """Each rate in percent, then the three rates weighed together, of 100."""
    for rate in Rate:
        yield [f"{rate.label} %", *_cells(row.rates[rate] for row in both.each())]
    line: list[object] = [_("Three rates weighed together, of 100")]
    for row in both.each():
        line += [*(NOT_SHOWN if part is None else float(round(part, 1)) for part in weigh_rates(row)), ""]
    yield line


def _of_counts(both: Both) -> list[Column]:
    months = [Column(name, 12, month) for month in both.months for name in (_("How often"), _("Matters"))]
    return [Column(_("Group"), 26), Column(_("What"), 30), *months]


def _counts(both: Both) -> Iterator[list[object]]:
    """How often, and in how many matters."""
    for group, measures in GROUPS:
        for each in measures:
            yield [
                str(group),
                str(each.label),
                *(part for row in both.each() for part in row.times(each) or (NOT_SHOWN, NOT_SHOWN)),
            ]


def _of_times(both: Both) -> list[Column]:
    names = (_("value"), _("share %"), _("base"))
    months = [Column(name, 12, month) for month in both.months for name in names]
    return [Column(_("What"), 40), Column(_("measured in"), 12), *months]


def _times(both: Both) -> Iterator[list[object]]:
    """Averages with their base, the time in hand of each state with its share of the whole, changes of holder."""
    hours = _("hours")
    averages = (
        (_("Until the first contact, on average"), M.CONTACT_TIME, M.CONTACTED),
        (_("From taking over to the first work, on average"), M.IDLE, M.LINKS),
    )
    for label, time, of in averages:
        yield [label, hours, *(cell for row in both.each() for cell in _average(row, time, of))]
    for each in IN_HAND:
        yield [str(each.label), hours, *(cell for row in both.each() for cell in _in_hand(row, each))]
    label = _("Changes of holder for each request")
    yield [label, _("times"), *(cell for row in both.each() for cell in _passed_on(row.figures))]


def _average(row: ComparedRow, time: Measure, of: Measure) -> tuple[object, ...]:
    return _hours(row, row.figures.mean(time, of)), "", row.figures.count(of)


def _in_hand(row: ComparedRow, state: Measure) -> tuple[object, ...]:
    time, whole = row.figures.count(state), row.figures.in_hand
    share: object = round(100 * time / whole) if whole and not row.few else NOT_SHOWN
    return _hours(row, time), share, row.figures.count(M.LINKS)


def _passed_on(figures: Figures) -> tuple[object, ...]:
    received = figures.count(M.RECEIVED)
    return round(figures.count(M.HAND_OVERS) / received, 2) if received else NOT_SHOWN, "", received


def _hours(row: ComparedRow, microseconds: int | None) -> object:
    """Hours to one place; a dash for none, and where they would be those of fewer than three people."""
    return NOT_SHOWN if row.few or not microseconds else round(microseconds / HOUR, 1)


def _of_lines() -> list[Column]:
    rates = [Column(name, 9, f"{rate.label} %") for rate in Rate for name in _parts()]
    counts = [Column(str(each.label), 9, str(group)) for group, measures in GROUPS for each in measures]
    times = [Column(name, 9, _("hours")) for name in (_("idle"), _("in hand"))]
    return [Column(_("Code"), 16), Column(_("Unit"), 22), *rates, *counts, *times]


def _code_order(side: By) -> Callable[[ComparedRow], Any]:
    """Codes are text of one length, numbers of organisations are not."""
    return (lambda row: int(row.key)) if side == By.ORGANISATION else (lambda row: row.key)


def _lines(rows: list[ComparedRow]) -> Iterator[list[object]]:
    """The whole, then each line of the comparison."""
    for row in rows:
        links = row.figures.count(M.LINKS)
        counts = (_count(row, each) for _group, measures in GROUPS for each in measures)
        idle, held = row.figures.mean(M.IDLE, M.LINKS), row.figures.in_hand // links if links else None
        yield [row.key, row.name, *_cells(row.rates.values()), *counts, _hours(row, idle), _hours(row, held)]


def _count(row: ComparedRow, measure: Measure) -> object:
    return times.events if (times := row.times(measure)) else NOT_SHOWN


def _cells(rates: Iterable[ShownRate]) -> Iterator[object]:
    for told in rates:
        yield from (_percent(told.raw), _percent(told.adjusted), told.raw.base if told.raw else NOT_SHOWN)


def _percent(share: Share | None) -> object:
    value = share.share if share else None
    return NOT_SHOWN if value is None else float(round(value * 100, 1))

"""Figures of a month at the desk: raw beside adjusted, each with its base, "as of", and the list behind it."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from sunshine.cases.models import Case
from sunshine.desk.door import DeskUser, page
from sunshine.desk.kept import cached_part
from sunshine.desk.rates import places_near, require_figures, shown_rates, so_far, three_of
from sunshine.desk.views.lead import LeadLine, case_line
from sunshine.insight.queries.behind import candidates
from sunshine.insight.queries.compare import By, ComparedRow, ShownRate, compare, is_withheld, one
from sunshine.insight.queries.figures import Figures, Times, count_entries, figures_of_months, flows
from sunshine.insight.queries.weighing import weigh_rates
from sunshine.insight.rules import counts_for
from sunshine.insight.sheets import export_figures
from sunshine.insight.states import EVENTS, GROUPS, IN_HAND, RATES, Dimension, Measure, Rate
from sunshine.lib.division import Level
from sunshine.lib.periods import Period, Stretch, parse, period_of, stretches
from sunshine.people.models import Organisation
from sunshine.places.queries import locator
from sunshine.ui.flows import flow_map

M = Measure
LISTED = 200
KEPT = 60
"""Seconds for which the page of figures is kept as long as nothing more is counted."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMPARED = (Rate.RESPONSE, Rate.SOLVED, Rate.SATISFIED, Rate.ON_TIME, Rate.REWORK)
"""Rates of a line on screen; the workbook has all of them."""


class FiguresScope(NamedTuple):
    """Who asks, for which place and month, and where the widest place is that they may ask for."""

    who: DeskUser
    place: str
    own: str
    month: Period

    @property
    def query(self) -> str:
        """This place and month in an address."""
        return urlencode({"place": self.place, "month": self.month.name})

    @property
    def over(self) -> Stretch:
        """The days of the month that count."""
        return stretches([self.month.first], self.who.on)[0]


def _scene(request: HttpRequest) -> FiguresScope:
    who, place, own = require_figures(request)
    asked = request.GET.get("month")
    month = parse(asked) if asked else period_of("month", who.on)
    if month is None or month.kind != "month" or month.first > who.on:
        raise Http404
    return FiguresScope(who, place, own, month)


def _side(request: HttpRequest, scene: FiguresScope) -> By:
    """Along what is compared; a community has no places below it that have figures."""
    usual = By.ORGANISATION if len(scene.place) == Level.COMMUNITY else By.PLACE
    said = request.GET.get("by") or usual
    if said not in By.values or (said == By.PLACE and len(scene.place) == Level.COMMUNITY):
        raise Http404
    return By(said)


def _around(scene: FiguresScope, found: Figures) -> dict[str, Any]:
    """What every page of figures says: where, when, as of."""
    later = scene.month.after
    return {
        "place": scene.place,
        "own": scene.own,
        "choices": places_near(scene.own, scene.place),
        "places": locator().names,
        "month": scene.month,
        "later": later if later.first <= scene.who.on else None,
        "query": scene.query,
        "as_of": found.as_of,
        "so_far": so_far(scene.month, scene.who.on),
    }


def _both(scene: FiguresScope) -> tuple[Figures, Figures]:
    months = figures_of_months(scene.place, [scene.month.first, scene.month.before.first], scene.who.on)
    return months[scene.month.first], months[scene.month.before.first]


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a place and month."""
    scene = _scene(request)
    side = _side(request, scene)
    body = cached_part(
        request, "desk/figures/_figures.html", (scene.own, scene.place, scene.month, side, scene.who.on, count_entries()),
        KEPT, lambda: _figures(scene, side),
    )  # fmt: skip
    around = {"place": scene.place, "places": locator().names, "query": scene.query, "side": side}
    return page(request, "desk/figures/figures.html", {**around, "body": body})


def _figures(scene: FiguresScope, side: By) -> dict[str, Any]:
    now, before = _both(scene)
    whole, earlier = (one(each, scene.who.on, scene.own) for each in (now, before))
    rates = shown_rates(scene.query, whole, earlier)
    return {
        **_around(scene, now),
        "three": three_of(rates),
        "weighed": weigh_rates(whole),
        "rates": rates,
        "counts": [(label, _counted(group, whole, earlier)) for label, group in GROUPS],
        "times": _times(whole),
        "sides": [by for by in By if by != By.PLACE or len(scene.place) < Level.COMMUNITY],
        "side": side,
        "rows": [_compared(row) for row in compare(scene.place, scene.month.first, side, scene.who.on)],
        "compared": [rate.label for rate in COMPARED],
    }


def _counted(
    group: list[Measure], now: ComparedRow, before: ComparedRow
) -> list[tuple[Measure, Times | None, Times | None]]:
    return [(each, now.times(each), before.times(each)) for each in group]


def _compared(row: ComparedRow) -> tuple[ComparedRow, list[ShownRate], dict[str, Any]]:
    """One line of a comparison: its rates, and its own numbers."""
    idle = row.figures.mean(M.IDLE, M.LINKS)
    held = row.figures.in_hand // links if (links := row.figures.count(M.LINKS)) else None
    numbers = {
        "received": row.figures.count(M.RECEIVED),
        "due": row.figures.count(M.DUE),
        "hand_overs": row.figures.times(M.HAND_OVERS),
        "returns": row.figures.times(M.RETURNS),
        "idle": None if row.few else _span(idle),
        "held": None if row.few else _span(held),
    }
    return row, [row.rates[rate] for rate in COMPARED], numbers


def _times(row: ComparedRow) -> dict[str, Any]:
    """Averages and shares of time, none of fewer than three people; changes of holder for each request that came in."""
    now, seen = row.figures, _span if not row.few else lambda _time: None
    received, whole = now.count(M.RECEIVED), 0 if row.few else now.in_hand
    return {
        "contact": seen(now.mean(M.CONTACT_TIME, M.CONTACTED)),
        "contacted": now.count(M.CONTACTED),
        "idle": seen(now.mean(M.IDLE, M.LINKS)),
        "links": now.count(M.LINKS),
        "per_case": Decimal(now.count(M.HAND_OVERS)) / received if received else None,
        "received": received,
        "in_hand": [(each, seen(now.count(each)), now.count(each), whole) for each in IN_HAND],
    }


def _span(microseconds: int | None) -> timedelta | None:
    return timedelta(microseconds=microseconds) if microseconds else None


@require_safe
def flow(request: HttpRequest) -> HttpResponse:
    """The hand-over map of a month: who passes to whom, drawn, and as a table with the lists behind it."""
    scene = _scene(request)
    found = flows(scene.place, scene.month.first, scene.who.on)
    names = Organisation.objects.in_bulk({pk for each in found for pk in (each.giver, each.taker)})
    rows = [(names[each.giver].spoken, names[each.taker].spoken, each.count) for each in found]
    lines = [
        (*row[:2], Times(each.count, each.matters), f"{each.giver}>{each.taker}")
        for row, each in zip(rows, found, strict=True)
    ]
    now, _before = _both(scene)
    context = {**_around(scene, now), "map": flow_map(rows), "lines": lines}
    return page(request, "desk/figures/flow.html", context)


@require_POST
def export(request: HttpRequest) -> FileResponse:
    """The figures of a place and month in the field's layout; the export is recorded."""
    scene = _scene(request)
    side, who = _side(request, scene), scene.who
    book = export_figures(
        who.officer, scene.place, scene.month.first, side, own=scene.own, by=who.by, at=who.at, on=who.on
    )
    name = f"figures-{scene.place}-{scene.month.name}-{side}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=SHEET)


@require_safe
def show_behind(request: HttpRequest, measure: str) -> HttpResponse:
    """The requests behind one number, the newest first; of what happened, how often and with whom then."""
    said, key = request.GET.get("of") or Dimension.ALL, request.GET.get("key", "")
    if measure not in Measure.values or said not in Dimension.values:
        raise Http404
    of = Measure(measure)
    return _behind(request, of.label, [of], [], Dimension(said), key)


@require_safe
def base(request: HttpRequest, rate: str) -> HttpResponse:
    """The requests that a rate is divided by; who was satisfied no list says."""
    if rate not in Rate.values or rate == Rate.SATISFIED:
        raise Http404
    of, parts = Rate(rate), RATES[Rate(rate)]
    return _behind(request, _("Base of: %(rate)s") % {"rate": of.label}, parts.base, parts.less)


def _behind(
    request: HttpRequest, title: Any, base: Sequence[Measure], less: Sequence[Measure],
    dimension: Dimension = Dimension.ALL, key: str = "",
) -> HttpResponse:  # fmt: skip
    """What these measures count together, without what is taken off; they are all of one column or one kind of step."""
    scene, zone = _scene(request), timezone.get_default_timezone()
    if any(
        is_withheld(scene.place, scene.month.first, each, dimension, key, scene.who.on, scene.own)
        for each in base
    ):
        raise Http404
    found = candidates(scene.place, scene.over, base[0])

    def counted_in(row: Case) -> Counter[int]:
        times: Counter[int] = Counter()
        for measures, take in ((base, times.update), (less, times.subtract)):
            for each in measures:
                take(counts_for(found.lives.get(row.subject, {}), zone, scene.over, each, dimension, key))
        return +times

    rows = [(row, holders) for row in found.cases if (holders := counted_in(row))]
    event = base[0] in EVENTS
    events = sum(holders.total() for _row, holders in rows) if event else len(rows)
    context = {
        "title": title,
        "month": scene.month,
        "so_far": so_far(scene.month, scene.who.on),
        "query": scene.query,
        "place": scene.place,
        "places": locator().names,
        "whose": _("Who held it then") if event else _("Organisation"),
        "moment": _("Received on"),
        "times": Times(events, len(rows)),
        "looked_at": len(found.cases) if found.more else 0,
        "lines": _happened(rows[:LISTED]) if event else [_line(row) for row, _holders in rows[:LISTED]],
        "at": scene.who.at,
    }
    return page(request, "desk/figures/behind.html", context)


def _line(row: Case) -> LeadLine:
    return case_line(row)._replace(moment=row.received_at)


def _happened(rows: list[tuple[Case, Counter[int]]]) -> list[LeadLine]:
    """Lines that name who held each request when it happened, and how often it did."""
    names = Organisation.objects.in_bulk({pk for _row, holders in rows for pk in holders})
    return [
        _line(row)._replace(
            who=" · ".join(names[pk].spoken for pk in holders if pk in names), times=holders.total()
        )
        for row, holders in rows
    ]

"""The leader's desk: what breaches, what waits for a decision, who waits on whom; each number opens its list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sunshine.cases.queries.listing import COUNTED
from sunshine.desk.door import DeskUser, page
from sunshine.desk.kept import cached_part
from sunshine.desk.rates import places_near, require_figures, shown_rates, so_far, three_of
from sunshine.desk.templatetags.desk import named
from sunshine.insight.queries import heap
from sunshine.insight.queries import now as live
from sunshine.insight.queries.compare import one
from sunshine.insight.queries.figures import figures_of_months
from sunshine.lib.periods import period_of
from sunshine.places.queries import locator
from sunshine.record.queries import newest

LISTED = 200
KEPT = 15
"""Seconds for which the leader's desk is kept as long as nobody takes a step: what falls due meanwhile shows by then."""


class LeadLine(NamedTuple):
    """One thing of a list: what it is, whose, where, its moment, and its page."""

    title: str
    who: str
    place: str
    moment: datetime | None
    url: str
    times: int = 1


class LeadNumber(NamedTuple):
    """A number of the leader's desk: its words, what its moment means, how one of its rows reads."""

    key: str
    label: Any
    nothing: Any
    moment: Any
    line: Callable[[Any], LeadLine]
    late: bool = False


class Group(NamedTuple):
    """Numbers that belong together."""

    label: Any
    heaps: list[LeadNumber]


def case_line(row: Any) -> LeadLine:
    """A request as a line of a list: what, whose, where, until when."""
    kind = named(row.category) or str(_("not sorted yet"))
    return LeadLine(
        f"{row.number} {kind}",
        row.holder.spoken,
        row.place,
        row.due_at,
        reverse("desk:case", args=[row.number]),
    )


def _received(row: Any) -> LeadLine:
    return case_line(row)._replace(moment=row.received_at)


def _call(row: Any) -> LeadLine:
    return case_line(row)._replace(moment=row.call_by)


def _review(row: Any) -> LeadLine:
    return case_line(row)._replace(moment=row.shelved_until)


def _asked(row: Any) -> LeadLine:
    of = case_line(row.case)
    return of._replace(
        title=f"{of.title} · {row.get_kind_display()}", who=row.organisation.spoken, moment=row.at
    )


def _part(row: Any) -> LeadLine:
    return case_line(row.case)._replace(who=row.organisation.spoken, moment=row.due_at)


def _whistle(row: Any) -> LeadLine:
    return case_line(row.case)._replace(who=row.organisation.spoken, moment=row.report_by)


def _report(row: Any) -> LeadLine:
    return case_line(row.case)._replace(moment=row.report_due)


GROUPS = [
    Group(_("What breaches"), [
        LeadNumber("overdue", _("overdue"), _("Nothing is overdue."), _("Due by"), case_line, late=True),
        LeadNumber("today", _("due today"), _("Nothing is due today."), _("Due by"), case_line),
        LeadNumber("soon", _("due in the seven days after"), _("Nothing is due in these days."), _("Due by"), case_line),
        LeadNumber(
            "unaccepted", _("not accepted in time"), _("Everything was accepted in time."), _("Received on"),
            _received, late=True,
        ),
    ]),
    Group(_("What waits for a decision"), [
        LeadNumber("returns", _("returns to decide"), _("No return waits for a decision."), _("Asked on"), _asked),
        LeadNumber("asked", _("other proposals to decide"), _("Nothing else waits for a decision."), _("Asked on"), _asked),
        LeadNumber("reviews", _("plans to look at again"), _("No plan is to be looked at today."), _("To look at by"), _review),
    ]),
    Group(_("What others owe"), [
        LeadNumber("whistles", _("whistles open"), _("No whistle is open."), _("To report by"), _whistle),
        LeadNumber(
            "parts", _("called in and late"), _("Everybody who was called in answered in time."), _("Due by"),
            _part, late=True,
        ),
        LeadNumber("reports", _("stage reports due"), _("No stage report is due."), _("Due by"), _report),
        LeadNumber("calls", _("call-backs due"), _("No call-back is due."), _("To call by"), _call),
    ]),
]  # fmt: skip
"""The numbers of the leader's desk, in the order of the page."""

WAITS: dict[str, tuple[Any, Callable[[Any], LeadLine]]] = {
    "accept": (_("to accept what was passed on"), _received),
    "take": (_("to say whether it takes over"), _asked),
    "part": (_("to answer what it was called in for"), _part),
    "report": (_("to report how far it is"), _report),
}
"""Why one organisation waits on another."""


@require_safe
def lead(request: HttpRequest) -> HttpResponse:
    """The leader's desk of a place."""
    who, place, own = require_figures(request)
    body = cached_part(
        request,
        "desk/figures/_lead.html",
        (own, place, who.on, newest()),
        KEPT,
        lambda: _lead(who, place, own),
    )
    return page(request, "desk/figures/lead.html", {"place": place, "places": locator().names, "body": body})


def _lead(who: DeskUser, place: str, own: str) -> dict[str, Any]:
    counts = live.now(place, who.at)
    groups = [(group.label, [(one, _said(counts[one.key])) for one in group.heaps]) for group in GROUPS]
    month = period_of("month", who.on)
    found = figures_of_months(place, [month.first, month.before.first], who.on)
    now, before = (one(found[each.first], who.on, own) for each in (month, month.before))
    query = urlencode({"place": place, "month": month.name})
    return {
        "groups": groups,
        "three": three_of(shown_rates(query, now, before)),
        "as_of": now.figures.as_of,
        "so_far": so_far(month, who.on),
        "waits": [(wait, WAITS[wait.kind][0]) for wait in live.waits(place)],
        "place": place,
        "own": own,
        "choices": places_near(own, place),
        "places": locator().names,
        "at": who.at,
    }


def _said(count: int) -> str:
    """The count as it is shown: exact up to what anybody works through."""
    return str(count) if count <= COUNTED else f"{COUNTED}+"


@require_safe
def lead_list(request: HttpRequest, key: str) -> HttpResponse:
    """The list behind one number."""
    who, place, _own = require_figures(request)
    found = next((one for group in GROUPS for one in group.heaps if one.key == key), None)
    if found is None:
        raise Http404
    rows = live.HEAPS[key](place, who.at)
    return _list(request, who, place, rows, found.label, found.nothing, found.moment, found.line)


@require_safe
def lead_waits(request: HttpRequest, kind: str, waiter: int, awaited: int) -> HttpResponse:
    """The matters for which one organisation waits on another."""
    who, place, _own = require_figures(request)
    if kind not in WAITS:
        raise Http404
    label, line = WAITS[kind]
    rows = live.waiting(kind, place, waiter, awaited)
    return _list(
        request,
        who,
        place,
        rows,
        label,
        _("Nobody waits any more."),
        _("Waits since"),
        lambda row: line(row)._replace(moment=row.since),
    )


def _list(
    request: HttpRequest, who: DeskUser, place: str, rows: QuerySet[Any], title: Any, nothing: Any, moment: Any,
    line: Callable[[Any], LeadLine],
) -> HttpResponse:  # fmt: skip
    found = heap(rows, LISTED)
    context = {
        "title": title,
        "nothing": nothing,
        "moment": moment,
        "whose": _("Organisation"),
        "count": found.count,
        "lines": [line(row) for row in found.rows],
        "place": place,
        "places": locator().names,
        "at": who.at,
    }
    return page(request, "desk/figures/lead_list.html", context)

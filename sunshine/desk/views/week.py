"""The secretary's week: what waits, what is late, what residents asked; each number opens its list."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sunshine.cases.queries import catalogue
from sunshine.desk.door import DeskUser, page, require
from sunshine.desk.templatetags.desk import named
from sunshine.insight import queries as insight
from sunshine.lib.division import Level, is_within
from sunshine.people.queries import reach
from sunshine.places.forms import place_choices
from sunshine.places.queries import locator
from sunshine.posts.queries.posts import empty_posts
from sunshine.programmes.queries import late_milestones
from sunshine.wishes.queries import offered_wishes

PAPER = "zh-hans"
LISTED = 200
BLANK = 6
"""Empty lines of the sheet, to write down what was agreed."""


class WeekLine(NamedTuple):
    """One thing of a list: what it is, whose, where, its day, and its page."""

    title: str
    who: str
    place: str
    day: date | None
    url: str = ""


class WeekList(NamedTuple):
    """A list of the week: its words, what its day means, all of its rows, and how a row reads."""

    key: str
    label: Any
    nothing: Any
    day: Any
    rows: Callable[[str, datetime], QuerySet[Any]]
    line: Callable[[Any], WeekLine]


def _wish(row: Any) -> WeekLine:
    return WeekLine(
        row.public_text,
        row.holder.spoken,
        row.place,
        _day(row.due_at),
        reverse("desk:wish", args=[row.number]),
    )


def _post(row: Any) -> WeekLine:
    return WeekLine(
        named(row.kind),
        row.organisation.spoken,
        row.place,
        row.opened_on,
        reverse("desk:post", args=[row.pk]),
    )


def _grid(row: Any) -> WeekLine:
    return WeekLine(
        named(row), "", row.code, None, reverse("desk:coverage_of", args=[row.code[: Level.COMMUNITY]])
    )


def _pledge(row: Any) -> WeekLine:
    return WeekLine(
        row.text, row.organisation.spoken, row.community, row.due_on, reverse("desk:pledge", args=[row.ref])
    )


def _milestone(row: Any) -> WeekLine:
    return WeekLine(
        row.text,
        row.plan.owner.spoken,
        row.plan.community,
        row.due_on,
        reverse("desk:plan", args=[row.plan.community, row.plan.year]),
    )


def _case(row: Any) -> WeekLine:
    kind = named(row.category) or str(_("not sorted yet"))
    return WeekLine(
        f"{row.number} {kind}",
        row.holder.spoken,
        row.place,
        _day(row.due_at),
        reverse("desk:case", args=[row.number]),
    )


def _told(row: Any) -> WeekLine:
    return _case(row)._replace(day=_day(row.received_at))


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


PILES = [
    WeekList(
        "wishes", _("Wishes nobody has taken"), _("Every wish is in somebody's hands."), _("Due by"),
        lambda place, at: offered_wishes(place), _wish,
    ),
    WeekList(
        "posts", _("Posts that are empty"), _("Every post is held."), _("Opened on"),
        lambda place, at: empty_posts(place), _post,
    ),
    WeekList(
        "grids", _("Grids without a group"), _("Every grid has its branch or group."), "",
        insight.grids_without_a_group, _grid,
    ),
    WeekList(
        "pledges", _("Pledges due by Sunday"), _("No pledge is due this week."), _("Due by"),
        insight.due_pledges, _pledge,
    ),
    WeekList(
        "milestones", _("Milestones that are late"), _("No milestone is late."), _("Due by"),
        lambda place, at: late_milestones(place, _day(at)), _milestone,
    ),
    WeekList(
        "overdue", _("Requests that are overdue"), _("No request is overdue."), _("Due by"),
        insight.overdue, _case,
    ),
]  # fmt: skip
"""The lists of the week, in the order of the sheet."""


def _sit(request: HttpRequest) -> tuple[DeskUser, str]:
    """Who asks, and for which place: one's own, or one below it; any other does not exist for them."""
    who = require(request, "week")
    own = sorted(reach(who.officer, who.on).prefixes("week"))
    place = request.GET.get("place") or own[0]
    if not any(is_within(place, code) for code in own) or place not in locator().names:
        raise Http404
    return who, place


def _shown(who: DeskUser, place: str) -> dict[str, Any]:
    """The week of a place with its lists in words."""
    week = insight.week(place, who.at)
    late = insight.heap(late_milestones(place, who.on))
    heaps: dict[str, Any] = {pile.key: getattr(week, pile.key, late) for pile in PILES}
    piles = [
        (pile, heaps[pile.key].count, [pile.line(row) for row in heaps[pile.key].rows]) for pile in PILES
    ]
    return {"week": week, "piles": piles, "place": place, "places": locator().names}


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The page of the week."""
    who, place = _sit(request)
    own = min(reach(who.officer, who.on).prefixes("week"))
    context = {**_shown(who, place), "own": own, "choices": place_choices(own, who.on, blank=_("all"))}
    return page(request, "desk/week.html", context)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet for Monday's meeting, on A4: the same numbers, and room to write down what is agreed."""
    who, place = _sit(request)
    with translation.override(PAPER):
        context = _shown(who, place)
    return page(request, "desk/week_sheet.html", {**context, "blank": range(BLANK)})


@require_safe
def pile(request: HttpRequest, key: str) -> HttpResponse:
    """The whole list behind one number."""
    who, place = _sit(request)
    found = next((pile for pile in PILES if pile.key == key), None)
    if found is None:
        raise Http404
    return _list(request, who, place, found)


@require_safe
def show_asked(request: HttpRequest, code: str) -> HttpResponse:
    """What residents asked about one kind of matter in the last four weeks."""
    who, place = _sit(request)
    kind = catalogue().categories.get(code)
    if (kind is None and code != "none") or (kind and kind.restricted):
        raise Http404
    of = kind.code if kind else None
    pile = WeekList(
        "asked",
        named(kind) or _("not sorted yet"),
        _("Nobody asked in the last four weeks."),
        _("Received on"),
        lambda place, at: insight.asked_cases(place, of, at),
        _told,
    )
    return _list(request, who, place, pile)


def _list(request: HttpRequest, who: DeskUser, place: str, pile: WeekList) -> HttpResponse:
    heap = insight.heap(pile.rows(place, who.at), LISTED)
    context = {
        "title": pile.label,
        "nothing": pile.nothing,
        "day": pile.day,
        "count": heap.count,
        "lines": [pile.line(row) for row in heap.rows],
        "place": place,
        "places": locator().names,
    }
    return page(request, "desk/week_list.html", context)

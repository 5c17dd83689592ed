"""一条主线: the nine characters, their communities, and what every figure was counted from."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from sunshine.lib.periods import MONTHS, Kind, Period, parse, period_of
from sunshine.places.models import Place
from sunshine.programmes import queries
from sunshine.programmes.queries import ShownIndicator
from sunshine.public.door import page

KINDS: dict[Kind, Any] = {"month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}
FIGURES_FOR = 60
"""With more communities the page names them, and the figures stand on their own pages: its weight stays bounded."""


def asked_period(request: HttpRequest, at: datetime) -> Period:
    """The period in the address, if it has begun; else the running quarter."""
    today = timezone.localtime(at).date()
    period = parse(request.GET.get("period", ""))
    return period if period and period.first <= today else period_of("quarter", today)


def periods_around(period: Period, at: datetime) -> dict[str, Any]:
    """What the reader may choose instead: month, quarter or year, and the period before and after."""
    today = timezone.localtime(at).date()
    day = min(today, queries.last_day(period, at))
    return {
        "period": period,
        "running": period.until > today,
        "kinds": [(kind, KINDS[kind], period_of(kind, day)) for kind in MONTHS],
        "later": period.after if period.after.first <= today else None,
    }


@gzip_page
@require_safe
def line(request: HttpRequest) -> HttpResponse:
    """The nine characters with their communities; the order is that of the paper and of the codes, and ranks nothing."""
    at = timezone.now()
    period, shown = asked_period(request, at), queries.line(settings.COUNTY, at)
    mains = {
        carried.place.code: [carried.row.character_id]
        for row in shown.characters
        for carried in row.communities
        if carried.row.main
    }
    seen = _seen(mains, period, at) if len(mains) <= FIGURES_FOR else {}
    rows = [
        (row.character, [(carried, seen.get(carried.place.code, [])) for carried in row.communities])
        for row in shown.characters
    ]
    context = {"line": shown, "rows": rows, "as_of": at, **periods_around(period, at)}
    return page(request, "line.html", context)


@gzip_page
@require_safe
def community(request: HttpRequest, code: str) -> HttpResponse:
    """A community's characters, brand, plan and figures, beside its own past and nobody else's."""
    at = timezone.now()
    place, on, period = _community(code), timezone.localtime(at).date(), asked_period(request, at)
    characters = queries.characters_of(code, on)
    seen = _seen({code: [row.character_id for row in characters]}, period, at) if characters else {}
    brand = queries.brand_of(code, on)
    context = {
        "place": place,
        "rows": [
            (row, [one for one in seen[code] if one.definition.character_id == row.character_id])
            for row in characters
        ],
        "brand": brand,
        "reviews": queries.reviews_of(brand) if brand else [],
        "plan": queries.plan_of(code, period.first.year),
        "today": on,
        "as_of": at,
        **periods_around(period, at),
    }
    return page(request, "line_community.html", context, place=code)


@gzip_page
@require_safe
def evidence(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """What a figure was counted from: its definition, and totals by month and kind with small cells hidden."""
    at = timezone.now()
    place, period = _community(code), asked_period(request, at)
    definition = queries.definition_of(indicator, queries.last_day(period, at))
    if definition is None:
        raise Http404
    found = _seen({code: [definition.character_id]}, period, at)[code]
    one = next((row for row in found if row.definition.pk == definition.pk), None)
    shown = one is not None and one.now.value is not None
    context = {
        "place": place,
        "definition": definition,
        "figure": one,
        "evidence": queries.evidence(definition, code, period, at) if shown else None,
        "counted": queries.counted_for(definition),
        "back": reverse("public:line_community", args=[code]),
        "as_of": at,
        **periods_around(period, at),
    }
    return page(request, "line_evidence.html", context, place=code)


def _community(code: str) -> Place:
    place = queries.communities_of(code).first()
    if place is None:
        raise Http404
    return place


def _seen(characters: dict[str, list[str]], period: Period, at: datetime) -> dict[str, list[ShownIndicator]]:
    """The figures of communities as everybody may see them."""
    staffed = queries.find_staffed(list(characters), timezone.localtime(at).date())
    return {
        code: [queries.shown_indicator(figure, staffed=code in staffed) for figure in figures]
        for code, figures in queries.figures(characters, period, at).items()
    }

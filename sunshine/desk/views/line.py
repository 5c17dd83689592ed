"""The line at the desk: character, brand and its stage, the year's plan, and the matters behind every figure."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.cases.models import Case
from sunshine.cases.queries import visible_to
from sunshine.desk.door import DONE, DeskUser, NoForm, attempt, desk_user, page, say_done
from sunshine.desk.templatetags.desk import named
from sunshine.lib.division import Level
from sunshine.lib.periods import MONTHS, Period, parse, period_of
from sunshine.matters.queries.paging import Page, page_by_key
from sunshine.people.queries import reach
from sunshine.places.models import Place
from sunshine.programmes import actions, forms, queries, rules
from sunshine.programmes.models import Brand, CommunityCharacter, Milestone, YearPlan
from sunshine.programmes.queries.evidence import REQUESTS, WISHES
from sunshine.wishes.queries import visible_wishes

VERBS = ("programmes", "stage")
SAVED = _("Saved.")
LISTED = 200


class Scene(NamedTuple):
    """Where a deed is done and to what."""

    who: DeskUser
    place: Place
    brand: Brand | None
    plan: YearPlan | None
    row: Any


class LineAction(NamedTuple):
    """One thing to do on the line: its words, its form, its action. `of` says what must be there for it."""

    verb: str
    label: Any
    form: Callable[..., BaseForm]
    act: Callable[..., Any]
    of: str = ""
    hint: Any = ""


def _owned(scene: Scene) -> dict[str, Any]:
    return {"place": scene.place.code, "on": scene.who.on}


def _by(scene: Scene) -> dict[str, Any]:
    return {"by": scene.who.by, "at": scene.who.at}


def _set_character(scene: Scene, *, character: Any, seen: Any, **told: Any) -> Any:
    return actions.set_character(community=scene.place.code, character=character.pk, **told, **_by(scene))


def _plan_of(scene: Scene, **told: Any) -> Any:
    year = scene.plan.year if scene.plan else scene.who.on.year
    return actions.make_plan(community=scene.place.code, year=year, **told, **_by(scene))


DEEDS: dict[str, LineAction] = {
    "character": LineAction(
        "programmes", _("Give it a character"), lambda scene, *sent: forms.CharacterForm(*sent, **_owned(scene)),
        _set_character, "community",
    ),
    "end-character": LineAction(
        "programmes", _("End this character"), lambda scene, *sent: NoForm(*sent),
        lambda scene: actions.end_character(scene.row, **_by(scene)), "character",
    ),
    "brand": LineAction(
        "programmes", _("Name or change the brand"),
        lambda scene, *sent: forms.BrandForm(*sent, brand=scene.brand, **_owned(scene)),
        lambda scene, **told: actions.set_brand(place=scene.place.code, **told, **_by(scene)),
    ),
    "end-brand": LineAction(
        "programmes", _("End this brand"), lambda scene, *sent: NoForm(*sent),
        lambda scene: actions.end_brand(scene.brand, **_by(scene)), "brand",
    ),
    "review": LineAction(
        "stage", _("Review its stage"), lambda scene, *sent: forms.ReviewForm(*sent, brand=scene.brand),
        lambda scene, **told: actions.review_stage(scene.brand, **told, **_by(scene)), "brand",
        _("A stage follows the one before it; none is skipped. Another organisation than the brand's own looks."),
    ),
    "plan": LineAction(
        "programmes", _("Write this year's plan"),
        lambda scene, *sent: forms.PlanForm(*sent, plan=scene.plan, **_owned(scene)), _plan_of, "community",
    ),
    "milestone": LineAction(
        "programmes", _("Add a milestone"), lambda scene, *sent: forms.MilestoneForm(*sent, plan=scene.plan),
        lambda scene, **told: actions.add_milestone(scene.plan, **told, **_by(scene)), "plan",
    ),
    "reach": LineAction(
        "programmes", _("It was reached"), lambda scene, *sent: forms.ReachForm(*sent, milestone=scene.row),
        lambda scene, **told: actions.reach_milestone(scene.row, **told, **_by(scene)), "milestone",
    ),
    "drop": LineAction(
        "programmes", _("Give it up"), lambda scene, *sent: forms.DropForm(*sent, milestone=scene.row),
        lambda scene, **told: actions.drop_milestone(scene.row, **told, **_by(scene)), "milestone",
    ),
}  # fmt: skip


@require_safe
def line(request: HttpRequest) -> HttpResponse:
    """The communities within reach with character, brand, stage and plan, by code; no figures side by side."""
    who = _sit(request)
    prefixes = sorted({code for verb in VERBS for code in reach(who.officer, who.on).prefixes(verb)})
    places = [place for prefix in prefixes for place in queries.communities_of(prefix)]
    found = queries.line(_common(prefixes), who.at)
    mains = {
        carried.place.code: (row.character, carried)
        for row in found.characters
        for carried in row.communities
        if carried.row.main
    }
    plans = {plan.community: plan for plan in queries.plans(prefixes, who.on.year)}
    above = [code for code in prefixes if len(code) < Level.COMMUNITY]
    context = {
        "rows": [(place, *mains.get(place.code, (None, None)), plans.get(place.code)) for place in places],
        "brands": found.brands,
        "above": Place.objects.filter(code__in=above).order_by("code"),
        "year": who.on.year,
    }
    return page(request, "desk/line.html", context)


@require_safe
def place(request: HttpRequest, code: str, year: int | None = None) -> HttpResponse:
    """The line of a place: what it chose, who carries it, where its brand stands, what it plans, and its figures."""
    who = _sit(request)
    scene = _scene(who, code, year or who.on.year)
    period, characters = _period(request, who.at), queries.characters_of(code, who.on)
    figures = queries.figures({code: [row.character_id for row in characters]}, period, who.at)[code]
    context = {
        "place": scene.place,
        "is_community": len(code) == Level.COMMUNITY,
        "characters": [
            (row, [one for one in figures if one.definition.character_id == row.character_id]) for row in characters
        ],
        "brand": scene.brand,
        "reviews": queries.reviews_of(scene.brand) if scene.brand else [],
        "plan": scene.plan,
        "year": year or who.on.year,
        "today": who.on,
        "may_do": [verb for verb in VERBS if reach(who.officer, who.on).can(verb, place=code)],
        "as_of": who.at,
        **_periods(period, who.at),
    }  # fmt: skip
    return page(request, "desk/line_place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, code: str, deed: str, pk: int | None = None) -> HttpResponse:
    """One thing to do on the line of a place: its form, and the action."""
    who, chosen = _sit(request), DEEDS.get(deed)
    if chosen is None or not reach(who.officer, who.on).can(chosen.verb, place=code):
        raise Http404
    scene = _needing(_scene(who, code, who.on.year), chosen.of, pk)
    form, status = chosen.form(scene), DONE
    if request.method == "POST":
        form = chosen.form(scene, request.POST)
        status, made = attempt(form, lambda **told: chosen.act(scene, **told))
        if made is not None:
            return say_done(request, str(SAVED), "desk:line_place", code)
    context = {
        "place": scene.place,
        "deed": chosen,
        "form": form,
        "row": scene.row,
        "warnings": _warnings(scene, deed),
    }
    return page(request, "desk/line_deed.html", context, status=status)


@require_safe
def evidence(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """The matters that a figure was counted from, as far as they lie within reach; satisfaction never matter by matter."""
    who = _sit(request)
    scene, period = _scene(who, code, who.on.year), _period(request, who.at)
    definition = queries.definition_of(indicator, queries.last_day(period, who.at))
    if definition is None:
        raise Http404
    figures = queries.figures({code: [definition.character_id]}, period, who.at)[code]
    pile = queries.evidence_rows(definition, code, period, who.at)
    lines, cursors = _lines(pile, who, request.GET.get("page")) if pile else ([], Page([], None, None))
    context = {
        "place": scene.place,
        "definition": definition,
        "figure": next((one for one in figures if one.definition.pk == definition.pk), None),
        "counted": queries.counted_for(definition),
        "matters": pile is not None,
        "lines": lines,
        "back": _turn(period, cursors.preceding),
        "on": _turn(period, cursors.following),
        "as_of": who.at,
        **_periods(period, who.at),
    }
    return page(request, "desk/line_evidence.html", context)


class EvidenceLine(NamedTuple):
    """A row that was counted: its matter and page, what kind it is, its moment, and what it added."""

    title: str
    url: str
    kind: str
    day: datetime | date
    hit: int


def _lines(pile: Any, who: DeskUser, cursor: str | None) -> tuple[list[EvidenceLine], Page]:
    """A page of the rows that this officer may see."""
    if pile.sort == REQUESTS:
        mine = pile.rows.filter(**{f"{pile.matter}__in": visible_to(who.officer, who.on).values("pk")})
        found = page_by_key(mine, ("when", "id"), cursor=cursor)
        cases = Case.objects.select_related("category").in_bulk([_case_of(row) for row in found.rows])
        return [_request(cases[_case_of(row)], row) for row in found.rows], found
    if pile.sort == WISHES:
        rows = pile.rows.filter(pk__in=visible_wishes(who.officer, who.on).values("pk")).select_related(
            "kind"
        )
        found = page_by_key(rows, ("when", "id"), cursor=cursor)
        return [
            EvidenceLine(
                row.number, reverse("desk:wish", args=[row.number]), named(row.kind), row.when, row.hit
            )
            for row in found.rows
        ], found
    rounds: list[Any] = list(queries.rounds(pile.rows)[:LISTED])
    return [
        EvidenceLine(
            named(row.post.organisation),
            reverse("desk:post", args=[row.post_id]),
            named(row.post.kind),
            row.when,
            row.hit,
        )
        for row in rounds
    ], Page([], None, None)


def _case_of(row: Any) -> int:
    """The request of a row: itself, or what was said of it."""
    return int(row.pk if isinstance(row, Case) else row.case_id)


def _request(case: Case, row: Any) -> EvidenceLine:
    return EvidenceLine(
        case.number, reverse("desk:case", args=[case.number]), named(case.category), row.when, row.hit
    )


def _turn(period: Period, cursor: str | None) -> str:
    return f"?period={period.name}&page={cursor}" if cursor else ""


def _sit(request: HttpRequest) -> DeskUser:
    """Return the signed-in officer, who keeps the line or reviews it; for others the page does not exist."""
    who = desk_user(request)
    if not any(reach(who.officer, who.on).anywhere(verb) for verb in VERBS):
        raise Http404
    return who


def _common(prefixes: list[str]) -> str:
    """One prefix that holds all of these: the line is read once, and what lies outside is not shown."""
    return prefixes[0] if len(prefixes) == 1 else prefixes[0][: Level.COUNTY]


def _scene(who: DeskUser, code: str, year: int) -> Scene:
    """A place within reach with its brand and plan."""
    place = Place.objects.filter(code=code, retired_on__isnull=True).first()
    mine = reach(who.officer, who.on)
    if place is None or len(code) > Level.COMMUNITY or not any(mine.can(verb, place=code) for verb in VERBS):
        raise Http404
    return Scene(who, place, queries.brand_of(code, who.on), queries.plan_of(code, year), None)


def _needing(scene: Scene, of: str, pk: int | None) -> Scene:
    """The scene with what a deed is done to; 404 where that is not there."""
    community = len(scene.place.code) == Level.COMMUNITY
    there: dict[str, Callable[[], Any]] = {
        "": lambda: scene.place,
        "community": lambda: scene.place if community else None,
        "brand": lambda: scene.brand,
        "plan": lambda: scene.plan,
        "character": lambda: CommunityCharacter.objects.filter(
            community=scene.place.code, pk=pk or 0
        ).first(),
        "milestone": lambda: (
            Milestone.objects.select_related("plan__owner")
            .filter(plan__community=scene.place.code, pk=pk or 0)
            .first()
        ),
    }
    row = there[of]()
    if row is None:
        raise Http404
    return scene._replace(row=row)


def _warnings(scene: Scene, deed: str) -> list[Any]:
    """What a reviewer should weigh."""
    if deed != "review" or scene.brand is None:
        return []
    quarters = queries.recorded_quarters(scene.brand.place, scene.brand.valid_from, scene.who.at)
    return rules.warnings(scene.brand, quarters)


def _period(request: HttpRequest, at: datetime) -> Period:
    """The period in the address, if it has begun; else the running quarter."""
    today = timezone.localtime(at).date()
    period = parse(request.GET.get("period", ""))
    return period if period and period.first <= today else period_of("quarter", today)


def _periods(period: Period, at: datetime) -> dict[str, Any]:
    """What may be chosen instead."""
    day = queries.last_day(period, at)
    later = period.after if period.after.first <= timezone.localtime(at).date() else None
    return {"period": period, "kinds": [period_of(kind, day) for kind in MONTHS], "later": later}

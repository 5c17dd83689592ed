"""A rule tried on the matters of the last year before it is kept, and decided returns of which a rule could be made."""

from collections import Counter
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.utils import timezone

from sunshine.cases.models import Case, Category, CommunityDuty, Custody, Proposal, Route
from sunshine.cases.queries.catalogue import Catalogue, Target, catalogue
from sunshine.cases.queries.listing import at_place
from sunshine.cases.states import NOT_OURS, Asking
from sunshine.lib.division import Level
from sunshine.matters.states import Decision
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind

YEAR = timedelta(days=365)
ROUTING = ("kind", "restricted", "retired_on")
"""The columns of a category on which it depends who answers for it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """So many matters that would have come to another organisation (None: to none of this county)."""

    giver: Organisation | None
    taker: Organisation | None
    count: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a changed rule would have done with the matters of the last year that it speaks of."""

    looked: int
    since: date
    shifts: list[Shift]

    @property
    def moved(self) -> int:
        """How many would have come to another organisation."""
        return sum(shift.count for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Precedent:
    """Returns decided alike that the rules would still send where they came from."""

    category: Category
    place: str
    target: Organisation
    count: int
    last: datetime


def try_route(
    *, category: str | None, place: str, organisation: int | None, kind: str, at: datetime, **_rest: Any
) -> Trial:
    """What a route would have moved, were it added or changed to read so."""
    others = [rule for rule in catalogue().routes if (rule.category_id, rule.place) != (category, place)]
    rule = Route(category_id=category, place=place, organisation_id=organisation, kind=kind)
    return _trial(catalogue().changed(routes=[*others, rule]), category, place, at)


def try_without_route(route: Route, *, at: datetime) -> Trial:
    """What would have moved without a route."""
    others = [rule for rule in catalogue().routes if rule.pk != route.pk]
    return _trial(catalogue().changed(routes=others), route.category_id, route.place, at)


def try_duty(*, category: str, place: str, list: str, at: datetime, **_rest: Any) -> Trial:
    """What a line of the duty list would have moved, were it added or changed to read so."""
    return _trial(
        catalogue().changed(duties={**catalogue().duties, (category, place): list}), category, place, at
    )


def try_without_duty(duty: CommunityDuty, *, at: datetime) -> Trial:
    """What would have moved without a line of the duty list."""
    others = {
        key: value for key, value in catalogue().duties.items() if key != (duty.category_id, duty.place)
    }
    return _trial(catalogue().changed(duties=others), duty.category_id, duty.place, at)


def try_category(row: Category, values: dict[str, Any], *, county: str, at: datetime) -> Trial | None:
    """What a category would have moved, did it read so; None when nothing changes of what decides who answers."""
    changed = copy(row)
    for name in ROUTING:
        setattr(changed, name, values[name])
    if all(getattr(changed, name) == getattr(row, name) for name in ROUTING):
        return None
    return _trial(catalogue().changed(category=changed), row.code, county, at)


def _trial(changed: Catalogue, category: str | None, place: str, at: datetime) -> Trial:
    """Both readings asked for every pair of category and place that came in: one statement, however many matters.

    Complaints about staff follow no rule of these tables, and what was solved on the spot was never sent anywhere.
    """
    on, rules = timezone.localtime(at).date(), catalogue()
    rows = Case.objects.filter(
        at_place(place), received_at__gte=at - YEAR, restricted=False, self_handled=False
    ).exclude(outcome__in=NOT_OURS)
    if category:
        rows = rows.filter(Q(category=category) | Q(category__parent=category))
    shifts: Counter[tuple[int | None, int | None]] = Counter()
    looked = 0
    for code, where, count in rows.values_list("category", "place").annotate(count=Count("pk")).order_by():
        before = rules.route(rules.categories.get(code or ""), where, on)
        after = changed.route(changed.categories.get(code or ""), where, on)
        looked += count
        shifts[_holder(before), _holder(after)] += count
    named = rules.directory.organisations
    found = [
        Shift(named.get(giver or 0), named.get(taker or 0), count)
        for (giver, taker), count in shifts.most_common()
        if giver != taker
    ]
    return Trial(looked, (timezone.localtime(at) - YEAR).date(), found)


def _holder(target: Target | None) -> int | None:
    return target.organisation.pk if target else None


def precedents(place: str, *, at: datetime) -> list[Precedent]:
    """Returns of the last year that were upheld, by category, place and new holder, the most frequent first.

    The place is the street, of what went to a community that community. Left out is what the rules by now decide in
    the same way, and what was decided in one way here and in another there: of that no rule can be made.
    """
    on, rules = timezone.localtime(at).date(), catalogue()
    named = rules.directory.organisations
    rows = Proposal.objects.filter(
        at_place(place, "case__"), kind=Asking.RETURN, decision=Decision.YES, decided_at__gte=at - YEAR,
        case__restricted=False, case__category__isnull=False,
    )  # fmt: skip
    # Who got it: the decision may name another than the one that was asked for.
    then = Custody.objects.filter(case=OuterRef("case"), began__gte=OuterRef("decided_at"))
    then = then.exclude(holder=OuterRef("organisation")).order_by("link")
    rows = rows.annotate(
        where=Left("case__place", int(Level.COMMUNITY)), taker=Subquery(then.values("holder")[:1])
    ).order_by()
    groups = rows.values_list("case__category", "where", "taker")
    decided: dict[tuple[str, str], dict[int, tuple[int, datetime]]] = {}
    for code, where, target, count, last in groups.annotate(count=Count("pk"), last=Max("decided_at")):
        kind = named[target].kind if target in named else ""
        place = where if kind == OrganisationKind.COMMUNITY else where[: Level.STREET]
        takers = decided.setdefault((code, place), {})
        before, moment = takers.get(target, (0, last))
        takers[target] = before + count, max(moment, last)
    found = []
    for (code, street), takers in decided.items():
        if len(takers) > 1:
            continue
        [(target, (count, last))] = takers.items()
        category, holder = rules.categories[code], named.get(target)
        now = rules.route(category, street, on)
        if holder is not None and (now is None or now.organisation != holder):
            found.append(Precedent(category, street, holder, count, last))
    return sorted(found, key=lambda each: (-each.count, each.category.code, each.place))

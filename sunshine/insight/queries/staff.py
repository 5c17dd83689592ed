"""Units whose rates would be the rates of persons: those with too few people at work, and what hides them (design §2.5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import Left

from sunshine.lib.division import Level
from sunshine.people.models import Assignment, Organisation
from sunshine.people.queries import in_force
from sunshine.places.queries import locator

SMALLEST_STAFF = 3
"""No rates of a unit with fewer."""


def hidden(staff: Mapping[str, int]) -> set[str]:
    """Of units side by side, those with fewer than three people; and if what is hidden is one or two people's together,
    the next smallest too: else the sum of it, taken from the total of all, would tell."""
    small = {key for key, people in staff.items() if people < SMALLEST_STAFF}
    if not 0 < sum(staff[key] for key in small) < SMALLEST_STAFF:
        return small
    rest = sorted((people, key) for key, people in staff.items() if key not in small)
    return small | {key for _people, key in rest[:1]}


def few_organisations(organisations: Iterable[str]) -> set[str]:
    """Which of these organisations (their numbers as text), side by side, show no rates; one statement."""
    at_work = Count("officers", filter=Q(officers__is_active=True))
    rows = Organisation.objects.filter(pk__in=organisations).annotate(at_work=at_work)
    return hidden({str(pk): people for pk, people in rows.values_list("pk", "at_work")})


def few_places(places: Iterable[str], on: date, own: str) -> set[str]:
    """Which of these places show no rates to somebody whose widest place is `own`: communities, and beside the others of
    their street for who sees the sum of the street; at most one statement."""
    communities = {code for code in places if len(code) == Level.COMMUNITY}
    if not communities:
        return set()
    streets = {code[: Level.STREET] for code in communities}
    rows = Assignment.objects.filter(in_force(on), officer__is_active=True)
    rows = rows.annotate(
        street=Left("place", int(Level.STREET)), community=Left("place", int(Level.COMMUNITY))
    )
    counts = (
        rows.filter(street__in=streets).values_list("community").annotate(Count("officer", distinct=True))
    )
    people: dict[str, int] = dict(counts)
    beside: dict[str, dict[str, int]] = defaultdict(dict)
    for code in locator().names if len(own) < Level.COMMUNITY else communities:
        if len(code) == Level.COMMUNITY and code[: Level.STREET] in streets:
            beside[code[: Level.STREET]][code] = people.get(code, 0)
    return {code for staff in beside.values() for code in hidden(staff)} & communities

"""Reads of the line: which community has which character, brand and plan, and who carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.places.models import Place
from sunshine.places.states import PlaceLevel
from sunshine.programmes.models import Brand, Character, CommunityCharacter, Milestone, StageReview, YearPlan
from sunshine.programmes.states import CARRIERS

IN_ORDER = Prefetch("milestones", Milestone.objects.order_by("due_on", "pk"))


@dataclass(frozen=True, slots=True)
class Carried:
    """A community under a character: who carries it and under which name. `row.main` says whether it is its main one."""

    place: Place
    row: CommunityCharacter
    brand: Brand | None


@dataclass(frozen=True, slots=True)
class CharacterLine:
    """A character with its communities, those by code: the order ranks nothing."""

    character: Character
    communities: tuple[Carried, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """The one line of a county or street: its own brands (一区一品) and the characters of its communities (一社一特)."""

    brands: tuple[Brand, ...]
    characters: tuple[CharacterLine, ...]

    @property
    def communities(self) -> list[str]:
        """The codes of all communities on the line, each once, in order."""
        return sorted({carried.place.code for line in self.characters for carried in line.communities})


def line(prefix: str, at: datetime) -> ProgrammeLine:
    """The line at or below a place on the day of `at`; five statements however many communities there are."""
    on = timezone.localtime(at).date()
    places = Place.objects.in_bulk(
        list(
            CommunityCharacter.objects.filter(holding(on), community__startswith=prefix).values_list(
                "community", flat=True
            )
        )
    )
    brands = {row.place: row for row in _brands(on).filter(_at_or_above(prefix))}
    rows = list(
        CommunityCharacter.objects.filter(holding(on), community__in=places)
        .select_related("owner")
        .order_by("-main", "community")
    )
    return ProgrammeLine(
        tuple(brands[code] for code in sorted(brands) if len(code) < 12),
        tuple(
            CharacterLine(
                character,
                tuple(
                    Carried(places[row.community], row, brands.get(row.community))
                    for row in rows
                    if row.character_id == character.code
                ),
            )
            for character in Character.objects.order_by("order")
        ),
    )


def _at_or_above(prefix: str) -> Q:
    return Q(place__startswith=prefix) | Q(place__in=[prefix[:6], prefix[:9]])


def holding(on: date) -> Q:
    """Rows of the line that hold on a day; what is ended holds until the day before, and not at all on its own."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _brands(on: date) -> QuerySet[Brand]:
    return Brand.objects.filter(holding(on)).select_related("owner")


def character_of(community: str, on: date) -> CommunityCharacter | None:
    """The main character of a community on a day, with its owner; None when it has chosen none."""
    return next((row for row in characters_of(community, on) if row.main), None)


def characters_of(community: str, on: date) -> list[CommunityCharacter]:
    """The characters of a community on a day, the main one first."""
    rows = CommunityCharacter.objects.filter(holding(on), community=community)
    return list(rows.select_related("character", "owner").order_by("-main", "character__order"))


def brand_of(place: str, on: date) -> Brand | None:
    """The brand of a community, street or county on a day, with its owner."""
    return _brands(on).filter(place=place).first()


def reviews_of(brand: Brand) -> list[StageReview]:
    """How a brand came to its stage, oldest first, with the organisations that looked."""
    return list(brand.reviews.select_related("organisation").order_by("reviewed_on", "pk"))


def plan_of(community: str, year: int) -> YearPlan | None:
    """The plan of a community for a year, with its owner and its milestones in order of their days."""
    return (
        YearPlan.objects.filter(community=community, year=year)
        .select_related("owner")
        .prefetch_related(IN_ORDER)
        .first()
    )


def plans(prefixes: Sequence[str], year: int) -> QuerySet[YearPlan]:
    """The plans of a year at or below these places, by community."""
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(community__startswith=prefix)
    rows = YearPlan.objects.filter(inside, year=year).select_related("owner").prefetch_related(IN_ORDER)
    return rows.order_by("community")


def late_milestones(prefix: str, on: date) -> QuerySet[Milestone]:
    """Milestones at or below a place whose day has passed and that are neither reached nor dropped, oldest first."""
    return (
        Milestone.objects.filter(
            plan__community__startswith=prefix,
            due_on__lt=on,
            reached_on__isnull=True,
            dropped_on__isnull=True,
        )
        .select_related("plan__owner")
        .order_by("due_on", "pk")
    )


def carriers(place: str, on: date) -> QuerySet[Organisation]:
    """The party organisations of a place that may carry its line on a day."""
    kinds = CARRIERS[len(place)]
    return Organisation.objects.filter(in_force(on), place=place, kind__in=kinds).order_by("kind", "id")


def communities_of(prefix: str) -> QuerySet[Place]:
    """The communities at or below a place, by code."""
    return Place.objects.filter(
        level=PlaceLevel.COMMUNITY, code__startswith=prefix, retired_on__isnull=True
    ).order_by("code")

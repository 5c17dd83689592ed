"""Reads of partner units: agreements, the three lists, who reported, and what is printed of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from sunshine.lib.division import ancestors
from sunshine.party.models import ListLine, Partnership, Reporting
from sunshine.party.states import ListKind
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import OrganisationKind
from sunshine.volunteers.models import Member, Volunteer

UNITS = (
    OrganisationKind.PARTNER,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.UTILITY,
    OrganisationKind.PROPERTY,
)
"""Who reports as a unit."""


def partners(prefix: str, on: date) -> QuerySet[Organisation]:
    """The partner units in force at a place, below it, or above it: who a community there may agree with."""
    near = Q(place__startswith=prefix) | Q(place__in=ancestors(prefix))
    return Organisation.objects.filter(near, in_force(on), kind=OrganisationKind.PARTNER).order_by(
        "name", "id"
    )


def agreements(prefix: str) -> QuerySet[Partnership]:
    """The agreements of the communities at or below a place, the running ones first."""
    rows = Partnership.objects.filter(community__startswith=prefix).select_related("partner")
    return rows.order_by(F("valid_to").desc(nulls_first=True), "community", "-valid_from", "id")


def find_agreed(community: str, on: date) -> QuerySet[Organisation]:
    """The units that have an agreement with a community on a day."""
    valid = Partnership.objects.filter(in_force(on), community=community, partner=OuterRef("pk"))
    return Organisation.objects.filter(Exists(valid)).order_by("name", "id")


def lines(community: str, kind: ListKind) -> QuerySet[ListLine]:
    """One of the three lists of a community: what is open first, by its day; then what is done, the latest first."""
    rows = ListLine.objects.filter(community=community, kind=kind).select_related("partner")
    return rows.order_by(F("done_on").desc(nulls_first=True), "due_on", "id")


def needs(community: str) -> QuerySet[ListLine]:
    """The list of needs that is handed to whoever reports: what nobody has taken yet."""
    return lines(community, ListKind.NEED).filter(done_on=None)


def units(community: str, on: date) -> QuerySet[Organisation]:
    """The units that may report to a community: those of its street and county, and its own neighbours."""
    near = Q(place__startswith=community) | Q(place__in=ancestors(community))
    return Organisation.objects.filter(near, in_force(on), kind__in=UNITS).order_by("name", "id")


def members_here(community: str) -> QuerySet[Volunteer]:
    """The members who offer themselves in a community, by chosen name."""
    rows = Volunteer.objects.filter(left_at=None, place__startswith=community, member__isnull=False)
    return rows.order_by("display_name", "id")


def reportings(community: str, year: int) -> QuerySet[Reporting]:
    """Who reported to a community in a year, units first, by day; nobody is counted or compared.

    `is_member` tells whether a person still says that they are one: else they stand without a name.
    """
    member = Member.objects.filter(volunteer=OuterRef("person"))
    rows = Reporting.objects.filter(community=community, year=year).annotate(is_member=Exists(member))
    fetched = rows.select_related("unit", "person", "commented_by").prefetch_related("person__consents")
    return fetched.order_by(IsNull(F("unit"), True), "reported_on", "id")


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit offers and has taken on in a community."""

    resources: tuple[ListLine, ...]
    projects: tuple[ListLine, ...]


def find_given(community: str, units: Iterable[int]) -> dict[int, Given]:
    """What each of these units offers and has taken on, in one statement."""
    found: dict[int | None, tuple[list[ListLine], list[ListLine]]] = {unit: ([], []) for unit in units}
    rows = ListLine.objects.filter(community=community, partner__in=list(found)).order_by("id")
    for row in rows:
        found[row.partner_id][row.kind == ListKind.PROJECT].append(row)
    return {unit: Given(tuple(own), tuple(done)) for unit, (own, done) in found.items() if unit}

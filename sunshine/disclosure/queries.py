"""A community's public board: organisations and matters, never persons beyond the duty roster.

It opens with the community's character and brand, who leads it, who serves its grids, and what posts and wishes brought.
Complaints about staff and confidential matters are neither listed nor counted; free text appears only where
somebody released it; satisfaction only in totals of five and more. Everything goes by whole local days: neither a number
nor an order nor the moment at which one changes tells the hour of anything.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from sunshine.cases.models import Case, Confirmation
from sunshine.cases.queries import Catalogue, catalogue
from sunshine.cases.states import NOT_OURS, WORKING, Outcome
from sunshine.clocks.queries import local_day, midnight
from sunshine.files.models import Photo
from sunshine.files.queries import released_of
from sunshine.matters.states import Satisfied
from sunshine.party.queries.bodies import GridLine, Standing, line_of
from sunshine.people.models import Assignment, Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import OrganisationKind
from sunshine.places.models import GridDuty, Place
from sunshine.places.queries import duties
from sunshine.posts.queries.posts import counts
from sunshine.programmes.models import Brand, CommunityCharacter
from sunshine.programmes.queries import brand_of, characters_of
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import PublicWish, public_wishes
from sunshine.wishes.states import WishOutcome, WishState

WINDOW = timedelta(days=90)
"""How far back the board looks; its cost does not grow with the years."""
LISTED = 20
WISHES_LISTED = 8
SMALLEST_TOTAL = 5
SMALLEST_CELL = 3
"""One or two of something may be known by name in a small place: the number is not shown."""
SMALLEST_STAFF = 3
"""No rates of a unit with fewer: they would be the rates of persons."""


@dataclass(frozen=True, slots=True)
class Served:
    """A grid and who answers for it today: on duty, and the party organisations that stand there."""

    grid: Place
    duties: list[GridDuty]
    branches: tuple[Standing, ...]
    groups: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What posts and wishes brought in ninety days, and what waits now; None for one or two, which could be known."""

    posts: int | None
    held: int | None
    duties: int | None
    wishes: int | None
    waiting: int | None
    in_hand: int | None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a community is and who stands for it: its characters (the main one first), its brand, its party line."""

    characters: list[CommunityCharacter]
    brand: Brand | None
    leads: tuple[Standing, ...]
    brought: Brought
    wishes: list[PublicWish]


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Counts of the last ninety days; None where there is nothing to count, or it would tell of persons.

    What a grid worker reported and solved on the spot came in, but stays out of all that measures the work.
    """

    received: int
    done: int
    confirmed: int
    unconfirmed: int
    median_days: float | None
    open: int
    overdue: int
    satisfied: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Item:
    """A matter as the public sees it: kind, days and organisation, and the wording somebody released."""

    category: str
    organisation: str
    received_on: date
    closed_on: date | None
    days: int
    state: str
    text: str
    result: str
    photos: tuple[str, ...]
    excused: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What a community shows of its work."""

    community: Place
    office: Organisation | None
    opening: Opening
    served: list[Served]
    figures: PublicFigures
    open: list[Item]
    done: list[Item]
    as_of: datetime


def board(code: str, *, at: datetime) -> Board | None:
    """The board of a community by its twelve-digit code; None where there is no such community."""
    community = Place.objects.filter(code=code[:12], level="community", retired_on__isnull=True).first()
    if community is None:
        return None
    on, kinds = local_day(at), catalogue()
    rows = public_matters(community.code).select_related("holder")
    # By days, those of a day in an order that means nothing.
    ended = rows.filter(open=False, closed_at__gte=midnight(on - WINDOW))
    done = list(ended.order_by(TruncDate("closed_at").desc(), "ref")[:LISTED])
    waiting = list(rows.filter(open=True).order_by(TruncDate("received_at"), "ref")[:LISTED])
    photos = released_of(case.subject for case in [*waiting, *done] if case.released_text)
    line = line_of(community.code, on)
    return Board(
        community,
        office_of(community.code, on),
        opening(community.code, line.leads, at),
        find_served(community.code, line.grids, on),
        figures(community.code, rows, on),
        [_item(case, at, kinds, photos) for case in waiting],
        [_item(case, at, kinds, photos) for case in done],
        at,
    )


def public_matters(community: str) -> QuerySet[Case]:
    """The requests of a community that may be shown and counted in public."""
    return Case.objects.filter(community=community, restricted=False, confidential=False).exclude(
        outcome__in=NOT_OURS
    )


def find_served(community: str, grids: tuple[GridLine, ...], on: date) -> list[Served]:
    """The grids of a community with whoever answers for them on a day, and the branches and groups there."""
    on_duty = duties(community, on)
    return [Served(row.grid, on_duty.get(row.grid.code, []), row.branches, row.groups) for row in grids]


def opening(community: str, leads: tuple[Standing, ...], at: datetime) -> Opening:
    """How the board of a community opens; six statements."""
    on = local_day(at)
    return Opening(
        characters_of(community, on),
        brand_of(community, on),
        leads,
        count_brought(community, on),
        public_wishes(community, limit=WISHES_LISTED),
    )


def count_brought(community: str, on: date) -> Brought:
    """What posts and wishes of a community brought in ninety days; small numbers are left out."""
    posts = counts(on - WINDOW, on, prefix=community)
    recent = Wish.objects.filter(Q(open=True) | Q(closed_at__gte=midnight(on - WINDOW)), community=community)
    wishes = recent.aggregate(
        fulfilled=Count("pk", filter=Q(outcome=WishOutcome.FULFILLED)),
        waiting=Count("pk", filter=Q(state=WishState.OFFERED)),
        in_hand=Count("pk", filter=Q(state__in=[WishState.CLAIMED, WishState.DONE])),
    )
    told = (posts.posts, posts.held, posts.done, wishes["fulfilled"], wishes["waiting"], wishes["in_hand"])
    return Brought(*(None if 0 < number < SMALLEST_CELL else number for number in told))


def office_of(community: str, on: date) -> Organisation | None:
    """The residents' committee of a community, or the street office above it: a number to call."""
    kinds = [OrganisationKind.COMMUNITY, OrganisationKind.STREET, OrganisationKind.COUNTY]
    places = [community, community[:9], community[:6]]
    found = Organisation.objects.filter(in_force(on), place__in=places, kind__in=kinds)
    return max(found, key=lambda row: len(row.place), default=None)


def figures(community: str, rows: QuerySet[Case], on: date) -> PublicFigures:
    """Counts of the last ninety days, and what is open now; rates only where there are enough staff."""
    since, rated = midnight(on - WINDOW), _enough_staff(community, on)
    recent = rows.filter(received_at__gte=since).aggregate(received=Count("id"))
    ended = list(
        rows.filter(
            open=False,
            closed_at__gte=since,
            outcome__in=[Outcome.CONFIRMED, Outcome.UNCONFIRMED],
            self_handled=False,
        ).values_list("outcome", "received_at", "answered_at")
    )
    days = [(local_day(answered) - local_day(received)).days for _, received, answered in ended if answered]
    working = Q(state__in=WORKING)
    now = rows.filter(open=True).aggregate(
        open=Count("id"), overdue=Count("id", filter=working & Q(due_at__lt=midnight(on)))
    )
    return PublicFigures(
        recent["received"],
        len(ended),
        sum(outcome == Outcome.CONFIRMED for outcome, _, _ in ended),
        sum(outcome == Outcome.UNCONFIRMED for outcome, _, _ in ended),
        round(median(days), 1) if days and rated else None,
        now["open"],
        now["overdue"],
        satisfaction(rows, since) if rated else None,
    )


def _enough_staff(community: str, on: date) -> bool:
    """Whether a community has at least three people at work."""
    posts = Assignment.objects.filter(in_force(on), place__startswith=community, officer__is_active=True)
    return posts.values("officer").distinct().count() >= SMALLEST_STAFF


def satisfaction(rows: QuerySet[Case], since: datetime) -> tuple[int, int] | None:
    """(satisfied, asked) of these matters, in whole groups of five; None below the first.

    With each answer counted as it comes, the handler would read the newest from the change of the total.
    """
    recent = rows.filter(Q(open=True) | Q(closed_at__gte=since), self_handled=False)
    asked = Confirmation.objects.filter(case__in=recent, at__gte=since).exclude(satisfied="")
    said = list(asked.order_by("at", "id").values_list("satisfied", flat=True))
    counted = said[: len(said) // SMALLEST_TOTAL * SMALLEST_TOTAL]
    return (sum(word != Satisfied.NO for word in counted), len(counted)) if counted else None


def released_photo(name: str) -> Photo | None:
    """A photo that somebody released with the wording of a matter that may be shown; None for any other."""
    photo = Photo.objects.filter(name=name, released=True).first()
    if photo is None:
        return None
    ref = photo.subject.removeprefix("case:")
    shown = Case.objects.filter(ref=ref, restricted=False, confidential=False).exclude(released_text="")
    return photo if shown.exists() else None


def _item(case: Case, at: datetime, kinds: Catalogue, photos: dict[str, list[str]]) -> Item:
    began, ended = local_day(case.received_at), local_day(case.closed_at) if case.closed_at else None
    kind = kinds.categories.get((case.category_id or "")[:2])
    return Item(
        kind.spoken if kind else "",
        case.holder.spoken,
        began,
        ended,
        ((ended or local_day(at)) - began).days,
        case.get_outcome_display() if case.closed_at else case.get_state_display(),
        case.released_text,
        case.released_result,
        tuple(photos.get(case.subject, ())),
        case.excused,
    )

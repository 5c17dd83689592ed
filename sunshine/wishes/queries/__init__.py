"""Reads of wishes: by link, by number, within an officer's reach, on the list, and in figures."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from sunshine.lib import seal
from sunshine.lib.division import Level
from sunshine.lib.numbers import parse_case_number
from sunshine.matters.queries.reach import reach_condition
from sunshine.people.models import Officer
from sunshine.people.queries import reach, tail_matches
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import find_consented
from sunshine.volunteers.states import ConsentKind
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishOutcome, WishState

_COLUMNS = {Level.STREET: "street", Level.COMMUNITY: "community", Level.GRID: "place"}


def wish_by_token(token: str) -> Wish | None:
    """The wish of a link, or None."""
    return _rows().filter(access=seal.token_digest(token)).first()


def wish_by_number(number: str, digits: str) -> Wish | None:
    """The wish of a number, if the last four digits are those of the wisher or of whom it is for; None says no more."""
    try:
        wanted = parse_case_number(number)
    except ValueError:
        return None
    digests = [
        f"{whose}__{index}" for whose in ("contact", "for_person") for index in ("phone_index", "tail_index")
    ]
    rows = Wish.objects.filter(number=wanted).select_related("contact", "for_person")
    known = rows.only("contact", "for_person", *digests).first()
    if known is None:
        return None
    right = [tail_matches(contact, digits) for contact in (known.contact, known.for_person)]
    return _rows().get(pk=known.pk) if any(right) else None


def _rows() -> QuerySet[Wish]:
    return Wish.objects.select_related("holder", "kind", "contact", "for_person")


def visible_wishes(officer: Officer, on: date) -> QuerySet[Wish]:
    """The wishes this officer may see on a day: of their area, in their group's hands, and those it may take.

    Of what a group may only take it reads the public words (`rules.wishes.may_read` says who reads more). What it gave
    back is gone from its sight.
    """
    mine = reach(officer, on)
    found = reach_condition(mine, "wish.read")
    for prefix in sorted(mine.prefixes("wish.claim")):
        found |= Q(state=WishState.OFFERED) & _at(prefix[: Level.COMMUNITY])
    return _rows().filter(found)


def offered_wishes(prefix: str, *, minors: bool = True) -> QuerySet[Wish]:
    """The wishes on the list at or below a place, the one that waits no longer first."""
    rows = Wish.objects.filter(_at(prefix), state=WishState.OFFERED, open=True).select_related(
        "kind", "holder"
    )
    return (rows if minors else rows.filter(for_minor=False)).order_by("due_at", "id")


def in_hand(organisation: int) -> QuerySet[Wish]:
    """The wishes a group or team has taken and not yet brought to an end."""
    mine = Wish.objects.filter(holder=organisation, state__in=[WishState.CLAIMED, WishState.DONE], open=True)
    return mine.select_related("kind", "holder").order_by("due_at", "id")


def helped_by(volunteer: Volunteer, organisation: int | None) -> QuerySet[Wish]:
    """What somebody finds on their own page: what they were named for, what their group has in hand, what it may take.

    Of what waits on the list only that of their own community, and nothing of minors: those the community hands out.
    """
    ours = Q(state__in=[WishState.CLAIMED, WishState.DONE]) & (
        Q(holder=organisation)
        | Q(pair__volunteer__in=find_consented(ConsentKind.MATCH).filter(pk=volunteer.pk))
    )
    near = Q(state=WishState.OFFERED, for_minor=False) & _at(volunteer.place[: Level.COMMUNITY])
    return _rows().filter(ours | near, open=True).order_by("-state", "due_at", "id").distinct()


def _at(prefix: str) -> Q:
    """Wishes at or below a place, by the columns that have indexes; nothing for what is no place."""
    if len(prefix) == Level.COUNTY:
        return Q(place__startswith=prefix)
    column = _COLUMNS.get(Level(len(prefix))) if len(prefix) in list(Level) else None
    return Q(**{column: prefix}) if column else Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class PublicWish:
    """What everybody reads of a wish: its kind, the community's wording, since which day, and which group of the community has it.

    Not its number: with four digits that would open its page.
    """

    key: int
    kind: str
    text: str
    day: date
    state: str
    taken_by: str
    waits: bool


def public_wishes(community: str, *, limit: int = 50) -> list[PublicWish]:
    """The wishes of a community on the list or in hand, without place, person or hour. Of minors none."""
    states = [WishState.OFFERED, WishState.CLAIMED]
    rows = Wish.objects.filter(_at(community), state__in=states, open=True, for_minor=False)
    # Those on the list first: the word of that state comes later in the alphabet. Then by days, those of a day in an
    # order that means nothing: nothing here tells the hour.
    rows = rows.order_by("-state", TruncDate(Coalesce("offered_at", "received_at")), "ref")
    found = rows.select_related("kind", "holder")[:limit]
    return [
        PublicWish(
            wish.pk, wish.kind.spoken, wish.public_text, timezone.localtime(wish.offered_at or wish.received_at).date(),
            str(wish.get_state_display()), _taker(wish), wish.state == WishState.OFFERED,
        )
        for wish in found
    ]  # fmt: skip


def _taker(wish: Wish) -> str:
    """Who has it in hand, unless that would say in which grid it is."""
    return (
        wish.holder.spoken if wish.state == WishState.CLAIMED and len(wish.holder.place) < Level.GRID else ""
    )


@dataclass(frozen=True, slots=True)
class WishFigures:
    """Wishes of a place, counted; never per person. Public pages hide cells under three."""

    asked: int
    waiting: int
    in_hand: int
    fulfilled: int
    unconfirmed: int
    declined: int
    withdrawn: int


def wish_figures(prefix: str, *, since: datetime, until: datetime) -> WishFigures:
    """How many were asked and how many ended between two instants, and how many wait or are in hand now; one statement."""
    ended = Q(closed_at__gte=since, closed_at__lt=until)
    told = {str(outcome): Count("pk", filter=ended & Q(outcome=outcome)) for outcome in WishOutcome}
    return WishFigures(
        **Wish.objects.filter(_at(prefix)).aggregate(
            asked=Count("pk", filter=Q(received_at__gte=since, received_at__lt=until)),
            waiting=Count("pk", filter=Q(state__in=[WishState.ASKED, WishState.OFFERED])),
            in_hand=Count("pk", filter=Q(state__in=[WishState.CLAIMED, WishState.DONE])),
            **told,
        )
    )


def wishes_closed_before(before: datetime, *, limit: int) -> list[Wish]:
    """Wishes closed before an instant that still say something, longest closed first; by an index of their own."""
    rows = _rows().filter(open=False, closed_at__lt=before).exclude(text="")
    return list(rows.order_by("closed_at", "id")[:limit])

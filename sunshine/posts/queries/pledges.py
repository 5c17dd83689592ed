"""Reads of pledges and of what residents say of a service: in counts, whole groups of five, never per person."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.posts.models import Comment, Pledge, Post
from sunshine.posts.states import Helpful, PledgeState
from sunshine.volunteers.models import Volunteer

GROUP = 5
"""Answers are shown in whole groups of five: with one more at a time everybody could read the newest."""


@dataclass(frozen=True, slots=True)
class Said:
    """How residents found a service: whole groups of five answers."""

    asked: int
    yes: int
    partly: int
    no: int


@dataclass(frozen=True, slots=True)
class PledgeCounts:
    """Pledges whose day lies between two days, by what became of them; `open` are still to come or to be settled."""

    kept: int
    late: int
    not_kept: int
    open: int


def pledge_by_ref(ref: str) -> Pledge | None:
    """A pledge with its organisation, post and person; None where there is none."""
    return with_voice(Pledge.objects.filter(ref=ref)).first()


def visible_pledges(officer: Officer, on: date) -> QuerySet[Pledge]:
    """The pledges this officer keeps on a day: in their places, or of their own organisation."""
    mine = reach(officer, on)
    found = Q(organisation__in=mine.holders("pledges"))
    for prefix in sorted(mine.prefixes("pledges")):
        found |= Q(community__startswith=prefix)
    return Pledge.objects.filter(found).select_related("organisation", "person", "post__kind")


def public_pledges(prefix: str) -> QuerySet[Pledge]:
    """The pledges of a place for everybody: open ones by their day, then settled ones, the newest first."""
    rows = Pledge.objects.filter(community__startswith=prefix)
    return with_voice(rows).order_by("-settled_on", "due_on", "id")


def with_voice(rows: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Pledges with organisation, post, person and consents, so that `public_name` asks nothing more."""
    return rows.select_related("organisation", "person", "post__kind").prefetch_related("person__consents")


def pledges_of(volunteer: Volunteer) -> QuerySet[Pledge]:
    """Somebody's own pledges, open ones first: for their own page alone."""
    rows = Pledge.objects.filter(person=volunteer).select_related("organisation", "post__kind")
    return rows.order_by("-settled_on", "due_on", "id")


def pledges_due(prefix: str, on: date, ahead: timedelta = timedelta(days=7)) -> QuerySet[Pledge]:
    """The open pledges of a place whose day has come or comes within `ahead`, the oldest first."""
    rows = Pledge.objects.filter(community__startswith=prefix, settled_on=None, due_on__lte=on + ahead)
    return rows.select_related("organisation", "person", "post__kind").order_by("due_on", "id")


def pledge_counts(
    first: date, last: date, *, prefix: str = "", organisation: int | None = None, post: int | None = None
) -> PledgeCounts:
    """What became of the pledges due from a day to a day, of a place, an organisation or a post."""
    chosen = {"community__startswith": prefix, "organisation": organisation, "post": post}
    wanted = {name: value for name, value in chosen.items() if value not in ("", None)}
    rows = Pledge.objects.filter(due_on__range=(first, last), **wanted)
    states = list(rows.values_list("state", flat=True))
    kinds = (PledgeState.KEPT, PledgeState.LATE, PledgeState.NOT_KEPT, PledgeState.MADE)
    return PledgeCounts(*(states.count(kind) for kind in kinds))


def helpful(rows: QuerySet[Comment]) -> Said | None:
    """How residents found it, in whole groups of five; None below the first."""
    said = list(rows.order_by("at", "id").values_list("helpful", flat=True))
    counted = said[: len(said) // GROUP * GROUP]
    if not counted:
        return None
    return Said(len(counted), *(counted.count(word) for word in (Helpful.YES, Helpful.PARTLY, Helpful.NO)))


def comments_on(*, post: Post | None = None, pledge: Pledge | None = None) -> QuerySet[Comment]:
    """Everything that was said of one post or one pledge."""
    return Comment.objects.filter(post=post) if post else Comment.objects.filter(pledge=pledge)


def comments_at(prefix: str, *, since: date | None = None) -> QuerySet[Comment]:
    """Everything that was said of the posts and pledges of a place."""
    rows = Comment.objects.filter(Q(pledge__community__startswith=prefix) | Q(post__place__startswith=prefix))
    return rows.filter(at__date__gte=since) if since else rows


def released(rows: QuerySet[Comment], limit: int = 10) -> list[Comment]:
    """The words that the community released, the newest first."""
    return list(rows.filter(released_on__isnull=False).order_by("-released_on", "-id")[:limit])


def comments_waiting(officer: Officer, on: date) -> QuerySet[Comment]:
    """The words within reach on which the community has still to decide, the oldest first."""
    found = Q(pk__in=[])
    for prefix in sorted(reach(officer, on).prefixes("release")):
        found |= Q(pledge__community__startswith=prefix) | Q(post__place__startswith=prefix)
    rows = Comment.objects.filter(found, released_on=None, set_aside_on=None).exclude(text="")
    return rows.select_related("pledge__organisation", "post__kind", "post__organisation").order_by(
        "at", "id"
    )

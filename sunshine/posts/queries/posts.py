"""Reads of posts: within reach, open to take, a person's own, and what they brought in counts, never per person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Sum, When
from django.db.models.lookups import IsNull

from sunshine.lib.division import Level
from sunshine.people.models import Officer
from sunshine.people.queries import Reach, reach
from sunshine.posts.models import Post, PostKind, Task
from sunshine.volunteers.models import Volunteer

WINDOW = timedelta(days=90)
SMALLEST = 3
"""Fewer than three done is not shown to the public: it would tell of one person's days."""

_MISSING = """
SELECT DISTINCT post.id FROM party_post post JOIN party_postkind kind ON kind.code = post.kind_id
CROSS JOIN generate_series(0, cardinality(kind.duties) - 1) duty
CROSS JOIN LATERAL generate_series(
  greatest(1, ceil((%(first)s - post.held_since)::numeric / kind.every_days)::int),
  (%(last)s - post.held_since) / kind.every_days
) turn
WHERE post.holder_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM party_task task WHERE task.post_id = post.id AND task.duty = duty
  AND task.due_on = post.held_since + turn * kind.every_days
) ORDER BY post.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What posts brought between two days: how many there are and are held, duties due and done, things found."""

    posts: int
    held: int
    due: int
    done: int
    found: int
    cases: int

    @property
    def empty(self) -> int:
        """How many posts wait for somebody."""
        return self.posts - self.held


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one's own post: what is to be done, and the task that is open for it now, if any."""

    number: int
    text: str
    task: Task | None


def kinds(on: date) -> QuerySet[PostKind]:
    """The kinds of post in use on a day."""
    return PostKind.live(on)


def post_by_id(pk: int) -> Post | None:
    """A post with its kind, owner and holder; None where there is none."""
    return with_voice(Post.objects.filter(pk=pk)).first()


def visible_posts(officer: Officer, on: date) -> QuerySet[Post]:
    """The posts this officer keeps on a day, closed ones included: in their places, or of their own organisation."""
    return Post.objects.filter(post_condition(reach(officer, on), "posts")).select_related(
        "kind", "organisation", "holder"
    )


def post_condition(of: Reach, verb: str) -> Q:
    """A condition on `place` and `organisation` for what somebody keeps; none fits nothing."""
    found = Q(organisation__in=of.holders(verb))
    for prefix in sorted(of.prefixes(verb)):
        found |= Q(place__startswith=prefix)
    return found


def public_posts(prefix: str) -> QuerySet[Post]:
    """The open posts at or below a place, the empty ones first, for everybody to see."""
    rows = Post.objects.filter(place__startswith=prefix, closed_on=None)
    found = with_voice(rows).alias(taken=IsNull(F("holder"), False))
    return found.order_by("taken", "place", "kind__order", "id")


def with_voice(rows: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with kind, owner, holder and the holder's consents, so that `public_name` asks nothing more."""
    return rows.select_related("kind", "organisation", "holder").prefetch_related("holder__consents")


def empty_posts(prefix: str) -> QuerySet[Post]:
    """The posts at or below a place that wait for somebody, longest first."""
    rows = Post.objects.filter(place__startswith=prefix, closed_on=None, holder=None)
    return rows.select_related("kind", "organisation").order_by("opened_on", "id")


def open_to(volunteer: Volunteer, limit: int = 20) -> list[Post]:
    """The empty posts of somebody's own community, those of their own grid before all."""
    own = When(place=volunteer.place, then=0)
    rows = empty_posts(volunteer.place[: Level.COMMUNITY]).alias(way=Case(own, default=1))
    return list(rows.order_by("way", "place", "kind__order", "id")[:limit])


def posts_of(volunteer: Volunteer, on: date) -> list[tuple[Post, list[Duty]]]:
    """Somebody's own posts with each duty and the task that is open for it: for their own page alone."""
    waiting = Task.objects.filter(done_on=None).order_by("due_on", "duty")
    rows = Post.objects.filter(holder=volunteer).select_related("kind", "organisation")
    found = rows.order_by("id").prefetch_related(Prefetch("tasks", waiting, to_attr="waiting"))
    return [(post, _duties(post, on)) for post in found]


def _duties(post: Any, on: date) -> list[Duty]:
    """The next open task of each duty; what was not done in its time is not held against anybody."""
    open_now = [task for task in post.waiting if task.due_on + timedelta(days=post.kind.every_days) > on]
    first = {task.duty: task for task in reversed(open_now)}
    return [Duty(number, text, first.get(number)) for number, text in enumerate(post.kind.spoken_duties)]


def counts(
    first: date, last: date, *, prefix: str = "", organisation: int | None = None, kind: str = "", post: int | None = None
) -> Counts:  # fmt: skip
    """What the posts of a place, organisation or kind, or one post, brought from a day to a day; two statements."""
    chosen = {"place__startswith": prefix, "organisation": organisation, "kind": kind, "pk": post}
    wanted = {name: value for name, value in chosen.items() if value not in ("", None)}
    here = Post.objects.filter(**wanted)
    posts = here.aggregate(
        posts=Count("id", filter=Q(closed_on=None)), held=Count("id", filter=Q(holder__isnull=False))
    )
    done = Q(done_on__range=(first, last))
    tasks = Task.objects.filter(post__in=here).aggregate(
        due=Count("id", filter=Q(due_on__range=(first, last))),
        done=Count("id", filter=done),
        found=Sum("found", filter=done, default=0),
        cases=Count("case", filter=done, distinct=True),
    )
    return Counts(**posts, **tasks)


def lacking_tasks(on: date, ahead: timedelta, *, limit: int) -> list[int]:
    """The held posts for which a task of the coming days is missing, by key."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"first": on, "last": on + ahead, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]


def reported_by(volunteer: Volunteer, limit: int = 5) -> list[Task]:
    """The duties of somebody's own posts, since they hold them, that brought a request: for their own page alone."""
    rows = Task.objects.filter(post__holder=volunteer, case__isnull=False, done_on__gte=F("post__held_since"))
    return list(rows.select_related("case", "post__kind").order_by("-done_on", "-id")[:limit])

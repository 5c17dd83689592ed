"""Reads of members: which branch somebody named, on whose behalf they act, and their own record of service."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from sunshine.people.models import Officer
from sunshine.people.queries import reach
from sunshine.posts.models import Task, Tenure
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import find_present
from sunshine.wishes.models import Helper


@dataclass(frozen=True, slots=True)
class RecordedService:
    """What was recorded as somebody's, for themselves alone: posts held, duties done, wishes they went for."""

    posts: list[Tenure]
    tasks: list[tuple[Task, str]]
    wishes: list[Helper]


def offered_to(officer: Officer, on: date) -> QuerySet[Volunteer]:
    """Who offers themselves within an officer's reach, by chosen name: by place, or in their own branch or team."""
    mine = reach(officer, on)
    holders = mine.holders("offers")
    found = Q(team__in=holders) | Q(member__branch__in=holders)
    for prefix in sorted(mine.prefixes("offers")):
        found |= Q(place__startswith=prefix)
    return find_present(settings.COUNTY).filter(found).select_related("team", "contact", "member__branch")


def offering(rows: QuerySet[Volunteer], *, place: str, skill: str, time: str) -> QuerySet[Volunteer]:
    """Of these, who offers help at a place, with a skill, at a time; an empty wish is none."""
    found = Q(place__startswith=place)
    if skill:
        found &= Q(pk__in=Volunteer.skills.through.objects.filter(skill=skill).values("volunteer"))
    if time:
        found &= Q(free__contains=[time])
    return rows.filter(found)


def service_of(volunteer: Volunteer) -> RecordedService:
    """What was recorded as somebody's, oldest first, for their own page and card: true or left out.

    A duty counts as theirs when it was done on a day on which they alone held the post. Three statements.
    """
    mine = Tenure.objects.filter(volunteer=volunteer)
    on_the_day = Q(began__lte=OuterRef("done_on")) & (Q(ended=None) | Q(ended__gte=OuterRef("done_on")))
    held = Tenure.objects.filter(on_the_day, post=OuterRef("post"))
    tasks = Task.objects.filter(
        Exists(held.filter(volunteer=volunteer)), ~Exists(held.exclude(volunteer=volunteer))
    )
    return RecordedService(
        posts=list(mine.select_related("post__kind").order_by("began", "id")),
        tasks=[(task, _duty(task)) for task in tasks.select_related("post__kind").order_by("done_on", "id")],
        wishes=list(
            Helper.objects.filter(volunteer=volunteer).select_related("wish__kind").order_by("wish_id")
        ),
    )


def _duty(task: Task) -> str:
    """The words of a duty as the kind of post has them now; a duty that is not among them any more has none."""
    duties = task.post.kind.duties
    return duties[task.duty] if task.duty < len(duties) else ""

"""Posts with duties: set up, taken by people themselves, handed back without reasons, and what they brought."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from sunshine.cases.actions import receive
from sunshine.cases.models import Case
from sunshine.cases.rules import Report
from sunshine.lib.division import Level
from sunshine.lib.refusals import Overtaken
from sunshine.matters.states import Channel
from sunshine.people.actions.step import day_of
from sunshine.people.models import Organisation
from sunshine.people.rules import public_name
from sunshine.posts.models import (
    Post,
    PostKind,
    Task,
    Tenure,
)
from sunshine.posts.rules.posts import (
    TAKEN,
    check_claim,
    check_closing,
    check_found,
    check_handing_back,
    check_opening,
    check_task,
    due_days,
    speaks_for,
)
from sunshine.record.rows import OVERTAKEN, add_row, change_row, enter_step
from sunshine.record.states import Actor
from sunshine.volunteers.actions import still_here
from sunshine.volunteers.models import Volunteer

AHEAD = timedelta(days=7)
"""How far ahead duties become tasks: one sees the coming week, and no pile."""


@transaction.atomic
def open_post(*, kind: PostKind, place: str, organisation: Organisation, by: Actor, at: datetime) -> Post:
    """Set up an empty post in a grid or community, owned by a party organisation or volunteer team there.

    Raises Refused out of reach, for a kind out of use, a place that does not stand, or an owner from elsewhere.
    """
    day = day_of(at)
    check_opening(kind, place, organisation, by=by, on=day)
    post = Post(kind=kind, place=place, organisation=organisation, opened_on=day)
    return add_row(post, "open", by=by, at=at, public=_public(post), facts=_facts(post))


@transaction.atomic
def claim_post(post: Post, *, by: Actor, at: datetime, volunteer: Volunteer) -> Post:
    """Somebody takes an empty post; the duties of the coming week become tasks at once.

    By the person's own link, or staff write down what the person said (the entry says so). Raises Refused for a
    post that is closed or held, Overtaken for whoever comes second.
    """
    day = day_of(at)
    check_claim(post, volunteer, by=by, on=day)
    still_here(volunteer)
    said = {"person": volunteer.ref, "on_word": not speaks_for(by, volunteer)}
    held = {"holder": volunteer, "held_since": day}
    change_row(
        post, "claim", by=by, at=at, changes=held, lost=TAKEN, facts={**_facts(post), **said}, hidden=True
    )
    Tenure.objects.create(post=post, volunteer=volunteer, began=day)
    _make_tasks(post, day)
    return post


@transaction.atomic
def hand_back_post(post: Post, *, by: Actor, at: datetime) -> Post:
    """The holder gives the post back, without reasons; duties still to come are nobody's.

    Raises Refused when nobody holds it or for anybody but the holder, or staff who write down the holder's word.
    """
    day = day_of(at)
    check_handing_back(post, by=by, on=day)
    said = {"on_word": not speaks_for(by, post.holder)}
    free = {"holder": None, "held_since": None}
    change_row(post, "hand_back", by=by, at=at, changes=free, facts={**_facts(post), **said}, hidden=True)
    Tenure.objects.filter(post=post, ended=None).update(ended=day)
    Task.objects.filter(post=post, done_on=None, due_on__gte=day).delete()
    return post


@transaction.atomic
def close_post(post: Post, *, by: Actor, at: datetime) -> Post:
    """Close an empty post for good. Raises Refused while somebody holds it: it is handed back first."""
    day = day_of(at)
    check_closing(post, by=by, on=day)
    ended = {"closed_on": day}
    return change_row(post, "close", by=by, at=at, changes=ended, public=_public(post), facts=_facts(post))


@transaction.atomic
def plan_tasks(post: Post, *, by: Actor, at: datetime) -> int:
    """Make the tasks of the coming week that are missing for a held post; how many. Nothing missing: no entry."""
    day = day_of(at)
    missing = _missing(post, day) if post.held_since is not None else []
    if missing:
        change_row(post, "plan", by=by, at=at, facts={**_facts(post), "tasks": len(missing)}, hidden=True)
        Task.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def do_task(
    task: Task,
    *,
    by: Actor,
    at: datetime,
    found: int = 0,
    note: str = "",
    hazard: str = "",
    category: str | None = None,
) -> Task:
    """Write down that a duty was done: how many things were found, and a few words for the organisation.

    With `hazard` a request is taken in at the place of the post, and `task.case` is that matter. Raises Refused for
    anybody but the holder (or staff on the holder's word), on a day that is not the duty's, or when it is done.
    """
    day = day_of(at)
    check_task(task, by=by, on=day)
    done = {"done_on": day, "found": found, "note": check_found(found, note)}
    if not Task.objects.filter(pk=task.pk, done_on=None).update(**done):
        raise Overtaken(OVERTAKEN)
    case = _report(task, hazard, category, by, at) if hazard.strip() else None
    for name, value in {**done, "case": case}.items():
        setattr(task, name, value)
    facts = {
        **_facts(task.post),
        "post": task.post_id,
        "duty": task.duty,
        "due_on": task.due_on.isoformat(),
        "found": found,
        "case": case.subject if case else "",
        "on_word": not speaks_for(by, task.post.holder),
    }
    enter_step(task.subject, "do", by=by, at=at, facts=facts, sealed={"note": task.note}, hidden=True)
    return task


def _report(task: Task, hazard: str, category: str | None, by: Actor, at: datetime) -> Case:
    """A request like any other, at the place of the post; the same task brings it once."""
    report = Report(
        text=hazard,
        channel=Channel.POST,
        category=category,
        place=task.post.place,
        form_key=f"task:{task.pk}",
    )
    case = receive(report, by=by, at=at).case
    Task.objects.filter(pk=task.pk).update(case=case)
    return case


def _make_tasks(post: Post, day: date) -> None:
    Task.objects.bulk_create(_missing(post, day))


def _missing(post: Post, day: date) -> list[Task]:
    """The tasks of the coming week that a held post lacks."""
    assert post.held_since is not None  # noqa: S101 -- a held post has its day (constraint post_holder_and_since)
    last = day + AHEAD
    there = set(Task.objects.filter(post=post, due_on__range=(day, last)).values_list("duty", "due_on"))
    return [
        Task(post=post, duty=duty, due_on=due_on)
        for due_on in due_days(post.held_since, post.kind.every_days, day, last)
        for duty in range(len(post.kind.duties))
        if (duty, due_on) not in there
    ]


def _public(post: Post) -> dict[str, Any]:
    return {"community": post.place[: Level.COMMUNITY], "organisation": public_name(post.organisation)}


def _facts(post: Post) -> dict[str, Any]:
    return {"place": post.place, "kind": post.kind_id, "organisation": post.organisation_id}

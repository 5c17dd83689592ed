"""The job that makes the coming week's tasks: what is missing is found by query, and it may run twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.lib.refusals import Overtaken
from sunshine.posts import jobs
from sunshine.posts.actions.posts import claim_post
from sunshine.posts.models import Task
from tests.factories.posts import HelperFactory, PostFactory, PostKindFactory, own_link

pytestmark = pytest.mark.django_db


def _held_daily_since(days: int) -> None:
    person, kind = HelperFactory(), PostKindFactory(code="daily", every_days=1)
    at = timezone.now() - timedelta(days=days)
    claim_post(PostFactory(kind=kind), by=own_link(person), at=at, volunteer=person)


def test_the_coming_week_is_made_once():
    _held_daily_since(3)

    assert (jobs.plan_week(0), jobs.plan_week(0)) == (6, 0)
    assert Task.objects.filter(due_on__gte=timezone.localdate()).count() == 2 * 8


def test_a_week_that_was_missed_is_not_made_up_for():
    _held_daily_since(30)
    Task.objects.all().delete()

    assert jobs.plan_week(0) == 2 * 8
    assert not Task.objects.filter(due_on__lt=timezone.localdate()).exists()


def test_whoever_moved_the_post_meanwhile_is_left_to_the_next_round(monkeypatch):
    _held_daily_since(3)

    def moved(*args, **more):
        raise Overtaken("moved")

    monkeypatch.setattr(jobs, "plan_tasks", moved)
    assert jobs.plan_week(0) == 0

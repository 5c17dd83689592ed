"""Posts with duties, those who hold them, pledges and comments for tests. Dull by intent; dates lie in 2026."""

from datetime import date, timedelta
from itertools import count, islice
from typing import Any

import factory
from factory.django import DjangoModelFactory

from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.posts.actions.posts import claim_post
from sunshine.posts.models import (
    Comment,
    Pledge,
    Post,
    PostKind,
    Task,
)
from sunshine.posts.states import Helpful
from sunshine.record.states import Actor
from sunshine.volunteers.models import Consent, Volunteer
from sunshine.volunteers.states import ConsentKind
from tests.factories.people import COMMUNITY, DAY, FIRST_DAY, GRID, NOON, OrganisationFactory


class PostKindFactory(DjangoModelFactory[PostKind]):
    """Looking for hazards, two duties every week."""

    class Meta:
        model = PostKind
        django_get_or_create = ("code",)

    code = "test_patrol"
    zh = "安全巡查岗"
    en = "Safety patrol"
    duties = ["看消防通道", "看路面照明"]
    duties_en = ["Fire lanes", "Paving and lamps"]
    every_days = 7


class BranchFactory(OrganisationFactory):
    """The general branch of the community."""

    name = factory.Sequence(lambda n: f"阳光社区第{n}党总支")
    kind = OrganisationKind.GENERAL_BRANCH


class HelperFactory(DjangoModelFactory[Volunteer]):
    """Somebody who offered themselves in the grid, by a chosen name; `public=True` agrees to be named."""

    class Meta:
        model = Volunteer
        skip_postgeneration_save = True

    ref = factory.Sequence(lambda n: f"{n:032x}")
    access = factory.Sequence(lambda n: f"{n:064x}")
    display_name = factory.Sequence(lambda n: f"热心人{n}")
    place = GRID
    version = 1

    @factory.post_generation
    def public(self: Volunteer, create: bool, public: bool | None, **extra: Any) -> None:
        """The consent to be named."""
        kinds = [ConsentKind.KEEP, *([ConsentKind.PUBLIC] if public else [])]
        Consent.objects.bulk_create(Consent(volunteer=self, kind=kind, given_at=NOON) for kind in kinds)


class PostFactory(DjangoModelFactory[Post]):
    """An empty post in the grid, owned by the community's general branch."""

    class Meta:
        model = Post

    kind = factory.SubFactory(PostKindFactory)
    place = GRID
    organisation = factory.SubFactory(BranchFactory)
    opened_on = FIRST_DAY
    version = 1


class PledgeFactory(DjangoModelFactory[Pledge]):
    """A promise of the general branch for next month."""

    class Meta:
        model = Pledge

    ref = factory.Sequence(lambda n: f"{n:032x}")
    organisation = factory.SubFactory(BranchFactory)
    community = COMMUNITY
    text = "每周六上午清一次楼道"
    scope = "3号楼全体居民"
    due_on = DAY + timedelta(days=30)
    version = 1


class CommentFactory(DjangoModelFactory[Comment]):
    """A resident's words on a post's service, not decided yet."""

    class Meta:
        model = Comment

    post = factory.SubFactory(PostFactory)
    helpful = Helpful.YES
    text = "楼道干净了"
    at = NOON
    version = 1


def own_link(person: Volunteer, organisation: Organisation | None = None) -> Actor:
    """That person, by their own link."""
    return Actor.helper(person.ref, organisation.pk if organisation else None)


def held(post: Post | None = None, person: Volunteer | None = None, **more: Any) -> Post:
    """A post that somebody took at noon of the day, with its tasks; held(place=…) makes the post."""
    post = post or PostFactory(**more)
    person = person or HelperFactory()
    return claim_post(post, by=own_link(person), at=NOON, volunteer=person)


def next_week(days: int = 7) -> date:
    """The day on which the duties of a post taken at noon fall due."""
    return DAY + timedelta(days=days)


def done(post: Post, times: int, *, on: date) -> None:
    """So many duties of a post done by a day, each due on a day of its own on which none fell due so far."""
    taken = set(post.tasks.values_list("due_on", flat=True))
    days = (day for n in count() if (day := on - timedelta(days=n)) not in taken)
    for day in islice(days, times):
        Task.objects.create(post=post, duty=0, due_on=day, done_on=on)

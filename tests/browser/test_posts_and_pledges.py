"""Posts and pledges in a browser: accessible, as wide as the window; and the way from an empty post to a duty done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.posts.actions.posts import claim_post
from sunshine.posts.models import Post, Task
from sunshine.volunteers.queries import token_of
from tests.desk.town import make_town
from tests.factories.people import COMMUNITY, GRID
from tests.factories.posts import CommentFactory, PledgeFactory, PostFactory, own_link
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server):
    """A town with somebody who holds a post, an empty one, pledges in two states and words that wait."""
    town, today = make_town(), timezone.localdate()
    person = volunteer(display_name="老周", place=GRID)
    mine, empty = PostFactory(), PostFactory(organisation__name="红马甲志愿队")
    claim_post(mine, by=own_link(person), at=timezone.now(), volunteer=person)
    for n in range(6):
        done = {"done_on": today, "found": n, "note": "清了楼道里的纸箱"}
        Task.objects.create(post=mine, duty=0, due_on=today - timedelta(days=n + 1), **done)
        CommentFactory(post=mine, released_on=today if n < 2 else None, text="楼道干净多了" if n < 4 else "")
    own = PledgeFactory(
        person=person, post=mine, organisation=mine.organisation, due_on=today + timedelta(days=9)
    )
    kept = PledgeFactory(state="late", settled_on=today, evidence="清了十次", reason="下雪耽误", due_on=today)
    return {
        "town": town, "person": person, "me": f"/serve/me/{token_of(person.ref)}", "mine": mine.pk, "empty": empty.pk,
        "own": own.ref, "kept": kept.ref, "task": mine.tasks.filter(done_on=None).first().pk,
    }  # fmt: skip


PUBLIC = [
    "/serve/posts/", "/serve/posts/?community=" + COMMUNITY[:-1] + "2", "/serve/posts/{mine}/", "/serve/posts/{empty}/",
    "/serve/posts/{mine}/plate/", "/serve/pledges/", "/serve/pledges/{own}/", "/serve/pledges/{kept}/",
    "/serve/pledges/{kept}/paper/", "{me}/posts/", "{me}/tasks/{task}/", "{me}/pledges/new/", "{me}/pledges/{own}/",
]  # fmt: skip
DESK = [
    "/desk/posts/", "/desk/posts/?heap=held", "/desk/posts/?heap=closed", "/desk/posts/add/", "/desk/posts/{mine}/",
    "/desk/posts/{empty}/claim/", "/desk/posts/{mine}/hand_back/", "/desk/pledges/", "/desk/pledges/add/",
    "/desk/pledges/{own}/", "/desk/pledges/{kept}/", "/desk/comments/",
]  # fmt: skip


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_its_width(look, world):
    outside = look([one.format(**world) for one in PUBLIC])
    at_the_desk = look([one.format(**world) for one in DESK], officer=world["town"].secretary)

    assert outside + at_the_desk == []


def test_an_empty_post_is_taken_a_duty_done_and_the_post_given_back_without_script(open_page, world):
    page = open_page(f"{world['me']}/posts/", script=False)
    page.get_by_role("button", name="我来认领").first.click()
    assert page.get_by_text("这个岗位归您了").is_visible()

    page.get_by_role("link", name="记下来").last.click()
    page.get_by_label("发现了几处？").fill("2")
    page.get_by_role("button", name="记下来").click()
    assert page.get_by_text("已记下").is_visible()

    page.get_by_text("交回岗位").last.click()
    page.get_by_role("button", name="是，交回").last.click()
    assert page.get_by_text("已交回").is_visible()
    assert Post.objects.get(pk=world["empty"]).holder is None

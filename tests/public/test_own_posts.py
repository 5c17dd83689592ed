"""By one's own link: take a post, hand it back, write down a duty, promise, and say what became of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.posts.actions.posts import claim_post
from sunshine.posts.models import Pledge, Post, Task
from sunshine.volunteers.queries import token_of
from tests.factories.cases import FIRST
from tests.factories.posts import HelperFactory, PledgeFactory, PostFactory, held, own_link
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(here, browser):
    """Somebody who signed up, with the beginning of all their addresses."""
    person = volunteer(place=FIRST)
    return person, f"/serve/me/{token_of(person.ref)}/"


def text(answer) -> str:
    """The page as one reads it."""
    return answer.content.decode()


def _took(person, **more) -> Post:
    return claim_post(PostFactory(**more), by=own_link(person), at=timezone.now(), volunteer=person)


def test_one_tap_takes_a_post_and_one_gives_it_back(mine, browser):
    person, base = mine
    post = PostFactory()
    assert post.kind.zh in text(browser.get(f"{base}posts/"))

    taken = browser.post(f"{base}posts/{post.pk}/take/")
    assert (taken.status_code, Post.objects.get().holder) == (303, person)
    assert "这个岗位归您了" in text(browser.get(taken["Location"]))

    given = browser.post(f"{base}posts/{post.pk}/back/")
    assert (given.status_code, Post.objects.get().holder) == (303, None)
    assert "已交回" in text(browser.get(given["Location"]))


def test_whoever_comes_second_reads_a_sentence(mine, browser):
    _person, base = mine
    answer = browser.post(f"{base}posts/{held().pk}/take/")

    assert (answer.status_code, "刚有人认领" in text(answer)) == (409, True)


def test_nobody_gives_back_the_post_of_another(mine, browser):
    _person, base = mine
    post = held()

    assert browser.post(f"{base}posts/{post.pk}/back/").status_code == 409
    assert Post.objects.get().holder == post.holder


def test_a_duty_is_written_down(mine, browser):
    person, base = mine
    _took(person)
    where = f"{base}tasks/{Task.objects.first().pk}/"
    assert "看消防通道" in text(browser.get(where))

    answer = browser.post(where, {"found": "2", "note": "通道堆了纸箱"})
    assert (answer.status_code, Task.objects.get(done_on__isnull=False).found) == (303, 2)
    assert "已记下" in text(browser.get(answer["Location"]))


def test_a_hazard_becomes_a_request_that_one_can_follow(mine, browser):
    person, base = mine
    _took(person)
    answer = browser.post(
        f"{base}tasks/{Task.objects.first().pk}/", {"found": "1", "hazard": "三单元楼道堆满杂物", "category": "0201"}
    )  # fmt: skip

    case = Case.objects.get()
    assert (answer.status_code, case.text, case.category_id) == (303, "三单元楼道堆满杂物", "0201")
    assert case.number in text(browser.get(f"{base}posts/"))


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"found": ""}, 422),
        ({"found": "-1"}, 422),
        ({"found": "1", "hazard": "灯坏了", "category": "9999"}, 422),
    ],
)
def test_a_duty_that_cannot_be_written_down_comes_back_as_typed(told, status, mine, browser):
    person, base = mine
    _took(person)
    answer = browser.post(f"{base}tasks/{Task.objects.first().pk}/", {**told, "note": "看过了"})

    assert (answer.status_code, "看过了" in text(answer)) == (status, True)
    assert Task.objects.filter(done_on=None).count() == 2


def test_a_duty_that_is_done_is_not_done_again(mine, browser):
    person, base = mine
    _took(person)
    where = f"{base}tasks/{Task.objects.first().pk}/"
    browser.post(where, {"found": "0"})

    assert browser.post(where, {"found": "0"}).status_code == 409


def test_the_duty_of_another_does_not_exist(mine, browser):
    held()

    assert browser.get(f"{mine[1]}tasks/{Task.objects.first().pk}/").status_code == 404


def test_one_promises_for_oneself_and_says_what_became_of_it(mine, browser):
    person, base = mine
    post = _took(person)
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert browser.get(f"{base}pledges/new/").status_code == 200
    told = {"text": "每周清一次楼道", "scope": "3号楼", "due_on": due, "post": post.pk}
    made = browser.post(f"{base}pledges/new/", told)

    pledge = Pledge.objects.get()
    assert (made.status_code, pledge.person, pledge.post, pledge.state) == (303, person, post, "made")
    where = f"{base}pledges/{pledge.ref}/"
    assert "每周清一次楼道" in text(browser.get(where))
    assert browser.post(where, {"state": "kept", "evidence": "清了四次"}).status_code == 303
    assert Pledge.objects.get().state == "kept"


@pytest.mark.parametrize(
    ("field", "value"), [("text", "打13812341234"), ("due_on", "2026-01-01"), ("scope", "")]
)
def test_a_pledge_that_cannot_stand_comes_back_with_a_sentence(field, value, mine, browser):
    person, base = mine
    post = _took(person)
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    told = {"text": "每周清一次楼道", "scope": "3号楼", "due_on": due, "post": post.pk, field: value}
    answer = browser.post(f"{base}pledges/new/", told)

    assert (answer.status_code, Pledge.objects.count()) == (422, 0)


def test_without_post_branch_or_team_one_is_told_what_to_do_first(mine, browser):
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    answer = browser.post(
        f"{mine[1]}pledges/new/", {"text": "每周清一次楼道", "scope": "3号楼", "due_on": due}
    )

    assert (answer.status_code, "先认领一个岗位" in text(answer)) == (409, True)


def test_the_pledge_of_another_does_not_exist_and_evidence_is_asked_for(mine, browser):
    person, base = mine
    own, other = PledgeFactory(person=person), PledgeFactory(person=HelperFactory())

    assert browser.get(f"{base}pledges/{other.ref}/").status_code == 404
    assert browser.post(f"{base}pledges/{own.ref}/", {"state": "kept"}).status_code == 422


def test_an_unknown_link_leads_nowhere(here, browser):
    assert browser.get("/serve/me/nobody/posts/").status_code == 404


def test_what_stands_behind_the_link_is_kept_by_nobody(mine, browser):
    answer = browser.get(f"{mine[1]}posts/")

    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")

"""Posts and pledges at the desk: empty ones first, steps on somebody's word, residents' words that wait."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sunshine.desk import post_urls
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.models import (
    Comment,
    Pledge,
    Post,
    PostKind,
)
from sunshine.record.models import Entry
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, OfficerFactory
from tests.factories.posts import (
    BranchFactory,
    CommentFactory,
    HelperFactory,
    PledgeFactory,
    PostFactory,
    PostKindFactory,
    held,
)
from tests.generic.pages import ListCost

pytestmark = pytest.mark.django_db
KEEPERS = ["admin", "supervisor", "secretary", "worker", "leader"]
OTHERS = ["dispatcher", "gridder", "handler", "watcher", "auditor"]
RELEASING = ["admin", "supervisor", "secretary"]


@pytest.fixture
def group(town):
    """A branch of the community with its leader."""
    branch = BranchFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH, place=GRID)
    town.leader = OfficerFactory(username="leader", organisation=branch, role=Role.GROUP_LEADER)
    return branch


def text(answer) -> str:
    """The page as one reads it."""
    return answer.content.decode()


def _gets(post: Post, pledge: Pledge) -> dict[str, str]:
    return {
        "posts": "/desk/posts/",
        "post_add": "/desk/posts/add/",
        "post": f"/desk/posts/{post.pk}/",
        "post_step": f"/desk/posts/{post.pk}/claim/",
        "pledges": "/desk/pledges/",
        "pledge_add": "/desk/pledges/add/",
        "pledge": f"/desk/pledges/{pledge.ref}/",
    }


def test_every_route_of_posts_is_looked_at():
    assert {pattern.name for pattern in post_urls.urlpatterns} == {
        *_gets(Post(pk=1), Pledge(ref="a")),
        "comments",
        "comment_step",
    }


@pytest.mark.parametrize("who", [*KEEPERS, *OTHERS, "stranger"])
def test_a_role_is_let_in_where_it_keeps_posts(who, town, group, as_):
    pages = _gets(PostFactory(organisation=group), PledgeFactory(organisation=group))
    browser = as_(getattr(town, who))
    lists = {"posts", "post_add", "pledges", "pledge_add"}

    found = {name: browser.get(page).status_code for name, page in pages.items()}
    if who == "stranger":  # keeps the posts of another community
        assert found == {name: 200 if name in lists else 404 for name in pages}
    else:
        assert set(found.values()) == {200 if who in KEEPERS else 404}


@pytest.mark.parametrize("who", [*KEEPERS, *OTHERS])
def test_residents_words_are_for_those_who_release(who, town, group, as_):
    CommentFactory(post=PostFactory(organisation=group))

    assert as_(getattr(town, who)).get("/desk/comments/").status_code == (200 if who in RELEASING else 404)


def test_nobody_is_asked_to_log_in(town, client):
    pages = [*_gets(PostFactory(), PledgeFactory()).values(), "/desk/comments/"]

    assert {client.get(page).status_code for page in pages} == {302}


def test_empty_posts_stand_first_and_heaps_are_addresses(town, as_):
    PostFactory(kind=PostKindFactory(code="a", zh="空岗甲"))
    held(PostFactory(kind=PostKindFactory(code="b", zh="有人乙")))
    PostFactory(kind=PostKindFactory(code="c", zh="已撤丙"), closed_on=DAY)
    browser = as_(town.worker)

    shown = {heap: text(browser.get("/desk/posts/", {"heap": heap})) for heap in ("", "held", "closed", "x")}
    names = ("空岗甲", "有人乙", "已撤丙")
    assert [[name in page for name in names] for page in shown.values()] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
        [True, False, False],
    ]


def test_a_long_heap_goes_on(town, as_, monkeypatch):
    monkeypatch.setattr("sunshine.desk.views.posts.LISTED", 1)
    PostFactory(), PostFactory()
    browser = as_(town.worker)

    assert "page=1" in text(browser.get("/desk/posts/"))
    assert "page=2" not in text(browser.get("/desk/posts/", {"page": "1"}))


class TestLists(ListCost):
    lists = (("worker", "/desk/posts/?heap=held", 8), ("worker", "/desk/pledges/", 8))

    def fill(self, scene, first, last):
        for _ in range(first, last):
            held(PostFactory())
            PledgeFactory(person=HelperFactory())


def test_a_post_is_set_up(town, group, as_):
    told = {"kind": PostKindFactory().code, "place": GRID, "organisation": group.pk}
    answer = as_(town.worker).post("/desk/posts/add/", told)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/posts/")
    assert Post.objects.values_list("place", "organisation").get() == (GRID, group.pk)


def test_a_group_leader_sets_up_a_post_of_the_own_group_only(town, group, as_):
    other = BranchFactory()
    told = {"kind": PostKindFactory().code, "place": GRID}
    browser = as_(town.leader)

    answers = [browser.post("/desk/posts/add/", {**told, "organisation": row.pk}) for row in (other, group)]
    assert [answer.status_code for answer in answers] == [409, 302]


def test_an_owner_from_elsewhere_comes_back_beside_its_field(town, group, as_):
    told = {"kind": PostKindFactory().code, "place": "231282999002001", "organisation": group.pk}
    answer = as_(town.supervisor).post("/desk/posts/add/", told)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organisation"])


def test_somebodys_word_is_written_down_with_a_tick(town, as_):
    post, person = PostFactory(), HelperFactory()
    browser, where = as_(town.worker), f"/desk/posts/{post.pk}/claim/"

    assert browser.post(where, {"volunteer": person.pk}).status_code == 422
    assert browser.post(where, {"volunteer": person.pk, "word": "on"}).status_code == 302
    assert Post.objects.get().holder == person
    assert Entry.objects.get(verb="claim").facts["on_word"] is True


def test_a_post_is_handed_back_on_somebodys_word_and_then_closed(town, as_):
    post = held(PostFactory())
    browser, where = as_(town.worker), f"/desk/posts/{post.pk}/"

    assert browser.post(f"{where}close/").status_code == 409
    assert browser.post(f"{where}hand_back/", {"word": "on"}).status_code == 302
    assert browser.post(f"{where}close/").status_code == 302
    assert Post.objects.get().closed_on == timezone.localdate()


def test_a_step_that_is_none_is_not_found(town, as_):
    assert as_(town.worker).get(f"/desk/posts/{PostFactory().pk}/promote/").status_code == 404


def test_what_was_written_down_stands_at_the_post(town, as_):
    post = held(PostFactory())
    post.tasks.filter(duty=0).update(done_on=DAY, found=2, note="纸箱已清")

    assert "纸箱已清" in text(as_(town.worker).get(f"/desk/posts/{post.pk}/"))


def _promise(**more):
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    return {"community": COMMUNITY, "text": "每季度办一次义诊", "scope": "全体居民", "due_on": due, **more}


def test_an_organisation_promises_and_says_what_became_of_it(town, group, as_):
    browser = as_(town.worker)
    assert browser.post("/desk/pledges/add/", _promise(organisation=group.pk)).status_code == 302

    where = f"/desk/pledges/{Pledge.objects.get().ref}/"
    assert browser.post(where, {"state": "kept"}).status_code == 422
    assert browser.post(where, {"state": "kept", "evidence": "办了一次义诊"}).status_code == 302
    assert "办了一次义诊" in text(browser.get(where))
    assert browser.post(where, {"state": "kept", "evidence": "办了一次义诊"}).status_code == 409


def test_a_pledge_that_cannot_stand_comes_back_beside_its_field(town, group, as_):
    answer = as_(town.worker).post(
        "/desk/pledges/add/", _promise(organisation=group.pk, text="打13812341234")
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])


def test_what_is_due_stands_before_what_is_settled(town, as_):
    late = PledgeFactory(text="过期的承诺", due_on=DAY)
    PledgeFactory(text="兑现的承诺", state="kept", settled_on=DAY, evidence="x", due_on=DAY)
    page = text(as_(town.worker).get("/desk/pledges/"))

    assert (late.text in page, "兑现的承诺" in page, "overdue-text" in page) == (True, False, True)


@pytest.mark.parametrize(
    ("step", "kept"), [("show", ("楼道干净了", True, False)), ("aside", ("", False, True))]
)
def test_the_community_decides_on_words(step, kept, town, as_):
    said = CommentFactory()
    answer = as_(town.secretary).post(f"/desk/comments/{said.pk}/{step}/")

    row = Comment.objects.get()
    assert answer.status_code == 302
    assert (row.text, bool(row.released_on), bool(row.set_aside_on)) == kept


def test_words_are_decided_once_and_only_by_these_steps(town, as_):
    browser = as_(town.secretary)
    done = CommentFactory(released_on=DAY)
    waiting = CommentFactory(post=None, pledge=PledgeFactory(), at=NOON)

    assert browser.post(f"/desk/comments/{done.pk}/show/").status_code == 404
    assert browser.post(f"/desk/comments/{waiting.pk}/praise/").status_code == 404
    assert browser.get(f"/desk/comments/{waiting.pk}/show/").status_code == 405


def test_whoever_decides_second_reads_a_sentence(town, as_, monkeypatch):
    from sunshine.desk.views import posts as views
    from sunshine.lib.refusals import Overtaken

    def moved(*args, **more):
        raise Overtaken("别人刚处理过")

    monkeypatch.setitem(views.DECISIONS, "show", (moved, ""))
    answer = as_(town.secretary).post(f"/desk/comments/{CommentFactory().pk}/show/")
    assert (answer.status_code, "别人刚处理过" in text(answer)) == (409, True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_open_in_both_languages(language, town, group, as_):
    post, pledge = held(PostFactory()), PledgeFactory(state="not_kept", settled_on=DAY, reason="搬家")
    CommentFactory(post=post)
    browser = as_(town.secretary, language)
    pages = [
        *_gets(post, pledge).values(),
        "/desk/comments/",
        "/desk/pledges/?heap=settled",
        "/desk/posts/?heap=held",
    ]

    assert {browser.get(page).status_code for page in pages} == {200}


def test_the_kinds_of_post_are_a_table(town, as_):
    browser = as_(town.admin)
    told = {"code": "reading", "zh": "晨读岗", "en": "Reading", "every_days": 7, "order": 1}
    told |= {"duties": "领读\n借书", "duties_en": "Read\nLend"}

    assert browser.post("/desk/tables/post-kinds/add/", told).status_code == 302
    kind = PostKind.objects.get(code="reading")
    where = "/desk/tables/post-kinds/reading/change/"
    assert "借书" in text(browser.get(where))
    assert browser.post(where, {**told, "zh": "阅读岗", "seen": kind.version}).status_code == 302
    assert browser.post(where, {**told, "seen": kind.version}).status_code == 409
    assert browser.post(where, {**told, "duties": "领读", "seen": kind.version + 1}).status_code == 422
    assert browser.post(where, {**told, "duties": "长" * 81, "seen": kind.version + 1}).status_code == 422
    assert PostKind.objects.values_list("zh", "duties").get(code="reading") == ("阅读岗", ["领读", "借书"])
    assert reverse("desk:table", args=["post-kinds"]) in text(browser.get("/desk/tables/"))
    assert "阅读岗" in text(browser.get("/desk/tables/post-kinds/"))

"""Posts and pledges in public: a name only by consent, counts that tell of no day, words only once released."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sunshine.posts.models import Comment
from sunshine.public.views import posts as views
from sunshine.ui.turns import Limit
from sunshine.volunteers.models import Consent
from tests.factories.people import COMMUNITY, DAY
from tests.factories.posts import (
    BranchFactory,
    CommentFactory,
    HelperFactory,
    PledgeFactory,
    PostFactory,
    done,
    held,
)

pytestmark = pytest.mark.django_db
POSTS, PLEDGES = "/serve/posts/", "/serve/pledges/"


def text(answer) -> str:
    """The page as one reads it."""
    return answer.content.decode()


def test_empty_posts_are_open_to_everybody_and_the_holder_is_named_by_consent(here, browser):
    PostFactory()
    held(person=HelperFactory(display_name="老周", public=True))
    held(person=HelperFactory(display_name="小李"))

    shown = text(browser.get(POSTS))
    assert ("等您来" in shown, "老周" in shown, "小李" in shown) == (True, True, False)


def test_a_consent_taken_back_is_taken_from_list_page_and_plate(here, browser):
    post = held(person=HelperFactory(display_name="老周", public=True))
    pages = [POSTS, f"{POSTS}{post.pk}/", f"{POSTS}{post.pk}/plate/"]
    before = ["老周" in text(browser.get(page)) for page in pages]
    Consent.objects.filter(kind="public").update(withdrawn_at=timezone.now())

    assert (before, ["老周" in text(browser.get(page)) for page in pages]) == ([True] * 3, [False] * 3)


def test_a_list_is_of_one_community_or_of_the_county(here, browser):
    PostFactory(place="231282999002001")
    PledgeFactory(community="231282999002")

    for page in (POSTS, PLEDGES):
        near, far = (text(browser.get(page, {"community": code})) for code in (COMMUNITY, ""))
        assert ('class="board"' in near, 'class="board"' in far) == (False, True)


@pytest.mark.parametrize("code", ["1", "231282888001", "231282999", "x"])
def test_a_community_that_is_none_shows_the_county(code, here, browser):
    PostFactory()

    assert 'class="board"' in text(browser.get(POSTS, {"community": code}))


@pytest.mark.parametrize("page", [POSTS, PLEDGES])
def test_a_long_list_says_that_there_is_more(page, here, browser, monkeypatch):
    monkeypatch.setattr(views, "LISTED", 1)
    make = PostFactory if page == POSTS else PledgeFactory
    make()
    short = text(browser.get(page))
    make()

    assert ("请选择社区" in short, "请选择社区" in text(browser.get(page))) == (False, True)


def test_a_post_shows_its_duties_its_organisation_and_a_number(here, browser):
    post = PostFactory(organisation__telephone="0455-7771234")
    shown = text(browser.get(f"{POSTS}{post.pk}/"))

    assert all(word in shown for word in ("看消防通道", post.organisation.name, "0455-7771234", "/serve/"))


@pytest.mark.parametrize(("times", "shown"), [(2, False), (3, True)])
def test_what_was_done_is_shown_from_three_on(times, shown, here, browser):
    post = held()
    done(post, times, on=timezone.localdate())

    assert ("figure-number" in text(browser.get(f"{POSTS}{post.pk}/"))) is shown


@pytest.mark.parametrize(("serving", "shown"), [(1, False), (3, True)])
def test_beside_a_name_stands_what_the_organisation_did_never_what_one_person_did(
    serving, shown, here, browser
):
    branch, today = BranchFactory(), timezone.localdate()
    for _ in range(serving):
        post = held(PostFactory(organisation=branch), HelperFactory(public=True))
        done(post, 4, on=today)
    page = text(browser.get(f"{POSTS}{post.pk}/"))

    assert ("设岗组织全部岗位" in page, ">12<" in page, ">4<" in page) == (shown, shown, False)


@pytest.mark.parametrize("address", ["0/", "0/plate/"])
def test_a_post_that_is_not_there_is_not_found(address, here, browser):
    assert browser.get(f"{POSTS}{address}").status_code == 404


def test_a_closed_post_is_gone_and_a_pledge_that_never_was_is_not_found(here, browser):
    post = PostFactory(closed_on=DAY)

    assert browser.get(f"{POSTS}{post.pk}/").status_code == 404
    assert browser.get(f"{PLEDGES}none/").status_code == 404


def test_a_resident_says_how_it_was_and_the_words_wait(here, browser):
    post = PostFactory()
    where = f"{POSTS}{post.pk}/"
    answer = browser.post(where, {"helpful": "yes", "text": "楼道干净了", "form_key": "k"})

    assert (answer.status_code, answer["Location"]) == (303, f"{where}?said#said")
    assert "楼道干净了" not in text(browser.get(f"{where}?said"))
    Comment.objects.update(released_on=DAY)
    assert "楼道干净了" in text(browser.get(where))


def test_a_resident_is_told_when_something_in_the_words_was_hidden(here, browser):
    where = f"{POSTS}{PostFactory().pk}/"
    answer = browser.post(where, {"helpful": "yes", "text": "谢谢李大娘", "form_key": "k"})

    assert answer["Location"] == f"{where}?said=hidden#said"
    said = "称呼、电话、门牌号等已替您隐去"
    assert [said in text(browser.get(f"{where}?{query}")) for query in ("said=hidden", "said")] == [
        True,
        False,
    ]


def test_answers_are_counted_in_groups_of_five(here, browser):
    pledge = PledgeFactory()
    for n in range(6):
        CommentFactory(post=None, pledge=pledge, helpful="no" if n == 5 else "yes", text="")

    assert "5 条回答里，有帮助 5，帮助不大 0，没帮上忙 0" in text(browser.get(f"{PLEDGES}{pledge.ref}/"))


def test_an_answer_without_a_choice_comes_back_as_typed(here, browser):
    pledge = PledgeFactory()
    answer = browser.post(f"{PLEDGES}{pledge.ref}/", {"text": "还行"})

    assert (answer.status_code, "还行" in text(answer)) == (422, True)


def test_words_too_many_to_be_kept_come_back_and_what_cannot_be_printed_does_not_hold_the_others(
    here, browser
):
    where = f"{POSTS}{PostFactory().pk}/"
    told = [
        browser.post(where, {"helpful": "yes", "text": text}).status_code for text in ("好" * 501, "好\x07")
    ]

    assert (told, [comment.text for comment in Comment.objects.all()]) == ([422, 303], ["好"])


def test_many_answers_from_one_connection_are_asked_to_wait(here, browser, monkeypatch):
    monkeypatch.setattr(views, "COMMENTS", Limit("comment", most=1, seconds=60))
    where = f"{POSTS}{PostFactory().pk}/"

    assert [browser.post(where, {"helpful": "yes"}).status_code for _ in range(2)] == [303, 429]


def test_a_pledge_shows_what_became_of_it(here, browser):
    late = {"state": "late", "settled_on": DAY, "evidence": "清了十次", "reason": "下雪耽误", "due_on": DAY}
    shown = text(browser.get(f"{PLEDGES}{PledgeFactory(**late).ref}/"))

    assert all(word in shown for word in ("清了十次", "下雪耽误", "延期兑现"))


def test_whoever_promised_is_named_by_consent(at_noon, here, browser):
    pledge = PledgeFactory(person=HelperFactory(display_name="老周"))
    pages = [PLEDGES, f"{PLEDGES}{pledge.ref}/", f"{PLEDGES}{pledge.ref}/paper/"]
    before = ["老周" in text(browser.get(page)) for page in pages]
    Consent.objects.create(volunteer=pledge.person, kind="public", given_at=timezone.now())

    assert (before, ["老周" in text(browser.get(page)) for page in pages]) == ([False] * 3, [True] * 3)


LATE = {"state": "late", "evidence": "清了十次", "reason": "下雪耽误", "settled_on": DAY}
NOT_KEPT = {"state": "not_kept", "reason": "下雪耽误", "settled_on": DAY}
OVERDUE = {"due_on": DAY - timedelta(days=400)}


@pytest.mark.parametrize("told", [LATE, NOT_KEPT, OVERDUE])
def test_nobody_stands_there_as_late_only_the_organisation_does(told, here, browser):
    post = held(person=HelperFactory(display_name="老周", public=True))
    pledge = PledgeFactory(person=post.holder, post=post, organisation=post.organisation, **told)

    shown = [
        text(browser.get(page))
        for page in (PLEDGES, f"{PLEDGES}{pledge.ref}/", f"{PLEDGES}{pledge.ref}/paper/")
    ]
    assert ["老周" in page for page in shown] == [False] * 3
    assert [post.organisation.name in page for page in shown] == [True] * 3
    assert post.kind.zh not in shown[1]


@pytest.mark.parametrize("told", [{}, LATE])
def test_the_branch_of_whoever_promises_is_told_by_nobody(told, at_noon, here, browser):
    person = HelperFactory(display_name="老周", public=True)
    branch = BranchFactory(name="第九网格党支部", telephone="0455-7779999")
    pledge = PledgeFactory(person=person, organisation=branch, **told)

    for page in (PLEDGES, f"{PLEDGES}{pledge.ref}/", f"{PLEDGES}{pledge.ref}/paper/"):
        shown = text(browser.get(page))
        assert ("第九网格党支部" in shown, "7779999" in shown, "老周" in shown) == (False, False, not told)


def test_the_papers_are_of_the_field(here, browser):
    post, pledge = PostFactory(), PledgeFactory()

    assert "虚位以待" in text(browser.get(f"{POSTS}{post.pk}/plate/"))
    assert "承诺书" in text(browser.get(f"{PLEDGES}{pledge.ref}/paper/"))


@pytest.mark.parametrize("page", ["", POSTS, PLEDGES])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_open_in_both_languages(page, language, here, browser):
    post, pledge = held(person=HelperFactory(public=True)), PledgeFactory()
    browser.cookies["django_language"] = language
    pages = [page or f"{POSTS}{post.pk}/", f"{PLEDGES}{pledge.ref}/"]

    assert [browser.get(address).status_code for address in pages] == [200, 200]


@pytest.mark.parametrize("page", [POSTS, PLEDGES])
def test_a_list_costs_the_same_with_more_rows(page, here, browser):
    costs = []
    for rows in (1, 2):
        for _ in range(rows):
            held(person=HelperFactory(public=True))
            PledgeFactory(person=HelperFactory(public=True))
        browser.get(page)
        with CaptureQueriesContext(connection) as captured:
            browser.get(page)
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 5

"""Wishes by one's own link: what is shown, taken, named, visited, done, given back, and who may call."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from sunshine.lib import seal
from sunshine.notices.actions import load_templates
from sunshine.volunteers.models import Consent, Volunteer
from sunshine.volunteers.queries import token_of
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishState
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, asked, brought_to, claimed, line, offered, offers
from tests.worlds import world

pytestmark = pytest.mark.django_db
PUBLIC = "老人家水龙头漏水，需换垫圈"


@world
def there():
    cache.clear()
    made = line()
    load_templates(at=NOON)
    for person in Volunteer.objects.all():
        Volunteer.objects.filter(pk=person.pk).update(access=seal.token_digest(token_of(person.ref)))
    return made


def at(person: Volunteer, wish: Wish | None = None, step: str = "") -> str:
    base = f"/serve/me/{token_of(person.ref)}/wishes/"
    return base + (f"{wish.number}/" if wish else "") + (f"{step}/" if step else "")


def words(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def paired(there) -> Wish:
    wish = brought_to(WishState.CLAIMED, there)
    return wishes.pair(wish, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])


def test_the_own_page_shows_what_the_group_could_take(there, browser):
    offered(asked(), there)
    page = words(browser.get(f"/serve/me/{token_of(there.mei.ref)}/"))
    assert (PUBLIC in page, "想请人帮忙换个垫圈" in page) == (True, False)


def test_only_wishes_of_the_own_community_are_shown(there, browser):
    wish = offered(asked(), there)
    Volunteer.objects.filter(pk=there.mei.pk).update(place="231282999002001")

    assert PUBLIC not in words(browser.get(at(there.mei)))
    assert browser.get(at(there.mei, wish)).status_code == 404


def test_a_wish_for_a_child_stands_on_nobodys_own_page(there, browser):
    wish = offered(asked(for_minor=True), there)
    assert browser.get(at(there.mei, wish)).status_code == 404


def test_a_member_takes_a_wish_for_the_branch(there, browser):
    wish = offered(asked(), there)
    answer = browser.post(at(there.mei, wish, "claim"), {"seen": wish.version})

    assert (answer.status_code, answer["Location"]) == (303, at(there.mei, wish))
    assert Wish.objects.values_list("state", "holder").get() == ("claimed", there.branch.pk)


def test_whoever_belongs_to_no_group_is_told_how(there, browser):
    alone = offers("独行", skills=[])
    Volunteer.objects.filter(pk=alone.pk).update(access=seal.token_digest(token_of(alone.ref)))
    wish = offered(asked(), there)

    assert browser.get(at(alone, wish)).status_code == 200
    assert browser.post(at(alone, wish, "claim"), {"seen": wish.version}).status_code == 409


def test_of_two_groups_the_second_reads_a_sentence(there, browser):
    wish = offered(asked(), there)
    seen = wish.version
    zhou = at(there.zhou, wish, "claim")
    claimed(wish, there)

    assert browser.post(zhou, {"seen": seen}).status_code == 409


def test_a_page_that_is_no_longer_true_keeps_what_was_typed(there, browser):
    wish = paired(there)
    seen = wish.version
    wishes.visit(wish, by=there.by("lin"), at=NOON + 3 * HOUR)

    answer = browser.post(at(there.mei, wish, "fulfil"), {"seen": seen, "text": "换好了垫圈"})

    assert (answer.status_code, "换好了垫圈" in answer.content.decode()) == (409, True)


def test_nobody_names_themselves_by_their_own_link(there, browser):
    wish = brought_to(WishState.CLAIMED, there)
    sent = {"seen": wish.version, "helpers": [there.mei.pk, there.lin.pk]}
    answer = browser.post(at(there.mei, wish, "pair"), sent)
    assert (answer.status_code, wish.pair.count()) == (404, 0)


def test_only_whoever_is_named_reads_the_wishers_own_words(there, browser):
    wish, own = paired(there), "想请人帮忙换个垫圈"
    stranger = offers("新来的", branch=there.branch)
    Volunteer.objects.filter(pk=stranger.pk).update(access=seal.token_digest(token_of(stranger.ref)))

    seen = [words(browser.get(at(who, wish))) for who in (there.mei, stranger)]
    assert [(own in page, "梅" in page) for page in seen] == [(True, True), (False, False)]
    assert own not in words(browser.get(f"/serve/me/{token_of(stranger.ref)}/"))


def test_said_visited_and_done_it_waits_for_the_wisher(there, browser):
    wish = paired(there)
    Wish.objects.filter(pk=wish.pk).update(claimed_at=NOON)
    browser.post(at(there.mei, wish, "visit"), {"seen": wish.version, "day": f"{NOON:%Y-%m-%d}"})
    browser.post(at(there.mei, wish, "fulfil"), {"seen": wish.version + 1, "text": "已换好"})

    shown = words(browser.get(at(there.mei, wish)))
    assert (Wish.objects.get().state, "请本人说" in shown) == ("done", True)


def test_nothing_said_is_asked_again(there, browser):
    wish = paired(there)
    assert browser.post(at(there.mei, wish, "fulfil"), {"seen": wish.version, "text": ""}).status_code == 422


def test_given_back_it_is_on_the_list_again(there, browser):
    wish = paired(there)
    answer = browser.post(at(there.mei, wish, "hand_back"), {"seen": wish.version})
    assert (answer["Location"], Wish.objects.get().state) == (at(there.mei), "offered")


def test_name_and_telephone_open_for_the_two_who_go_and_for_them_alone(there, browser):
    wish, reason = paired(there), {"reason": "先打电话约时间"}
    going = browser.post(at(there.mei, wish, "contact"), reason)
    third = offers("邻居", branch=there.branch)
    Volunteer.objects.filter(pk=third.pk).update(access=seal.token_digest(token_of(third.ref)))

    assert (going.status_code, "13812345678" in words(going)) == (200, True)
    assert browser.post(at(third, wish, "contact"), reason).status_code == 409


def test_before_two_are_named_nobody_calls(there, browser):
    wish = brought_to(WishState.CLAIMED, there)
    assert browser.post(at(there.mei, wish, "contact"), {"reason": "先打电话约时间"}).status_code == 409


def test_without_a_reason_nothing_opens(there, browser):
    assert browser.post(at(there.mei, paired(there), "contact"), {"reason": ""}).status_code == 422


def test_whoever_takes_the_consent_back_is_gone_from_the_wish(there, browser):
    wish = brought_to(WishState.CLAIMED, there)
    wishes.pair(wish, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.zhou.pk])
    Consent.objects.filter(volunteer=there.zhou, kind="match").update(withdrawn_at=NOON + 4 * HOUR)
    assert browser.get(at(there.zhou, wish)).status_code == 404


def test_an_unknown_link_leads_nowhere(there, browser):
    assert browser.get("/serve/me/AAAA/wishes/").status_code == 404

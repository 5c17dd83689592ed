"""请人帮忙: asking in three short pages, what is sent back kindly, the wish behind its link, and the open list."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.notices.actions import load_templates
from sunshine.public.limits import WISHES
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish, WishConfirmation
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, PHONE, WISHER, asked, brought_to, line, link_of, offered
from tests.worlds import world

WORDS = "请帮我把米和油抬上五楼"


@world
def there():
    cache.clear()
    made = line()
    load_templates(at=NOON)
    return made


def said(**more) -> dict:
    """What the last page sends."""
    return {
        "page": "3", "whom": "me", "kind": "errand", "text": WORDS, "community": FIRST, "phone": PHONE, "form_key": "k1",
        **more,
    }  # fmt: skip


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def sentences(answer) -> str:
    return " ".join(found.get_text(" ", strip=True) for found in soup(answer).select(".errors"))


def test_the_first_page_offers_the_kinds_and_for_whom(there, browser):
    page = soup(browser.get("/help/"))

    assert [button.text for button in page.select("button[name=kind]")] == ["家中小修", "代买跑腿"]
    assert [radio["value"] for radio in page.select("input[name=whom]")] == ["me", "other", "child"]


def test_one_question_follows_the_other(there, browser):
    words = soup(browser.post("/help/", {"page": "1", "whom": "me", "kind": "errand", "form_key": "k"}))
    who = soup(browser.post("/help/", said(page="2")))

    assert words.find("textarea", {"name": "text"}) is not None
    assert (who.find(id="id_phone")["type"], who.find("input", {"name": "text"})["value"]) == ("text", WORDS)


def test_a_page_back_keeps_what_was_said(there, browser):
    page = soup(browser.post("/help/", said(back="2")))

    assert page.find("textarea", {"name": "text"}).text.strip() == WORDS
    assert page.find("input", {"name": "phone"})["value"] == PHONE


def test_a_wish_is_taken_in_and_its_link_shown(there, browser):
    answer = browser.post("/help/", said(times=["weekend_day"]))

    wish = Wish.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/w/{link_of(wish)}/?new")
    assert (wish.text, wish.place, wish.times, wish.contact.phone_masked) == (
        WORDS, FIRST, ["weekend_day"], "138****5678",
    )  # fmt: skip


def test_the_receipt_names_number_next_steps_and_whom_to_call(there, browser):
    words = soup(browser.get(browser.post("/help/", said())["Location"])).main.get_text()

    wish = Wish.objects.get()
    assert [part in words for part in (wish.number, "第一社区居委会", "0455-7770000")] == [True] * 3


def test_sent_twice_it_is_one_wish(there, browser):
    first, second = browser.post("/help/", said()), browser.post("/help/", said())
    assert (first["Location"] == second["Location"], Wish.objects.count()) == (True, 1)


@pytest.mark.parametrize(
    "more", [{"page": "9" * 5000}, {"page": "1", "form_key": "k" * 65}, {"building": "9" * 5000}]
)
def test_what_no_page_of_ours_sends_is_sent_back_or_passed_over(there, browser, more):
    assert browser.post("/help/", said(**more)).status_code in (200, 303, 422)


def test_the_place_of_a_poster_is_known_already(there, browser):
    page = soup(browser.get(f"/help/?at={GRID}"))
    browser.post("/help/", said(community="", place=GRID))

    assert (page.find("input", {"name": "place"})["value"], Wish.objects.get().place) == (GRID, GRID)


def test_a_kind_may_be_chosen_by_the_address(there, browser):
    assert soup(browser.get("/help/?kind=errand")).find("textarea", {"name": "text"}) is not None
    assert soup(browser.get("/help/?kind=gold")).find("textarea", {"name": "text"}) is None


def test_an_unknown_code_says_so_and_asks_for_the_community(there, browser):
    answer = browser.get("/help/?at=999")
    assert (answer.status_code, "重新选" in answer.content.decode() or "社区" in answer.content.decode()) == (
        404,
        True,
    )


def test_money_is_refused_kindly_with_the_aid_counter_and_its_telephone(there, browser):
    answer = browser.post("/help/", said(page="2", text="想借点钱交房租"))

    page = soup(answer)
    assert (answer.status_code, Wish.objects.count()) == (422, 0)
    assert page.select_one(".notice a[href^='tel:']") is not None
    assert page.find("textarea", {"name": "text"}).text.strip() == "想借点钱交房租"


def test_somebody_under_eighteen_alone_is_led_to_a_guardian(there, browser):
    answer = browser.post("/help/", said(page="2", text="我13岁，想有人教我骑车"))

    assert (answer.status_code, "家长" in sentences(answer) or "监护人" in sentences(answer)) == (422, True)
    assert soup(answer).find("input", {"name": "whom", "value": "child"}) is not None


def test_a_number_in_the_text_comes_back_hidden(there, browser):
    answer = browser.post("/help/", said(text=f"{WORDS}，打我电话13912345678"))

    assert (answer.status_code, Wish.objects.count()) == (422, 0)
    assert soup(answer).find("textarea", {"name": "text"}).text.strip() == f"{WORDS}，打我电话＊＊＊"


def test_sent_again_with_the_number_hidden_it_is_taken(there, browser):
    assert browser.post("/help/", said(text=f"{WORDS}，打我电话＊＊＊")).status_code == 303


def test_for_somebody_else_their_consent_is_asked(there, browser):
    told = said(whom="other", for_name="李大爷", for_phone="13700000001")
    refused, taken = browser.post("/help/", told), browser.post("/help/", {**told, "for_consent": "on"})

    assert (refused.status_code, soup(refused).find(id="id_for_name")["value"], taken.status_code) == (
        422, "李大爷", 303,
    )  # fmt: skip


def test_for_a_child_the_guardian_leaves_name_and_telephone(there, browser):
    refused = browser.post("/help/", said(whom="child"))
    browser.post("/help/", said(whom="child", name="王妈妈"))

    assert (refused.status_code, Wish.objects.get().for_minor) == (422, True)


@pytest.mark.parametrize(
    ("missing", "page", "where"),
    [
        ("kind", "3", "id_kind"),
        ("text", "2", "id_text"),
        ("community", "2", "id_community"),
        ("phone", "3", "id_phone"),
    ],
)
def test_what_is_missing_is_asked_for_on_its_page(there, browser, missing, page, where):
    answer = browser.post("/help/", said(**{missing: "", "page": page}))
    assert (answer.status_code, soup(answer).find(id=where) is not None) == (422, True)


@pytest.mark.parametrize("page", ["0", "9", "x", ""])
def test_a_page_number_that_is_none_does_no_harm(there, browser, page):
    assert browser.post("/help/", said(page=page)).status_code in (200, 303)


def test_one_connection_cannot_ask_without_end(there, browser):
    for _ in range(WISHES.most):
        WISHES.take("127.0.0.1")
    answer = browser.post("/help/", said())
    assert (answer.status_code, soup(answer).find("input", {"name": "text"})["value"]) == (429, WORDS)


def test_asking_takes_sixteen_statements_at_most(there, browser):
    browser.post("/help/", said())
    with CaptureQueriesContext(connection) as captured:
        browser.post("/help/", said(form_key="k2"))
    assert len([one for one in captured if "SAVEPOINT" not in one["sql"]]) <= 16


# -- behind the link -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(WishState))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_link_says_in_plain_words_where_it_stands(there, browser, state, language):
    browser.cookies["django_language"] = language
    wish = brought_to(state, there)

    answer = browser.get(f"/w/{link_of(wish)}/")

    words = soup(answer).get_text()
    assert (answer.status_code, wish.number in words, wish.text in words) == (200, True, True)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_the_wisher_says_that_it_is_done(there, browser):
    wish = brought_to(WishState.DONE, there)

    answer = browser.post(
        f"/w/{link_of(wish)}/confirm/",
        {"seen": wish.version, "fulfilled": "yes", "satisfied": "yes", "comment": "谢谢"},
    )

    assert answer.status_code == 303
    assert Wish.objects.values_list("state", "outcome").get() == ("closed", "fulfilled")
    assert WishConfirmation.objects.values_list("fulfilled", "satisfied").get() == ("yes", "yes")


def test_not_yet_sends_it_back_to_the_group(there, browser):
    wish = brought_to(WishState.DONE, there)
    browser.post(
        f"/w/{link_of(wish)}/confirm/", {"seen": wish.version, "fulfilled": "no", "comment": "还在滴水"}
    )
    assert Wish.objects.values_list("state", "reworks").get() == ("claimed", 1)


def test_saying_nothing_is_asked_again(there, browser):
    wish = brought_to(WishState.DONE, there)
    assert browser.post(f"/w/{link_of(wish)}/confirm/", {"seen": wish.version}).status_code == 422


def test_whoever_is_overtaken_keeps_the_words(there, browser):
    wish, seen = brought_to(WishState.DONE, there), 0
    seen = wish.version
    wishes.note(wish, by=there.by("mei"), at=NOON + 5 * HOUR, text="还会再看一次")

    answer = browser.post(
        f"/w/{link_of(wish)}/confirm/", {"seen": seen, "fulfilled": "yes", "comment": "多谢两位"}
    )

    assert (answer.status_code, "多谢两位" in answer.content.decode()) == (409, True)


def test_a_wish_is_taken_back(there, browser):
    wish = asked()
    browser.post(f"/w/{link_of(wish)}/withdraw/", {"seen": wish.version})
    assert Wish.objects.values_list("outcome", flat=True).get() == "withdrawn"


@pytest.mark.parametrize("path", ["/w/{}/", "/w/{}/slip/"])
def test_a_wrong_link_is_answered_in_words(there, browser, path):
    assert browser.get(path.format("AAAAAAAAAAAAAAAAAAAAAA")).status_code == 404


def test_the_slip_bears_number_and_link_and_nothing_of_the_wish(there, browser):
    wish = asked()
    words = soup(browser.get(f"/w/{link_of(wish)}/slip/")).get_text()
    assert [part in words for part in (wish.number, wish.text, "王")] == [True, False, False]


def test_number_and_digits_show_where_a_wish_stands_and_no_more(there, browser):
    wish = brought_to(WishState.CLAIMED, there)

    answer = browser.post("/track/", {"number": wish.number, "tail": PHONE[-4:]})

    words = soup(answer).get_text()
    assert (answer.status_code, there.branch.name in words, wish.text in words) == (200, True, False)


@pytest.mark.parametrize("state", list(WishState))
def test_the_wishers_page_takes_five_statements_at_most(there, browser, state):
    wish = brought_to(state, there)
    browser.get(f"/w/{link_of(wish)}/")
    with CaptureQueriesContext(connection) as captured:
        browser.get(f"/w/{link_of(wish)}/")
    assert len(captured) <= 5


# -- the open list -------------------------------------------------------------------------------------------


def test_the_list_shows_the_communitys_words_alone(there, browser):
    offered(asked(), there)

    words = soup(browser.get(f"/help/list/?at={FIRST}")).get_text()

    assert [part in words for part in ("老人家水龙头漏水，需换垫圈", "想请人帮忙换个垫圈", "王")] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "shown"), [(2, False), (3, True)])
def test_how_many_were_fulfilled_is_told_from_three_on(there, browser, count, shown):
    for n in range(count):
        wish = brought_to(WishState.DONE, there, form_key=f"k{n}")
        wishes.confirm(wish, by=WISHER, at=NOON + 9 * HOUR, fulfilled="yes")

    assert (
        f"已实现{count}个心愿" in soup(browser.get(f"/help/list/?at={FIRST}")).get_text().replace(" ", "")
    ) is shown


def test_without_a_community_one_is_chosen_first(there, browser):
    answer = browser.get("/help/list/")
    assert (answer.status_code, len(soup(answer).select("#id_at option"))) == (200, 3)


def test_a_community_that_is_none_is_said_so(there, browser):
    assert browser.get("/help/list/?at=999").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_more_on_it(there, browser, rows):
    for n in range(rows):
        offered(asked(form_key=f"k{n}"), there)
    browser.get(f"/help/list/?at={FIRST}")
    with CaptureQueriesContext(connection) as captured:
        browser.get(f"/help/list/?at={FIRST}")
    assert len(captured) <= 5


def test_what_a_branch_has_taken_does_not_wait_any_more(there, browser):
    brought_to(WishState.CLAIMED, there)

    page = soup(browser.get(f"/help/list/?at={FIRST}"))
    waits, taken = page.select("section.card")[:2]

    assert (waits.select_one(".soft").text, len(taken.select("li"))) == ("现在没有等着的心愿。", 1)

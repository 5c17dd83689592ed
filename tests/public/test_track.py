"""我的事办到哪了: what number and digits show, what the link shows, and the resident's own steps."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.cases.actions import accept, answer, ask, withdraw
from sunshine.cases.models import Case, Confirmation, Note, Proposal
from sunshine.files.models import Photo
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from tests.factories.cases import reported
from tests.factories.people import NOON
from tests.public.conftest import fresh, told
from tests.public.test_report import picture, soup


@pytest.fixture
def asked(here, case):
    """A matter in which the resident is asked something."""
    accept(case.case, by=here.town.by("worker"), at=NOON)
    ask(case.case, by=here.town.by("worker"), at=NOON, text="请问几点方便?")
    return case


@pytest.fixture
def answered(here, case):
    """A matter with a result, waiting for the resident's word."""
    accept(case.case, by=here.town.by("worker"), at=NOON)
    answer(case.case, by=here.town.by("worker"), at=NOON, text="已清走")
    return case


def page_of(browser, received, query: str = "") -> BeautifulSoup:
    return soup(browser.get(f"/t/{received.token}/{query}"))


def test_an_english_page_names_the_organisation_in_english(browser, answered):
    Organisation.objects.filter(pk=answered.case.holder_id).update(name_en="Bright Committee")
    browser.cookies["django_language"] = "en"

    page = page_of(browser, answered)

    assert ("Bright Committee" in page.main.text, answered.case.holder.name in page.main.text) == (
        True,
        False,
    )


def test_number_and_digits_show_state_dates_and_organisation_only(browser, answered):
    answer_ = browser.post("/track/", {"number": answered.case.number, "tail": "5678"})

    words = soup(answer_).get_text()
    assert (answer_.status_code, "第一社区居委会" in words, answered.case.number in words) == (
        200,
        True,
        True,
    )
    assert [secret in words for secret in ("楼道", "已清走", "王", answered.token)] == [False] * 4


@pytest.mark.parametrize(
    "typed", ["231282 261123 000427", "２３１２８２", "nonsense", "231282-261123-000428"]
)
def test_no_answer_tells_whether_a_number_exists(browser, case, typed):
    wrong_number = browser.post("/track/", {"number": typed, "tail": "5678"})
    wrong_digits = browser.post("/track/", {"number": case.case.number, "tail": "0000"})

    sentences = [soup(page).find(class_="errors").get_text() for page in (wrong_number, wrong_digits)]
    assert (wrong_number.status_code, wrong_digits.status_code) == (422, 422)
    assert sentences[0] == sentences[1]


@pytest.mark.parametrize(
    ("number", "tail"), [("", "5678"), ("231282-261123-000427", ""), ("1", "56789"), ("1", "五六七八")]
)
def test_what_is_missing_is_asked_for_and_kept(here, browser, number, tail):
    page = browser.post("/track/", {"number": number, "tail": tail})
    assert (page.status_code, soup(page).find(id="id_number").get("value", "")) == (422, number)


def test_a_number_without_telephone_is_followed_by_link_alone(here, browser):
    silent = reported()
    page = browser.post("/track/", {"number": silent.case.number, "tail": "0000"})
    assert page.status_code == 422


@pytest.mark.parametrize("path", ["/t/{}/", "/t/{}/slip/", "/t/{}/photo/abc-small.jpg"])
def test_a_stale_or_wrong_link_is_answered_in_words(here, browser, path):
    page = browser.get(path.format("AAAAAAAAAAAAAAAAAAAAAA"))
    assert (page.status_code, "这个链接打不开" in page.content.decode()) == (404, True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_link_shows_text_and_progress_in_plain_words(browser, answered, language):
    browser.cookies["django_language"] = language
    words = page_of(browser, answered).get_text()
    assert [part in words for part in ("三单元楼道堆满杂物", "已清走", answered.case.number)] == [True] * 3
    assert [word in words for word in ("工单", "签收", "诉求")] == [False] * 3


def test_an_excused_delay_stands_below_the_result(browser, answered):
    Case.objects.update(excused=True)
    words = page_of(browser, answered).get_text()
    assert 0 < words.index("已清走") < words.index("超时原因不在承办单位")


def test_a_private_page_stays_out_of_caches_and_search_engines(browser, case):
    page = browser.get(f"/t/{case.token}/")
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


def test_the_receipt_names_number_link_office_and_time(browser, case):
    page = page_of(browser, case, "?new")
    assert page.find(class_="receipt-number").get_text() == case.case.number
    assert page.find("a", string=f"http://testserver/t/{case.token}/") is not None
    assert (page.find("svg", class_="qr") is None, page.find("a", href="tel:04557770000") is None) == (
        False,
        False,
    )


def test_the_resident_makes_it_confidential(browser, case):
    assert page_of(browser, case).find(id="conceal") is not None

    page = browser.post(f"/t/{case.token}/conceal/", {"seen": case.case.version})

    assert (page.status_code, fresh(case).confidential) == (303, True)
    assert page_of(browser, case).find(id="conceal") is None


def test_a_reply_goes_back_to_those_who_asked(browser, asked):
    page = browser.post(f"/t/{asked.token}/reply/", {"seen": asked.case.version, "text": "下午三点以后"})
    assert (page.status_code, page["Location"]) == (303, f"/t/{asked.token}/")
    assert Note.objects.get(kind="reply").text == "下午三点以后"


@pytest.mark.parametrize("solved", ["yes", "partly"])
def test_the_resident_confirms(browser, answered, solved):
    data = {"seen": answered.case.version, "solved": solved, "satisfied": "yes", "comment": "谢谢"}
    page = browser.post(f"/t/{answered.token}/confirm/", data)
    assert (page.status_code, fresh(answered).outcome) == (303, "confirmed")
    assert Confirmation.objects.values_list("solved", "satisfied").get() == (solved, "yes")


def test_what_is_not_solved_goes_back_to_work(browser, answered):
    data = {"seen": answered.case.version, "solved": "no", "comment": "只清了一半"}
    page = browser.post(f"/t/{answered.token}/confirm/", data)
    assert (page.status_code, fresh(answered).state, fresh(answered).reworks) == (303, "accepted", 1)


def test_the_resident_takes_it_back(browser, case):
    page = browser.post(f"/t/{case.token}/withdraw/", {"seen": case.case.version})
    assert (page.status_code, fresh(case).outcome) == (303, "withdrawn")


@pytest.mark.parametrize(("name", "data"), [("reply", {"text": ""}), ("reply", {"text": "x" * 6000})])
def test_a_reply_that_cannot_be_taken_comes_back_as_it_was(browser, asked, name, data):
    page = browser.post(f"/t/{asked.token}/{name}/", {"seen": asked.case.version, **data})
    assert (page.status_code, soup(page).find(id="id_text_error") is None) == (422, False)
    assert soup(page).find(id="id_text").get_text().strip() == data["text"]


def test_whoever_comes_second_is_told_and_keeps_the_words(here, browser, asked):
    old = asked.case.version
    withdraw(fresh(asked), by=Actor.resident(), at=NOON)
    page = browser.post(f"/t/{asked.token}/reply/", {"seen": old, "text": "下午三点以后"})
    assert (page.status_code, soup(page).find(class_="errors") is None) == (409, False)


def test_a_step_that_is_over_is_refused_in_words(browser, case):
    page = browser.post(f"/t/{case.token}/confirm/", {"seen": case.case.version, "solved": "yes"})
    assert (page.status_code, soup(page).find(class_="errors") is None) == (409, False)


def test_photos_open_by_their_own_link_only(here, browser):
    one = browser.post("/report/", told(photos=picture()))["Location"].split("/")[2]
    other = browser.post("/report/", told(photos=SimpleUploadedFile("b.png", picture(9).read())))[
        "Location"
    ].split("/")[2]
    name = Photo.objects.order_by("id").first().name

    answers = [
        browser.get(f"/t/{token}/photo/{name}-{size}.jpg")
        for token, size in [(one, "small"), (one, "large"), (other, "small")]
    ]
    assert [found.status_code for found in answers] == [200, 200, 404]
    assert (answers[0]["Content-Type"], answers[0]["Cache-Control"]) == ("image/jpeg", "private, no-store")


@pytest.mark.parametrize(("way", "most"), [("link", 6), ("number", 8)])
@pytest.mark.parametrize("notes", [1, 3])
def test_tracking_takes_few_statements(
    here, browser, answered, django_assert_max_num_queries, notes, way, most
):
    for step in range(50, 50 + notes - 1):
        Note.objects.create(
            case=answered.case, step=step, kind="reason", text="再看看", to_resident=True, at=NOON
        )
    browser.get("/")
    with django_assert_max_num_queries(most):
        if way == "link":
            page_of(browser, answered)
        else:
            browser.post("/track/", {"number": answered.case.number, "tail": "5678"})


def test_photos_of_the_result_stand_with_the_result(here, browser, case):
    accept(case.case, by=here.town.by("worker"), at=NOON)
    answer(case.case, by=here.town.by("worker"), at=NOON, text="已清走", photos=[picture().read()])
    page = page_of(browser, case)
    assert (len(page.find(id="confirm").find_all("img")), len(page.find_all("img"))) == (1, 1)


def test_the_resident_reminds_once_a_day(browser, case):
    def remind() -> int:
        return browser.post(f"/t/{case.token}/remind/", {"seen": fresh(case).version}).status_code

    assert "催一催" in page_of(browser, case).main.text
    assert (remind(), remind()) == (303, 409)
    page = page_of(browser, case).main.text
    assert ("您催过一次" in page, "催一催" in page) == (True, False)


def test_whoever_waits_reads_what_was_granted_and_why_it_is_set_aside(here, browser, asked):
    case = fresh(asked)
    until = NOON + timedelta(days=30)
    row = {
        "case": case,
        "organisation": case.holder,
        "step": 1,
        "at": NOON,
        "decision": "yes",
        "decided_at": NOON,
    }
    Proposal.objects.create(kind="extension", until=until, **row)
    Proposal.objects.create(kind="shelving", until=until, rule="列入明年计划", **row)
    Case.objects.update(state="shelved")

    page = page_of(browser, asked).main.text

    assert [said in page for said in ("办理时间延长了", "列入明年计划", "需要较长时间")] == [True] * 3

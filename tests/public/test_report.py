"""我要反映, without a browser: what is taken, what is asked again, and that nothing typed is lost."""

import io
import re
import zlib

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sunshine.cases.models import Case
from sunshine.files.models import Photo
from sunshine.public.limits import REPORTS
from tests.factories.cases import FIRST, GRID
from tests.public.conftest import told

PROBLEMS = [
    ("empty text", {"text": " "}, "text", "Please write in a few words what the matter is."),
    ("one character", {"text": "灯"}, "text", "Please write a few words more."),
    (
        "20 000 characters",
        {"text": "灯" * 20_000},
        "text",
        "The text has 20000 characters; at most 5000 fit.",
    ),
    ("nul character", {"text": "路灯\x00不亮"}, "text", "Null characters are not allowed."),
    (
        "point outside the county",
        {"lon": "2.35", "lat": "48.85"},
        "location",
        "This point lies outside the county.",
    ),
    (
        "point that is no number",
        {"lon": "nan", "lat": "46"},
        "location",
        "The place on the map is incomplete.",
    ),
    ("half a point", {"lon": "125.9"}, "location", "The place on the map is incomplete."),
    ("unknown community", {"community": "231282999888"}, "location", "This community is not known here."),
    ("another county", {"community": "110101001001"}, "location", "This community is not in our county."),
    ("unknown building", {"building": "999999"}, "location", "This building is not known here."),
    (
        "no consent",
        {"for_name": "李奶奶"},
        "for_consent",
        "Please confirm that the person you report for agrees.",
    ),
    ("unknown kind", {"category": "9999"}, "category", "Please choose one of the listed kinds of matter."),
]


def picture(side: int = 8, name: str = "one.png") -> SimpleUploadedFile:
    """A small photo; its colour follows from its name, so that two differ."""
    data = io.BytesIO()
    Image.new("RGB", (side, side), (len(name) * 9 % 255, 120, 40)).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_a_report_leads_to_its_receipt(here, browser):
    answer = browser.post("/report/", told(phone="13912345678"))

    case = Case.objects.get()
    assert (answer.status_code, case.place, case.channel) == (303, GRID, "web")
    assert case.number in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"), [row[1:] for row in PROBLEMS], ids=[row[0] for row in PROBLEMS]
)
def test_bad_input_comes_back_with_its_sentence_and_the_form_as_filled(here, browser, wrong, field, sentence):
    browser.cookies["django_language"] = "en"
    answer = browser.post("/report/", told(name="王小明") | wrong)

    page = soup(answer)
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert sentence in page.find(class_="errors").get_text()
    assert sentence in page.find(id=f"id_{field}_error").get_text()
    assert page.find(id="id_name")["value"] == "王小明"
    assert page.find(id="id_text").get_text().strip() == told(**wrong)["text"].strip()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"no image at all", "格式我们读不了"), (b"", "空")],
    ids=["no image", "empty file"],
)
def test_a_file_that_is_no_photo_is_refused_in_words(here, browser, content, sentence):
    answer = browser.post("/report/", told(photos=SimpleUploadedFile("x.jpg", content, "image/jpeg")))

    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert sentence in soup(answer).find(id="id_photos_error").get_text()


def test_a_photo_bomb_is_refused_in_words(here, browser):
    head = b"IHDR" + (40_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4, "big")
    answer = browser.post("/report/", told(photos=SimpleUploadedFile("bomb.png", bomb, "image/png")))
    assert (answer.status_code, Photo.objects.count()) == (422, 0)
    assert soup(answer).find(id="id_photos_error") is not None


def test_a_made_up_organisation_is_a_mistake_on_the_form(here, browser):
    answer = browser.post("/report/?about=staff", told(category="0901", about="987654"))
    assert (answer.status_code, soup(answer).find(id="id_about_error") is None) == (422, False)


def test_seven_photos_are_too_many(here, browser):
    answer = browser.post("/report/", told(photos=[picture(name="x" * n) for n in range(1, 8)]))
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert "最多 6 张" in soup(answer).find(id="id_photos_error").get_text()


def test_photos_of_a_form_that_comes_back_need_not_be_chosen_again(here, browser):
    first = browser.post("/report/", told(text="", photos=[picture(name="a"), picture(name="bb")]))
    kept = [field["value"] for field in soup(first).find_all("input", {"name": "kept"})]

    browser.post("/report/", told(kept=kept, photos=picture(name="ccc")))
    assert (len(kept), Photo.objects.count()) == (2, 3)


def unreadable(name: str = "IMG_0412.HEIC") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\0\0\0\x18ftypheic" + b"cut off", "image/heic")


def test_one_photo_that_cannot_be_read_is_named_and_the_others_are_kept(here, browser):
    page = soup(browser.post("/report/", told(photos=[picture(name="a"), unreadable(), picture(name="bb")])))
    said = page.find(id="id_photos_error").get_text()
    kept = [field["value"] for field in page.find_all("input", {"name": "kept"})]
    assert ("照片 2（IMG_0412.HEIC）" in said, "截一张图" in said, len(kept)) == (True, True, 2)

    browser.post("/report/", told(kept=kept))
    assert (Case.objects.count(), Photo.objects.count()) == (1, 2)


def test_a_kept_photo_that_turns_out_unreadable_stands_in_nobodys_way(here, browser):
    first = soup(browser.post("/report/", told(text="", photos=[unreadable(), picture(name="a")])))
    kept = [field["value"] for field in first.find_all("input", {"name": "kept"})]

    page = soup(browser.post("/report/", told(kept=kept, photos=picture(name="bb"))))
    left = [field["value"] for field in page.find_all("input", {"name": "kept"})]
    browser.post("/report/", told(kept=left))
    assert (len(kept), len(left), Photo.objects.count()) == (2, 2, 2)


def test_the_same_form_twice_leads_to_the_same_receipt(here, browser):
    key = soup(browser.get("/report/")).find("input", {"name": "form_key"})["value"]

    first, second = (browser.post("/report/", told(form_key=key)) for _ in range(2))
    assert (first["Location"], Case.objects.count()) == (second["Location"], 1)


def test_other_words_on_the_page_one_went_back_to_are_another_report(here, browser):
    answers = [
        browser.post("/report/", told(form_key="one-page", text=text)) for text in ("路灯不亮", "楼道有杂物")
    ]
    assert (len({answer["Location"] for answer in answers}), Case.objects.count()) == (2, 2)


def test_two_visitors_get_two_forms(here, browser):
    keys = {soup(browser.get("/report/")).find("input", {"name": "form_key"})["value"] for _ in range(2)}
    assert len(keys) == 2


def test_an_old_page_without_session_or_cookie_loses_nothing(here, browser):
    browser.cookies.clear()
    answer = browser.post("/report/", told(csrfmiddlewaretoken="stale"))
    assert (answer.status_code, Case.objects.count()) == (303, 1)


def test_emergency_words_show_the_numbers_first_and_keep_everything(here, browser):
    answer = browser.post("/report/", told(text="厨房着火了", name="王小明", photos=picture()))

    page = soup(answer)
    assert (answer.status_code, Case.objects.count()) == (200, 0)
    assert [link["href"] for link in page.find(class_="urgent").find_all("a")] == [
        "tel:110",
        "tel:119",
        "tel:120",
    ]
    assert (page.find(id="id_name")["value"], len(page.find_all("input", {"name": "kept"}))) == ("王小明", 1)


def test_whoever_saw_the_numbers_may_go_on(here, browser):
    answer = browser.post("/report/", told(text="厨房着火了", emergency="1"))
    assert (answer.status_code, Case.objects.count()) == (303, 1)


def test_a_complaint_says_who_will_see_it_and_goes_to_the_desk_above(here, browser):
    page = soup(browser.get("/report/?about=staff"))
    answer = browser.post(
        "/report/?about=staff", told(text="工作人员态度恶劣", category="0901", about=here.town.first.pk)
    )

    assert "监督岗" in page.find(class_="notice").get_text()
    assert (answer.status_code, Case.objects.get().holder) == (303, here.town.desk)


def test_a_complaint_must_say_what_it_is_about(here, browser):
    answer = browser.post("/report/?about=staff", told(category=""))
    assert (answer.status_code, soup(answer).find(id="id_category_error") is None) == (422, False)


@pytest.mark.parametrize("known", ["place", "building"])
def test_a_scanned_code_knows_the_place(here, browser, known):
    code = GRID if known == "place" else here.house.pk
    page = soup(browser.get(f"/report/?{known}={code}"))
    assert page.find("input", {"name": "place"})["value"] == GRID
    assert "第一社区 第一网格" in page.get_text()


@pytest.mark.parametrize(
    "asked", ["place=231282999888", "place=xyz", "place=110101001001", "building=77777", "building=x"]
)
def test_an_old_code_is_said_to_be_old_and_one_can_report_all_the_same(here, browser, asked):
    answer = browser.get(f"/report/?{asked}")
    assert (answer.status_code, "不认识这个码" in answer.content.decode()) == (404, True)
    assert soup(answer).find(id="id_text") is not None


def test_a_chosen_community_counts_more_than_the_remembered_one(here, browser):
    browser.post("/report/", told(place=FIRST, community="231282999002"))
    assert Case.objects.get().place == "231282999002"


def test_a_building_in_words_leads_to_its_grid(here, browser):
    browser.post("/report/", told(place="", location="阳光花园3号楼2单元"))
    assert Case.objects.get().building == here.house


def test_a_point_leads_to_its_grid(here, browser):
    browser.post("/report/", told(place="", lon="125.905", lat="46.055"))
    assert Case.objects.get().place == GRID


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("what", {"text": "楼道里杂物着火"}),
        ("what", {"text": "你好"}),
        ("where", {"location": "阳光花园"}),
        ("where", {}),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_swapped_part_is_the_part_of_a_fresh_page(here, browser, part, typed, language):
    browser.cookies["django_language"] = language
    data = {"text": "", "location": "", "look": part, **typed}

    swapped = browser.post("/report/", data, headers={"HX-Request": "true"})
    fresh = browser.post("/report/", data)
    assert (swapped.status_code, fresh.status_code) == (200, 200)
    assert str(soup(swapped).find(id=part)) == str(soup(fresh).find(id=part))


def test_whoever_leaves_the_kind_to_us_is_not_overruled_by_a_guess(here, browser):
    data = {"text": "路灯不亮了吗", "look": "what", "guess": "0101", "category": ""}

    answer = browser.post("/report/", data, headers={"HX-Request": "true"})

    assert soup(answer).find("option", selected=True)["value"] == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"location": "阳光花园3号楼"}, "阳光花园3号楼. If that is wrong"),
        ({"location": "新阳光花园3号楼"}, "We are not sure where this is."),
        ({"location": "第一社区"}, "We take this to be: First Community."),
    ],
)
def test_the_form_says_what_it_takes_the_words_for_or_asks(here, browser, typed, said):
    browser.cookies["django_language"] = "en"
    answer = browser.post("/report/", {"text": "", "look": "where", **typed})

    assert said in soup(answer).find(id="where").get_text()


def test_the_form_is_silent_once_the_community_is_chosen(here, browser):
    answer = browser.post("/report/", {"text": "", "location": "门口", "community": FIRST, "look": "where"})

    assert soup(answer).find(id="where").find("p") is None


def test_words_suggest_a_kind_that_can_be_changed(here, browser):
    guessed = browser.post("/report/", {"text": "路灯不亮了", "look": "what"}, headers={"HX-Request": "true"})
    changed = browser.post(
        "/report/",
        {"text": "路灯不亮了吗", "look": "what", "guess": "0101", "category": "0201"},
        headers={"HX-Request": "true"},
    )
    chosen = [soup(answer).find("option", selected=True)["value"] for answer in (guessed, changed)]
    assert chosen == ["0101", "0201"]


def test_advice_while_typing_takes_in_nothing(here, browser):
    browser.post("/report/", told(look="what"))
    assert Case.objects.count() == 0


def test_too_many_reports_from_one_address_wait_and_keep_their_words(here, browser):
    for _ in range(REPORTS.most):
        REPORTS.take("127.0.0.1")
    answer = browser.post("/report/", told())
    assert (answer.status_code, Case.objects.count()) == (429, 0)
    assert soup(answer).find(id="id_text").get_text().strip() == told()["text"]


def test_a_report_takes_at_most_17_statements(here, browser, django_assert_max_num_queries):
    browser.post("/report/", told())
    with django_assert_max_num_queries(17):
        answer = browser.post("/report/", told(phone="13912345678", form_key="one-page"))
    assert answer.status_code == 303


def test_the_form_has_no_words_of_the_desk(here, browser):
    words = soup(browser.get("/report/")).get_text()
    assert re.findall("工单|签收|诉求", words) == []


def test_a_supervision_desk_may_be_complained_of_while_one_stands_above_it(here, browser):
    page = soup(browser.get("/report/?about=staff"))
    offered = {option["value"] for option in page.find(id="id_about").find_all("option")}

    browser.post("/report/?about=staff", told(text="监督岗不理人", category="0901", about=here.town.desk.pk))

    assert (str(here.town.desk.pk) in offered, str(here.town.county_desk.pk) in offered) == (True, False)
    assert Case.objects.get().holder == here.town.county_desk


def test_words_about_staff_are_asked_about_before_the_community_sees_them(here, browser):
    words = told(text="网格员态度太差了")

    asked = browser.post("/report/", words)
    led = browser.post("/report/?about=staff", {**words, "look": "staff"})

    assert (asked.status_code, Case.objects.count()) == (200, 0)
    assert soup(asked).find("button", {"name": "look"})["formaction"] == "/report/?about=staff"
    assert (soup(led).find(id="id_about") is None, "网格员态度太差了" in led.content.decode()) == (
        False,
        True,
    )


def test_whoever_says_it_is_an_ordinary_matter_may_go_on(here, browser):
    answer = browser.post("/report/", told(text="网格员态度太差了", ordinary="1"))
    assert (answer.status_code, Case.objects.get().restricted) == (303, False)

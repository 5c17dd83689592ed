"""The pages of the kit, the switches and the error pages."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from tests.factories.people import OfficerFactory

PAGES = ["ui:gallery", "ui:desk", "ui:paper"]
FAILURES = ["400", "403", "404", "429", "500"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    """Only there, and to staff, is the kit shown."""
    settings.DEMO = True


@pytest.mark.parametrize("name", [*PAGES, "ui:areas"])
def test_the_kit_does_not_exist_for_the_public(client: Client, settings, name: str) -> None:
    settings.DEMO = False

    assert client.get(reverse(name)).status_code == 404


def test_the_kit_is_shown_to_staff(client: Client, settings) -> None:
    settings.DEMO = False
    client.force_login(OfficerFactory())

    assert client.get(reverse("ui:gallery")).status_code == 200


def test_the_foot_names_the_hotline_of_the_settings(client: Client, settings) -> None:
    settings.HOTLINE = "0455-1"

    foot = soup(client.get(reverse("ui:gallery"))).footer
    assert [link["href"] for link in foot.select(".foot-links a")][-1] == "tel:0455-1"


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_kit_is_shown_with_nothing_inline(client: Client, name: str, language: str) -> None:
    client.cookies["django_language"] = language
    page = soup(client.get(reverse(name)))

    assert page.find(style=True) is None
    assert [script for script in page.find_all("script") if not script.get("src")] == []
    assert [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []


def test_the_page_names_the_platform_its_language_and_a_number_to_call(client: Client) -> None:
    page = soup(client.get(reverse("ui:gallery")))

    assert page.html["lang"] == "zh-hans"
    assert page.title.text.endswith("阳光党建·网格管理平台")
    assert page.footer.find("a", class_="phone")["href"] == "tel:12345"


def test_the_elder_switch_returns_to_the_page_and_is_remembered(client: Client) -> None:
    response = client.post(reverse("ui:elder"), {"elder": "1", "next": "/ui/?a=1"})

    assert (response.status_code, response.url, response.cookies["elder"].value) == (303, "/ui/?a=1", "1")
    assert soup(client.get(reverse("ui:gallery"))).html.has_attr("data-elder")


def test_the_elder_switch_goes_off_again(client: Client) -> None:
    client.cookies["elder"] = "1"
    client.post(reverse("ui:elder"), {"elder": "0", "next": "/ui/"})

    assert not soup(client.get(reverse("ui:gallery"))).html.has_attr("data-elder")


def test_a_switch_never_leads_away(client: Client) -> None:
    assert client.post(reverse("ui:elder"), {"elder": "1", "next": "https://evil.example/"}).url == "/"


def test_the_elder_switch_is_not_thrown_by_a_link(client: Client) -> None:
    assert client.get(reverse("ui:elder")).status_code == 405


def test_the_language_switch_needs_no_script(client: Client) -> None:
    page = soup(client.get(reverse("ui:gallery")))
    form = page.find("button", attrs={"name": "language"}).find_parent("form")
    client.post(form["action"], {"language": "en", "next": "/ui/"})

    assert soup(client.get(reverse("ui:gallery"))).html["lang"] == "en"


def test_the_sample_map_has_named_areas(client: Client) -> None:
    areas = client.get(reverse("ui:areas")).json()["features"]

    assert [area["properties"]["name"] for area in areas][:2] == ["第1网格", "第2网格"]


@pytest.mark.parametrize("name", FAILURES)
def test_an_error_page_needs_neither_request_nor_context(name: str) -> None:
    page = BeautifulSoup(get_template(f"{name}.html").render(), "html.parser")

    assert (page.find("h1").text != "", page.find("a", href="tel:12345") is not None) == (True, True)


def test_an_error_page_names_the_hotline_of_the_settings(settings) -> None:
    settings.HOTLINE = "0455-1"

    assert 'href="tel:0455-1"' in get_template("500.html").render()


def test_a_form_that_was_open_too_long_leads_back_to_itself() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/elder/", {"elder": "1"}, headers={"Referer": "http://testserver/report/?place=231282999001"}
    )

    way_back = soup(response).find("a", class_="main-action")
    assert (response.status_code, way_back["href"]) == (403, "http://testserver/report/?place=231282999001")


def test_an_unknown_address_is_answered_in_plain_words(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert (response.status_code, soup(response).h1.text) == (404, "找不到这个页面")


def test_the_log_in_page_is_ours(client: Client) -> None:
    page = soup(client.get(reverse("account_login")))

    assert (page.h1.text, page.find("button", class_="main-action").text) == ("工作人员登录", "登录")


def test_messages_are_shown_once(client: Client) -> None:
    page = soup(client.get(reverse("ui:gallery")))

    assert [message.span.text for message in page.find_all(class_="message")] == ["您反映的事已收到。"]


def test_a_printed_form_is_chinese_whatever_the_reader_chose(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = soup(client.get(reverse("ui:paper")))

    assert (page.html["lang"], "年" in page.find("time").text, page.find("a", class_="quiet").text) == (
        "zh-hans",
        True,
        "Back",
    )

"""The words of messages on the desk."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from sunshine.notices.actions import load_templates, tell
from sunshine.notices.models import Message, Template
from tests.desk import town as towns

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def page(db: None) -> str:
    load_templates(at=AT)
    row = Template.objects.get(kind="case_closed", language="en")
    return f"/desk/tables/messages/{row.pk}/change/"


def sent(page: str, browser, **changes) -> int:
    return browser.post(
        page, {"title": "Done ${number}", "body": "See ${link}", "version": 1, **changes}
    ).status_code


def test_an_administrator_changes_the_words(page, town, as_):
    browser = as_(town.admin)

    assert (browser.get(page).status_code, sent(page, browser)) == (200, 302)
    assert Template.objects.get(kind="case_closed", language="en").title == "Done ${number}"


def test_words_that_tell_too_much_come_back_with_the_form_as_filled(page, town, as_):
    assert sent(page, as_(town.admin), body="${name}") == 422


def test_whoever_saw_older_words_is_told(page, town, as_):
    sent(page, as_(town.admin))

    assert sent(page, as_(town.admin)) == 409


@pytest.mark.parametrize(("body", "said"), [("请接收：${link}", "请接收。"), ("See: ${link}", "See.")])
def test_a_message_whose_address_is_its_title_ends_as_a_sentence(body, said, town, as_):
    link = "https://grid.example/desk/cases/1/"
    Template.objects.filter(kind="case_reminded").update(title="催办", body=body)
    told = towns.tell().subject
    Message.objects.all().delete()
    tell("case_reminded", subject=told, at=AT, organisation=town.community, context={"link": link})

    page = BeautifulSoup(as_(town.worker).get("/desk/notices/").content, "html.parser")

    assert [row.get_text() for row in page.select(".board li > p:nth-of-type(2)")] == [said]


def test_a_message_is_read_in_the_language_of_the_page(town, tell, as_):
    tell()
    page = as_(town.worker, "en").get("/desk/notices/").content.decode()
    assert ("New matter 231282" in page, "新事项" in page) == (True, False)

"""The tables as they ship, read in Chinese: no English word stands in them but codes and what is in English on purpose."""

import re

import pytest
from bs4 import BeautifulSoup

from sunshine.cases.actions import load_catalogue
from sunshine.desk.tables import TABLES
from sunshine.notices.models import Template
from sunshine.people.models import Assignment, Officer
from sunshine.posts.actions.kinds import load_post_kinds
from sunshine.programmes.actions import load_line
from sunshine.record.states import Actor
from sunshine.services.actions import load_services
from sunshine.volunteers.actions import load_skills
from sunshine.wishes.actions.kinds import load_wish_kinds
from tests.factories.people import COUNTY, NOON

pytestmark = pytest.mark.django_db
CODES = {"代码", "登录名"}
ENGLISH = re.compile(r"(?!Excel)\b[A-Za-z]{2,}\b(?!})", re.ASCII)
"""A word of English, but no product's name and no name of a blank in a message (${number})."""


@pytest.fixture
def admin(town, as_):
    shipped = {"by": Actor.system("shipped"), "at": NOON}
    load_catalogue(**shipped, place=COUNTY)
    load_services(**shipped, place=COUNTY)
    for load in (load_skills, load_post_kinds, load_wish_kinds, load_line):
        load(**shipped)
    Template.objects.exclude(language="zh-hans").delete()
    Officer.objects.update(name="某人")
    return as_(town.admin)


def english(page: BeautifulSoup) -> list[str]:
    heads = [head.get_text() for head in page.select("thead th")]
    cells = [
        (head, cell) for row in page.select("tbody tr") for head, cell in zip(heads, row("td"), strict=True)
    ]
    return [cell.get_text() for head, cell in cells if head not in CODES and ENGLISH.search(cell.get_text())]


@pytest.mark.parametrize("table", TABLES)
def test_no_english_word_stands_in_a_table_as_it_ships(table, admin):
    page = BeautifulSoup(admin.get(f"/desk/tables/{table}/").content, "html.parser")

    assert page.select("tbody tr") or table in {"routes", "roster"}
    assert english(page) == []


def test_nor_in_the_heading_of_one_of_its_rows(town, admin):
    post = Assignment.objects.get(officer=town.worker)

    page = BeautifulSoup(admin.get(f"/desk/tables/posts/{post.pk}/end/").content, "html.parser")

    assert page.h1.get_text() == "免去岗位: 某人"

"""Every page of the residents' door: accessible, as wide as the window, in both languages, on phone and desktop."""

import pytest
from django.utils import timezone

from sunshine.cases.actions import accept, answer, ask
from tests.browser.axe import assert_accessible
from tests.factories.cases import FIRST, GRID, reported
from tests.public.conftest import here  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = [
    "/", "/report/", f"/report/?place={GRID}", "/report/?place=999", "/report/?about=staff", "/track/", "/community/",
    "/community/?q=zz", f"/c/{FIRST}/", f"/poster/{GRID}/", "/privacy/", "/access/", "/t/nonsense/",
]  # fmt: skip


def _matters(town) -> list[str]:
    """Links to a matter just told, being handled, with a question, with a result, and the slip."""
    now, worker = timezone.now(), town.by("worker")
    told, held, asked, done = (reported(at=now, phone="13912345678") for _ in range(4))
    for received in (held, asked, done):
        accept(received.case, by=worker, at=now)
    ask(asked.case, by=worker, at=now, text="请问几点方便？")
    answer(done.case, by=worker, at=now, text="已清走")
    links = [f"/t/{received.token}/" for received in (told, held, asked, done)]
    return [*OPEN, links[0] + "?new", links[0] + "slip/", *links[1:]]


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_its_width(look, here):  # noqa: F811
    assert look(_matters(here.town), missing=["/t/nonsense/", "/report/?place=999"]) == []


def test_a_form_to_correct_is_accessible_in_both_languages(open_page, here):  # noqa: F811
    for language in ("zh-hans", "en"):
        page = open_page("/report/", language=language)
        page.locator("details.more summary").nth(1).click()
        page.locator("button.main-action").click()
        page.wait_for_selector(".errors")
        assert_accessible(page)

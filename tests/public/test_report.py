"""我要反映, without a browser: what is taken, what is asked again, and that nothing typed is lost."""

import pytest

from sunshine.cases.models import Case
from tests.public.conftest import told


@pytest.mark.django_db
def test_a_report_leads_to_its_receipt(here, browser):
    answer = browser.post("/report/", told())

    case = Case.objects.get()
    assert answer.status_code == 303
    assert case.number in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/report/",
        "/report/?about=staff",
        "/track/",
        "/community/",
        "/privacy/",
        "/access/",
        "/c/231282999001/",
        "/poster/231282999001001/",
    ],
)
def test_every_page_opens(here, browser, language, address):
    browser.cookies["django_language"] = language
    browser.cookies["community"] = "231282999001"
    assert browser.get(address).status_code == 200

"""Every page of the desk renders in both languages."""

import pytest

pytestmark = pytest.mark.django_db

PAGES = ["", "cases/", "report/", "notices/", "account/"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("where", PAGES)
def test_a_page_shows_itself_to_the_community_worker(where, language, town, tell, as_):
    tell()

    answer = as_(town.worker, language).get(f"/desk/{where}")

    assert answer.status_code == 200
    assert answer["Content-Language"] == language


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_request_shows_itself(language, town, tell, as_):
    case = tell()

    answer = as_(town.worker, language).get(f"/desk/cases/{case.number}/")

    assert answer.status_code == 200

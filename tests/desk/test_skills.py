"""The list of skills, changed on screen."""

import pytest

from sunshine.record.models import Entry
from sunshine.volunteers.models import Skill

pytestmark = pytest.mark.django_db
WHERE = "/desk/tables/skills/"


def told(**more):
    return {
        "code": "chess",
        "zh": "陪下棋",
        "en": "Chess",
        "order": 3,
        "source": "",
        "retired_on": "",
        **more,
    }


def test_a_skill_is_added_and_changed(town, as_):
    browser = as_(town.admin)
    browser.post(f"{WHERE}add/", told())
    answer = browser.post(f"{WHERE}chess/change/", told(zh="下象棋", seen=1))

    assert (answer.status_code, Skill.objects.values_list("zh", "order", "version").get()) == (
        302,
        ("下象棋", 3, 2),
    )
    assert Entry.objects.filter(subject="skill:chess").count() == 2


def test_a_code_in_use_and_an_old_page_overwrite_nothing(town, as_):
    browser = as_(town.admin)
    browser.post(f"{WHERE}add/", told())
    again = browser.post(f"{WHERE}add/", told(zh="别的"))
    browser.post(f"{WHERE}chess/change/", told(zh="下象棋", seen=1))
    late = browser.post(f"{WHERE}chess/change/", told(zh="太晚", seen=1))

    assert (again.status_code, late.status_code, Skill.objects.get().zh) == (409, 409, "下象棋")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_table_shows_itself(town, as_, language):
    browser = as_(town.admin, language)
    browser.post(f"{WHERE}add/", told())

    pages = [browser.get(f"{WHERE}{rest}").status_code for rest in ("", "add/", "chess/change/", "?text=棋")]
    assert pages == [200] * 4


def test_only_who_keeps_the_tables_sees_it(town, as_):
    assert as_(town.worker).get(WHERE).status_code == 404

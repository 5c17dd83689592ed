"""The kinds of wishes as a table of the desk."""

import pytest
from django.urls import reverse

from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind

pytestmark = pytest.mark.django_db
WHERE = "/desk/tables/wish-kinds/"


def text(answer) -> str:
    """The page as one reads it."""
    return answer.content.decode()


def test_the_kinds_of_wishes_are_a_table(town, as_):
    Skill.objects.create(code="reading", zh="代读代写", en="Reading")
    browser = as_(town.admin)
    told = {"code": "news", "zh": "读报", "en": "Reading the news", "skill": "reading", "order": 1}

    assert browser.post(f"{WHERE}add/", told).status_code == 302
    kind = WishKind.objects.get(code="news")
    change = f"{WHERE}news/change/"
    assert "Reading the news" in text(browser.get(change))
    assert (
        browser.post(change, {**told, "zh": "读报读信", "at_home": "on", "seen": kind.version}).status_code
        == 302
    )
    assert browser.post(change, {**told, "seen": kind.version}).status_code == 409
    assert browser.post(change, {**told, "zh": "", "seen": kind.version + 1}).status_code == 422
    assert WishKind.objects.values_list("zh", "at_home", "skill").get() == ("读报读信", True, "reading")
    assert reverse("desk:table", args=["wish-kinds"]) in text(browser.get("/desk/tables/"))


def test_a_kind_without_a_skill_stands_in_the_list_too(town, as_):
    WishKind.objects.create(code="other", zh="别的小心愿", en="Another small wish")

    assert "别的小心愿" in text(as_(town.admin).get(WHERE))
    assert as_(town.worker).get(WHERE).status_code in {403, 404}

"""The list of kinds of wishes."""

from typing import Any

import pytest

from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.tables.actions import NEW
from sunshine.volunteers.models import Skill
from sunshine.wishes.actions.kinds import load_wish_kinds, set_wish_kind
from sunshine.wishes.models import WishKind
from tests.factories.people import NOON
from tests.generic.tables import KindTable

SHIPPED = Actor.system("shipped")


class TestWishKinds(KindTable):
    model, taken = WishKind, "already_there"
    first = {"zh": "读报", "en": "Reading the news", "at_home": False}
    second = {"zh": "读报读信", "at_home": True}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> WishKind:
        values = {"zh": "", "en": "", **said} if seen is None else said
        seen = NEW if seen is None else seen
        return set_wish_kind(code="read", values=values, by=by, at=NOON, seen=seen)


@pytest.mark.django_db
def test_the_shipped_kinds_come_once_and_name_the_skills_that_are_there() -> None:
    Skill.objects.create(code="repair", zh="小修小补", en="Small repairs")

    assert (load_wish_kinds(by=SHIPPED, at=NOON), load_wish_kinds(by=SHIPPED, at=NOON)) == (14, 0)
    assert list(WishKind.objects.filter(skill__isnull=False).values_list("code", "skill")) == [
        ("repair", "repair")
    ]
    assert Entry.objects.get(subject="wish_kinds").facts == {"new": 14}


def test_a_kind_says_its_name_in_the_language_of_the_page() -> None:
    from django.utils.translation import override

    kind = WishKind(code="read", zh="读报", en="Reading")
    with override("en"):
        english = kind.spoken
    assert (str(kind), kind.spoken, english) == ("读报", "读报", "Reading")

"""The list of kinds of wishes."""

import pytest

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.volunteers.models import Skill
from sunshine.wishes.actions.kinds import load_wish_kinds, set_wish_kind
from sunshine.wishes.models import WishKind
from tests.factories.people import NOON, OfficerFactory

SHIPPED = Actor.system("shipped")
NEWS = {"zh": "读报", "en": "Reading the news"}


@pytest.fixture
def keeper(db: None) -> Actor:
    return officer_actor(OfficerFactory(role=Role.COUNTY_ADMIN))


@pytest.mark.django_db
def test_the_shipped_kinds_come_once_and_name_the_skills_that_are_there() -> None:
    Skill.objects.create(code="repair", zh="小修小补", en="Small repairs")

    assert (load_wish_kinds(by=SHIPPED, at=NOON), load_wish_kinds(by=SHIPPED, at=NOON)) == (14, 0)
    assert list(WishKind.objects.filter(skill__isnull=False).values_list("code", "skill")) == [
        ("repair", "repair")
    ]
    assert Entry.objects.get(subject="wish_kinds").facts == {"new": 14}


def test_a_kind_is_added_and_changed_by_the_administrator(keeper: Actor) -> None:
    kind = set_wish_kind(code="read", values={**NEWS, "at_home": False}, by=keeper, at=NOON)
    set_wish_kind(code="read", values={"zh": "读报读信", "at_home": True}, by=keeper, at=NOON, seen=1)

    assert WishKind.objects.values_list("zh", "at_home", "version").get() == ("读报读信", True, 2)
    verbs = Entry.objects.filter(subject=kind.subject).order_by("step").values_list("verb", "facts")
    assert list(verbs) == [
        ("add", {"zh": "读报", "en": "Reading the news", "at_home": False}),
        ("change", {"zh": "读报读信", "at_home": True}),
    ]


def test_a_code_is_given_once(keeper: Actor) -> None:
    set_wish_kind(code="read", values=NEWS, by=keeper, at=NOON)

    with pytest.raises(Refused, match=r"代码|code"):
        set_wish_kind(code="read", values={"zh": "读信", "en": "Letters"}, by=keeper, at=NOON)


def test_whoever_looked_at_an_old_page_is_told(keeper: Actor) -> None:
    set_wish_kind(code="read", values=NEWS, by=keeper, at=NOON)

    with pytest.raises(Overtaken):
        set_wish_kind(code="read", values={"zh": "读信"}, by=keeper, at=NOON, seen=7)


@pytest.mark.django_db
def test_nobody_else_changes_the_list() -> None:
    worker = officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER))

    with pytest.raises(Refused):
        set_wish_kind(code="read", values=NEWS, by=worker, at=NOON)


def test_a_kind_says_its_name_in_the_language_of_the_page() -> None:
    from django.utils.translation import override

    kind = WishKind(code="read", zh="读报", en="Reading")
    with override("en"):
        english = kind.spoken
    assert (str(kind), kind.spoken, english) == ("读报", "读报", "Reading")

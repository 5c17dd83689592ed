"""One action writes a row of every table of kinds: by right, at the version that was seen, with its entry."""

import json
from typing import Any

import pytest
from django.utils.translation import override

from sunshine.cases.models import Reason
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.posts.models import PostKind
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.tables.actions import NEW, put_kind
from sunshine.tables.models import Kind
from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind
from tests.factories.people import NOON, OfficerFactory

pytestmark = pytest.mark.django_db
CHESS = {"code": "chess"}
NAMES = {"zh": "陪下棋", "en": "Chess"}


@pytest.fixture
def admin() -> Actor:
    return officer_actor(OfficerFactory(role=Role.COUNTY_ADMIN))


def put(by: Actor, values: dict[str, Any] = NAMES, *, model: type[Kind] = Skill, **more: Any) -> Kind:
    """Put the kind of that code."""
    return put_kind(model, CHESS, values, by=by, at=NOON, **more)


def test_a_kind_is_added_and_changed_each_with_a_hidden_entry(admin: Actor) -> None:
    put(admin)
    put(admin, {"zh": "下象棋"}, seen=1)

    assert Skill.objects.values_list("zh", "en", "version").get() == ("下象棋", "Chess", 2)
    entries = Entry.objects.filter(subject="skill:chess").order_by("step")
    assert [(entry.step, entry.verb, entry.facts, set(json.loads(entry.public))) for entry in entries] == [
        (1, "add", NAMES, {"commitment", "v"}),
        (2, "change", {"zh": "下象棋"}, {"commitment", "v"}),
    ]


def test_whoever_saw_another_version_is_told(admin: Actor) -> None:
    put(admin)

    with pytest.raises(Overtaken):
        put(admin, {"zh": "太晚"}, seen=4)


def test_a_shipped_row_that_nobody_changed_is_not_overwritten_by_a_new_one(admin: Actor) -> None:
    Skill.objects.create(code="chess", zh="下棋", en="Chess")

    with pytest.raises(Overtaken):
        put(admin, seen=NEW)
    with pytest.raises(Refused, match="taken") as refused:
        put(admin, seen=NEW, taken="taken")

    assert (refused.value.code, Skill.objects.get().zh) == ("already_there", "下棋")


def test_nobody_writes_without_the_right() -> None:
    with pytest.raises(Refused) as refused:
        put(officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER)))

    assert (refused.value.code, Skill.objects.exists()) == ("not_your_task", False)


@pytest.mark.parametrize(
    ("model", "more", "unsaid"),
    [
        (Skill, {}, "None"),
        (Reason, {"kind": "return"}, "None"),
        (WishKind, {}, ""),
        (PostKind, {"duties": ["领读"], "duties_en": ["Read"]}, ""),
    ],
)
def test_an_entry_says_what_is_empty_as_that_kind_has_always_said_it(
    admin: Actor, model: type[Kind], more: dict[str, Any], unsaid: str
) -> None:
    row = put(admin, {**NAMES, **more, "order": 2, "retired_on": None}, model=model)

    assert Entry.objects.get(subject=row.subject).facts == {
        **NAMES,
        **more,
        "order": 2,
        "retired_on": unsaid,
    }


@pytest.mark.parametrize(
    ("language", "english", "said"),
    [("zh-hans", "Chess", "下棋"), ("en", "Chess", "Chess"), ("en", "", "下棋")],
)
def test_a_row_speaks_the_language_of_the_page_and_chinese_where_it_has_no_english(
    language: str, english: str, said: str
) -> None:
    with override(language):
        assert Skill(code="chess", zh="下棋", en=english).spoken == said

"""Every table of kinds on the desk: one screen, whose new row never overwrites one that stands."""

from typing import Any

import pytest
from django.test import Client

from sunshine.cases.models import Category, Reason
from sunshine.desk.tables import TABLES
from sunshine.posts.models import PostKind
from sunshine.tables.models import Kind
from sunshine.volunteers.models import Skill
from sunshine.wishes.models import WishKind

pytestmark = pytest.mark.django_db
POST = {"code": "lamps", "duties": ["看灯"], "duties_en": ["Lamps"]}
KINDS: list[tuple[str, type[Kind], dict[str, Any]]] = [
    ("skills", Skill, {"code": "chess"}),
    ("wish-kinds", WishKind, {"code": "news"}),
    ("post-kinds", PostKind, POST),
    ("reasons", Reason, {"code": "elsewhere", "kind": "return"}),
    ("categories", Category, {"code": "77"}),
]


@pytest.fixture
def admin(town: Any, as_: Any) -> Client:
    return as_(town.admin)


def shipped(model: type[Kind], more: dict[str, Any]) -> Kind:
    """A row as it was loaded: nobody has changed it yet."""
    return model._default_manager.create(zh="原来的", en="As shipped", **more)


def typed(key: str, row: Kind) -> dict[str, Any]:
    """What the form of a row would send, under another name and without the version that was seen."""
    table = TABLES[key]
    assert table.add is not None
    told = {field.name: field.value() for field in table.add.form(row, None)}
    said = {name: value for name, value in told.items() if value is not None and value is not False}
    return {**said, "zh": "别的", "seen": ""}


@pytest.mark.parametrize(("key", "model", "more"), KINDS)
def test_a_code_in_use_is_refused_and_its_row_stays(
    admin: Client, key: str, model: type[Kind], more: dict[str, Any]
) -> None:
    answer = admin.post(f"/desk/tables/{key}/add/", typed(key, shipped(model, more)))

    row = model._default_manager.get(code=more["code"])
    assert (answer.status_code, row.zh, row.version) == (409, "原来的", 0)


@pytest.mark.parametrize(("key", "model", "more"), KINDS)
def test_whoever_does_not_say_what_they_saw_changes_nothing(
    admin: Client, key: str, model: type[Kind], more: dict[str, Any]
) -> None:
    told = typed(key, shipped(model, more))

    answer = admin.post(f"/desk/tables/{key}/{more['code']}/change/", told)

    assert (answer.status_code, model._default_manager.get(code=more["code"]).zh) == (409, "原来的")


@pytest.mark.parametrize(("key", "model", "more"), KINDS)
def test_a_row_is_changed_on_its_screen(
    admin: Client, key: str, model: type[Kind], more: dict[str, Any]
) -> None:
    told = {**typed(key, shipped(model, more)), "seen": 0}

    answer = admin.post(f"/desk/tables/{key}/{more['code']}/change/", told)

    row = model._default_manager.get(code=more["code"])
    assert (answer.status_code, row.zh, row.version) == (302, "别的", 1)

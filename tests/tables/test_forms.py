"""The form of a kind: what every kind has, and between it the fields of the room."""

from typing import Any

import pytest

from sunshine.cases.forms import CategoryForm, ReasonKindForm
from sunshine.cases.models import Category, Reason
from sunshine.posts.forms.desk import PostKindForm
from sunshine.posts.models import PostKind
from sunshine.tables.forms import KindForm
from sunshine.tables.models import Kind
from sunshine.volunteers.forms import SkillForm
from sunshine.volunteers.models import Skill
from sunshine.wishes.forms.kinds import WishKindForm
from sunshine.wishes.models import WishKind

pytestmark = pytest.mark.django_db
FORMS: list[tuple[type[KindForm], str]] = [
    (SkillForm, "code zh en order source retired_on seen"),
    (WishKindForm, "code zh en skill at_home order source retired_on seen"),
    (PostKindForm, "code zh en duties duties_en every_days skill order source retired_on seen"),
    (ReasonKindForm, "code kind zh en off_list claims source order retired_on seen"),
    (CategoryForm, "code zh en urgency policy kind keywords release restricted source order retired_on seen"),
]
ROWS: list[tuple[type[KindForm], Kind]] = [
    (SkillForm, Skill(code="chess", zh="下棋", en="Chess", order=3)),
    (WishKindForm, WishKind(code="news", zh="读报", en="News", skill_id="reading")),
    (
        PostKindForm,
        PostKind(code="lamps", zh="路灯", en="Lamps", duties=["看灯", "报修"], duties_en=["a", "b"]),
    ),
    (ReasonKindForm, Reason(code="other", kind="return", zh="别的", en="Other")),
    (CategoryForm, Category(code="01", zh="环境", en="Surroundings", keywords=["垃圾", "杂物"])),
]


@pytest.mark.parametrize(("form", "names"), FORMS)
def test_the_fields_of_a_room_stand_between_name_and_order(form: type[KindForm], names: str) -> None:
    assert " ".join(form(row=None).fields) == names


@pytest.mark.parametrize(("form", "row"), ROWS)
def test_a_form_begins_with_its_row_and_what_never_changes_is_fixed(form: type[KindForm], row: Kind) -> None:
    row.version = 4
    made = form(row=row)

    assert [made[name].value() for name in ("code", "zh", "en", "order", "seen")] == [
        row.code, row.zh, row.en, row.order, 4,
    ]  # fmt: skip
    assert {name for name, field in made.fields.items() if field.disabled} == set(form.fixed)


def value(form: type[KindForm], row: Kind, name: str) -> Any:
    """What a field of the form of a row begins with."""
    return form(row=row)[name].value()


def test_lists_and_relations_begin_as_they_are_typed() -> None:
    by_form: dict[type[KindForm], Kind] = dict(ROWS)

    assert value(CategoryForm, by_form[CategoryForm], "keywords") == "垃圾、杂物"
    assert value(PostKindForm, by_form[PostKindForm], "duties") == "看灯\n报修"
    assert value(WishKindForm, by_form[WishKindForm], "skill") == "reading"


def test_keywords_are_read_each_once_and_a_long_one_is_refused() -> None:
    told = {"code": "01", "zh": "环境", "en": "Surroundings", "urgency": "normal", "order": 0}
    made = CategoryForm({**told, "keywords": "垃圾、杂物，垃圾"}, row=None)
    long = CategoryForm({**told, "keywords": "垃" * 21}, row=None)

    assert (made.is_valid(), made.cleaned_data["keywords"]) == (True, ["垃圾", "杂物"])
    assert set(long.errors) == {"keywords"}

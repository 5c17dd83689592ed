"""All ways out: whatever somebody types and a public page shows passes the detector first.

How it holds a new field: every text column of the platform is given a mark of its own and every public address is opened, in
both languages. A column whose mark is read there stands either in TYPED, with the step by which it is typed, or in MEANT,
with the reason why it is for everybody; one that stands in neither fails `test_every_column_…`. For each in TYPED the step is
tried with a telephone, a flat and a name: it refuses or hides them, else `test_what_leads_to_a_person_…` fails;
that harmless words do get into the column shows that the step is the right one. A new table needs a row in `there`, and a new
kind of address its key in `_public`.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache, caches
from django.db import DataError, IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from sunshine.cases.actions import accept, release, set_category
from sunshine.cases.actions.tables import raise_version
from sunshine.cases.models import Case
from sunshine.cases.queries import forget_catalogue
from sunshine.lib.masks import EVERYTHING, mask_text
from sunshine.lib.refusals import Refused
from sunshine.party.actions.bodies import change_body
from sunshine.party.models import Body
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.people.states import Role
from sunshine.places.actions.step import change_map
from sunshine.places.models import Building, Place
from sunshine.posts.actions.kinds import set_post_kind
from sunshine.posts.actions.pledges import (
    comment,
    make_pledge,
    release_comment,
    settle_pledge,
)
from sunshine.posts.models import Pledge, Post, PostKind
from sunshine.programmes.actions import define, load_line, review_stage, set_brand, set_character, set_words
from sunshine.programmes.actions.plans import add_milestone, drop_milestone, make_plan, reach_milestone
from sunshine.programmes.models import Brand, Character, IndicatorDefinition, Milestone, YearPlan
from sunshine.record.states import Actor
from sunshine.services.actions import load_services, set_service
from sunshine.services.models import Service
from sunshine.volunteers.actions import set_skill
from sunshine.wishes import actions as wishes
from sunshine.wishes.actions.kinds import set_wish_kind
from sunshine.wishes.models import Wish, WishKind
from tests.crawler import addresses, said
from tests.factories.busy import busy
from tests.factories.cases import FIRST, GRID, STREET, reported
from tests.factories.people import NOON, OfficerFactory
from tests.factories.places import BuildingFactory
from tests.factories.volunteers import volunteer
from tests.factories.wishes import asked, offered
from tests.worlds import world

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("shipped")
HARMLESS = "每周清一次楼道"
PLANTED = {"telephone": "13998761234", "flat": "2单元1904室", "name": "冯大娘"}
TRACES = ("13998761234", "单元1904", "冯大娘")
ALL, NO_NAMES, NAMES = tuple(PLANTED), ("telephone", "flat"), ("name",)
"""What may be called after a person has no names to hide; where an office says its room and telephone, names alone are."""

MEANT = {
    "people.Organisation": "name name_en address hours",  # whom to turn to
    "places.Place": "name name_en",
    "places.Building": "name",
    "places.GridDuty": "name",  # the duty roster
    "programmes.Character": "zh en goals goals_en",  # printed in the paper; nobody types them
}


@world
def there():
    """The busy town, and a row of everything else that a public page shows."""
    town, now = busy(), timezone.now()
    load_line(by=SYSTEM, at=NOON)
    load_services(by=SYSTEM, at=NOON, place="231282")
    town.reviewer = OfficerFactory(
        organisation=town.town.street, role=Role.STREET_SUPERVISOR, role__place=STREET
    )
    with transaction.atomic():  # house and grid row are tied by a constraint that looks at the end
        BuildingFactory(name="3号楼", normal="3栋", grid_id=GRID, grid=Place.objects.get(pk=GRID))
    by = town.town.by("secretary")
    _line(town, by, now)
    case = accept(reported(at=now).case, by=town.town.by("worker"), at=now)
    release(case, by=by, at=now, text=HARMLESS, result=HARMLESS)
    for about in ({"post": Post.objects.earliest("id")}, {"pledge": Pledge.objects.earliest("id")}):
        words = comment(by=Actor.resident(), at=now, helpful="yes", text=HARMLESS, **about)
        release_comment(words, by=by, at=now)
    Body.objects.create(organisation=town.general, contact_name="值班室")
    offered(asked(text="想请人代买药"), town)
    return town


def _line(town: Any, by: Actor, now: datetime) -> None:
    set_character(community=FIRST, character="service", main=True, owner=town.general, by=by, at=NOON)
    brand = set_brand(
        place=FIRST, name="首问负责", words=HARMLESS, outcome=HARMLESS, owner=town.general, by=by, at=NOON
    )
    review_stage(brand, to="quality", reason=HARMLESS, by=_reviewer(town), at=now)
    year = timezone.localtime(now).year
    plan = make_plan(community=FIRST, year=year, text=HARMLESS, owner=town.general, by=by, at=now)
    day = timezone.localdate(now).replace(month=12, day=31)
    first, second, _third = [
        add_milestone(plan, text=f"{HARMLESS}{n}", due_on=day, by=by, at=now) for n in "一二三"
    ]
    reach_milestone(first, result=HARMLESS, by=by, at=now)
    drop_milestone(second, reason=HARMLESS, by=by, at=now)


def _reviewer(town: Any) -> Actor:
    return officer_actor(Officer.objects.get(pk=town.reviewer.pk))


def _public() -> list[str]:
    keys = {
        "ref": list(Pledge.objects.values_list("ref", flat=True)),
        "pk": list(Post.objects.values_list("pk", flat=True)),
        "code": [FIRST, GRID, *Service.objects.values_list("code", flat=True)[:3]],
        "key": list(Building.objects.values_list("pk", flat=True)[:1]),
        "form": ["json", "xml"],
        "prefix": [FIRST],
        "indicator": [IndicatorDefinition.objects.earliest("pk").code],
        "number": list(Wish.objects.values_list("number", flat=True)),
    }
    return addresses(keys, {"public", "api"})


def _everything_public() -> str:
    caches["parts"].clear()
    cache.clear()
    texts = []
    for language in ("zh-hans", "en"):
        browser = Client()
        browser.cookies["django_language"] = language
        texts += [said(browser.get(where)) for where in _public()]
    return "\n".join(texts)


def _columns() -> Iterator[tuple[Any, Any]]:
    for model in apps.get_models():
        if not model.__module__.startswith("sunshine.") or model._meta.app_label == "record":
            continue
        for field in model._meta.local_concrete_fields:
            inner = field.base_field if isinstance(field, ArrayField) else field
            if not isinstance(inner, models.CharField | models.TextField) or inner.choices:
                continue
            if field.primary_key or field.unique or isinstance(field, models.GeneratedField):
                continue
            if _holds_words(model, field):
                yield model, field


def _holds_words(model: Any, field: Any) -> bool:
    found = []
    for value in model._default_manager.values_list(field.name, flat=True):
        found += value if isinstance(value, list) else [value or ""]
    whole = "".join(found)
    return not whole or not whole.isascii() or " " in whole or field.name.endswith("en")


def _mark(columns: dict[tuple[Any, Any], str]) -> None:
    """Write each mark into all rows of its column that may hold it; twice, for columns that come in pairs."""
    for (model, field), mark in [*columns.items()] * 2:
        value = [mark] if isinstance(field, ArrayField) else mark
        rows = model._default_manager
        if not _written(rows.all(), field.name, value):
            for pk in list(rows.values_list("pk", flat=True)):
                _written(rows.filter(pk=pk), field.name, value)
    raise_version()
    forget_catalogue()
    change_map()


def _written(rows: Any, name: str, value: Any) -> bool:
    with suppress(DataError, IntegrityError), transaction.atomic():
        rows.update(**{name: value})
        return True
    return False


# -- how each column is typed --------------------------------------------------------------------------------


def _release(town: Any, **told: str) -> None:
    case, words = Case.objects.earliest("id"), {"text": HARMLESS, "result": "", **told}
    release(case, by=town.town.by("secretary"), at=timezone.now(), **words)


def _pledge(town: Any, **told: str) -> Pledge:
    words = {"text": f"{HARMLESS}，长期", "scope": "老人", **told}
    return make_pledge(
        organisation=town.general, community=FIRST, due_on=date(2099, 1, 1), by=SYSTEM, at=NOON, **words
    )


def _settle(town: Any, **told: str) -> None:
    words = {"state": "late", "evidence": "已清四次", "reason": "下雨", **told}
    settle_pledge(_pledge(town), by=SYSTEM, at=datetime(2099, 2, 1, tzinfo=NOON.tzinfo), **words)


def _comment(text: str) -> None:
    words = comment(by=Actor.resident(), at=NOON, helpful="yes", text=text, post=Post.objects.earliest("id"))
    release_comment(words, by=SYSTEM, at=NOON)


def _offer(town: Any, text: str) -> None:
    wishes.offer(asked(text="想请人代买药品"), by=town.by("worker"), at=NOON, public_text=text)


def _brand(town: Any, **told: str) -> None:
    brand = Brand.objects.get()
    known = {name: getattr(brand, name) for name in ("name", "name_en", "words", "outcome")}
    set_brand(place=FIRST, owner=town.general, by=SYSTEM, at=timezone.now(), **{**known, **told})


def _review(town: Any, text: str) -> None:
    review_stage(Brand.objects.get(), to="highlight", reason=text, by=_reviewer(town), at=timezone.now())


def _milestone(act: Any, **told: str) -> None:
    act(Milestone.objects.get(reached_on=None, dropped_on=None), by=SYSTEM, at=timezone.now(), **told)


def _plan(town: Any, text: str) -> None:
    plan = YearPlan.objects.get()
    make_plan(community=FIRST, year=plan.year, text=text, owner=town.general, by=SYSTEM, at=timezone.now())


def _service(name: str, text: str) -> None:
    service = Service.objects.earliest("id")
    told = {"kind": service.kind, "fee_basis": "某条例", name: text}
    lines = {"bring": [text], "bring_en": [text]} if name.startswith("bring") else {}
    set_service(
        code=service.code,
        place=service.place,
        values={**told, **lines},
        by=SYSTEM,
        at=NOON,
        seen=service.version,
    )


def _post_kind(name: str, text: str) -> None:
    kind = PostKind.objects.earliest("code")
    told: dict[str, Any] = {"duties": ["看路灯"], "duties_en": ["Lamps"]}
    told[name] = [text] if name.startswith("duties") else text
    set_post_kind(code=kind.code, values=told, by=SYSTEM, at=NOON, seen=kind.version)


def _wish_kind(name: str, text: str) -> None:
    kind = WishKind.objects.earliest("code")
    set_wish_kind(code=kind.code, values={name: text}, by=SYSTEM, at=NOON, seen=kind.version)


def _define(name: str, text: str) -> None:
    newest = IndicatorDefinition.objects.earliest("pk")
    define(newest, values={name: text}, valid_from=date(2099, 1, 1), by=SYSTEM, at=NOON)


def _words(name: str, text: str) -> None:
    character = Character.objects.earliest("order")
    set_words(character, by=SYSTEM, at=NOON, **{"words": HARMLESS, "words_en": HARMLESS, name: text})


def _category(name: str, text: str) -> None:
    values = {name: [text] if name == "keywords" else text}
    set_category(code="01", values=values, by=SYSTEM, at=NOON)


Step = Callable[[Any, str], object]
_TYPED: list[tuple[str, tuple[str, ...], Callable[[str], Step]]] = [
    ("cases.Case released_text", ALL, lambda _name: lambda town, text: _release(town, text=text)),
    ("cases.Case released_result", ALL, lambda _name: lambda town, text: _release(town, result=text)),
    ("cases.Category zh en keywords", ALL, lambda name: lambda _town, text: _category(name, text)),
    (
        "services.Service zh en who who_en bring bring_en how_long how_long_en fee fee_basis",
        ALL,
        lambda name: lambda _town, text: _service(name, text),
    ),
    (
        "services.Service where where_en when when_en more more_en",
        NAMES,
        lambda name: lambda _town, text: _service(name, text),
    ),
    ("volunteers.Skill zh en", ALL, lambda name: lambda _town, text: _skill(name, text)),
    (
        "volunteers.Volunteer display_name",
        NO_NAMES,
        lambda _name: lambda _town, text: volunteer(display_name=text, place=GRID, skills=("company",)),
    ),
    ("posts.PostKind zh en duties duties_en", ALL, lambda name: lambda _town, text: _post_kind(name, text)),
    ("posts.Pledge text scope", ALL, lambda name: lambda town, text: _pledge(town, **{name: text})),
    ("posts.Pledge evidence reason", ALL, lambda name: lambda town, text: _settle(town, **{name: text})),
    ("posts.Comment text", ALL, lambda _name: lambda _town, text: _comment(text)),
    ("wishes.WishKind zh en", ALL, lambda name: lambda _town, text: _wish_kind(name, text)),
    ("wishes.Wish public_text", ALL, lambda _name: _offer),
    (
        "party.Body contact_name",
        NO_NAMES,
        lambda _name: lambda town, text: change_body(town.general, by=SYSTEM, at=NOON, contact_name=text),
    ),
    ("programmes.Character words words_en", ALL, lambda name: lambda _town, text: _words(name, text)),
    ("programmes.Brand name name_en", NO_NAMES, lambda name: lambda town, text: _brand(town, **{name: text})),
    ("programmes.Brand words outcome", ALL, lambda name: lambda town, text: _brand(town, **{name: text})),
    ("programmes.StageReview reason", ALL, lambda _name: _review),
    ("programmes.YearPlan text", ALL, lambda _name: _plan),
    (
        "programmes.Milestone text",
        ALL,
        lambda _name: lambda _town, text: add_milestone(
            YearPlan.objects.get(), text=text, due_on=date(YearPlan.objects.get().year, 12, 31), by=SYSTEM, at=timezone.now()
        ),
    ),
    ("programmes.Milestone result", ALL, lambda _name: lambda _town, text: _milestone(reach_milestone, result=text)),
    ("programmes.Milestone reason", ALL, lambda _name: lambda _town, text: _milestone(drop_milestone, reason=text)),
    (
        "programmes.IndicatorDefinition zh en numerator numerator_en denominator denominator_en source",
        ALL,
        lambda name: lambda _town, text: _define(name, text),
    ),
]  # fmt: skip
TYPED: dict[str, tuple[tuple[str, ...], Step]] = {
    f"{label}.{name}": (kinds, step(name))
    for told, kinds, step in _TYPED
    for label, *names in [told.split()]
    for name in names
}
CASES = [(column, kind) for column, (kinds, _step) in TYPED.items() for kind in kinds]


def _skill(name: str, text: str) -> None:
    set_skill(code="company", values={name: text}, by=SYSTEM, at=NOON)


def _standing(column: str) -> str:
    """Everything that stands in a column."""
    label, _dot, name = column.rpartition(".")
    return str(list(apps.get_model(label)._default_manager.values_list(name, flat=True)))


def test_every_column_that_a_public_page_shows_is_typed_through_the_detector_or_meant(there: Any) -> None:
    marks = {column: f"标{n:03d}记" for n, column in enumerate(_columns())}
    _mark(marks)
    text = _everything_public()
    shown = {f"{model._meta.label}.{field.name}" for (model, field), mark in marks.items() if mark in text}

    assert shown - set(TYPED) == {
        f"{label}.{name}" for label, names in MEANT.items() for name in names.split()
    }


@pytest.mark.parametrize("column", TYPED)
def test_harmless_words_get_into_the_column(there: Any, column: str) -> None:
    words = "一楼常清"
    TYPED[column][1](there, words)

    assert words in _standing(column)


@pytest.mark.parametrize(("column", "kind"), CASES)
def test_what_leads_to_a_person_is_refused_or_hidden(there: Any, column: str, kind: str) -> None:
    with suppress(Refused):
        TYPED[column][1](there, f"找{PLANTED[kind]}谈")

    assert [trace for trace in TRACES if trace in _standing(column)] == []


def test_nothing_planted_comes_out_anywhere(there: Any) -> None:
    for column, kind in CASES:
        with suppress(Refused), transaction.atomic():
            TYPED[column][1](there, f"找{PLANTED[kind]}谈")
    text = _everything_public()

    assert HARMLESS in text
    assert [trace for trace in TRACES if trace in text] == []


def _identity(serial: int) -> str:
    """An identity number with its check character (GB 11643)."""
    body = f"23128219{50 + serial % 50}0101{serial:03d}"
    weights = [2 ** (17 - n) % 11 for n in range(17)]
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
    )


def _values(n: int) -> dict[str, str]:
    """Five values by which one person would be found, like no others."""
    return {
        "telephone": f"1390451{n:04d}",
        "identity": _identity(n),
        "plate": f"黑M{n:03d}Q7",
        "flat": f"{n % 9 + 1}单元{1101 + n}室",
        "name": f"{'赵钱孙李胡吴郑冯陈褚'[n % 10]}{'大二三四五六'[n // 10]}娘",
    }


def test_of_three_hundred_values_in_reports_and_wishes_none_is_on_a_public_page(there: Any) -> None:
    at, town, planted = timezone.now(), there.town, []
    for n in range(60):
        values = _values(n)
        planted += values.values()
        words = "楼道灯坏了，电话{telephone}，身份证{identity}，车牌{plate}，住{flat}，找{name}".format(
            **values
        )
        person = {"name": values["name"], "phone": values["telephone"], "location": values["flat"]}
        case = accept(reported(text=words, at=at, **person).case, by=town.by("worker"), at=at)
        if n % 3 == 0:  # released as it stands here, in the first wording that the detector lets pass
            release(
                case, by=town.by("secretary"), at=at, text=mask_text(words, kinds=EVERYTHING), result=HARMLESS
            )
        if n % 3 == 1:
            post = Post.objects.earliest("id")
            said_on_it = comment(by=Actor.resident(), at=at, helpful="yes", text=words[:100], post=post)
            release_comment(said_on_it, by=town.by("secretary"), at=at)
        if n % 3 == 2:
            with suppress(Refused):
                offered(asked(text=f"想请人代买药，住{values['flat']}，找{values['name']}"), there)

    text = _everything_public()

    assert len(planted) == len(set(planted)) == 300
    assert len(text.encode()) > 100_000
    assert [value for value in planted if value in text] == []

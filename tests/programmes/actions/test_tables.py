"""The rule tables of the line: wording, versions of definitions, topics; and what is shipped."""

import tomllib
from datetime import date
from importlib import resources

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Overtaken
from sunshine.programmes.actions import count, define, load_line, set_words, uncount
from sunshine.programmes.models import Character, Counted, IndicatorDefinition
from sunshine.programmes.queries import counted_for, definition_of, definitions
from sunshine.programmes.queries.measures import MEASURES
from sunshine.record.queries import entries
from sunshine.record.states import Actor
from tests.factories.line import Lined, refused
from tests.factories.people import DAY, NOON

LATER = date(2027, 1, 1)
SYSTEM = Actor.system("shipped")


def shipped(name: str) -> dict:
    """A file of the room as it is shipped."""
    return tomllib.loads((resources.files("sunshine.programmes") / "data" / name).read_text(encoding="utf-8"))


def newest(code: str) -> IndicatorDefinition:
    """The version in force."""
    return IndicatorDefinition.objects.get(code=code, valid_to=None)


def test_nine_characters_and_every_indicator_are_shipped_once(lined: Lined) -> None:
    rows = shipped("indicators.toml")["indicator"]

    assert load_line(by=SYSTEM, at=NOON) == 0
    assert (Character.objects.count(), IndicatorDefinition.objects.count()) == (9, len(rows))
    assert len({row["code"] for row in rows}) == len(rows)
    assert {row["key"] for row in rows if "key" in row} == set(MEASURES)


def test_what_is_missing_of_the_shipped_comes_back(lined: Lined) -> None:
    IndicatorDefinition.objects.filter(code="stories").delete()

    assert load_line(by=SYSTEM, at=NOON) == 1
    assert [entry.facts["new"] for entry in entries("line")][-1] == 1


def test_only_kinds_that_the_county_has_are_counted(lined: Lined) -> None:
    assert list(Counted.objects.values_list("topic", "category")) == [("hazard", "0101")]


def test_the_wording_is_ours_to_put_right_and_the_paper_s_is_not(lined: Lined) -> None:
    learning = Character.objects.get(code="learning")
    goals = learning.goals

    set_words(learning, words="处处能学", words_en="Learning everywhere", by=lined.county, at=NOON, seen=0)

    learning.refresh_from_db()
    assert (learning.words, learning.goals, learning.version, str(learning)) == (
        "处处能学",
        goals,
        1,
        "学习型",
    )
    with pytest.raises(Overtaken):
        set_words(learning, words="旧页面", words_en="Old page", by=lined.county, at=NOON, seen=0)


def test_a_change_of_a_definition_is_a_new_version_from_a_day_on(lined: Lined) -> None:
    old = newest("solved")

    made = define(
        old, values={"numerator": "答“解决了”或“部分解决”的"}, valid_from=LATER, by=lined.county, at=NOON
    )

    assert (made.version, made.denominator, made.key, str(made)) == (
        2,
        old.denominator,
        "solved",
        "解决率 v2",
    )
    assert [definition_of("solved", day).version for day in (date(2020, 1, 1), DAY, LATER)] == [1, 1, 2]
    assert definitions(DAY, ["service"]).get(code="solved") == old
    assert [entry.facts["version"] for entry in entries(made.subject)] == [2]


def test_an_old_version_is_not_changed(lined: Lined) -> None:
    old = newest("solved")
    define(old, values={}, valid_from=LATER, by=lined.county, at=NOON)

    with pytest.raises(Overtaken):
        define(old, values={}, valid_from=LATER, by=lined.county, at=NOON)
    old.refresh_from_db()
    with refused("ended"):
        define(old, values={}, valid_from=LATER, by=lined.county, at=NOON)


@pytest.mark.parametrize(
    ("values", "valid_from", "code"),
    [({}, date(2026, 1, 1), "valid_from"), ({"key": "magic"}, LATER, "key")],
)
def test_a_version_begins_later_and_names_a_computation_that_exists(
    lined: Lined, values: dict[str, str], valid_from: date, code: str
) -> None:
    with refused(code):
        define(newest("solved"), values=values, valid_from=valid_from, by=lined.county, at=NOON)


def test_an_unknown_indicator_has_no_definition(db: None) -> None:
    assert definition_of("nothing", DAY) is None


def test_a_kind_is_counted_under_a_topic_and_taken_out_again(lined: Lined) -> None:
    line = count(topic="noise", category="0202", by=lined.county, at=NOON)
    kinds = counted_for(newest("noise_solved"))

    uncount(line, by=lined.county, at=NOON)

    assert ([kind.code for kind in kinds], counted_for(newest("noise_solved"))) == (["0202"], [])
    assert [entry.verb for entry in entries("counted:noise:0202")] == ["add", "end"]
    assert str(line) == "noise 0202"


def test_only_topics_have_kinds(lined: Lined) -> None:
    assert [counted_for(newest(code)) for code in ("solved", "satisfied", "stories")] == [[], [], []]


@pytest.mark.parametrize("category", ["0901", "7777"])
def test_complaints_about_staff_and_unknown_kinds_are_not_counted(lined: Lined, category: str) -> None:
    with refused("category"):
        count(topic="noise", category=category, by=lined.county, at=NOON)


def test_a_kind_counts_once_under_a_topic(lined: Lined) -> None:
    with refused("category"):
        count(topic="hazard", category="0101", by=lined.county, at=NOON)


def test_the_secretary_does_not_change_the_rules(lined: Lined) -> None:
    with refused("not_your_task"):
        count(topic="noise", category="0202", by=lined.secretary, at=NOON)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "indicator_version_once"),
        ({"version": 2}, "indicator_one_in_force"),
        ({"version": 0, "code": "other"}, "indicator_version_from_one"),
        ({"version": 2, "valid_to": date(2025, 1, 1)}, "indicator_dates"),
        ({"code": "other", "denominator": ""}, "indicator_rate_has_its_base"),
    ],
)
def test_the_database_holds_the_rules_of_definitions(
    lined: Lined, fields: dict[str, object], name: str
) -> None:
    row = newest("solved")
    row.pk = None
    for field, value in fields.items():
        setattr(row, field, value)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_counts_a_kind_once(lined: Lined) -> None:
    with pytest.raises(IntegrityError, match="counted_once_per_topic"), transaction.atomic():
        Counted.objects.create(topic="hazard", category_id="0101")

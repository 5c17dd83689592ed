"""Year plans and their milestones."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Overtaken
from sunshine.programmes.actions import add_milestone, drop_milestone, make_plan, reach_milestone
from sunshine.programmes.models import Milestone, YearPlan
from sunshine.programmes.queries import late_milestones, plan_of, plans
from sunshine.record.queries import entries
from tests.factories.cases import FIRST, SECOND, STREET
from tests.factories.line import Lined, refused
from tests.factories.people import DAY, NOON

NEXT_DAY = NOON + timedelta(days=1)


def plan(lined: Lined, **more: object) -> YearPlan:
    """The plan of the first community for this year."""
    told = {
        "community": FIRST,
        "year": 2026,
        "text": "每月一次服务日",
        "owner": lined.branch,
        "by": lined.secretary,
    }
    return make_plan(**{**told, "at": NOON, **more})


def milestone(lined: Lined, due_on: date = DAY) -> Milestone:
    """A milestone of it."""
    return add_milestone(plan(lined), text="开出第一期", due_on=due_on, by=lined.secretary, at=NOON)


def test_a_plan_is_made_and_put_right(lined: Lined) -> None:
    plan(lined)
    plan(lined, text="每月两次服务日")

    found = plan_of(FIRST, 2026)
    assert found is not None
    assert (found.text, found.version, str(found), [entry.verb for entry in entries(found.subject)]) == (
        "每月两次服务日", 2, f"{FIRST} 2026", ["plan", "change"],
    )  # fmt: skip


def test_what_a_plan_says_is_sealed_in_the_record(lined: Lined) -> None:
    (entry,) = entries(plan(lined).subject)

    assert "服务日" not in entry.public + str(entry.facts)


def test_a_plan_names_nobody(lined: Lined) -> None:
    with refused("text"):
        plan(lined, text="每周看望李大娘")


@pytest.mark.parametrize("year", [2024, 2028])
def test_a_plan_is_for_a_year_near_this_one(lined: Lined, year: int) -> None:
    with refused("year"):
        plan(lined, year=year)


def test_a_street_has_no_year_plan(lined: Lined) -> None:
    with refused("community"):
        plan(lined, community=STREET, by=lined.county)


def test_two_plans_of_two_communities_stand_by_code(lined: Lined) -> None:
    plan(lined, community=SECOND, owner=lined.second_branch, by=lined.county)
    plan(lined)

    assert [row.community for row in plans([STREET], 2026)] == [FIRST, SECOND]
    assert [row.community for row in plans([SECOND, FIRST], 2025)] == []
    assert plan_of(FIRST, 2025) is None


def test_a_milestone_is_reached_with_its_result(lined: Lined) -> None:
    row = reach_milestone(milestone(lined), result="来了三十户", by=lined.secretary, at=NEXT_DAY)

    assert (row.reached_on, Milestone.objects.get().result, str(row)) == (
        date(2026, 11, 24), "来了三十户", "开出第一期",
    )  # fmt: skip
    assert entries(row.plan.subject)[-1].facts["late"] is True
    with refused("done_with"):
        drop_milestone(row, reason="做不了了", by=lined.secretary, at=NEXT_DAY)


def test_a_milestone_is_dropped_with_its_reason(lined: Lined) -> None:
    row = drop_milestone(milestone(lined), reason="场地没有落实", by=lined.secretary, at=NOON)

    assert (row.dropped_on, row.reason) == (DAY, "场地没有落实")
    with refused("done_with"):
        reach_milestone(row, result="做到了", by=lined.secretary, at=NOON)


def test_of_two_at_once_one_is_told(lined: Lined) -> None:
    first = milestone(lined)
    second = Milestone.objects.get(pk=first.pk)
    reach_milestone(first, result="来了三十户", by=lined.secretary, at=NOON)

    with pytest.raises(Overtaken):
        drop_milestone(second, reason="做不了了", by=lined.secretary, at=NOON)


def test_its_day_lies_in_the_year_of_the_plan(lined: Lined) -> None:
    with refused("due_on"):
        milestone(lined, date(2027, 1, 1))


def test_late_is_what_is_neither_reached_nor_dropped_on_its_day(lined: Lined) -> None:
    late = milestone(lined, date(2026, 11, 22))
    milestone(lined, DAY)
    done = milestone(lined, date(2026, 11, 1))
    reach_milestone(done, result="做到了", by=lined.secretary, at=NOON)

    assert list(late_milestones(STREET, DAY)) == [late]


def test_an_older_page_adds_nothing(lined: Lined) -> None:
    made = plan(lined)

    with pytest.raises(Overtaken):
        add_milestone(made, text="开出第一期", due_on=DAY, by=lined.secretary, at=NOON, seen=0)
    with pytest.raises(Overtaken):
        plan(lined, seen=0)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"community": STREET}, "plan_of_a_community"),
        ({"text": ""}, "plan_says_something"),
        ({}, "plan_one_per_year"),
    ],
)
def test_the_database_holds_the_rules_of_plans(lined: Lined, fields: dict[str, object], name: str) -> None:
    plan(lined)
    told = {"community": FIRST, "year": 2026, "text": "又一个", "owner": lined.branch}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        YearPlan.objects.create(**{**told, **fields})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"text": ""}, "milestone_says_something"),
        ({"reached_on": DAY}, "milestone_reached_has_its_result"),
        ({"dropped_on": DAY}, "milestone_dropped_has_its_reason"),
        (
            {"reached_on": DAY, "result": "好", "dropped_on": DAY, "reason": "不好"},
            "milestone_ends_one_way",
        ),
    ],
)
def test_the_database_holds_the_rules_of_milestones(
    lined: Lined, fields: dict[str, object], name: str
) -> None:
    told = {"plan": plan(lined), "text": "节点", "due_on": DAY}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Milestone.objects.create(**{**told, **fields})

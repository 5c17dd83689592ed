"""A call about something that has been told already: a report of its own, linked to the first, or nothing."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import receive_same
from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import forget_rarity
from sunshine.cases.rules import Report
from sunshine.lib.refusals import Refused
from tests.factories.cases import GRID, reported
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def first(there):
    """What a neighbour told an hour ago."""
    forget_rarity()
    return reported().case


def called(there, first, text="三单元楼道堆满杂物和纸箱", **more):
    report = Report(text, channel="phone", place=GRID, form_key="k1", **more)
    return receive_same(report, by=there.by("worker"), at=LATER, into=first).case


@pytest.mark.parametrize("category", [None, "0201"])
def test_a_call_about_the_same_is_a_report_of_its_own_and_linked(there, first, category):
    case = called(there, first, category=category)

    assert (case.merged_into_id, case.category_id, case.state) == (first.pk, "0201", "closed")
    assert case.notes.get().to_resident


def test_the_same_form_twice_is_one_report(there, first):
    assert called(there, first) == called(there, first)


def test_what_cannot_be_linked_is_not_taken_either(there, first):
    with pytest.raises(Refused):
        called(there, first, text="路灯不亮")

    assert list(Case.objects.all()) == [first]

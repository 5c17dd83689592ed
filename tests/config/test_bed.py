"""The test bed keeps its promises."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import engines

from sunshine.people.models import Organisation
from tests.elsewhen import moment


def _organisation() -> Organisation:
    return Organisation.objects.create(
        name="街道办", kind="street", place="231282999", valid_from="2026-01-01"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_committing_test_leaves_is_gone_for_the_next(turn: int):
    assert Organisation.objects.count() == 0
    assert ContentType.objects.exists()

    _organisation()


@pytest.mark.django_db
def test_other_tests_are_rolled_back():
    assert Organisation.objects.count() == 0


def test_an_undefined_template_variable_fails():
    with pytest.raises(AssertionError, match="undefined template variable: absent"):
        engines["django"].from_string("{{ absent }}").render({})


@pytest.mark.parametrize("when", ["2026-12-31T23:50", "2026-12-31T23:50+08:00", "2026-12-31T15:50+00:00"])
def test_another_moment_is_named_in_the_countys_time_or_with_its_offset(when: str):
    assert moment(when) == datetime(2026, 12, 31, 15, 50, tzinfo=UTC)


def test_another_day_is_counted_from_now():
    assert abs(moment("+37d") - datetime.now(UTC) - timedelta(days=37)) < timedelta(minutes=1)


@pytest.mark.parametrize("when", ["tomorrow", "+37", "37d", "2026-13-01"])
def test_a_day_that_is_none_is_wrong_usage(when: str):
    with pytest.raises(pytest.UsageError, match="neither days"):
        moment(when)

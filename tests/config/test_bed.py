"""The test bed keeps its promises."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import engines

from sunshine.people.models import Organisation


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

"""Which units show no rates, and which more of them so that nobody can work those out."""

import pytest

from sunshine.insight.queries.staff import hidden


@pytest.mark.parametrize(
    ("staff", "found"),
    [
        ({"a": 3, "b": 5}, set()),
        ({"a": 2, "b": 3, "c": 4}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 4, "d": 4}, {"a", "b", "c"}),
        ({"a": 0, "b": 1, "c": 3, "d": 4}, {"a", "b", "c"}),
        ({"a": 2, "b": 2, "c": 4}, {"a", "b"}),
        ({"a": 0, "b": 4, "c": 5}, {"a"}),
        ({"a": 2}, {"a"}),
        ({}, set()),
    ],
)
def test_what_is_hidden_is_three_people_s_together(staff, found):
    assert hidden(staff) == found

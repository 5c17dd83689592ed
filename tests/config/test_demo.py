"""The invented street: what it holds, that nobody is left without an answer, and that a second start changes nothing."""

from datetime import UTC, datetime

import pytest

from sunshine.config import demo

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_it_loads():
    assert demo.load(AT, matters=40) > 40

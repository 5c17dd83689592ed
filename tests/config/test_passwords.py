"""The password rule."""

import pytest
from django.core.exceptions import ValidationError

from sunshine.config.passwords import ThreeOfFourKinds


@pytest.mark.parametrize("password", ["Sonne123", "sonne-12", "SONNE-12", "Sonne-ab"])
def test_three_kinds_are_enough(password: str):
    assert ThreeOfFourKinds().validate(password) is None


@pytest.mark.parametrize("password", ["sonnenschein", "sonne123", "SONNE123", "12345678", ""])
def test_two_kinds_are_not(password: str):
    with pytest.raises(ValidationError):
        ThreeOfFourKinds().validate(password)

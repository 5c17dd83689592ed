"""Signing up, changing, agreeing and taking back, as the actions do it."""

import pytest

from sunshine.record.states import Actor
from sunshine.volunteers.actions import sign_up
from sunshine.volunteers.queries import consents, public_name, volunteer_by_token
from tests.factories.people import NOON
from tests.factories.volunteers import offered, volunteer

pytestmark = pytest.mark.django_db


def test_who_signs_up_is_found_by_their_own_link():
    volunteer(display_name="先来的")

    signed = sign_up(offered(display_name="老李"), by=Actor.resident(), at=NOON)

    assert volunteer_by_token(signed.token) == signed.volunteer
    assert public_name(signed.volunteer) == "老李"
    assert consents(signed.volunteer) == {"keep", "public", "match"}

"""Contacts under a new key: the same values, batch by batch, whatever is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sunshine.people.actions import keep_contact, reseal_contacts
from sunshine.people.models import Contact
from sunshine.people.queries import contact_keys
from sunshine.people.states import Purpose
from sunshine.record.queries import ring
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings) -> Iterator[None]:
    """A key ring of this test alone."""
    settings.KEYS = tmp_path / "keys"
    ring.cache_clear()
    yield
    ring.cache_clear()


def test_what_there_is_of_a_contact_comes_under_the_new_key_once():
    told = [("李华", "13812345678"), ("", "13812345679"), ("", "")]
    last = [keep_contact(name=name, phone=phone, purpose=Purpose.CASE, at=NOON).pk for name, phone in told][
        -1
    ]
    before = contact_keys()
    ring().rotate()

    assert (reseal_contacts(after=0, limit=9), reseal_contacts(after=0, limit=9)) == ((last, 2), (last, 0))
    assert (before, contact_keys(), reseal_contacts(after=last, limit=9)) == ({"k1": 3}, {"k2": 3}, (0, 0))
    assert Contact.objects.filter(name_sealed=None).count() == 2

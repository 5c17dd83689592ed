"""A new sealing key: everything opens after the rotation, and after the old key is gone."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import override

from sunshine.cases.actions import note
from sunshine.desk.accounts import SecondFactor
from sunshine.desk.management.commands import rotate_keys
from sunshine.people.actions import erase, keep_contact, reveal
from sunshine.people.models import Contact
from sunshine.people.states import Purpose
from sunshine.record.actions import rewrap_seals
from sunshine.record.models import Entry, Seal
from sunshine.record.queries import entries, open_sealed, ring
from sunshine.record.states import Actor
from tests.factories.cases import reported, town
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEEPER = Actor.system("operator")


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings) -> Iterator[Path]:
    """A key ring of this test alone."""
    settings.KEYS = tmp_path / "keys"
    ring.cache_clear()
    yield settings.KEYS
    ring.cache_clear()


def rotated(**options: bool) -> str:
    out = StringIO()
    with override("en"):
        call_command("rotate_keys", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_all_that_was_sealed_opens_when_the_old_key_is_gone(keys: Path, monkeypatch):
    monkeypatch.setattr(rotate_keys, "BATCH", 1)
    there = town()
    case = reported(name="李华", phone="13812345678").case
    note(case, by=there.by("worker"), at=NOON, text="已去看过")
    TOTP.activate(there.worker, SECRET)
    sealed = set(Seal.objects.values_list("entry_id", flat=True))
    said = rotated()
    (keys / "k1.key").unlink()
    ring.cache_clear()

    told = {
        "reason": "回电居民",
        "subject": case.subject,
        "place": case.place,
        "organisation": case.holder_id,
    }
    assert reveal(Contact.objects.get(), by=there.by("worker"), at=NOON, **told) == ("李华", "13812345678")
    assert SecondFactor().decrypt(Authenticator.objects.get().data["secret"]) == SECRET
    assert open_sealed(entries(case.subject)).popitem()[1]["text"] == "已去看过"
    assert f"contacts: 1\nsecond factors: 1\nrecord: {len(sealed)}\n" in said
    assert sealed <= set(open_sealed(Entry.objects.all()))


def test_a_second_run_changes_nothing_and_the_rotation_stands_in_the_record():
    with transaction.atomic():
        keep_contact(name="李华", phone="", purpose=Purpose.CASE, at=NOON)
    rotated()
    said = rotated(finish=True)

    assert "contacts: 0\nsecond factors: 0\nrecord: 0\n" in said
    assert ("k1: 0" in said, "k2: 2" in said) == (True, True)
    assert [row.facts for row in entries("keys")] == [{"key": "k2"}]


def test_an_erased_contact_stays_empty():
    with transaction.atomic():
        contact = keep_contact(name="李华", phone="13812345678", purpose=Purpose.CASE, at=NOON)
    erase(Contact.objects.get(pk=contact.pk), by=KEEPER, at=NOON, why="retention")
    rotated()

    assert Contact.objects.values_list("name_sealed", "phone_sealed").get() == (None, None)


def test_nothing_to_wrap_is_no_fault():
    Seal.objects.all().delete()

    assert rewrap_seals(after=0, limit=10) == (0, 0)

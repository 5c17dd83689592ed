"""A county is not served, and not replaced by a backup, without the keys that open what it sealed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import BinaryField

from sunshine.config import backups, checks, county, sealed
from sunshine.config.failures import Failure
from sunshine.people.actions import keep_contact
from sunshine.people.models import Contact
from sunshine.people.states import Purpose
from sunshine.record.actions import append
from sunshine.record.queries import ring
from sunshine.record.states import Actor
from tests.factories.cases import reported, town
from tests.factories.people import NOON

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def keep() -> None:
    """Seal something of each kind: a contact, and the hidden part of an entry."""
    with transaction.atomic():
        contact = keep_contact(
            name="李华", phone="13812345678", purpose=Purpose.CASE, at=NOON, remark="13812345678(儿子)"
        )
        append(f"lamp:{contact.pk}", 1, "look", by=Actor.system(), at=NOON, sealed={"reason": "因为"})


@pytest.fixture
def keys(settings, tmp_path: Path) -> Iterator[Path]:
    """The keys of a county in which something is sealed."""
    settings.HOME, settings.KEYS, settings.PHOTOS = tmp_path, tmp_path / "keys", tmp_path / "photos"
    ring.cache_clear()
    keep()
    yield tmp_path / "keys"
    ring.cache_clear()


@pytest.fixture
def another(keys: Path) -> Path:
    """The same county where somebody made new keys in place of the lost ones."""
    shutil.move(keys, keys.with_name("safe"))
    ring.cache_clear()
    ring()
    return keys


def test_with_its_keys_a_county_is_prepared(keys: Path):
    county.prepare_county()

    assert sealed.find_locked() == ({}, [])


def test_a_start_without_keys_is_refused_naming_the_key_and_makes_none(keys: Path):
    shutil.move(keys, keys.with_name("safe"))

    with pytest.raises(Failure, match=rf"k1\.key is not in {keys}\. Bring the keys folder back"):
        county.prepare_county()
    assert not keys.exists()


def test_keys_made_in_the_place_of_the_lost_ones_are_told_apart(another: Path):
    with pytest.raises(Failure, match=rf"k1\.key in {another} is another one"):
        county.prepare_county()


def test_another_key_of_searches_is_named(keys: Path):
    other = keys.with_name("other")
    shutil.copytree(keys, other)
    (other / "index.key").write_bytes((keys / "k1.key").read_bytes())

    assert sealed.find_locked(folder=other) == ({"index": f"index.key in {other} is another one"}, [])


def test_after_a_rotation_each_key_in_use_is_asked_for(keys: Path):
    ring().rotate()
    keep()
    (keys / "k1.key").unlink()

    with pytest.raises(Failure, match=r"k1\.key is not in") as refused:
        county.prepare_county()
    assert "k2" not in str(refused.value)


def test_what_is_given_up_does_not_keep_the_county_shut(settings, another: Path):
    settings.KEYS_LOST = ["k1"]
    county.prepare_county()

    notes = [finding.sentence for finding in checks.findings() if not finding.unsafe]
    assert "What k1 sealed is given up (SUNSHINE_KEYS_LOST)." in notes


def test_the_check_says_it_too(another: Path):
    unsafe = [finding.sentence for finding in checks.findings() if finding.unsafe]

    assert f"What is sealed cannot be opened: k1.key in {another} is another one." in unsafe


def test_the_check_notes_what_was_sealed_by_two_keys_of_one_name(another: Path):
    keep()

    assert sealed.find_locked()[1] == ["k1"]
    notes = [finding.sentence for finding in checks.findings() if not finding.unsafe]
    assert "A part of what is sealed with k1 cannot be opened by it." in notes


def test_a_restore_without_the_keys_is_refused_before_anything_is_thrown_away(keys: Path):
    file = backups.backup(None, with_keys=False)
    shutil.move(keys, keys.with_name("safe"))
    Contact.objects.update(name_masked="untouched")

    with pytest.raises(Failure, match=r"k1\.key is not in"):
        backups.restore(file, replace=True)
    assert Contact.objects.get().name_masked == "untouched"


def test_a_restore_with_the_keys_in_the_backup_needs_no_others(keys: Path):
    file = backups.backup(None, with_keys=True)
    shutil.rmtree(keys)

    backups.restore(file, replace=True)

    assert sealed.find_locked() == ({}, [])


def test_a_dump_tells_of_each_key_the_first_and_the_last_value(keys: Path, tmp_path: Path):
    for _ in range(3):
        keep()
    backups._dump(tmp_path / "county.sql")

    found = [table for table, _row in sealed.of_dump(tmp_path / "county.sql")]
    assert sorted(found) == ["people_contact"] * 2 + ["record_seal"] * 2


def test_every_table_that_holds_sealed_bytes_is_tried():
    models = [
        row for row in apps.get_models() if any(isinstance(one, BinaryField) for one in row._meta.fields)
    ]
    tables = {row._meta.db_table for row in models}

    assert tables - set(sealed._QUERIES) == set()


@pytest.mark.parametrize("text", ["三单元楼道堆满杂物", "楼道堆满杂物，请打13812345678"])
def test_words_of_a_report_are_tried_where_something_in_them_is_sealed(keys: Path, text: str):
    town()
    reported(text=text)

    assert sealed.find_locked() == ({}, [])

"""The record: append-only, canonical in public, sealed beneath."""

import hashlib
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from sunshine.record.actions import append, erase, number_entries
from sunshine.record.models import Entry, Pending, Seal, Sequence
from sunshine.record.queries import by_key, entries, find_entries_after, last_step, open_sealed
from sunshine.record.states import Actor, Shown
from tests.factories.people import NOON

SYSTEM = Actor.system()


def step(number: int = 1, **more: object) -> Entry:
    return append("thing:1", number, "do", by=SYSTEM, at=NOON, **more)


@pytest.mark.django_db
def test_the_public_part_is_canonical_json_with_the_day_only() -> None:
    entry = step(came_from="a", went_to="b", public={"organisation": Shown("路灯所"), "community": ""})

    stored = Entry.objects.get(pk=entry.pk).public
    assert stored == (
        '{"day":"2026-11-23","from":"a","organisation":"路灯所","step":1,"subject":"thing:1","to":"b","v":1,"verb":"do"}'
    )


@pytest.mark.django_db
def test_a_finer_public_part_is_refused() -> None:
    with pytest.raises(ValueError, match="grid"):
        step(public={"grid": "231282999001001"})


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["organisation", "to_organisation"])
def test_a_name_that_was_not_made_for_it_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"may be public: {name}"):
        step(public={name: "第一网格"})


@pytest.mark.django_db
def test_the_sealed_part_enters_as_a_salted_commitment() -> None:
    entry = step(sealed={"text": "三单元"})

    seal = Seal.objects.get(entry_id=entry.pk)
    plain = json.dumps({"text": "三单元"}, ensure_ascii=False, separators=(",", ":")).encode()
    assert entry.commitment == hashlib.sha256(bytes(seal.salt) + plain).hexdigest()
    assert json.loads(entry.public)["commitment"] == entry.commitment
    assert open_sealed([entry]) == {entry.pk: {"text": "三单元"}}


@pytest.mark.django_db
def test_a_hidden_entry_shows_its_commitment_alone() -> None:
    entry = step(hidden=True, public={"community": "231282999001"})

    assert json.loads(entry.public) == {"v": 1, "commitment": entry.commitment}
    assert open_sealed([entry])[entry.pk]["public"]["community"] == "231282999001"


@pytest.mark.django_db
def test_erasing_a_seal_leaves_the_entry_and_is_itself_recorded() -> None:
    entry = step(sealed={"text": "三单元"})
    public = entry.public

    said = erase(entry, by=SYSTEM, at=NOON, why="retention")

    assert (Entry.objects.get(pk=entry.pk).public, open_sealed([entry])) == (public, {})
    assert said.facts == {"why": "retention"}


@pytest.mark.django_db
def test_steps_are_neither_doubled_nor_keys_used_twice() -> None:
    step(key="once")

    for number, more in ((1, {}), (2, {"key": "once"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            step(number, **more)
    assert (last_step("thing:1"), last_step("thing:2"), by_key("once")) == (1, 0, entries("thing:1")[0])


@pytest.mark.django_db
def test_entries_get_gapless_numbers_in_order() -> None:
    ids = [step(number).pk for number in (1, 2, 3)]

    assert (number_entries(limit=2), number_entries(), number_entries()) == (2, 1, 0)
    assert list(Sequence.objects.order_by("seq").values_list("seq", "entry_id")) == [*enumerate(ids)]
    assert not Pending.objects.exists()
    assert [(seq, entry.pk) for seq, entry in find_entries_after(0, 10)] == [(1, ids[1]), (2, ids[2])]


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        step()


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE record_entry SET verb = 'other'",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry",
        "UPDATE record_seal SET salt = ''",
    ],
)
def test_the_serving_role_cannot_change_the_record(tampering: str) -> None:
    step(sealed={"text": "x"})

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(tampering)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_process_numbers_at_a_time() -> None:
    from threading import Thread

    with transaction.atomic():
        step()
    with transaction.atomic():
        assert number_entries() == 1
        found: list[int] = []

        def other() -> None:
            found.append(number_entries())
            connection.close()

        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert found == [0]

"""Sealed parts: erased for whole subjects at once, and wrapped under a new key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sunshine.record.actions import append, erase_seals, rewrap_seals, rotate_keys
from sunshine.record.queries import entries, open_sealed, ring, seal_keys
from sunshine.record.states import Actor
from tests.factories.people import NOON

SYSTEM = Actor.system()


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings) -> Iterator[None]:
    """A key ring of this test alone."""
    settings.KEYS = tmp_path / "keys"
    ring.cache_clear()
    yield
    ring.cache_clear()


@pytest.mark.django_db
def test_the_seals_of_a_subject_go_at_once_and_others_stay() -> None:
    ids = [append(name, 1, "do", by=SYSTEM, at=NOON, sealed={"text": name}).pk for name in ("a:1", "b:1")]
    append("a:1", 2, "do", by=SYSTEM, at=NOON)

    assert (erase_seals(["a:1"]), erase_seals(["a:1"])) == ([ids[0]], [])
    assert open_sealed(entries("a:1", "b:1")) == {ids[1]: {"text": "b:1"}}


@pytest.mark.django_db(transaction=True)
def test_seals_are_erased_inside_a_step_only() -> None:
    with pytest.raises(RuntimeError):
        erase_seals(["a:1"])


@pytest.mark.django_db
def test_data_keys_are_wrapped_anew_batch_by_batch() -> None:
    first, second = [append("a:1", n, "do", by=SYSTEM, at=NOON, sealed={"n": n}).pk for n in (1, 2)]
    name = rotate_keys(by=SYSTEM, at=NOON)
    steps = [rewrap_seals(after=after, limit=1) for after in (0, first)]

    assert (name, steps, rewrap_seals(after=0, limit=1)) == ("k2", [(first, 1), (second, 1)], (first, 0))
    assert seal_keys() == {"k2": 3}
    assert open_sealed(entries("a:1")) == {first: {"n": 1}, second: {"n": 2}}

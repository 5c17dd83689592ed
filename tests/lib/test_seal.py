import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunshine.lib import seal as seals
from sunshine.lib.seal import (
    Broken,
    KeyRing,
    UnsafeKeys,
    blind_index,
    reseal,
    seal,
    token,
    token_digest,
    unseal,
)


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing.open(tmp_path / "keys")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_opening_makes_folder_and_keys_for_the_owner_alone(tmp_path: Path):
    folder = tmp_path / "keys"

    ring = KeyRing.open(folder)

    assert ring.current_id == "k1"
    assert {path.name: mode(path) for path in folder.iterdir()} == {"k1.key": 0o600, "index.key": 0o600}
    assert mode(folder) == 0o700


def test_a_second_opening_finds_the_same_keys(tmp_path: Path):
    sealed = seal(KeyRing.open(tmp_path / "keys"), "13812345678", purpose="people.phone")

    assert unseal(KeyRing.open(tmp_path / "keys"), sealed, purpose="people.phone") == "13812345678"


def test_a_key_that_others_may_read_is_refused(ring: KeyRing):
    (ring.folder / "k1.key").chmod(0o640)

    with pytest.raises(UnsafeKeys, match="Others may read"):
        KeyRing.open(ring.folder)


def test_a_folder_that_others_may_write_to_is_refused(ring: KeyRing):
    ring.folder.chmod(0o770)

    with pytest.raises(UnsafeKeys, match="Others may write"):
        KeyRing.open(ring.folder)


@pytest.mark.parametrize("content", [b"not base64!", b"c2hvcnQ="])
def test_a_damaged_key_is_refused(ring: KeyRing, content: bytes):
    (ring.folder / "k1.key").write_bytes(content)

    with pytest.raises(UnsafeKeys, match="damaged"):
        KeyRing.open(ring.folder)


@pytest.mark.parametrize("lost", ["k1.key", "index.key"])
def test_a_lost_key_is_told_and_not_replaced(ring: KeyRing, lost: str):
    (ring.folder / lost).unlink()

    with pytest.raises(UnsafeKeys, match="missing"):
        KeyRing.open(ring.folder)


def test_many_that_open_and_rotate_at_once_lose_no_key(tmp_path: Path):
    def rotate(_: int) -> str:
        return KeyRing.open(tmp_path / "keys").rotate()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(rotate, range(8)))

    assert KeyRing.open(tmp_path / "keys").current_id == "k9"


def test_after_a_rotation_new_values_have_the_new_key_and_old_ones_open(ring: KeyRing):
    old = seal(ring, "旧", purpose="p")

    assert ring.rotate() == "k2"
    new = seal(ring, "新", purpose="p")

    assert ring.names == [seals.key_id(old), seals.key_id(new)] == ["k1", "k2"]
    assert [unseal(ring, old, purpose="p"), unseal(ring, new, purpose="p")] == ["旧", "新"]


def test_a_ring_learns_of_a_rotation_elsewhere_when_it_meets_the_new_key(ring: KeyRing):
    other = KeyRing.open(ring.folder)
    other.rotate()

    assert unseal(ring, seal(other, "新", purpose="p"), purpose="p") == "新"


def test_resealing_moves_a_value_to_the_current_key_once(ring: KeyRing):
    old = seal(ring, "旧", purpose="p")
    ring.rotate()

    moved = reseal(ring, old, purpose="p")

    assert (seals.key_id(moved), unseal(ring, moved, purpose="p")) == ("k2", "旧")
    assert reseal(ring, moved, purpose="p") == moved


def test_a_value_does_not_open_for_another_purpose(ring: KeyRing):
    with pytest.raises(Broken):
        unseal(ring, seal(ring, "x", purpose="people.phone"), purpose="people.name")


@pytest.mark.parametrize(
    "change", [lambda b: b[:-1], lambda b: b"", lambda b: b"\x02" + b[1:], lambda b: b[:3] + b[4:] + b"x"]
)
def test_a_cut_or_altered_value_does_not_open(ring: KeyRing, change):
    with pytest.raises(Broken):
        unseal(ring, change(seal(ring, "13812345678", purpose="p")), purpose="p")


def test_a_value_whose_key_is_gone_says_so(ring: KeyRing):
    ring.rotate()
    sealed = seal(ring, "x", purpose="p")
    (ring.folder / "k2.key").unlink()

    with pytest.raises(Broken, match="k2"):
        unseal(KeyRing.open(ring.folder), sealed, purpose="p")


def test_a_data_key_is_rewrapped_and_its_ciphertext_stays(ring: KeyRing):
    data_key = seals.new_data_key()
    blob, wrapped = seals.encrypt(data_key, b"who and where"), seals.wrap(ring, data_key)
    ring.rotate()

    moved = seals.rewrap(ring, wrapped)

    assert (seals.key_id(moved), seals.rewrap(ring, moved)) == ("k2", moved)
    assert seals.decrypt(seals.unwrap(ring, moved), blob) == b"who and where"


@pytest.mark.parametrize("blob", [b"", b"short", b"x" * 40])
def test_what_no_data_key_made_does_not_open(blob: bytes):
    with pytest.raises(Broken):
        seals.decrypt(seals.new_data_key(), blob)


def test_index_and_token_are_steady_and_differ_by_purpose_and_survive_rotation(ring: KeyRing):
    index, link = blind_index(ring, "138", purpose="phone"), token(ring, "138", purpose="phone")
    ring.rotate()

    assert (blind_index(ring, "138", purpose="phone"), token(ring, "138", purpose="phone")) == (index, link)
    assert (len(index), len(link)) == (64, 22)
    assert (
        len({index, blind_index(ring, "138", purpose="name"), blind_index(ring, "139", purpose="phone")}) == 3
    )


@given(
    plain=st.text(st.characters(exclude_categories=["Cs"])),
    purpose=st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_text_comes_back_and_no_two_seals_are_alike(tmp_path_factory, plain: str, purpose: str):
    ring = KeyRing.open(tmp_path_factory.getbasetemp() / "shared-keys")

    one, other = seal(ring, plain, purpose=purpose), seal(ring, plain, purpose=purpose)

    assert one != other
    assert unseal(ring, memoryview(one), purpose=purpose) == plain


def test_a_table_keeps_the_digest_of_a_token_and_not_the_token():
    assert token_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

"""Folders are shut to others, and nobody else's are touched."""

import os
from pathlib import Path

import pytest

from sunshine.config import folders
from sunshine.config.failures import Failure
from sunshine.config.folders import Folders, User

STRANGER = User(12_345, 12_345)


def test_a_private_folder_is_for_us_only(tmp_path: Path):
    made = folders.make_private(tmp_path / "home" / "keys")

    assert [oct(path.stat().st_mode)[-3:] for path in (made, made.parent)] == ["700", "755"]


def test_a_private_folder_is_found_again(tmp_path: Path):
    assert folders.make_private(folders.make_private(tmp_path / "keys")) == tmp_path / "keys"


def test_one_that_others_may_enter_is_refused_and_left_as_it_is(tmp_path: Path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys").chmod(0o755)

    with pytest.raises(Failure, match="may be entered by others; run: chmod 700"):
        folders.make_private(tmp_path / "keys")
    assert oct((tmp_path / "keys").stat().st_mode)[-3:] == "755"


def test_a_link_in_its_place_is_refused(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "keys").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Failure, match="must be a folder"):
        folders.make_private(tmp_path / "keys")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give folders away")
def test_one_of_another_user_is_refused(tmp_path: Path):
    made = folders.make_private(tmp_path / "keys", STRANGER)

    with pytest.raises(Failure, match="belongs to another user"):
        folders.make_private(made)


@pytest.mark.parametrize(("mode", "enters"), [(0o700, False), (0o711, True), (0o750, False), (0o755, True)])
def test_a_stranger_enters_what_is_open_to_all(tmp_path: Path, mode: int, enters: bool):
    base = Path("/tmp") / f"enter-{os.getpid()}-{mode}"
    base.mkdir()
    base.chmod(mode)

    assert folders.may_enter(base / "not" / "there" / "yet", STRANGER) is enters
    base.rmdir()


def test_keys_photos_and_database_are_apart(tmp_path: Path):
    place = Folders(tmp_path)

    assert len({place.keys, place.photos, place.database, place.socket, place.log}) == 5

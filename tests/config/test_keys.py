"""Key files."""

from pathlib import Path

from sunshine.config import keys


def test_a_key_is_made_once_and_only_we_can_read_it(tmp_path: Path):
    file = tmp_path / "keys" / "secret"

    first, second = keys.make(file), keys.make(file)

    assert (first == second, len(first) >= 32, oct(file.stat().st_mode)[-3:]) == (True, True, "600")
    assert [path.name for path in file.parent.iterdir()] == ["secret"]


def test_no_file_is_no_key(tmp_path: Path):
    assert keys.read(tmp_path / "secret") == ""

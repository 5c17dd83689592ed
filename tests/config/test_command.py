"""Exit codes and sentences of the `sunshine` command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sunshine.config import command


@pytest.mark.parametrize("words", [[], ["frobnicate"], ["import"], ["import", "requests"], ["restore"]])
def test_wrong_usage_is_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert command.run(words) == 2
    assert "usage: sunshine" in capsys.readouterr().err


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]):
    assert command.run(["--help"]) == 0


@pytest.mark.parametrize("verb", ["import", "export"])
def test_an_unknown_kind_is_wrong_usage_and_names_the_known(verb: str, capsys: pytest.CaptureFixture[str]):
    assert command.run([verb, "unicorns", "file.xlsx"]) == 2
    assert capsys.readouterr().err.startswith(f"sunshine: {verb} does not know 'unicorns'; it knows: ")


def test_a_missing_file_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    kinds = _known_imports()
    assert kinds, "at least one kind of import"

    assert command.run(["import", kinds[0], str(tmp_path / "absent.xlsx")]) == 1
    assert capsys.readouterr().err == f"sunshine: There is no file {tmp_path / 'absent.xlsx'}.\n"


def test_a_setting_that_cannot_be_meant_is_one_sentence():
    command_line = [sys.executable, "-m", "sunshine.config.command", "check"]
    environment = {**os.environ, "SUNSHINE_WORKERS": "many"}
    done = subprocess.run(command_line, env=environment, capture_output=True, text=True, check=False)

    sentence = "sunshine: SUNSHINE_WORKERS='many' must be a whole number from 1 to 64.\n"
    assert (done.returncode, done.stderr) == (1, sentence)


def _known_imports() -> list[str]:
    from django.core.management import get_commands

    return sorted(name.removeprefix("import_") for name in get_commands() if name.startswith("import_"))


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "_run_kind", lambda *_words: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        command.run(["export", "replies", "file.xlsx"])

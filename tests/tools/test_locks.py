"""Lock files: what they name is what is installed, and one that pip could read loosely is refused in a sentence."""

from pathlib import Path

import pytest

from tests.tools.wheelhouse import ROOT, Checkout, add_wheel
from tools import locks

DIGEST = "0" * 64
WHOLE = f"alpha==1.0 \\\n    --hash=sha256:{DIGEST}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """An index with two versions of beta, of which the lock names the older one."""
    made = Checkout(tmp_path)
    alpha = add_wheel(made.index, "alpha", "1.0", "Requires-Dist: beta[extra]>=1")
    beta = add_wheel(made.index, "beta", "1.0", "Provides-Extra: extra")
    add_wheel(made.index, "beta", "2.0", "Provides-Extra: extra")
    made.lock.write_text(alpha + beta)
    return made


def test_what_the_lock_names_is_installed_although_a_newer_one_is_there(checkout: Checkout):
    done = checkout.install()

    assert (done.returncode, done.stderr) == (0, "")
    assert "No broken requirements found." in done.stdout
    assert {"alpha-1.0", "beta-1.0"} <= checkout.installed()


def test_a_requirement_without_a_hash_stops_the_installation_in_one_sentence(checkout: Checkout):
    checkout.lock.write_text(
        checkout.lock.read_text().replace("beta==1.0 \\\n    --hash", "beta==1.0\n# --hash")
    )
    checkout.pretend_environment()

    done = checkout.install()

    assert (done.returncode, done.stderr) == (
        1,
        "requirements/demo.txt:3: beta has no --hash=sha256; run `git checkout requirements/demo.txt`, "
        "or `make lock` after a change of its .in.\n",
    )


def test_the_locks_of_the_checkout_are_whole():
    assert locks.main([str(path) for path in sorted((ROOT / "requirements").glob("*.txt"))]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE, ""),
        ("# a comment\n\n" + WHOLE.replace("1.0 ", "1.0 ; sys_platform == 'win32' "), ""),
        (WHOLE.replace("alpha", "alpha[one,two]"), ""),
        (WHOLE.replace("==", ">="), ":1: alpha is not pinned"),
        (WHOLE.replace("==1.0", "==1.*"), ":1: alpha is not pinned"),
        ("\nalpha @ file:///alpha.whl\n", ":2: alpha is not pinned"),
        ("alpha==1.0\n" + WHOLE, ":1: alpha has no --hash"),
        (WHOLE + "beta==1.0 \\", ":3: beta has no --hash"),
        (WHOLE.replace(DIGEST, "abc"), ":1: alpha has no --hash"),
        (WHOLE.replace("sha256", "md5"), ":1: alpha has no --hash"),
        ("-e .\n", ":1: -e is not pinned"),
        ("", " names no package"),
    ],
)
def test_each_requirement_must_have_one_version_and_a_hash(tmp_path: Path, text: str, said: str):
    lock = tmp_path / "demo.txt"
    lock.write_text(text)

    faults = list(locks.broken(lock))

    assert [fault.startswith(f"{lock}{said}") for fault in faults] == ([True] if said else [])


def test_a_lock_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lock = tmp_path / "demo.txt"

    assert locks.main([str(lock)]) == 1
    assert capsys.readouterr().err == f"{lock} cannot be read; run `git checkout {lock}`, or `make lock`.\n"

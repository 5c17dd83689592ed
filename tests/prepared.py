"""An installation made once for all tests of a run that start one of their own.

Roles, tables and what is shipped take some twenty seconds of processor time to prepare, a copy of them one.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.tree import PATIENCE, ProcessTree


class FirstStart(ProcessTree):
    """`sunshine serve` in an empty folder, which has everything to make."""

    patience = 5 * PATIENCE


def prepare(home: Path) -> None:
    """Serve from nothing until it answers, and stop: so every run also tries a first start."""
    tree = FirstStart(home)
    try:
        tree.start()
        assert tree.stop() == 0
    finally:
        tree.kill_all()


def copy(source: Path, target: Path) -> None:
    """Copy a home with all owners and rights: its database belongs to another user when we are root."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that is only copied; the first worker of a run makes it, the others wait."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "installation"
    with (shared / "installation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            home = short_home()
            prepare(home)
            half = shared / "installation.half"
            half.mkdir()
            copy(home, half)
            shutil.rmtree(home)
            half.rename(made)
    return made


def short_home() -> Path:
    """A new folder whose path is short enough for a socket and open to the database's user."""
    home = Path(tempfile.mkdtemp(prefix="sun-"))
    home.chmod(0o755)
    return home


@pytest.fixture(scope="session")
def new_home(prepared: Path) -> Callable[[], Path]:
    """Makes homes of prepared installations; whoever asks for one removes it."""

    def make() -> Path:
        home = short_home()
        copy(prepared, home)
        home.chmod(0o755)
        return home

    return make

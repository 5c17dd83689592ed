"""Child processes that never outlive us."""

import ctypes
import os
import signal
import subprocess
import sys
from functools import partial
from typing import IO

from sunshine.config import folders
from sunshine.config.folders import User

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, death: int = signal.SIGTERM) -> None:
    """Ask the kernel to send us `death` when `parent` dies; end at once if it has died already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death))
    if os.getppid() != parent:
        os._exit(1)


def spawn(
    command: list[str],
    *,
    user: User | None = None,
    death: int = signal.SIGTERM,
    output: IO[bytes] | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child that gets the signal `death` when we die; as `user` if that is not us already.

    The wish to die with us is made in the child after its user changed, which would clear it again.
    Call it from the main thread: the kernel means the thread that forks when it says parent.
    """
    other = user is not None and user != folders.me()
    return subprocess.Popen(
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env={**os.environ, **(environment or {})},
        user=user.uid if user and other else None,
        group=user.gid if user and other else None,
        extra_groups=[] if other else None,
        start_new_session=True,
        preexec_fn=partial(die_with_parent, os.getpid(), death),  # noqa: PLW1509 (main thread only)
    )

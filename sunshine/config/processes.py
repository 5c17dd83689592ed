"""Child processes that never outlive us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import IO

from sunshine.config import folders
from sunshine.config.folders import User

PR_SET_PDEATHSIG = 1
LOOK_AGAIN = 0.05
STOPS = (signal.SIGTERM, signal.SIGINT)


@dataclass
class Adopted:
    """A child started by the program that this process ran before; as much of Popen as watching it needs."""

    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, None as long as it runs."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # ended and waited for already: how is not known any more
                self.returncode = 1
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        """Return its exit code once it has ended."""
        while (code := self.poll()) is None:
            time.sleep(LOOK_AGAIN)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal as long as it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)


def die_with_parent(parent: int, death: int) -> None:
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

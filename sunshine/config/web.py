"""The web server's program: granian, whose processes hear a stop, and die with it, from their first moment on.

granian forks its workers with its own handlers, which keep a SIGTERM to themselves until the worker has loaded, and
then waits for it as for one that still answers; and no worker ends with a server that was killed.
"""

import os
import signal

from sunshine.config.processes import STOPS, die_with_parent


class Forks:
    """What is done around each fork of the process that made this; what its children fork is their own affair."""

    def __init__(self) -> None:
        self.server, self.ours = os.getpid(), False

    def before(self) -> None:
        """Let nobody stop either of the two halfway."""
        self.ours = os.getpid() == self.server
        if self.ours:
            signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)

    def in_server(self) -> None:
        """Hear again who wants us to stop."""
        if self.ours:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def in_worker(self) -> None:
        """End at once when told to, as long as no request can be lost; whoever lost its server lets go of the address."""
        if self.ours:
            for number in STOPS:
                signal.signal(number, signal.SIG_DFL)
            die_with_parent(self.server, signal.SIGKILL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def main() -> None:
    """Run granian with the words of the command line."""
    from granian.cli import entrypoint

    forks = Forks()
    os.register_at_fork(before=forks.before, after_in_parent=forks.in_server, after_in_child=forks.in_worker)
    entrypoint()


if __name__ == "__main__":
    main()

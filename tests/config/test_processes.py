"""Children that another program of this process started are watched like our own."""

import os
import signal

from sunshine.config.processes import Adopted


def shell(script: str) -> Adopted:
    """A child that no Popen knows of."""
    return Adopted(os.posix_spawn("/bin/sh", ["sh", "-c", script], os.environ))


def test_an_adopted_child_runs_until_it_ends_and_its_exit_code_is_kept():
    child = shell("exec sleep 60")
    running = child.poll()

    child.send_signal(signal.SIGTERM)

    assert (running, child.wait(), child.poll()) == (None, -signal.SIGTERM, -signal.SIGTERM)


def test_an_adopted_child_tells_its_exit_code_once_it_ended():
    child = shell("exit 3")

    assert (child.wait(), child.returncode) == (3, 3)


def test_one_that_has_ended_is_sent_nothing():
    child = shell("exit 0")
    child.wait()

    child.send_signal(signal.SIGTERM)

    assert child.returncode == 0


def test_one_that_is_no_child_of_ours_counts_as_ended():
    assert Adopted(os.getppid()).poll() == 1

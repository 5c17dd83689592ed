"""The process tree lives, stops in order, and comes back after the worst."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sunshine.config import embedded, supervisor
from sunshine.config.failures import Failure
from sunshine.config.folders import Folders
from tests.config.tree import PATIENCE, ProcessTree, free_port

pytestmark = pytest.mark.kill
WEB = b"\0sunshine.config.web\0"
AT_ONCE = 15.0
"""Seconds a busy machine may need for what is to happen at once; half of what anybody waits for who was not heard."""
SMALL = 40 * 1024
"""What the watcher may hold of memory, in kilobytes; with Django in it, it held 160 MB."""
HEAVY = (
    "import sys, sunshine.config.supervisor; print(sorted({'django', 'psycopg', 'numpy'} & set(sys.modules)))"
)


@pytest.fixture(scope="module")
def tree(new_home: Callable[[], Path]) -> Iterator[ProcessTree]:
    home = new_home()
    made = ProcessTree(home)
    yield made
    made.kill_all()
    made.await_gone()
    shutil.rmtree(home)


@pytest.fixture
def serving(tree: ProcessTree) -> ProcessTree:
    """The tree, up."""
    if tree.serve is None or tree.serve.poll() is not None:
        tree.close()
        tree.start()
    return tree


def _await(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_it_stops_cleanly_and_leaves_nothing(serving: ProcessTree):
    code = serving.stop()

    assert (code, serving.members()) == (0, [])


def test_when_only_the_supervisor_is_killed_everything_goes_with_it_at_once(serving: ProcessTree):
    serving.serve.kill()
    serving.close()

    serving.await_gone(AT_ONCE)


def test_a_killed_web_server_leaves_nobody_on_its_address(serving: ProcessTree):
    _await(lambda: len(serving.named(WEB)) > 1)
    before = serving.named(WEB)
    [server] = [pid for pid in before if _parent(pid) == serving.serve.pid]
    os.kill(server, signal.SIGKILL)

    _await(lambda: not set(before) & set(serving.named(WEB)))

    _await(lambda: serving.status("/") == 200)


def test_a_stop_while_it_starts_is_heard(tree: ProcessTree):
    tree.kill_all()
    tree.await_gone()
    tree.serve = tree.launch()
    _await(lambda: len(tree.named(WEB)) > 1)
    tree.serve.send_signal(signal.SIGTERM)

    assert tree.serve.wait(AT_ONCE) == 0
    assert tree.members() == []


def test_after_killing_everything_a_plain_start_is_enough(serving: ProcessTree):
    serving.kill_all()

    serving.start()

    assert serving.status("/") is not None


def test_a_killed_worker_is_replaced(serving: ProcessTree):
    _await(lambda: serving.named(b"sunshine.config.command\0worker"))
    [worker] = serving.named(b"sunshine.config.command\0worker")
    os.kill(worker, signal.SIGKILL)

    _await(lambda: serving.named(b"sunshine.config.command\0worker") not in ([], [worker]))


def test_sixty_four_slow_senders_silence_nobody_and_nothing_of_them_stays(serving: ProcessTree):
    head = b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\ntext="
    with ExitStack() as stack:
        for _ in range(64):
            sender = stack.enter_context(socket.create_connection(("127.0.0.1", serving.port)))
            sender.sendall(head)

        assert [serving.status("/") for _ in range(20)] == [200] * 20

    assert serving.status("/report/") == 200


def test_a_second_one_on_the_same_home_is_refused(serving: ProcessTree):
    second = serving.launch()

    assert second.wait(PATIENCE) == 1
    assert serving.last_words().endswith(
        f"sunshine: Another `sunshine serve` already runs on {serving.home}.\n"
    )


def test_the_watcher_gave_back_the_memory_of_what_it_prepared(serving: ProcessTree):
    rollup = Path(f"/proc/{serving.serve.pid}/smaps_rollup").read_text()

    assert int(rollup.partition("\nPss:")[2].split()[0]) < SMALL


def test_the_watcher_imports_neither_django_nor_the_driver_nor_arrays():
    done = subprocess.run([sys.executable, "-c", HEAVY], capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_killed_database_is_started_again(serving: ProcessTree):
    data = Folders(serving.home).database
    before = embedded.running(data)
    os.kill(before, signal.SIGKILL)

    _await(lambda: embedded.running(data) not in (None, before) and serving.status("/readyz") == 200)

    assert serving.serve.poll() is None


@pytest.mark.parametrize("listen", ["8000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000", ":8000"])
def test_an_address_without_host_and_port_is_refused(listen: str):
    with pytest.raises(Failure, match="must be an address and a port"):
        supervisor.split_listen(listen)


def test_an_address_in_use_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "PATIENCE_WITH_PORT", 0.1)
    with socket.socket() as taken:
        port = free_port()
        taken.bind(("127.0.0.1", port))
        taken.listen()

        with pytest.raises(
            Failure, match=f"The address 127.0.0.1:{port} cannot be used: Address already in use"
        ):
            supervisor.await_port(f"127.0.0.1:{port}")

"""`sunshine serve`: one process tree of database, web server and worker, kept alive and stopped in order.

Who prepares the county holds all of Django. The same process therefore goes on as another program, this module
alone, and gives that memory back: children, their wish to die with it and the lock stay (`hand_over`, `main`).
Nothing here may import Django or psycopg at the top; a test says so.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from sunshine.config import embedded, folders
from sunshine.config.failures import Failure
from sunshine.config.folders import Folders
from sunshine.config.processes import STOPS, Adopted, spawn

TICK = 0.2
QUICK_DEATH = 5.0
PATIENCE_WITH_PORT = 10.0
PATIENCE_AT_STOP = 60.0
THREADED = {"MALLOC_ARENA_MAX": "2"}
"""Many threads that each hold little: with a heap for each, as glibc would have it, what one gave back no other could use."""


@dataclass
class Child:
    """A process that is started again whenever it dies.

    When we are killed it is killed: the embedded database stops with us, and whoever tidies up without it would wait
    half a minute for each of its connections. What a power cut may break is held by the database and by the queue.
    """

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    not_before: float = 0.0

    def keep(self, now: float) -> None:
        """Start it if it does not run; one that dies quickly is given a pause first."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            say(f"{self.name} ended (exit {self.process.returncode}) and is started again")
            self.not_before = now + (QUICK_DEATH if now - self.began < QUICK_DEATH else 0)
            self.process = None
        if now >= self.not_before:
            self.process, self.began = spawn(self.command, environment=THREADED, death=signal.SIGKILL), now

    def ask_to_stop(self) -> None:
        """Tell it to finish what it does and end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def await_end(self, until: float) -> None:
        """Wait for its end; after `until` it is ended by force."""
        if self.process is None:
            return
        try:
            self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not stop in time and is ended")
            self.process.kill()
            self.process.wait()


def say(sentence: str) -> None:
    """One line for the operator."""
    print(f"sunshine: {sentence}", file=sys.stderr, flush=True)


@dataclass
class Tree:
    """The web server and the worker over a database that may be ours."""

    children: list[Child]
    server: embedded.Server | None
    stopping: bool = field(default=False)

    def run(self) -> None:
        """Keep everything alive until SIGTERM or SIGINT, then stop it: doors, work, database."""
        for number in STOPS:
            signal.signal(number, self._stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        while not self.stopping:
            if self.server is not None and not self.server.alive():
                say("the database ended and is started again")
                self.server = embedded.start(self.server.folders)
            for child in self.children:
                child.keep(time.monotonic())
            time.sleep(TICK)
        self._end()

    def _stop(self, *_signal: object) -> None:
        self.stopping = True

    def _end(self) -> None:
        until = time.monotonic() + PATIENCE_AT_STOP
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.await_end(until)
        if self.server is not None:
            self.server.stop()


def split_listen(listen: str) -> tuple[str, int]:
    """Host and port of SUNSHINE_LISTEN; raises Failure if it is not host:port."""
    host, colon, port = listen.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise Failure(f"SUNSHINE_LISTEN={listen!r} must be an address and a port, such as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def await_port(listen: str) -> None:
    """Return when the address is free; what is left of a killed tree goes within moments."""
    host, port = split_listen(listen)
    until = time.monotonic() + PATIENCE_WITH_PORT
    while True:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except OSError as error:
                if time.monotonic() > until:
                    raise Failure(f"The address {listen} cannot be used: {error.strerror}.") from None
        time.sleep(TICK)


@contextlib.contextmanager
def only_one(place: Folders) -> Iterator[int]:
    """Hold the installation's lock, by its descriptor; raises Failure when another `serve` holds it."""
    with (folders.make_private(place.log) / "serving.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure(f"Another `sunshine serve` already runs on {place.home}.") from None
        yield lock.fileno()


def web(listen: str) -> Child:
    """The web server, as many processes and readers (`config.bodies`) as the settings say."""
    from django.conf import settings

    host, port = split_listen(listen)
    command = [
        sys.executable,
        "-m",
        "sunshine.config.web",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
    ]
    command += ["--workers", str(settings.WEB_WORKERS), "--blocking-threads", str(settings.WEB_READERS)]
    command += ["--blocking-threads-idle-timeout", "600", "--http", "1", "--no-ws", "--log-level", "error"]
    command += ["--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "30"]
    command += ["--access-log" if settings.ACCESS_LOG else "--no-access-log", "--backpressure", "256"]
    return Child("the web server", [*command, "sunshine.config.wsgi:application"])


def worker() -> Child:
    """The county's worker."""
    return Child("the worker", [sys.executable, "-m", "sunshine.config.command", "worker"])


def hand_over(tree: Tree, lock: int) -> NoReturn:
    """Go on as the watcher of the tree, the same process without what was loaded so far; holds the lock further."""
    server = tree.server
    plan = {
        "children": [[child.name, *child.command] for child in tree.children],
        "home": str(server.folders.home) if server else None,
        "database": server.process.pid if server and server.process else None,
        "lock": lock,
    }
    os.set_inheritable(lock, True)
    sys.stdout.flush()
    # Whoever stops us between the two programs is heard by the second.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    os.execv(sys.executable, [sys.executable, "-m", __name__, json.dumps(plan)])  # noqa: S606


def adopt(plan: dict[str, Any]) -> Tree:
    """The tree that `hand_over` described, its database running already."""
    os.set_inheritable(plan["lock"], False)
    children = [Child(name, command) for name, *command in plan["children"]]
    if plan["home"] is None:
        return Tree(children, None)
    process = Adopted(plan["database"]) if plan["database"] else None
    return Tree(children, embedded.Server(Folders(Path(plan["home"])), process))


def serve(server: embedded.Server | None, listen: str, lock: int) -> NoReturn:
    """Run the tree in the foreground until it is stopped."""
    from django.db import connections

    connections.close_all()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")
    hand_over(Tree([web(listen), worker()], server), lock)


def main() -> int:
    """Watch what was handed over; returns the exit code."""
    try:
        adopt(json.loads(sys.argv[1])).run()
    except Failure as failure:
        say(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

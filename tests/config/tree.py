"""A whole `sunshine serve` beside the tests, to be stopped or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ProcessTree:
    """Database, web server, worker and the supervisor over them, on a home and a port of their own."""

    verb, patience = "serve", PATIENCE

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.environment = {
            **os.environ,
            "SUNSHINE_HOME": str(home),
            "SUNSHINE_LISTEN": f"127.0.0.1:{self.port}",
            "SUNSHINE_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
        }
        self.environment.pop("DATABASE_URL", None)
        self.serve: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.serve = self.launch()
        until = time.monotonic() + self.patience
        while self.status("/") is None:
            if self.serve.poll() is not None:
                raise AssertionError(f"serve ended with {self.serve.returncode}: {self.last_words()}")
            if time.monotonic() > until:
                raise AssertionError(f"serve did not answer: {self.last_words()}")
            time.sleep(0.1)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it without waiting."""
        command = [sys.executable, "-m", "sunshine.config.command", self.verb]
        # A file, not a pipe that nobody reads: a tree that complains without end must fail its test, not hang it.
        with self._said.open("ab") as said:
            return subprocess.Popen(command, env=self.environment, stderr=said)

    @property
    def _said(self) -> Path:
        return self.home / "said.txt"

    def last_words(self) -> str:
        """The end of what it wrote for the operator."""
        return self._said.read_text(errors="replace")[-4000:]

    def status(self, path: str) -> int | None:
        """The status of an answer, None if there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def members(self) -> list[int]:
        """Every living process that was started for this home, the database's included."""
        mark = f"SUNSHINE_HOME={self.home}".encode()
        return [
            int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _marked(path, mark)
        ]

    def named(self, word: bytes) -> list[int]:
        """Members whose command line holds a word."""
        return [pid for pid in self.members() if word in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def kill_all(self) -> None:
        """What a power cut does."""
        for pid in self.members():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.close()

    def stop(self) -> int:
        """A clean stop; returns the exit code."""
        self.serve.send_signal(signal.SIGTERM)
        code = self.serve.wait(PATIENCE)
        self.close()
        return code

    def close(self) -> None:
        """Let go of the supervisor."""
        if self.serve is not None:
            self.serve.wait(PATIENCE)
            self.serve = None

    def await_gone(self, patience: float = PATIENCE) -> None:
        """Wait until no member lives."""
        until = time.monotonic() + patience
        while self.members():
            assert time.monotonic() < until, self.members()
            time.sleep(0.05)


def _marked(process: Path, mark: bytes) -> bool:
    try:
        alive = (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        return alive and mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False

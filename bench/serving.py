"""`sunshine serve` beside a measure, as an operator starts it, alone or behind nginx; and what its processes hold."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which

from sunshine.config.processes import spawn

PATIENCE = 60.0
SITE = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"
NGINX = which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
AROUND = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes auto;
events {{ worker_connections 768; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  include {folder}/site.conf;
}}
"""
"""What Debian's nginx.conf says, with places of our own."""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(port: int, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`sunshine serve` on this port, with these settings beside those of the measure."""
    environment = {**settings, "SUNSHINE_LISTEN": f"127.0.0.1:{port}"}
    command = [sys.executable, "-m", "sunshine.config.command", "serve"]
    with open(os.devnull, "wb") as nowhere:
        tree = spawn(command, environment=environment, output=nowhere)
    try:
        _await(port)
        yield tree
    finally:
        tree.send_signal(signal.SIGTERM)
        tree.wait(PATIENCE)


@contextmanager
def proxied(folder: Path, port: int, upstream: int) -> Iterator[subprocess.Popen[bytes]]:
    """Debian's nginx with the shipped site, which listens on `port` and asks `upstream`."""
    assert NGINX
    folder.mkdir()
    (folder / "site.conf").write_text(adapted(SITE.read_text(), port, upstream))
    main = folder / "nginx.conf"
    main.write_text(AROUND.format(folder=folder))
    front = spawn([NGINX, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(main)])
    try:
        _await(port)
        yield front
    finally:
        front.send_signal(signal.SIGTERM)
        front.wait(PATIENCE)


def adapted(site: str, port: int, upstream: int) -> str:
    """The shipped site on another port and without TLS; all that bounds anybody stays. Raises ValueError if it cannot be read."""
    first, _second = re.split(r"\n(?=server \{\n  listen 80;)", site, maxsplit=1)
    for there, here in (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        (r"\n  listen \[::\]:443 ssl;", ""),
        (r"\n  ssl_certificate .*", ""),
        (r"\n  ssl_certificate_key .*", ""),
        (r"http://127\.0\.0\.1:8000;", f"http://127.0.0.1:{upstream};"),
    ):
        first, found = re.subn(there, here, first)
        if found != 1:
            raise ValueError(there)
    return first


def memory(roots: Iterable[int]) -> int:
    """Bytes that these processes and all below them hold, what several share counted once."""
    return sum(map(_share, members(roots)))


def members(roots: Iterable[int]) -> list[int]:
    """These processes and all below them."""
    below = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            below[int(stat.read_text().rpartition(")")[2].split()[1])].append(int(stat.parent.name))
    found = list(roots)
    for pid in found:  # grows while it is walked
        found += below[pid]
    return found


def _share(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _await(port: int) -> None:
    """Return when something listens there. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")

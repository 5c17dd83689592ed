"""What the attack's bench leaves as it is shipped, and what it counts as accepted."""

import os
import re
import subprocess
import sys

import pytest

from bench import serving
from bench.serving import SITE, adapted, members, memory

PLACES = re.compile(r"listen|ssl_certificate|proxy_pass|^#|^$")


def bounds(site: str) -> list[str]:
    """Lines of a site that say no place of this machine."""
    return [
        line
        for line in site.split("server {\n  listen 80;", maxsplit=1)[0].splitlines()
        if not PLACES.search(line.strip())
    ]


def test_the_shipped_proxy_is_attacked_with_every_bound_that_it_has():
    here = adapted(SITE.read_text(), 8101, 8102)

    assert (bounds(here)[: len(bounds(SITE.read_text()))], "limit_conn sunshine" in here) == (
        bounds(SITE.read_text()),
        True,
    )
    assert re.findall(r"listen (.*);|proxy_pass (.*);", here) == [
        ("127.0.0.1:8101", ""),
        ("", "http://127.0.0.1:8102"),
    ]


def test_a_site_that_cannot_be_adapted_is_refused():
    with pytest.raises(ValueError, match="8000"):
        adapted(SITE.read_text().replace(":8000", ":9000"), 8101, 8102)


@pytest.mark.skipif(not serving.NGINX, reason="there is no nginx here")
def test_nginx_takes_the_shipped_site(tmp_path):
    (tmp_path / "site.conf").write_text(adapted(SITE.read_text(), 8101, 8102))
    main = tmp_path / "nginx.conf"
    main.write_text(serving.AROUND.format(folder=tmp_path))
    command = [serving.NGINX, "-t", "-e", str(tmp_path / "error.log"), "-p", str(tmp_path), "-c", str(main)]

    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_memory_is_that_of_a_process_and_all_below_it():
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in members([os.getpid()])
        assert memory([os.getpid()]) > memory([child.pid]) > 0
    finally:
        child.stdin.close()
        child.wait(30)

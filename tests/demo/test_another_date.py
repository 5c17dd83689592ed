"""The demonstration started on another day: every process of it, the database's too, under Debian's `faketime`.

Its library is preloaded here instead of calling `faketime`, whose wrapper would keep SIGTERM to itself.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from glob import glob
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

import psycopg
import pytest

from sunshine.config import embedded
from sunshine.config.folders import Folders
from tests.config.tree import PATIENCE, ProcessTree
from tests.demo.test_moments import WHOLE

FURTHEST = 1000
"""Days from today within which the other date is drawn anew in each run."""
LIBRARY = next(iter(glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), "")
pytestmark = [
    pytest.mark.faketime,
    pytest.mark.skipif(
        not WHOLE, reason="SUNSHINE_WHOLE_DEMOS=2 starts a whole demonstration on another day"
    ),
    pytest.mark.skipif(not LIBRARY, reason="faketime is not installed (apt-get install faketime)"),
]


class Demonstration(ProcessTree):
    """A whole `sunshine demo` that takes it for another day. Its monotonic clock is moved as well, but runs evenly."""

    verb, patience = "demo", 10 * PATIENCE

    def __init__(self, home: Path, hours: int) -> None:
        super().__init__(home)
        self.ahead = timedelta(hours=hours)
        self.environment |= {"LD_PRELOAD": LIBRARY, "FAKETIME": f"+{hours}h"}

    def now_by_its_cookie(self, path: str) -> datetime:
        """When the web server says that it made the cookie of a page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        cookies = SimpleCookie()
        for line in connection.getresponse().headers.get_all("Set-Cookie", []):
            cookies.load(line)
        cookie = cookies["csrftoken"]
        connection.close()
        return parsedate_to_datetime(cookie["expires"]) - timedelta(seconds=int(cookie["max-age"]))

    def now_by_its_database(self) -> datetime:
        """What SQL's now() says."""
        place = embedded.parameters(Folders(self.home))
        with psycopg.connect(
            host=place["HOST"], port=place["PORT"], dbname=place["NAME"], user=place["USER"]
        ) as connection:
            return connection.execute("SELECT now()").fetchone()[0]


@pytest.fixture
def demonstration() -> Iterator[Demonstration]:
    """Started, and gone in the end."""
    home = Path(tempfile.mkdtemp(prefix="sun-"))  # a socket's path is short
    home.chmod(0o755)
    made = Demonstration(home, random.randrange(24, 24 * FURTHEST))
    try:
        made.start()
        yield made
    finally:
        made.kill_all()
        made.await_gone()
        shutil.rmtree(home)


@pytest.mark.long("starts a whole demonstration and loads it", seconds=300)
def test_the_demonstration_is_at_home_on_another_day(demonstration):
    pages = [demonstration.status(path) for path in ("/readyz", "/", "/desk/accounts/login/")]
    told = [demonstration.now_by_its_cookie("/desk/accounts/login/"), demonstration.now_by_its_database()]
    code = demonstration.stop()

    then = datetime.now(UTC) + demonstration.ahead
    assert (pages, code) == ([200, 200, 200], 0)
    assert all(abs(moment - then) < timedelta(minutes=2) for moment in told), (told, then)
    print(f"a whole demonstration started as of {then.isoformat()}")  # -rP shows which moment was tried

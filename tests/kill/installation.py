"""An installation of its own that takes reports, is killed, comes back, and is looked at from outside."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from sunshine.config import embedded
from sunshine.config.folders import Folders
from tests.config.tree import PATIENCE, ProcessTree
from tests.kill.photographer import Photographer

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 4
LON, LAT = 125.955, 46.055


class Installation(ProcessTree):
    """A process tree whose acknowledged reports are remembered."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.environment["SUNSHINE_PROXIES"] = "1"
        self.acknowledged: set[str] = set()
        self.photographer = Photographer(self.port)
        self.key = ""

    def start(self) -> None:
        """Start it; if it does not answer, the database's log says more."""
        try:
            super().start()
        except AssertionError as error:
            log = (Folders(self.home).log / "postgresql.log").read_text(errors="replace")
            raise AssertionError("\n".join([str(error), *log.splitlines()[-30:]])) from None

    def inside(self, what: str) -> str:
        """Have something done in a process with this installation's settings."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "sunshine.config.settings"}
        command = [sys.executable, "-m", "tests.kill.inside", what]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def database(self) -> psycopg.Connection:
        """A connection to its database, as the county."""
        place = embedded.parameters(Folders(self.home))
        options = "-c role=c231282 -c search_path=c231282,queue"
        return psycopg.connect(
            host=place["HOST"], port=place["PORT"], dbname=place["NAME"], user=place["USER"], options=options
        )

    def ask(self, question: str) -> list[tuple]:
        """Rows of an answer."""
        with self.database() as connection:
            return connection.execute(question).fetchall()

    def everyone(self) -> set[int]:
        """The members and all that descend from them: the database's processes write over their environment."""
        found = set(self.members())
        children: dict[int, set[int]] = {}
        for path in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, set()).add(int(path.name))
        waiting = list(found)
        while waiting:
            new = children.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    def cut_power(self) -> None:
        """All processes at one moment: held first, so that none acts on the death of another."""
        everyone = self.everyone()
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in everyone:
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
        self.kill_all()
        self.await_gone()

    @contextmanager
    def steady_writes(self) -> Iterator[None]:
        """Several clients report without a pause for as long as the server answers, one of them with photos."""
        writers = [threading.Thread(target=self._report, args=(n,)) for n in range(CLIENTS)]
        writers.append(threading.Thread(target=self.photographer.send_until_cut))
        for writer in writers:
            writer.start()
        yield
        for writer in writers:
            writer.join(PATIENCE)
            assert not writer.is_alive()

    def _report(self, client: int) -> None:
        told = {
            "api_key": self.key,
            "service_code": "0301",
            "lat": LAT,
            "long": LON,
            "phone": f"1380451000{client}",
        }
        body = urlencode({**told, "description": "三单元楼道堆满杂物"})
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with suppress(OSError, HTTPException):
            while True:
                connection.request("POST", "/open311/v2/requests.json", body, head)
                answer = connection.getresponse()
                said = answer.read().decode()
                if answer.status != 200:  # a server that loses its database says so; nothing was acknowledged
                    break
                self.acknowledged.add(said.partition('"service_request_id": "')[2].partition('"')[0])
        connection.close()

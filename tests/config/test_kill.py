"""Everything is killed while reports come in: what was acknowledged is there, and the whole is whole."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest

from sunshine.config import embedded
from sunshine.config.folders import Folders
from tests.config.tree import ProcessTree

pytestmark = [pytest.mark.kill]
KILLS, CLIENTS, WRITING = 20, 4, 0.7
TOWN = """
from django.utils import timezone
from sunshine.config.demo import load
load(timezone.now(), matters=0)
"""
BROKEN = {
    "a case without exactly one open holding": """
        SELECT number FROM cases_case LEFT JOIN cases_custody held ON held.case_id = cases_case.id AND held.open
        WHERE cases_case.open GROUP BY number HAVING count(held) <> 1""",
    "a case whose steps are not all in the record": """
        SELECT number FROM cases_case WHERE step <>
        (SELECT count(*) FROM record_entry WHERE subject = 'case:' || ref)""",
    "an entry that is neither numbered nor waiting": """
        SELECT id FROM record_entry WHERE NOT EXISTS (SELECT FROM record_pending WHERE entry_id = id)
        AND NOT EXISTS (SELECT FROM record_sequence WHERE entry_id = id)""",
    "a gap in the numbers": "SELECT max(seq) + 1, count(*) FROM record_sequence HAVING max(seq) + 1 <> count(*)",
}


@dataclass
class Writers:
    """Clients that report as fast as they are answered, and remember what they were told."""

    tree: ProcessTree
    key: str
    acknowledged: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def write(self) -> None:
        """Report until stopped; whatever goes wrong on the way is not acknowledged."""
        while not self.stopped.is_set():
            try:
                self.acknowledged.append(self.report())
            except (OSError, HTTPException, ValueError, KeyError):
                time.sleep(0.05)

    def report(self) -> str:
        """One report by Open311; returns its number."""
        sent = {
            "api_key": self.key,
            "service_code": "0101",
            "description": "路灯不亮",
            "address_string": "书香社区",
        }
        url = f"http://127.0.0.1:{self.tree.port}/open311/v2/requests.json"
        with urllib.request.urlopen(url, urllib.parse.urlencode(sent).encode(), timeout=5) as answer:
            return json.load(answer)[0]["service_request_id"]


@pytest.fixture
def tree() -> Iterator[ProcessTree]:
    home = Path(tempfile.mkdtemp(prefix="sun-"))
    home.chmod(0o755)
    made = ProcessTree(home)
    yield made
    made.kill_all()
    made.await_gone()
    shutil.rmtree(home)


def manage(tree: ProcessTree, *words: str) -> str:
    """Run a management command on the tree's home; returns what it printed."""
    command = [sys.executable, "-m", "sunshine.config.command", "manage", *words]
    return subprocess.run(
        command, env=tree.environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def rows(tree: ProcessTree, query: str) -> list[tuple]:
    """The rows of a query in the county's schema."""
    options = "-c search_path=c231282,queue"
    place = {"host": str(Folders(tree.home).socket), "user": embedded.LOGIN, "dbname": embedded.DATABASE}
    with psycopg.connect(**place, options=options) as connection:
        return connection.execute(query).fetchall()


def test_what_was_acknowledged_survives_twenty_kills_and_the_whole_is_whole(tree: ProcessTree):
    subprocess.run(
        [sys.executable, "-m", "sunshine.config.command", "migrate"], env=tree.environment, check=True
    )
    manage(tree, "shell", "-v0", "-c", TOWN)
    writers = Writers(tree, manage(tree, "partner_key", "kill"))
    tree.start()
    threads = [threading.Thread(target=writers.write) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()

    progress = []
    for _ in range(KILLS):
        time.sleep(WRITING)
        tree.kill_all()
        progress.append(len(writers.acknowledged))
        tree.start()
    writers.stopped.set()
    for thread in threads:
        thread.join()

    kept = {number for (number,) in rows(tree, "SELECT number FROM cases_case")}
    assert [number for number in writers.acknowledged if number not in kept] == []
    assert {sentence: rows(tree, query) for sentence, query in BROKEN.items()} == {
        name: [] for name in BROKEN
    }
    assert len(set(progress)) > KILLS // 2, progress

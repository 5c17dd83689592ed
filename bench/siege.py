"""An attacker's afternoon against one port, until told to stop: `python -m bench.siege PORT COUNTY`.

64 bodies that send a byte every few seconds, two photo bombs a second, five mistyped numbers a second, a form with six files
every second, each kind from many addresses. What is behind is not made up for: no more of a kind than its share are under
way at once. At SIGTERM it says how many answers of each status each kind got.
"""

import io
import json
import os
import random
import signal
import socket
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from PIL import Image

from bench.visits import ask, form, snapshot
from sunshine.config.processes import die_with_parent
from sunshine.lib.numbers import case_number

SLOW, EVERY = 64, 3.0
BOMBS, MISTYPED, SIX = 2.0, 5.0, 1.0
"""So many a second."""
UNDER_WAY = 40
STOP = threading.Event()


def bombs() -> list[bytes]:
    """Pictures that are small to send and large to open: the largest that are looked at, and one that is not."""
    Image.MAX_IMAGE_PIXELS = None
    gradient = Image.linear_gradient("L")
    large, coloured = io.BytesIO(), io.BytesIO()
    gradient.resize((8000, 8000)).convert("RGB").save(large, "JPEG", progressive=True)
    gradient.resize((4890, 4890)).convert("RGBA").save(coloured, "PNG")
    head = b"IHDR" + (40_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4, "big")
    return [large.getvalue(), coloured.getvalue(), large.getvalue(), huge]


class Siege:
    """All four at once."""

    def __init__(self, port: int, county: str) -> None:
        self.port, self.county, self.chance = port, county, random.Random()
        self.net = (
            f"127.{self.chance.randrange(60, 250)}"  # of its own: the turns of an earlier siege are spent
        )
        self.answers: dict[str, Counter[int]] = {}
        self.bombs, self.files = bombs(), [snapshot(1600, 90 - n) for n in range(6)]

    def bomb(self, n: int) -> int:
        """A report that is right but for its photo; some sixty from each address."""
        told = {"text": f"楼道里有一辆旧自行车没人要（{n}）", "place": self._grid()}
        body, kind = form(told, [self.bombs[n % len(self.bombs)]])
        return ask(self.port, f"{self.net}.1.{n // 50 % 250 + 1}", "/report/", body, kind).status

    def mistype(self, n: int) -> int:
        """A number that may be somebody's, and four digits."""
        number = case_number(self.county, datetime.now(UTC).date(), self.chance.randrange(10_000))
        body, kind = form({"number": number, "tail": f"{self.chance.randrange(10_000):04}"})
        return ask(self.port, f"{self.net}.2.{n % 50 + 1}", "/track/", body, kind).status

    def six_files(self, n: int) -> int:
        """A form that comes back to be corrected, with as many photos as fit."""
        body, kind = form({"text": "", "place": self._grid()}, self.files)
        return ask(self.port, f"{self.net}.3.{n % 40 + 1}", "/report/", body, kind).status

    def _grid(self) -> str:
        return f"{self.county}001001001"

    def crawl(self) -> None:
        """Bodies without an end, from eight addresses; one that is shut is opened anew."""
        held: list[socket.socket | None] = [None] * SLOW
        while not STOP.wait(EVERY):
            for n, door in enumerate(held):
                held[n] = self._crawled(n, door)

    def _crawled(self, n: int, door: socket.socket | None) -> socket.socket | None:
        counted = self.answers.setdefault("slow", Counter())
        try:
            if door is None:
                source = (f"{self.net}.4.{n % 8 + 1}", 0)
                door = socket.create_connection(("127.0.0.1", self.port), 5, source)
                door.sendall(
                    b"POST /report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
                    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
                )
                counted[1] += 1
            door.sendall(b"t")
        except OSError:
            counted[0] += 1
            if door is not None:
                door.close()
            return None
        return door

    def often(self, what: Callable[[int], int], a_second: float) -> None:
        """Begin one after the other on time, whatever became of those before."""
        counted = self.answers.setdefault(what.__name__, Counter())
        room = threading.BoundedSemaphore(UNDER_WAY)

        def one(n: int) -> None:
            with suppress(OSError):
                counted[what(n)] += 1
            room.release()

        n, due = 0, time.monotonic()
        while not STOP.wait(max(0.0, due - time.monotonic())):
            n, due = n + 1, max(due + 1 / a_second, time.monotonic() - 1)
            if room.acquire(blocking=False):
                threading.Thread(target=one, args=(n,), daemon=True).start()

    def run(self) -> None:
        """Until told to stop."""
        kinds = ((self.bomb, BOMBS), (self.mistype, MISTYPED), (self.six_files, SIX))
        threads = [threading.Thread(target=self.often, args=kind, daemon=True) for kind in kinds]
        threads.append(threading.Thread(target=self.crawl, daemon=True))
        for thread in threads:
            thread.start()
        print("ready", flush=True)
        STOP.wait()
        print(json.dumps(self.answers), flush=True)


def main() -> None:
    """Be patient with everybody else on this machine, and end at once."""
    die_with_parent(os.getppid(), signal.SIGKILL)
    os.nice(10)
    signal.signal(signal.SIGTERM, lambda *_: STOP.set())
    Siege(int(sys.argv[1]), sys.argv[2]).run()
    os._exit(0)


if __name__ == "__main__":
    main()

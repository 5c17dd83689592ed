"""Honest households and how they ask: each from an address of its own, by a new connection for every answer.

All of 127.0.0.0/8 is this machine: who connects from 127.20.3.7 is seen as that address by the server and by a proxy
in front, so that no header has to be believed and no limit is switched off.
"""

import io
import random
import re
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import NamedTuple
from urllib.parse import urlencode

from PIL import Image

PATIENCE = 60.0
TEXTS = (
    "三单元楼道堆满杂物，老人出入不便",
    "门前路灯不亮已经三天了，晚上很黑",
    "垃圾桶满了没人清运，味道很大",
)
DANGER = "楼道里有很浓的煤气味，有人晕倒了"
DANGER_EVERY, PHOTO_EVERY = 8, 10
THINKS = (2.0, 4.0)
"""Seconds between two looks at the page."""
_KEY = re.compile(r'name="form_key" value="([^"]+)"')
_NUMBER = re.compile(r"\d{6}-\d{6}-\d{6}")


class Answer(NamedTuple):
    """What came back, and after how many seconds; status 0 for nothing."""

    status: int
    body: bytes
    location: str
    seconds: float


def ask(port: int, who: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
    """One request from the address `who`; a body is posted."""
    start = time.perf_counter()
    door = HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(who, 0))
    try:
        door.request("GET" if body is None else "POST", path, body, {"Content-Type": kind} if kind else {})
        answer = door.getresponse()
        found = Answer(answer.status, answer.read(), answer.headers.get("Location", ""), 0)
    except (OSError, HTTPException):
        found = Answer(0, b"", "", 0)
    finally:
        door.close()
    return found._replace(seconds=time.perf_counter() - start)


def form(fields: dict[str, str], photos: Sequence[bytes] = ()) -> tuple[bytes, str]:
    """A body and its kind: as a browser sends the form of a report."""
    if not photos:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    line = secrets.token_hex(16)
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for n, photo in enumerate(photos):
        head = f'--{line}\r\nContent-Disposition: form-data; name="photos"; filename="{n}.jpg"\r\n'
        parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + photo + b"\r\n")
    return b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"


def snapshot(side: int = 1200, quality: int = 75) -> bytes:
    """A photo as a telephone takes it: much detail."""
    data = io.BytesIO()
    Image.effect_noise((side, side * 3 // 4), 60).convert("RGB").save(data, "JPEG", quality=quality)
    return data.getvalue()


@dataclass(frozen=True)
class Report:
    """What became of one report: how long all of its answers took together, and whether its link shows its number."""

    danger: bool
    photo: bool
    seconds: float
    accepted: bool
    statuses: tuple[int, ...]
    times: tuple[float, ...] = ()


@dataclass
class Households:
    """Twenty who report, one household after the other each, as long as they are let."""

    port: int
    communities: Sequence[str]
    reporters: int = 20
    building: str = field(default_factory=lambda: f"127.30.{secrets.randbelow(250)}.1")
    """Where all reports of danger come from: a building whose turns others have used up."""
    photo: bytes = field(default_factory=snapshot)
    numbers: Iterator[int] = field(default_factory=count)

    def report_for(self, seconds: float) -> list[Report]:
        """What became of the reports of so many seconds."""
        until, found = time.monotonic() + seconds, list[Report]()
        threads = [
            threading.Thread(target=self._one_after_the_other, args=(until, random.Random(n), found))
            for n in range(self.reporters)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def use_up_the_turns(self) -> None:
        """So many reports from the building that it has no turn left; the server is warm by then, too."""
        status = 303
        while status == 303:
            n = next(self.numbers)
            told = {
                "text": f"{TEXTS[n % 3]}（{n}）",
                "place": self._grid(n),
                "form_key": secrets.token_hex(8),
            }
            status = ask(self.port, self.building, "/report/", *form(told)).status
        assert status == 429, status

    def _one_after_the_other(self, until: float, chance: random.Random, found: list[Report]) -> None:
        time.sleep(chance.uniform(0, sum(THINKS)))
        while time.monotonic() < until:
            found.append(self._report(next(self.numbers), chance))
            time.sleep(chance.uniform(*THINKS))

    def _report(self, n: int, chance: random.Random) -> Report:
        """Open board and form, write, send, and look at what the link shows."""
        danger, photo = n % DANGER_EVERY == 0, n % PHOTO_EVERY == 5
        who = self.building if danger else f"127.20.{n // 250 % 250}.{n % 250 + 1}"
        grid = self._grid(n)
        answers = [ask(self.port, who, f"/c/{grid[:12]}/"), ask(self.port, who, f"/report/?place={grid}")]
        key = _KEY.search(answers[-1].body.decode())
        time.sleep(chance.uniform(*THINKS))
        told = {
            "text": f"{DANGER if danger else TEXTS[n % 3]}（{n}）",
            "phone": f"138{n:08}",
            "place": grid,
            "form_key": key[1] if key else "",
        }
        answers += self._send(who, told, (self.photo,) if photo else ())
        if answers[-1].status == 303:
            answers.append(ask(self.port, who, answers[-1].location))
        shown = answers[-1].status == 200 and bool(_NUMBER.search(answers[-1].body.decode()))
        accepted = key is not None and answers[-2].status == 303 and shown
        statuses = tuple(answer.status for answer in answers)
        times = tuple(answer.seconds for answer in answers)
        return Report(danger, photo, sum(times), accepted, statuses, times)

    def _send(self, who: str, told: dict[str, str], photos: Sequence[bytes]) -> Iterator[Answer]:
        """Send it; again where the page asks whether somebody called first, or says to send it without photos."""
        yield (first := ask(self.port, who, "/report/", *form(told, photos)))
        if first.status == 200:
            yield (first := ask(self.port, who, "/report/", *form(told | {"emergency": "1"}, photos)))
        if first.status == 409 and photos:
            yield ask(self.port, who, "/report/", *form(told | {"emergency": "1"}))

    def _grid(self, n: int) -> str:
        return f"{self.communities[n % len(self.communities)]}{n % 3 + 1:03}"

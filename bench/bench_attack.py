"""An attack on an ordinary machine, and twenty households who report beside it.

First the households alone, then the same beside the attack of `bench.siege`, niced: 64 slow bodies, 2 photo bombs, 5 mistyped
numbers and a form with six files a second. Once on `sunshine serve` as it is, once with Debian's nginx and deploy/nginx.conf
in front. Each report has an address of its own but those of danger, which share that of a building whose turns are used up;
one in ten has a photo, and comes without when the page says so. A report takes as long as its answers together: board, form,
sending, receipt. Limits: on the bare server each report is accepted within 10 s; behind nginx the 95th percentile of those in
words is at most three times what it is without attack; all are accepted; all processes together hold 700 MB more than idle
at most, and parked photos no more than their bound; within 30 s all is back.

ATTACK_MINUTES (1) of the attack, the households alone for two at most; ATTACK_DOOR (both; bare or nginx).
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from math import ceil, nan
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from django.conf import settings
from django.utils import timezone

from bench import serving
from bench.figures import Figure, exit_code, tell
from bench.ground import COUNTY, HOME, Ground, ground
from bench.visits import Households, Report, ask
from sunshine.config import embedded
from sunshine.config.folders import Folders
from sunshine.files.actions import parked

MINUTES = float(os.environ.get("ATTACK_MINUTES", "1"))
CALM = min(MINUTES, 2)
DOOR = os.environ.get("ATTACK_DOOR", "both")
MB = 2**20
SECONDS, TIMES, ABOVE_IDLE, BACK = "≤ 10", "≤ 3", "≤ 700", "≤ 30"
QUICK, SETTLED = 0.5, 150 * MB
"""Seconds of an answer, and bytes more than before the attack, by which all is back: caches fill without one, too."""
GIVE_UP = 120


class Attack(NamedTuple):
    """What one door came through; memory and parked photos in bytes."""

    calm: list[Report]
    beside: list[Report]
    above_idle: int
    parked: tuple[int, int, int]
    back: float


class Meter:
    """The most that the processes and the parked photos take, looked at every second."""

    def __init__(self, roots: Sequence[int]) -> None:
        self.roots, self.memory, self.parked = roots, 0, 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look until the block ends."""
        end = threading.Event()
        thread = threading.Thread(target=self._look, args=(end,))
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()

    def _look(self, end: threading.Event) -> None:
        while not end.wait(1):
            self.memory = max(self.memory, serving.memory(self.roots))
            self.parked = max(self.parked, parked_now())


def parked_now() -> int:
    """Bytes of photos that wait for their forms."""
    total = 0
    for path in Path(settings.PARKED).glob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total


@contextmanager
def siege(port: int) -> Iterator[None]:
    """The attack, from its first request on; says at the end what it was answered."""
    command = [sys.executable, "-m", "bench.siege", str(port), COUNTY]
    attack = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    assert attack.stdout
    attack.stdout.readline()
    try:
        yield
    finally:
        attack.send_signal(signal.SIGTERM)
        answers = json.loads(attack.stdout.read() or "{}")
        attack.wait(60)
        print("  attack:", "; ".join(f"{kind} {counts}" for kind, counts in answers.items()), flush=True)


def back(port: int, roots: Sequence[int], before: int) -> float:
    """Seconds until the server answers at once and holds little more than before the attack."""
    start = time.monotonic()
    while (past := time.monotonic() - start) < GIVE_UP:
        answers = [ask(port, "127.20.255.1", path) for path in ("/healthz", "/report/")]
        at_once = all(answer.status == 200 and answer.seconds < QUICK for answer in answers)
        more = serving.memory(roots) - before
        if at_once and more < SETTLED:
            return past
        time.sleep(0.5)
    print(f"  not back: {[answer[0::3] for answer in answers]}, {more / MB:.0f} MB more than before")
    return past


def attacked(place: Ground, door: str) -> Attack:
    """Calm, attack and the time after it, at one door of a server of its own."""
    with ExitStack() as stack:
        behind, port = serving.free_port(), serving.free_port()
        proxied = door == "nginx"
        tree = stack.enter_context(serving.serving(behind, SUNSHINE_PROXIES="1" if proxied else "0"))
        database = embedded.running(Folders(HOME).database)
        assert database
        roots = [tree.pid, database]
        if proxied:
            roots.append(stack.enter_context(serving.proxied(HOME / "nginx", port, behind)).pid)
        port = port if proxied else behind
        households = Households(port, place.communities)
        households.use_up_the_turns()
        time.sleep(2)
        idle, lay = serving.memory(roots), parked_now()
        calm = households.report_for(CALM * 60)
        before = serving.memory(roots)
        meter = Meter(roots)
        with siege(port), meter.running():
            beside = households.report_for(MINUTES * 60)
        seconds = back(port, roots, before)
    parked.sweep_parked(at=timezone.now() + timedelta(hours=2))
    return Attack(calm, beside, meter.memory - idle, (lay, meter.parked, parked_now()), seconds)


def p95(reports: Sequence[Report]) -> float:
    """The seconds within which 95 of 100 are through."""
    ordered = sorted(report.seconds for report in reports)
    return ordered[ceil(0.95 * len(ordered)) - 1] if ordered else nan


def accepted(reports: Sequence[Report]) -> float:
    """Percent."""
    return 100 * sum(report.accepted for report in reports) / max(len(reports), 1)


def slower(
    door: str, calm: Sequence[Report], beside: Sequence[Report], *, photo: bool, limit: str = ""
) -> Figure:
    """How much longer 95 of 100 reports in words take, or with photos: these wait for those of the attack."""
    after, before = (p95([one for one in reports if one.photo == photo]) for reports in (beside, calm))
    what = f"attack, {door}: p95 {'of photos ' if photo else ''}with ÷ without"
    return Figure(
        what, after / before, limit, f"{after:.2f} s ÷ {before:.2f} s, {MINUTES:g} minutes ÷ {CALM:g}"
    )


def figures(door: str, found: Attack) -> list[Figure]:
    """What one door came through, each beside its limit."""
    calm, beside, bare = found.calm, found.beside, door == "bare"
    danger, slowest = [report for report in beside if report.danger], max(report.seconds for report in beside)
    before, most, after = (n / MB for n in found.parked)
    return [
        Figure(f"attack, {door}: slowest honest report, s", slowest, SECONDS if bare else ""),
        slower(door, calm, beside, photo=False, limit="" if bare else TIMES),
        slower(door, calm, beside, photo=True),
        Figure(
            f"attack, {door}: accepted, %",
            accepted(beside),
            "≥ 100",
            f"of {len(beside)}; without attack {accepted(calm):.0f} % of {len(calm)}",
        ),
        Figure(f"attack, {door}: danger accepted, %", accepted(danger), "≥ 100", f"of {len(danger)}"),
        Figure(f"attack, {door}: memory above idle, MB", found.above_idle / MB, ABOVE_IDLE),
        Figure(
            f"attack, {door}: parked photos, MB",
            most,
            f"≤ {settings.PARKED_MOST / MB:g}",
            f"{before:.0f} before, {after:.0f} when swept",
        ),
        Figure(f"attack, {door}: seconds until all is back", found.back, BACK),
    ]


def slowest(reports: Sequence[Report]) -> None:
    """Say of the slowest reports in words, and with photos, how long each of their answers took."""
    for photo in (False, True):
        some = sorted((one for one in reports if one.photo == photo), key=lambda one: -one.seconds)[:3]
        for one in some:
            said = ", ".join(
                f"{status} {seconds:.1f} s" for status, seconds in zip(one.statuses, one.times, strict=True)
            )
            print(f"  slowest {'with a photo' if photo else 'in words'}: {said}")


def refusals(reports: Sequence[Report]) -> None:
    """Say which answers the households got, if any report was not taken."""
    for statuses, times in Counter(report.statuses for report in reports if not report.accepted).most_common(
        9
    ):
        print(f"  not accepted: {times} × {statuses}")


def main() -> int:
    """Attack each door of a county of its own."""
    doors = ("bare", "nginx") if DOOR == "both" else (DOOR,)
    with ground() as place:
        for door in doors:
            if door == "nginx" and not serving.NGINX:
                print("attack, nginx: left out, there is no nginx here (apt-get install nginx-light)")
                continue
            found = attacked(place, door)
            refusals(found.beside)
            slowest(found.beside)
            tell(*figures(door, found))
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())

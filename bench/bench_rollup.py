"""Processor time of rolling up an entry against that of the action that wrote it, PostgreSQL's counted in both.

Requests all over a county are received, accepted, answered and confirmed by the real actions, each committed on its own,
without any door around them (a page would only make the action dearer). Then what they wrote is rolled up in the batches
in which it comes: what two seconds bring, and whole batches. Numbering serves the register too and is told apart.
Limit: ≤ 0.15.

BENCH_REQUESTS (400) a round; BENCH_ROUNDS (3); BENCH_HOME keeps the folder.
"""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.figures import Figure, exit_code, median, tell
from bench.ground import HOME, SINCE, Ground, ground
from sunshine.cases.actions import accept, answer, confirm, receive
from sunshine.cases.models import Case, Category
from sunshine.cases.rules import Report
from sunshine.config import embedded
from sunshine.config.folders import Folders
from sunshine.insight.actions import BATCH, roll_up
from sunshine.people.actions import officer_actor
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.states import OrganisationKind as Kind
from sunshine.people.states import Role
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "400"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SMALL = 100
LIMIT = "≤ 0.15"
RESIDENT = Actor.resident()
MONTHS = timedelta(days=60)


def processor_time() -> float:
    """Seconds that this process and every process of the database server have computed."""
    master = embedded.running(Folders(HOME).database)
    ticks = 0
    for process in Path("/proc").iterdir():
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            if process.name.isdigit() and master in (int(process.name), int(fields[1])):
                ticks += sum(map(int, fields[11:15] if int(process.name) == master else fields[11:13]))
        except OSError:
            continue
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def staff() -> dict[int, Actor]:
    """Somebody who handles matters in every office."""
    roles = {
        Kind.COMMUNITY: Role.COMMUNITY_WORKER,
        Kind.DEPARTMENT: Role.HANDLER,
        Kind.STREET: Role.DISPATCHER,
        Kind.COUNTY: Role.DISPATCHER,
    }
    found = {}
    for office in Organisation.objects.filter(kind__in=roles):
        officer = Officer.objects.create(username=f"of-{office.pk}", name="经办人", organisation=office)
        Assignment.objects.create(
            officer=officer, role=roles[Kind(office.kind)], place=office.place, valid_from=SINCE
        )
        found[office.pk] = officer_actor(officer)
    return found


def live(place: Ground, categories: list[str], offices: dict[int, Actor], chance: random.Random) -> int:
    """The whole life of so many requests; how many entries it wrote."""
    for n in range(REQUESTS):
        at = datetime.now(UTC) - MONTHS * chance.random()
        lon, lat = place.point(chance.randrange(1500))
        told = {"text": "三单元楼道堆满杂物，老人出入不便", "category": chance.choice(categories)}
        case = receive(
            Report(**told, lon=lon, lat=lat, phone=f"1380455{n:04}", name="张三"), by=RESIDENT, at=at
        ).case
        for step in (accept, answer):
            at += timedelta(hours=chance.random() * 40)
            words = {"text": "已经派人处理好了"} if step is answer else {}
            step(
                Case.objects.select_related("holder").get(pk=case.pk),
                by=offices[case.holder_id],
                at=at,
                **words,
            )
        found = Case.objects.select_related("holder").get(pk=case.pk)
        confirm(found, by=RESIDENT, at=at + timedelta(hours=9), solved="yes", satisfied="yes")
    return REQUESTS * 4


def numbered() -> None:
    """Give every entry its number."""
    while number_entries():
        pass


def measured(work) -> float:
    """Processor seconds of some work."""
    began = processor_time()
    work()
    return processor_time() - began


def rolled(batch: int) -> None:
    """Count all that waits."""
    while roll_up(limit=batch):
        pass


def main() -> int:
    """Turns of life and counting; the ratio of the medians."""
    with ground() as place:
        rows = Category.objects.filter(parent__isnull=False, restricted=False).order_by("code")
        categories = list(rows.values_list("code", flat=True))
        chance, offices = random.Random(3), staff()
        live(place, categories, offices, chance)
        numbered()
        rolled(BATCH)
        acts: list[float] = []
        numbers: list[float] = []
        counts: dict[int, list[float]] = {SMALL: [], BATCH: []}
        for turn in range(ROUNDS * 2):
            batch = SMALL if turn % 2 else BATCH
            acts.append(measured(lambda: live(place, categories, offices, chance)) / (REQUESTS * 4))
            numbers.append(measured(numbered) / (REQUESTS * 4))
            counts[batch].append(measured(lambda size=batch: rolled(size)) / (REQUESTS * 4))
        act = median(acts)
        for batch, took in counts.items():
            how = f"{median(took) * 1e3:.2f} ms ÷ {act * 1e3:.2f} ms an action"
            tell(Figure(f"rolling up an entry, batches of {batch}", median(took) / act, LIMIT, how))
        tell(
            Figure(
                "numbering an entry, beside an action",
                median(numbers) / act,
                "",
                f"{median(numbers) * 1e3:.2f} ms",
            )
        )
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())

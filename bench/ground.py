"""A county to measure on: its own folder and database, thrown away afterwards, filled with invented places and offices.

27 streets, 500 communities of three square grids, an office for each, 12 departments, the shipped catalogue.
Import this module before anything of Django: it decides where the installation lives.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

HOME = Path(os.environ.get("BENCH_HOME") or tempfile.mkdtemp(prefix="sunshine-bench-"))
HOME.mkdir(exist_ok=True)
HOME.chmod(0o755)  # the database's user must be able to walk through when we are root
os.environ["SUNSHINE_HOME"] = str(HOME)
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from sunshine.cases.actions import load_catalogue, load_handling  # noqa: E402
from sunshine.clocks.actions import load_defaults  # noqa: E402
from sunshine.config import county, embedded, folders, keys  # noqa: E402
from sunshine.config.folders import Folders  # noqa: E402
from sunshine.notices.actions import load_templates  # noqa: E402
from sunshine.people.models import Assignment, Officer, Organisation  # noqa: E402
from sunshine.people.states import OrganisationKind as Kind  # noqa: E402
from sunshine.people.states import Role  # noqa: E402
from sunshine.places.actions.step import change_map  # noqa: E402
from sunshine.places.models import Place  # noqa: E402
from sunshine.record.states import Actor  # noqa: E402

COUNTY, WEST, SOUTH, SIDE = "231282", 125.5, 45.7, 0.01
STREETS, COMMUNITIES, GRIDS, DEPARTMENTS = 27, 500, 3, 12
SINCE = date(2026, 1, 1)
FOUNDED = datetime(2026, 1, 1, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Ground:
    """What there is: organisations by place (departments by number), officers by role."""

    server: embedded.Server
    street: str
    communities: list[str]
    offices: dict[str, int]
    departments: list[int]
    officers: dict[Role, Officer]

    @property
    def today(self) -> date:
        """A day on which everything is in force."""
        return timezone.localdate()

    def point(self, n: int) -> tuple[float, float]:
        """The middle of some grid."""
        west, south = corner(n % COMMUNITIES)
        return west + (n % GRIDS + 0.5) * SIDE, south + SIDE / 2


@contextmanager
def ground() -> Iterator[Ground]:
    """The county, founded; its server is stopped and its folder removed at the end."""
    server = embedded.start(Folders(HOME))
    try:
        folders.make_private(settings.KEYS)
        settings.SECOND_FACTOR_FOR = frozenset()  # who is measured logs in by password alone
        if not settings.SECRET_KEY_KEPT:
            settings.SECRET_KEY = keys.make(settings.SECRET_KEY_FILE)
        county.prepare_county()
        yield _founded(server)
    finally:
        connections.close_all()
        server.stop()
        if "BENCH_HOME" not in os.environ:
            shutil.rmtree(HOME)


def corner(n: int) -> tuple[float, float]:
    """South-west corner of the n-th community."""
    return WEST + n % 20 * SIDE * GRIDS, SOUTH + n // 20 * SIDE


def _square(west: float, south: float, width: float = SIDE) -> dict[str, Any]:
    east, north = west + width, south + SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@transaction.atomic
def _founded(server: embedded.Server) -> Ground:
    by = Actor.system("bench")
    load_defaults(FOUNDED)
    load_templates(at=FOUNDED)
    load_catalogue(by=by, at=FOUNDED, place=COUNTY)
    load_handling(by=by, at=FOUNDED, place=COUNTY)
    if not Place.objects.filter(level="street").exists():
        Place.objects.bulk_create(_places())
        change_map()
        Organisation.objects.bulk_create(_organisations())
    offices = dict(Organisation.objects.exclude(kind=Kind.DEPARTMENT).values_list("place", "pk"))
    departments = list(Organisation.objects.filter(kind=Kind.DEPARTMENT).values_list("pk", flat=True))
    communities = sorted(code for code in offices if len(code) == 12)
    posts = {
        Role.COUNTY_ADMIN: COUNTY,
        Role.DISPATCHER: communities[0][:9],
        Role.COMMUNITY_WORKER: communities[0],
    }
    officers = {role: _officer(role, place, offices[place]) for role, place in posts.items()}
    return Ground(server, communities[0][:9], communities, offices, departments, officers)


def _codes() -> list[tuple[str, int]]:
    """Codes of the communities, dealt out to the streets."""
    return [(f"{COUNTY}{n % STREETS + 1:03}{n // STREETS + 1:03}", n) for n in range(COMMUNITIES)]


def _places() -> Iterator[Place]:
    yield Place(code=COUNTY, level="county", name="肇东市", since=SINCE)
    for n in range(STREETS):
        yield Place(code=f"{COUNTY}{n + 1:03}", level="street", name=f"第{n + 1}街道", since=SINCE)
    for code, n in _codes():
        west, south = corner(n)
        name, around = f"第{n + 1}社区", _square(west, south, SIDE * GRIDS)
        yield Place(code=code, level="community", name=name, boundary=around, since=SINCE)
        for grid in range(GRIDS):
            land = _square(west + grid * SIDE, south)
            yield Place(
                code=f"{code}{grid + 1:03}",
                level="grid",
                kind="general",
                name=f"第{grid + 1}网格",
                boundary=land,
                since=SINCE,
            )


def _organisations() -> Iterator[Organisation]:
    def make(name: str, kind: Kind, place: str) -> Organisation:
        return Organisation(name=name, kind=kind, place=place, telephone="0455-7770000", valid_from=SINCE)

    yield make("肇东市人民政府", Kind.COUNTY, COUNTY)
    for n in range(STREETS):
        yield make(f"第{n + 1}街道办事处", Kind.STREET, f"{COUNTY}{n + 1:03}")
    for code, n in _codes():
        yield make(f"第{n + 1}社区居委会", Kind.COMMUNITY, code)
    for n in range(DEPARTMENTS):
        yield make(f"第{n + 1}局", Kind.DEPARTMENT, COUNTY)


def _officer(role: Role, place: str, organisation: int) -> Officer:
    officer, new = Officer.objects.get_or_create(
        username=f"bench-{role}",
        defaults={
            "name": str(role),
            "organisation_id": organisation,
            "must_change_password": False,
            "password": make_password(None),
        },
    )
    if new:
        Assignment.objects.create(officer=officer, role=role, place=place, valid_from=SINCE)
    return officer


def analyse() -> None:
    """Let the planner know what was loaded."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


__all__ = ["COUNTY", "GRIDS", "HOME", "Ground", "analyse", "ground"]

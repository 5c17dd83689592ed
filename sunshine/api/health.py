"""Is the process alive, is it ready, how much does it do: for whoever operates it.

Ready is what can store: a row of the county is written and read back, and the disks have room. Each process looks once a
second at most, however often it is asked.
"""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.utils import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

# A heartbeat is written by the queue with the database's clock; how long ago it was, only the same clock can tell.
# The row is always the same one, and only its value changes, so that nothing grows. The county and the queue are asked
# apart: they may lie on two machines, and a county that does not answer is not ready, whatever the queue says.
_WRITTEN = """
INSERT INTO cache (cache_key, value, expires) VALUES ('health:probe', %s, '9999-12-31 00:00:00+00')
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value RETURNING value
"""
_QUEUE = """
SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s AND scheduled_at IS NULL),
       (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers)
"""
_FIGURES = """
SELECT (SELECT count(*) FROM cases_case WHERE open),
       (SELECT count(*) FROM cases_case WHERE open AND state IN ('received', 'accepted') AND due_at < %s),
       (SELECT count(*) FROM record_pending),
       (SELECT coalesce(max(seq), -1) + 1 FROM record_sequence),
       (SELECT count(*) FROM notices_message WHERE state = 'waiting')
"""
_JOBS = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs WHERE queue_name = %s AND status IN ('todo', 'failed')
"""
_NAMES = [
    ("sunshine_cases_open", "Requests that are open"),
    ("sunshine_cases_overdue", "Open requests past their deadline"),
    ("sunshine_record_pending", "Record entries that wait for their number"),
    ("sunshine_record_entries", "Record entries numbered so far"),
    ("sunshine_messages_waiting", "Messages that wait to be sent"),
    ("sunshine_jobs_waiting", "Jobs that wait for a worker"),
    ("sunshine_jobs_failed", "Jobs that failed"),
]


FRESH = 1
"""Seconds for which an answer does."""
WAIT = 2
"""Seconds that one waits for another who is looking already."""
UNWRITABLE = ("25006", "53100")
"""What PostgreSQL calls a database that may only be read, and a full disk."""
_looking = threading.Lock()


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: why the platform is not ready (nothing if it is), what the queue and the disks say."""

    why: list[str]
    waiting: int = 0
    heartbeat: float | None = None
    free: dict[str, int] = field(default_factory=dict)
    figures: tuple[Any, ...] = ()


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The county can be written, the queue answers, the disks have room; 503 with the reasons when not."""
    seen = _kept("ready", _look)
    if seen.why:
        answer = JsonResponse({"ready": False, "why": "; ".join(seen.why)}, status=503)
        answer._has_been_logged = True  # type: ignore[attr-defined]  # whoever asks is told; a line for each would flood the log
        return answer
    return JsonResponse(
        {"ready": True, "jobs_waiting": seen.waiting, "worker_seen_seconds_ago": seen.heartbeat}
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Totals for Prometheus: of matters and jobs, never of persons; without the database only what is known without."""
    if not _near(
        request
    ):  # totals count also what no public page does: when one of these changes is nobody else's
        raise Http404
    seen, registry = _kept("metrics", _count), CollectorRegistry()
    Gauge("sunshine_ready", "Whether the platform can store", registry=registry).set(not seen.why)
    room = Gauge("sunshine_free_bytes", "Room left on the disk of", ["disk"], registry=registry)
    for name, free in seen.free.items():
        room.labels(name).set(free)
    for (name, words), value in zip(_NAMES, seen.figures, strict=False):
        Gauge(name, words, registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _near(request: HttpRequest) -> bool:
    """Whether this machine asks, or one that the operator named, and no proxy asks for somebody else."""
    return "HTTP_X_FORWARDED_FOR" not in request.META and request.META["REMOTE_ADDR"] in settings.METRICS_FROM


def _kept(name: str, look: Callable[[], Look]) -> Look:
    """What was found a moment ago, or is found now by one of those who ask."""
    if not _looking.acquire(timeout=WAIT):
        return Look(["the database takes too long to answer"], free=_free())
    try:
        seen: Look | None = caches["parts"].get(f"health:{name}")
        if seen is None:
            seen = look()
            caches["parts"].set(f"health:{name}", seen, FRESH)
        return seen
    finally:
        _looking.release()


def _look() -> Look:
    free, mark = _free(), uuid4().hex
    why = [
        f"less than {settings.FREE_LEAST // 2**20} MB are left on the disk of {name}"
        for name, left in free.items()
        if left < settings.FREE_LEAST
    ]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_WRITTEN, [mark])
            (written,) = cursor.fetchone()
            cursor.execute(_QUEUE, [settings.COUNTY_QUEUE])
            waiting, heartbeat = cursor.fetchone()
    except Error as error:
        writable = getattr(error.__cause__, "sqlstate", None) not in UNWRITABLE
        return Look(
            ["the database does not answer" if writable else "the database cannot be written", *why],
            free=free,
        )
    if written != mark:
        why.append("the database does not keep what is written")
    seconds = None if heartbeat is None else round(float(heartbeat), 1)
    return Look(why, waiting, seconds, free)


def _count() -> Look:
    seen = _look()
    try:
        with connection.cursor() as cursor:
            cursor.execute(_FIGURES, [timezone.now()])
            figures = cursor.fetchone()
            cursor.execute(_JOBS, [settings.COUNTY_QUEUE])
            return Look(seen.why, seen.waiting, seen.heartbeat, seen.free, figures + cursor.fetchone())
    except Error:
        return seen


def _free() -> dict[str, int]:
    """Bytes free where the installation, its photos and its own database lie."""
    return {name: shutil.disk_usage(_there(path)).free for name, path in settings.DISKS.items()}


def _there(path: Path) -> Path:
    """The folder, or what it will be made in."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())

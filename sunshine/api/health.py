"""Is the process alive, is it ready, how much does it do: for whoever operates it."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

# A heartbeat is written by the queue with the database's clock; how long ago it was, only the same clock can tell.
_READY = """
SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s AND scheduled_at IS NULL),
       (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers)
"""
_FIGURES = """
SELECT (SELECT count(*) FROM cases_case WHERE open),
       (SELECT count(*) FROM cases_case WHERE open AND state IN ('received', 'accepted') AND due_at < %s),
       (SELECT count(*) FROM record_pending),
       (SELECT coalesce(max(seq), -1) + 1 FROM record_sequence),
       (SELECT count(*) FROM notices_message WHERE state = 'waiting'),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed' AND queue_name = %s)
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


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database and queue answer; 503 with the reason when they do not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_READY, [settings.COUNTY_QUEUE])
            waiting, heartbeat = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"ready": False, "why": "the database does not answer"}, status=503)
    worker = None if heartbeat is None else round(float(heartbeat), 1)
    return JsonResponse({"ready": True, "jobs_waiting": waiting, "worker_seen_seconds_ago": worker})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Totals for Prometheus: of matters and jobs, never of persons."""
    registry = CollectorRegistry()
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [timezone.now(), settings.COUNTY_QUEUE, settings.COUNTY_QUEUE])
        for (name, words), value in zip(_NAMES, cursor.fetchone(), strict=True):
            Gauge(name, words, registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

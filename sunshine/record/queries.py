"""Reads of the record: a subject's steps, the sequence, and the opened sealed parts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, QuerySet

from sunshine.lib import seal
from sunshine.lib.prepared import prepared_cursor
from sunshine.record.models import Entry, Seal, Sequence

_TOLD = """
SELECT numbered.seq, entry.subject, entry.verb, entry.at, entry.went_to, entry.facts
FROM (SELECT seq, entry_id FROM record_sequence WHERE seq > %s ORDER BY seq LIMIT %s) AS numbered
JOIN record_entry AS entry ON entry.id = numbered.entry_id ORDER BY numbered.seq
"""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry as figures read it, with its number in the sequence."""

    seq: int
    subject: str
    verb: str
    at: datetime
    went_to: str
    facts: dict[str, Any]


@lru_cache(maxsize=1)
def ring() -> seal.KeyRing:
    """The county's key ring, opened once per process."""
    return seal.KeyRing.open(settings.KEYS)


def entries(*subjects: str) -> list[Entry]:
    """All steps of the subjects, oldest first."""
    return list(Entry.objects.filter(subject__in=subjects).order_by("at", "id"))


def first_told_since(subjects: Iterable[str], fact: str, at: datetime) -> dict[str, Any]:
    """For each subject whose entries since a moment tell this fact, what the first of them told: to look back in time."""
    rows = Entry.objects.filter(subject__in=list(subjects), at__gte=at, facts__has_key=fact)
    found: dict[str, Any] = {}
    for subject, facts in rows.order_by("at", "id").values_list("subject", "facts"):
        found.setdefault(subject, facts[fact])
    return found


def steps_of(*verbs: str) -> QuerySet[Entry]:
    """The entries of these verbs; to be narrowed to subjects by whoever asks."""
    return Entry.objects.filter(verb__in=verbs)


def moments(subject: str, verbs: Iterable[str]) -> list[tuple[str, datetime]]:
    """When steps of some verbs were taken of a subject, the oldest first."""
    rows = Entry.objects.filter(subject=subject, verb__in=list(verbs)).order_by("at", "id")
    return list(rows.values_list("verb", "at"))


def last_step(subject: str) -> int:
    """The number of the subject's last step, 0 before the first: for subjects without a row that counts steps."""
    return Entry.objects.filter(subject=subject).order_by("-step").values_list("step", flat=True).first() or 0


def last_steps(subjects: Iterable[str]) -> dict[str, int]:
    """The numbers of the last steps of those of the subjects that have any."""
    rows = Entry.objects.filter(subject__in=list(subjects)).values_list("subject")
    return dict(rows.annotate(Max("step")).order_by())


def newest() -> int:
    """The id of the newest entry, 0 before the first: as long as it is the same, nobody has taken a step."""
    with prepared_cursor(connection) as cursor:
        row = cursor.execute("SELECT max(id) FROM record_entry").fetchone()
    return row[0] or 0


def newest_at() -> datetime | None:
    """The time of the newest entry, None before the first; by number, because the clock may have been wrong."""
    return Entry.objects.order_by("-id").values_list("at", flat=True).first()


def by_key(key: str) -> Entry | None:
    """The entry that an earlier call with the same key wrote, if any."""
    return Entry.objects.filter(key=key).first()


def find_entries_after(seq: int, limit: int) -> list[tuple[int, Entry]]:
    """The entries numbered above `seq`, in sequence: what registers and figures read, never by id or time."""
    numbers = dict(
        Sequence.objects.filter(seq__gt=seq).order_by("seq").values_list("entry_id", "seq")[:limit]
    )
    found = Entry.objects.filter(id__in=numbers).order_by("id")
    return sorted(((numbers[entry.pk], entry) for entry in found), key=lambda pair: pair[0])


def told_after(seq: int, limit: int) -> list[Numbered]:
    """What figures need of the entries numbered above `seq`, in sequence, in one statement: no texts, no actors."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [seq, limit])
        rows = cursor.fetchall()
    return [
        Numbered(number, subject, verb, at, went_to, json.loads(facts))
        for number, subject, verb, at, went_to, facts in rows
    ]


def open_sealed(wanted: Iterable[Entry]) -> dict[int, dict[str, Any]]:
    """The sealed parts of entries by entry id, as far as they have not been erased."""
    ids = [entry.pk for entry in wanted if entry.commitment]
    return {
        sealed.entry_id: open_seal(sealed)
        for sealed in Seal.objects.filter(entry_id__in=ids).order_by("entry_id")
    }


def open_seal(sealed: Seal) -> dict[str, Any]:
    """What a seal holds; raises lib.seal.Broken when key or text were tampered with."""
    key = seal.unwrap(ring(), bytes(sealed.wrapped_key))
    return dict(json.loads(seal.decrypt(key, bytes(sealed.ciphertext))))


def seal_keys() -> dict[str, int]:
    """How many data keys each key of the ring wraps, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'k' || (get_byte(wrapped_key, 1) * 256 + get_byte(wrapped_key, 2)), count(*)"
            " FROM record_seal GROUP BY 1 ORDER BY 1"
        )
        return dict(cursor.fetchall())


def steps_taken(verbs: Iterable[str], since: datetime, until: datetime) -> QuerySet[Entry]:
    """The entries of some verbs from a moment until before another; to be narrowed to subjects by whoever asks."""
    return Entry.objects.filter(verb__in=list(verbs), at__gte=since, at__lt=until)

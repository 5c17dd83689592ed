"""The only ways to write the record: append an entry, number entries, erase or rewrap sealed parts."""

import secrets
from collections import abc
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from sunshine.lib import seal
from sunshine.lib.canonical import canonical_json, commitment
from sunshine.lib.inserts import Insert, adapt_value
from sunshine.lib.pipelines import pipeline_statements
from sunshine.lib.prepared import prepared_cursor
from sunshine.record.models import Entry, Pending, Seal, Sequence
from sunshine.record.queries import last_step, ring
from sunshine.record.states import FORMAT, Actor, Shown

PUBLIC_KEYS = frozenset({"community", "category", "organisation", "to_organisation", "outcome", "state"})
"""What a public part may say beside step, verb and day: never grid, building, minute, person or free text."""

NAMES = ("organisation", "to_organisation")
"""Of these the names of organisations, which may stand for a grid, a building or a home: `Shown` or nothing."""

_Sealed = tuple[bytes | None, ...]
"""Salt, wrapped key and ciphertext of what an entry seals; three times None where it seals nothing."""

_NUMBERING_LOCK = 0x53554E53  # "SUNS": one numberer per county schema

_ENTRIES = Insert.of(Entry, connection)
_SEALS = """
INSERT INTO record_seal (entry_id, salt, wrapped_key, ciphertext)
SELECT entry.id, sent.salt, sent.wrapped_key, sent.ciphertext
FROM unnest(%s::text[], %s::integer[], %s::bytea[], %s::bytea[], %s::bytea[]) AS sent (subject, step, salt, wrapped_key, ciphertext)
JOIN record_entry AS entry ON entry.subject = sent.subject AND entry.step = sent.step
"""
_PENDING = """
INSERT INTO record_pending (entry_id)
SELECT entry.id FROM unnest(%s::text[], %s::integer[]) AS sent (subject, step)
JOIN record_entry AS entry ON entry.subject = sent.subject AND entry.step = sent.step ORDER BY entry.id
"""
"""Entries, their seals and their numbers to come, sent together: the hot path of every action.

A seal finds its entry by subject and step, which no two entries share: nobody has to wait for the entry's key.
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one step of a subject says, before it is written.

    `public` may only use PUBLIC_KEYS; day, step and verb are added. `sealed` enters as a salted commitment (SHA-256 over
    salt and canonical JSON). With `hidden` the public part is that commitment alone.
    """

    subject: str
    step: int
    verb: str
    by: Actor
    at: datetime
    came_from: str = ""
    went_to: str = ""
    public: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, Any] = field(default_factory=dict)
    hidden: bool = False
    key: str | None = None


def append(subject: str, step: int, verb: str, *, by: Actor, at: datetime, **said: Any) -> Entry:
    """Write one step of a subject, inside the transaction of the change it tells of; `said` is what a Draft says.

    Raises as `append_all` does.
    """
    told = {name: value for name, value in said.items() if value is not None}
    return append_all([Draft(subject, step, verb, by, at, **told)])[0]


def append_all(drafts: abc.Sequence[Draft]) -> list[Entry]:
    """Write a step each of several subjects, inside the transaction of the change they tell of.

    Raises ValueError for a key that may not be public or a name that was not made for it, RuntimeError outside a
    transaction, and IntegrityError when a subject already has this step or the key was used before.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A record entry belongs into the transaction of its change.")
    if not drafts:
        return []
    made = [_entry(draft) for draft in drafts]
    with pipeline_statements(connection):
        _send(made)
    return [entry for entry, _sealed in made]


def _send(made: abc.Sequence[tuple[Entry, _Sealed]]) -> None:
    _ENTRIES.keep(connection, [entry for entry, _sealed in made])
    sealed = [(entry.subject, entry.step, *parts) for entry, parts in made if parts[0] is not None]
    with prepared_cursor(connection) as cursor:
        if sealed:
            cursor.execute(_SEALS, _columns(sealed))
        cursor.execute(_PENDING, _columns((entry.subject, entry.step) for entry, _sealed in made))


def _columns(rows: abc.Iterable[abc.Sequence[Any]]) -> list[list[Any]]:
    return [[*map(adapt_value, column)] for column in zip(*rows, strict=True)]


def _entry(draft: Draft) -> tuple[Entry, _Sealed]:
    said = _public(draft)
    body = dict(draft.sealed)
    if draft.hidden:
        body["public"] = said
    *sealed, committed = _seal(body) if body else (None, None, None, "")
    shown = {"v": FORMAT} if draft.hidden else said
    if committed:
        shown = {**shown, "commitment": committed}
    entry = Entry(
        subject=draft.subject, step=draft.step, verb=draft.verb, at=draft.at, actor_kind=draft.by.kind, actor=draft.by.ident,
        organisation=draft.by.organisation, came_from=draft.came_from, went_to=draft.went_to,
        public=canonical_json(shown).decode(), facts=dict(draft.facts), commitment=committed, key=draft.key,
    )  # fmt: skip
    return entry, tuple(sealed)


def _public(draft: Draft) -> dict[str, Any]:
    public = draft.public
    if unknown := set(public) - PUBLIC_KEYS:
        raise ValueError(f"These may not be public: {', '.join(sorted(unknown))}")
    if bare := [name for name in NAMES if not isinstance(public.get(name, Shown()), Shown)]:
        raise ValueError(f"Only names of people.rules.public_name may be public: {', '.join(bare)}")
    said = {
        "v": FORMAT,
        "subject": draft.subject,
        "step": draft.step,
        "verb": draft.verb,
        "day": timezone.localtime(draft.at).date().isoformat(),
    }
    if draft.came_from:
        said["from"] = draft.came_from
    if draft.went_to:
        said["to"] = draft.went_to
    told = {name: str(value) if name in NAMES else value for name, value in public.items()}
    return said | {name: value for name, value in told.items() if value not in (None, "")}


def _seal(body: dict[str, Any]) -> tuple[bytes, bytes, bytes, str]:
    plain = canonical_json(body)
    salt, key = secrets.token_bytes(16), seal.new_data_key()
    return salt, seal.wrap(ring(), key), seal.encrypt(key, plain), commitment(salt, plain)


@transaction.atomic
def number_entries(*, limit: int = 5000) -> int:
    """Give waiting entries their gapless sequence numbers; returns how many.

    Ids commit out of order, so numbering happens after commit, by one process at a time (advisory lock).
    Safe to call from anywhere at any time; whoever does not get the lock leaves the work to the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(current_schema()))", [_NUMBERING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    waiting = list(Pending.objects.order_by("entry_id").values_list("entry_id", flat=True)[:limit])
    if not waiting:
        return 0
    last = Sequence.objects.order_by("-seq").values_list("seq", flat=True).first()
    first = 0 if last is None else last + 1
    Sequence.objects.bulk_create(Sequence(seq=first + n, entry_id=entry) for n, entry in enumerate(waiting))
    Pending.objects.filter(entry_id__in=waiting).delete()
    return len(waiting)


@transaction.atomic
def erase(entry: Entry, *, by: Actor, at: datetime, why: str) -> Entry:
    """Erase the sealed part and its salt; the entry and any log over it stay whole. Recorded as an entry of its own."""
    Seal.objects.filter(entry_id=entry.pk).delete()
    return append(f"seal:{entry.pk}", 1, "erase", by=by, at=at, facts={"why": why}, hidden=False)


def erase_seals(subjects: list[str]) -> list[int]:
    """Erase the sealed parts of all entries of the subjects in one go; returns the ids of those entries.

    Part of a step of its own, whose entry names them. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Seals are erased in the transaction of the step that tells of it.")
    entries = list(
        Entry.objects.filter(subject__in=subjects).exclude(commitment="").values_list("id", flat=True)
    )
    erased = sorted(Seal.objects.filter(entry_id__in=entries).values_list("entry_id", flat=True))
    Seal.objects.filter(entry_id__in=erased).delete()
    return erased


@transaction.atomic
def rotate_keys(*, by: Actor, at: datetime) -> str:
    """Make a new key that seals from now on; returns its name. Old keys stay for what they sealed."""
    name = ring().rotate()
    append("keys", last_step("keys") + 1, "rotate", by=by, at=at, facts={"key": name}, hidden=True)
    return name


@transaction.atomic
def rewrap_seals(*, after: int, limit: int) -> tuple[int, int]:
    """Wrap data keys of the next `limit` seals above entry `after` under the current key; the texts stay as they are.

    Returns the last entry looked at (0 when there was none) and how many were wrapped anew.
    """
    rows = list(
        Seal.objects.filter(entry_id__gt=after)
        .order_by("entry_id")
        .values_list("entry_id", "wrapped_key")[:limit]
    )
    old = [(pk, bytes(key)) for pk, key in rows if seal.key_id(bytes(key)) != ring().current_id]
    ids, keys = [pk for pk, _ in old], [seal.rewrap(ring(), key) for _, key in old]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_seal SET wrapped_key = new.key FROM unnest(%s::bigint[], %s::bytea[]) AS new (id, key)"
            " WHERE entry_id = new.id",
            [ids, keys],
        )
    return (rows[-1][0] if rows else 0), len(ids)

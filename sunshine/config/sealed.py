"""Whether the keys at hand open what is sealed: looked at before a county is served, and before a backup replaces one.

For each key the oldest and the newest value of each kind is tried. So nothing has to be kept beside the values, rotated with
them or trusted, and installations and backups from before are known too. A dump is read as `pg_dump` writes it.
"""

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from sunshine.config.failures import Failure
from sunshine.desk.accounts import SEALED, SECOND_FACTOR
from sunshine.lib import seal
from sunshine.matters.queries.originals import PURPOSE as ORIGINAL
from sunshine.people.actions.contacts import NAME, PHONE
from sunshine.people.queries import PHONE_INDEX

Row = dict[str, str]
INDEX = "index"
"""The name of the key of links and searches among the others."""
_WORDS = """
SELECT original::text FROM {0} WHERE id IN (
  SELECT unnest(ARRAY[min(id), max(id)]) FROM {0} WHERE original <> '' GROUP BY substr(original, 1, 3))
"""
_OWN_WORDS = ("cases_case", "cases_note", "party_wish", "party_wishnote")
_QUERIES = {
    **{table: _WORDS.format(table) for table in _OWN_WORDS},
    "record_seal": """
SELECT wrapped_key::text FROM record_seal WHERE entry_id IN (
  SELECT unnest(ARRAY[min(entry_id), max(entry_id)]) FROM record_seal GROUP BY substr(wrapped_key, 1, 3))
""",
    "people_contact": """
SELECT purpose, name_sealed::text, phone_sealed::text, phone_index FROM people_contact WHERE id IN (
  SELECT unnest(ARRAY[min(id), max(id)]) FROM people_contact WHERE name_sealed IS NOT NULL GROUP BY substr(name_sealed, 1, 3)
  UNION
  SELECT unnest(ARRAY[min(id), max(id)]) FROM people_contact WHERE phone_sealed IS NOT NULL GROUP BY substr(phone_sealed, 1, 3))
""",
    "mfa_authenticator": "SELECT data::text FROM mfa_authenticator",
}
"""What is sealed, by its table: of each key the oldest and the newest row."""


def refuse_locked(rows: Iterable[tuple[str, Row]] | None = None, folder: Path | None = None) -> None:
    """Raise Failure naming each key without which what is sealed stays shut; of the county as it is, or of a dump's rows."""
    shut, _some = find_locked(rows, folder)
    if not shut:
        return
    lost = ",".join(sorted({*settings.KEYS_LOST, *shut}))
    raise Failure(
        f"What is sealed cannot be opened with the keys at hand: {'; '.join(shut.values())}. Bring the keys folder back from its "
        f"copy, then try again. Only if a key is lost for good, SUNSHINE_KEYS_LOST={lost} goes on without what it sealed."
    )


def find_locked(
    rows: Iterable[tuple[str, Row]] | None = None, folder: Path | None = None
) -> tuple[dict[str, str], list[str]]:
    """For each key that opens nothing of what it should have sealed why, and the keys that open only a part of it."""
    folder = folder or Path(settings.KEYS)
    ring = _ring(folder)
    opened: dict[str, list[bool]] = defaultdict(list)
    for table, row in _of_county() if rows is None else rows:
        for key, opens in _tried(ring, table, row):
            opened[key].append(opens)
    counted = {key: found for key, found in opened.items() if key not in settings.KEYS_LOST}
    shut = {key: _why(ring, key, folder) for key, found in sorted(counted.items()) if not any(found)}
    return shut, sorted(key for key, found in counted.items() if any(found) and not all(found))


def of_dump(dump: Path) -> Iterator[tuple[str, Row]]:
    """The rows of a dump that hold something sealed: for each key and kind the first and the last."""
    kept: dict[tuple[str, ...], list[tuple[str, Row]]] = {}
    with dump.open(encoding="utf-8") as lines:
        for line in lines:
            table = line.removeprefix(f"COPY {settings.COUNTY_SCHEMA}.").partition(" ")[0]
            if not line.startswith("COPY ") or table not in _QUERIES:
                continue
            columns = line[line.index("(") + 1 : line.index(")")].split(", ")
            for row in _copied(lines, columns):
                found = kept.setdefault((table, *(key for key, _blob, _purpose in _values(table, row))), [])
                found[1:] = [(table, row)]
    for ends in kept.values():
        yield from ends


def _copied(lines: Iterator[str], columns: list[str]) -> Iterator[Row]:
    """The rows of a table until its end; what is null is left out."""
    for line in lines:
        if line == "\\.\n":
            return
        values = zip(columns, line.rstrip("\n").split("\t"), strict=True)
        yield {name: value.replace("\\\\", "\\") for name, value in values if value != "\\N"}


def _of_county() -> Iterator[tuple[str, Row]]:
    for table, query in _QUERIES.items():
        with connection.cursor() as cursor:
            cursor.execute(query)
            columns = [column.name for column in cursor.description]
            rows = cursor.fetchall()
        for row in rows:
            yield table, {name: value for name, value in zip(columns, row, strict=True) if value is not None}


def _ring(folder: Path) -> seal.KeyRing | None:
    """The keys that are there; none are made."""
    try:
        return seal.KeyRing(folder)
    except FileNotFoundError:
        return None


def _values(table: str, row: Row) -> list[tuple[str, bytes, str]]:
    """What is sealed in a row: the name of its key, the value and what it is bound to ("" for a data key)."""
    if table == "record_seal":
        found = [(_bytes(row["wrapped_key"]), "")]
    elif table == "people_contact":
        columns = (("name_sealed", NAME), ("phone_sealed", PHONE))
        found = [
            (_bytes(row[column]), f"{bound}.{row['purpose']}") for column, bound in columns if column in row
        ]
    elif table in _OWN_WORDS:
        blob = _bytes(row.get("original", ""))  # empty where nothing had to be hidden
        found = [(blob, ORIGINAL)] if blob else []
    else:
        data = json.loads(row["data"])
        found = [(base64.b64decode(data[name]), SECOND_FACTOR) for name in SEALED if name in data]
    return [(seal.key_id(blob), blob, purpose) for blob, purpose in found]


def _bytes(said: str) -> bytes:
    return bytes.fromhex(said.removeprefix("\\x"))


def _tried(ring: seal.KeyRing | None, table: str, row: Row) -> Iterator[tuple[str, bool]]:
    """Of each key of a row whether it opens; of the key of searches whether it would find the row."""
    for key, blob, purpose in _values(table, row):
        plain = _opened(ring, blob, purpose)
        yield key, plain is not None
        if ring and plain and purpose.startswith(PHONE) and row.get("phone_index"):
            number = plain.partition("\n")[0]  # a remark lies on lines below it
            yield INDEX, seal.blind_index(ring, number, purpose=PHONE_INDEX) == row["phone_index"]


def _opened(ring: seal.KeyRing | None, blob: bytes, purpose: str) -> str | None:
    if ring is None:
        return None
    try:
        return seal.unseal(ring, blob, purpose=purpose) if purpose else seal.unwrap(ring, blob).hex()
    except seal.Broken:
        return None


def _why(ring: seal.KeyRing | None, key: str, folder: Path) -> str:
    there = (folder / f"{key}.key").exists()
    return f"{key}.key in {folder} is another one" if ring and there else f"{key}.key is not in {folder}"

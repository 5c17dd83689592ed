"""Keep the town of the present version, by hand:

    SUNSHINE_KEEP=2026-11 .venv/bin/pytest tests/upgrade/make.py --timeout 900

Lets the town live, backs it up with its keys, restores that into another county, and reads there what later versions
must show as well. A folder that is there already is not written over.
"""

import lzma
import os
from collections import Counter

import time_machine
from django.db import transaction
from django.urls import Resolver404, resolve

from sunshine.config import backups
from sunshine.config.county import prepare_county
from tests.upgrade import town
from tests.upgrade.kept import AT, HERE, Kept, visitor
from tests.upgrade.visitor import Visitor, soup_of, text_of

VISITORS = {
    "resident": 2,
    "resident-en": 1,
    "admin": 1,
    "auditor": 1,
    "dispatcher": 1,
    "supervision": 1,
    "handler-light": 1,
    "secretary1": 1,
    "worker1": 1,
    "grid1": 1,
    "leader1": 1,
}
"""Whose pages are kept, and how many of each kind they open."""
MORE = {
    "public:case": 30, "public:wish": 8, "public:own": 4, "desk:case": 25, "desk:wish": 8, "api:one_request": 3,
}  # fmt: skip
"""Kinds of page of which one visitor of each door opens more."""
OPENS_MORE = {"resident": "resident", "auditor": "staff"}
"""These visitors, and where they begin besides the first page."""
NOT_OPENED = ("/desk/accounts/",)
"""Logging out, and a new secret in each answer."""


def test_keep(elsewhere):
    name = os.environ.get("SUNSHINE_KEEP", "")
    kept = Kept(HERE / name)
    assert name, "say under which name: SUNSHINE_KEEP=2026-11"
    assert not kept.backup.exists(), f"{kept.folder} is there already"
    kept.folder.mkdir(exist_ok=True)
    there = elsewhere("living")
    prepare_county()
    rows = town.live()
    plain = backups.backup(there / "town.tar", with_keys=True)
    doors = town.doors()
    elsewhere("kept")
    backups.restore(plain, replace=True)
    kept.write_entries()
    kept.write_rows(rows)
    for who in VISITORS:
        kept.write_pages(who, pages(who, doors[OPENS_MORE[who]] if who in OPENS_MORE else []))
    kept.backup.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


def pages(name: str, seeds: list[str]) -> dict[str, str]:
    """What somebody sees who follows links from the first page on, at noon; nothing of it is committed."""
    with time_machine.travel(AT, tick=False), transaction.atomic():
        found = _walk(name, visitor(name), seeds)
        transaction.set_rollback(True)
    return found


def _walk(name: str, who: Visitor, seeds: list[str]) -> dict[str, str]:
    within = "/" if who.officer is None else "/desk/"
    waiting, seen, opened, found = [within, *seeds], set[str](), Counter[str](), dict[str, str]()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        if not kind or address in seen or opened[kind] >= _most(name, kind) or not address.startswith(within):
            continue
        seen.add(address)
        opened[kind] += 1
        answer = who.get(address)
        found[address] = text_of(answer)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            waiting += [str(link["href"]).partition("#")[0] for link in soup_of(answer).select("a[href]")]
    return found


def _most(name: str, kind: str) -> int:
    return MORE.get(kind, VISITORS[name]) if name in OPENS_MORE else VISITORS[name]


def _kind(address: str) -> str:
    """The kind of page behind an address: its name and which words follow the question mark; "" for what is not opened."""
    path, _mark, query = address.partition("?")
    if not path.startswith("/") or path.startswith(NOT_OPENED):
        return ""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    asked = "&".join(sorted(word.partition("=")[0] for word in query.split("&") if word))
    return f"{name}?{asked}" if asked else name

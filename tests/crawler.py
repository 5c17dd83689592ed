"""Every address of the doors with every key that could be somebody's, and everything that an answer says."""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

DOORS = frozenset({"public", "desk", "api"})


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, entry.namespace or space)
        elif space in DOORS and entry.name:
            yield f"{space}:{entry.name}", entry


def addresses(keys: Mapping[str, list[Any]], doors: Collection[str] = DOORS) -> list[str]:
    """The addresses of these doors; `keys` says what could stand in one, by the name of its place there."""
    found = []
    for name, pattern in _patterns(get_resolver()):
        if name.partition(":")[0] not in doors:
            continue
        places = [place for place in pattern.pattern.regex.groupindex if place not in pattern.default_args]
        for values in product(*(keys.get(place, ["x"]) for place in places)):
            try:
                found.append(reverse(name, kwargs=dict(zip(places, values, strict=True))))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def said(answer: Any) -> str:
    """Everything an answer says; a workbook's sheets as well."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")

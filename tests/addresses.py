"""Every address of the platform, from the URL patterns: none can be forgotten."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

STEPS = [
    "reply",
    "confirm",
    "agree",
    "reopen",
    "conceal",
    "follow",
    "photograph",
    "remind",
    "withdraw",
    "claim",
    "visit",
    "fulfil",
    "hand_back",
]
SAMPLES: dict[str, list[Any]] = {
    "token": ["AAAAAAAAAAAAAAAAAAAAAA"],
    "number": ["231282-261123-000427"],
    "code": ["231282999001", "231282999001001", "x"],
    "name": [*STEPS, "0" * 32, "received", "x"],
    "size": ["small", "large"],
    "form": ["json", "xml"],
    "prefix": ["231282", "231282999001"],
    "indicator": ["wishes_fulfilled"],
    "": [1, "x", "231282999001", "0" * 32, "2026"],
}
"""What may stand in an address, by the name of the argument; "" for all others."""


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """The name of each address with the names of its arguments."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from routes(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            converters = list(getattr(one.pattern, "converters", {}))
            yield f"{space}{one.name}", converters or list(one.pattern.regex.groupindex)


def addresses(**more: list[Any]) -> dict[str, list[str]]:
    """All addresses that the samples give, by the name of their route; `more` stands before the samples of its name."""
    return {name: list(_filled(name, arguments, more)) for name, arguments in routes()}


def _filled(name: str, arguments: list[str], more: dict[str, list[Any]]) -> Iterator[str]:
    samples = [[*more.get(one, []), *SAMPLES.get(one, SAMPLES[""])] for one in arguments]
    for values in product(*samples):
        try:
            yield reverse(name, kwargs=dict(zip(arguments, values, strict=True)))
        except NoReverseMatch:
            continue

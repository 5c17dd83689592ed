"""How often one address may knock: generous for a household or a counter, tiresome for a guessing machine."""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times within `seconds` of the last time."""

    name: str
    most: int
    seconds: int

    def reached(self, *who: str) -> bool:
        """Whether one of these has used up its turns; counts nothing, one statement."""
        counts = cache.get_many([self._key(one) for one in who])
        return any(count >= self.most for count in counts.values())

    def count(self, *who: str) -> None:
        """Count one turn for each of these."""
        for one in who:
            key = self._key(one)
            cache.set(key, cache.get(key, 0) + 1, self.seconds)

    def _key(self, who: str) -> str:
        return f"limit:{self.name}:{who}"


REPORTS = Limit("report", most=60, seconds=3600)
"""A whole building may stand behind one address, and the counter helps those who come in."""

GUESSES = Limit("track", most=10, seconds=900)
"""Wrong pairs of number and digits, for each address and for each number (R-REQ-09)."""


def address(request: HttpRequest) -> str:
    """Who asks: an IPv4 address or the /64 network of an IPv6 one; behind our own proxies, who asked them."""
    raw = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        raw = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else raw
    return _network(raw)


def _network(raw: str) -> str:
    try:
        found = ipaddress.ip_address(raw)
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))

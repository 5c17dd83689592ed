"""How often one address may knock: generous for a household or a counter, tiresome for a guessing machine.

Turns are counted in Django's cache table, each count by one statement that says the new number: two requests at
once are two turns, which the cache's own get and set would not promise. Who asked is kept as a keyed hash only, and what
has expired is swept away a little whenever somebody new is counted.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Which rows go is found first and by locks: two sweeps at once would else wait for each other, and a count for both.
_SWEEP = """
DELETE FROM cache WHERE cache_key IN (
  SELECT cache_key FROM cache WHERE expires < %(now)s AND cache_key <> ALL(%(keys)s::text[])
  LIMIT 20 FOR UPDATE SKIP LOCKED
)
"""
_COUNT = """
INSERT INTO cache AS old (cache_key, value, expires)
SELECT key, '1', %(until)s FROM unnest(%(keys)s::text[]) AS key
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN old.expires > %(now)s THEN (old.value::int + 1)::text ELSE '1' END,
  expires = CASE WHEN old.expires > %(now)s THEN old.expires ELSE excluded.expires END
RETURNING value::int
"""
_COUNTED = "SELECT value::int FROM cache WHERE cache_key = ANY(%(keys)s::text[]) AND expires > %(now)s"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` turns in any window of `seconds` that begins with a first turn."""

    name: str
    most: int
    seconds: int

    def take(self, *who: str) -> bool:
        """Count one turn for each of these; whether all of them still had one. Who is new sweeps after some who are over."""
        counts = self._ask(who, _COUNT)
        if 1 in counts:
            self._ask(who, _SWEEP)
        return all(count <= self.most for count in counts)

    def reached(self, *who: str) -> bool:
        """Whether one of these has used up its turns; counts nothing."""
        return any(count >= self.most for count in self._ask(who, _COUNTED))

    def _ask(self, who: tuple[str, ...], statement: str) -> list[int]:
        """The counts that a statement answers, if it answers any."""
        now = timezone.now()
        keys = sorted({f"limit:{self.name}:{_sealed(one)}" for one in who})
        values: dict[str, Any] = {"keys": keys, "now": now, "until": now + timedelta(seconds=self.seconds)}
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return [count for (count,) in cursor.fetchall()] if cursor.description else []


REPORTS = Limit("report", most=60, seconds=3600)
"""A whole building may stand behind one address, and the counter helps those who come in."""

WISHES = Limit("wish", most=60, seconds=3600)
"""As reports: the counter helps those who come in to ask for help, too."""

OFFERS = Limit("offer", most=60, seconds=3600)
"""As reports: a whole meeting may sign up behind one address."""

GUESSES = Limit("track", most=10, seconds=900)
"""Wrong pairs of number and digits, for each address and for each number (R-REQ-09)."""


def _sealed(who: str) -> str:
    """A keyed hash: an address or a number is counted, not kept."""
    return salted_hmac("sunshine.public.limits", who, algorithm="sha256").hexdigest()


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

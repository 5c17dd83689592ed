"""Wrong tries at a secret: whoever guesses waits longer and longer, and whom it is about is not shut out.

What is guessed at (a number, an account) and where from (an address) are counted together, and each alone:

- one address at one secret waits by `own`. Nobody else's tries lengthen that;
- an address with many secrets waits by `address`, except at a secret it has given rightly before;
- a secret tried `siege` times from everywhere is besieged. An address that has never given it still has its first
  tries at once, but the next ones by `wary`: a thousand addresses buy a thousand guesses, not ten thousand;
- where the secret is short, `total` bounds them all: beyond it the short one does not do any more from an address
  that never gave it, but its longer form does, at which guessing is hopeless.

A try is counted before it is looked at, in one statement that lets it in or not: a hundred tries at once are a hundred
tries. Whoever was right has it back. Only keyed hashes are kept, in Django's cache table, each until its time is over.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

MINUTE, HOUR, DAY = 60, 3600, 86_400
TOO_MANY = 429
Answer = TypeVar("Answer", bound=HttpResponseBase)

# Which rows go is found first and by locks: two sweeps at once would else wait for each other, and a count for both.
_SWEEP = """
DELETE FROM cache WHERE cache_key IN (
  SELECT cache_key FROM cache WHERE expires < %(now)s AND cache_key <> ALL(%(keys)s::text[])
  LIMIT 20 FOR UPDATE SKIP LOCKED
)
"""
# A value is "how many, open again from" (milliseconds). A row that is shut is not touched, and keeps the others from
# being counted; the second look, under the row's lock, is for tries at the same moment.
_COUNT = """
INSERT INTO cache AS old (cache_key, value, expires)
SELECT key, '1 ' || (%(ms)s::bigint + CASE WHEN free < 1 THEN split_part(steps, ' ', 1)::bigint ELSE 0 END)::text, until
FROM unnest(%(keys)s::text[], %(free)s::int[], %(steps)s::text[], %(until)s::timestamptz[]) AS new (key, free, steps, until)
WHERE NOT EXISTS (
  SELECT FROM cache
  WHERE cache_key = ANY(%(keys)s::text[]) AND expires > %(now)s AND split_part(value, ' ', 2)::bigint > %(ms)s)
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN old.expires <= %(now)s THEN excluded.value ELSE (
    SELECT count::text || ' ' || (%(ms)s::bigint +
      CASE WHEN count <= free THEN 0 ELSE waits[least(count - free, array_length(waits, 1))] END)::text
    FROM (
      SELECT split_part(old.value, ' ', 1)::int + 1 AS count, free, string_to_array(steps, ' ')::bigint[] AS waits
      FROM unnest(%(keys)s::text[], %(free)s::int[], %(steps)s::text[]) AS asked (key, free, steps)
      WHERE key = old.cache_key) AS again) END,
  expires = CASE WHEN old.expires <= %(now)s THEN excluded.expires ELSE old.expires END
WHERE old.expires <= %(now)s OR split_part(old.value, ' ', 2)::bigint <= %(ms)s
RETURNING value
"""
_READ = "SELECT cache_key, value FROM cache WHERE cache_key = ANY(%(keys)s::text[]) AND expires > %(now)s"
# What was counted for a right try goes back; the wait of an address stays, or a known secret would clear it for others.
_RIGHT = """
INSERT INTO cache AS old (cache_key, value, expires)
SELECT key, '0 0', until FROM unnest(%(keys)s::text[], %(until)s::timestamptz[]) AS new (key, until)
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN old.cache_key = ANY(%(back)s::text[])
    THEN greatest(split_part(old.value, ' ', 1)::int - 1, 0)::text || ' ' ||
      CASE WHEN old.cache_key = %(total)s THEN '0' ELSE split_part(old.value, ' ', 2) END
    ELSE excluded.value END,
  expires = CASE WHEN old.cache_key = ANY(%(back)s::text[]) THEN old.expires ELSE excluded.expires END
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """After `free` tries each further one has the next of `seconds` behind it, at the end its last; counted `within` seconds."""

    free: int
    seconds: tuple[int, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was let in, or has to wait `seconds`; of a secret that is `besieged` the long form would do meanwhile."""

    seconds: int = 0
    besieged: bool = False
    _keys: dict[str, str] = field(default_factory=dict)
    _until: dict[str, datetime] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        """Whether the secret may be looked at."""
        return not self.seconds

    def clear(self) -> None:
        """It was the right one: nothing was guessed, and from here it is known."""
        keys = sorted(self._until, key=self._keys.__getitem__)
        back = [self._keys[name] for name in keys if name in ("address", "total")]
        _ask(
            _RIGHT,
            [self._keys[name] for name in keys],
            until=[self._until[name] for name in keys],
            back=back,
            total=self._keys["total"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How tries at one kind of secret are counted; the module says what each of these is for."""

    name: str
    own: Waits
    wary: Waits
    address: Waits
    total: Waits
    siege: int
    known_for: int = 90 * DAY

    def attempt(self, what: str, who: str, *, longer: bool = False) -> Attempt:
        """Count a try at `what` from `who`, unless it has to wait; `longer` when the long form of the secret is given."""
        now = timezone.now()
        both = f"{what}\n{who}"
        parts = {"own": both, "longer": both, "known": both, "address": who, "total": what}
        keys = {name: f"tries:{self.name}:{name}:{hash_who(one)}" for name, one in parts.items()}
        state = {
            key: int(value.split()[0]) for key, value in _ask(_READ, [keys["known"], keys["total"]], now=now)
        }
        known = keys["known"] in state
        besieged = not known and state.get(keys["total"], 0) >= self.siege
        counted = {"longer": self.own} if longer else {"own": self.wary if besieged else self.own}
        counted |= {} if known else {"address": self.address}
        counted |= {} if known or longer else {"total": self.total}
        if not self._counted(keys, counted, now):
            return Attempt(seconds=self._wait(keys, counted, now), besieged=besieged)
        until = {name: now + timedelta(seconds=waits.within) for name, waits in counted.items()}
        # Whoever is right begins anew with either form of the secret.
        until |= dict.fromkeys(("own", "longer"), now + timedelta(seconds=self.own.within))
        return Attempt(_keys=keys, _until={**until, "known": now + timedelta(seconds=self.known_for)})

    def _counted(self, keys: dict[str, str], counted: dict[str, Waits], now: datetime) -> bool:
        """Whether every one of these was open, and is counted now."""
        order = sorted(counted, key=keys.__getitem__)
        rows = _ask(
            _COUNT,
            [keys[name] for name in order],
            now=now,
            free=[counted[name].free for name in order],
            steps=[" ".join(str(1000 * second) for second in counted[name].seconds) for name in order],
            until=[now + timedelta(seconds=counted[name].within) for name in order],
        )
        if any(value.startswith("1 ") for (value,) in rows):
            sweep([keys[name] for name in order])
        return len(rows) == len(order)

    def _wait(self, keys: dict[str, str], counted: dict[str, Waits], now: datetime) -> int:
        """The seconds until all of these are open again."""
        found = _ask(_READ, [keys[name] for name in counted], now=now)
        return max(
            1, ceil(max((int(value.split()[1]) - _ms(now) for _key, value in found), default=0) / 1000)
        )


def sweep(keys: Iterable[str]) -> None:
    """Take away a few rows whose time is over, but for these."""
    _ask(_SWEEP, list(keys))


def hash_who(who: str) -> str:
    """A keyed hash: an address or a number is counted, not kept."""
    return salted_hmac("sunshine.public.limits", who, algorithm="sha256").hexdigest()


def address(request: HttpRequest) -> str:
    """Who asks: an IPv4 address or the /64 network of an IPv6 one; behind our own proxies, who asked them."""
    raw = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        raw = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else raw
    return _network(raw)


def ask_to_wait(response: Answer, seconds: int) -> Answer:
    """Say in an answer of 429 when to come again (RFC 9110, 10.2.3)."""
    response.status_code = TOO_MANY
    response.headers["Retry-After"] = str(seconds)
    return response


def _network(raw: str) -> str:
    try:
        found = ipaddress.ip_address(raw)
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _ask(
    statement: str, keys: list[str], *, now: datetime | None = None, **values: Any
) -> list[tuple[Any, ...]]:
    """The rows that a statement answers, if it answers any."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"keys": keys, "now": now, "ms": _ms(now), **values})
        return list(cursor.fetchall()) if cursor.description else []

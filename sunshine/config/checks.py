"""What would be unsafe or missing if the public came now."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import run_checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from sunshine.config import clock, demo_accounts, sealed
from sunshine.config.failures import Failure
from sunshine.config.supervisor import split_listen


@dataclass(frozen=True)
class Finding:
    """Something an operator should know; unsafe ones keep the public out."""

    unsafe: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'unsafe' if self.unsafe else 'note'}: {self.sentence}"


def unsafe_finding(sentence: str) -> Finding:
    """A finding that keeps the public out."""
    return Finding(True, sentence)


def note(sentence: str) -> Finding:
    """A finding that only should be known."""
    return Finding(False, sentence)


def findings() -> list[Finding]:
    """Everything found, the unsafe first."""
    parts = (
        _secret,
        _hosts,
        _https,
        _demo,
        _keys,
        _sealed,
        _tables,
        _durability,
        _clock,
        _calendar,
        _missing,
        _proxy,
        _django,
    )
    found = [finding for part in parts for finding in part()]
    return sorted(found, key=lambda finding: not finding.unsafe)


def refuse_unsafe() -> None:
    """Raise Failure naming every unsafe finding."""
    found = [finding.sentence for finding in findings() if finding.unsafe]
    if found:
        raise Failure(f"It is not safe to serve the public: {' '.join(found)}")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_public() -> bool:
    """Whether others than this machine are meant to come."""
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    return not (is_loopback(split_listen(settings.LISTEN)[0]) and is_loopback(host))


def _secret() -> list[Finding]:
    if settings.SECRET_KEY_KEPT:
        return []
    return [
        unsafe_finding(
            "SUNSHINE_SECRET_KEY is not set and no key file was made yet (`sunshine serve` makes one)."
        )
    ]


def _hosts() -> list[Finding]:
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        return [unsafe_finding("SUNSHINE_ALLOWED_HOSTS allows every host; name yours.")]
    if is_loopback(host):
        return [
            unsafe_finding(
                "SUNSHINE_PUBLIC_URL is this machine only; links sent to residents would lead nowhere."
            )
        ]
    if host not in settings.ALLOWED_HOSTS:
        return [unsafe_finding(f"SUNSHINE_ALLOWED_HOSTS does not name {host}.")]
    return []


def _https() -> list[Finding]:
    if settings.HTTPS and settings.PUBLIC_URL.startswith("https://"):
        return []
    return [
        unsafe_finding(
            "SUNSHINE_PUBLIC_URL does not begin with https://, so passwords would travel in the open."
        )
    ]


def _demo() -> list[Finding]:
    if not demo_accounts.is_invented():
        return []
    return [
        unsafe_finding(
            "This installation holds the demonstration's accounts; use another SUNSHINE_HOME and database."
        )
    ]


def _keys() -> list[Finding]:
    keys = Path(settings.KEYS)
    if not keys.exists():
        return []
    open_ = [path.name for path in (keys, *sorted(keys.rglob("*"))) if path.stat().st_mode & 0o077]
    return (
        [unsafe_finding(f"Others may read the keys ({', '.join(open_)}); run: chmod -R go= {keys}")]
        if open_
        else []
    )


def _sealed() -> list[Finding]:
    shut, some = sealed.find_locked()
    found = [unsafe_finding(f"What is sealed cannot be opened: {why}.") for why in shut.values()]
    found += [note(f"A part of what is sealed with {key} cannot be opened by it.") for key in some]
    return [
        *found,
        *(note(f"What {key} sealed is given up (SUNSHINE_KEYS_LOST).") for key in settings.KEYS_LOST),
    ]


def _tables() -> list[Finding]:
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return [unsafe_finding("The tables are not those of this version; run `sunshine migrate`.")]
    return []


def _durability() -> list[Finding]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    if fsync == "on" and commit not in {"off", "local"}:
        return []
    return [
        unsafe_finding("The database may lose acknowledged reports (fsync or synchronous_commit is off).")
    ]


def _clock() -> list[Finding]:
    from sunshine.record.queries import newest_at

    newest, now = newest_at(), timezone.now()
    if newest is None or newest <= now + clock.AHEAD:
        return []
    said, done = (f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" for moment in (now, newest))
    return [
        note(
            f"This machine's clock says {said}, but the newest step in the record was taken at {done}; "
            "look which of the two is wrong before anybody goes on working."
        )
    ]


def _calendar() -> list[Finding]:
    from sunshine.clocks.models import CalendarYear

    year = timezone.localdate().year
    have = set(CalendarYear.objects.filter(year__in=[year, year + 1]).values_list("year", flat=True))
    wanted = "import it with `sunshine import calendar FILE` when the State Council's notice is out."
    return [
        note(f"The holidays of {missing} are not in; {wanted}")
        for missing in (year, year + 1)
        if missing not in have
    ]


def _missing() -> list[Finding]:
    wanted = {
        "SUNSHINE_FILING_NUMBER": (settings.FILING_NUMBER, "no filing number (备案号) is shown"),
        "SUNSHINE_EMAIL_HOST": (settings.EMAIL_HOST, "messages by e-mail stay in the tray"),
    }
    return [note(f"{name} is not set: {effect}.") for name, (value, effect) in wanted.items() if not value]


def _proxy() -> list[Finding]:
    if settings.PROXIES:
        return []
    return [
        note(
            "SUNSHINE_PROXIES is 0: with no proxy in front that takes in what is sent, a few hundred slow senders silence "
            "the platform (deploy/nginx.conf is one); with one in front and no number here, all residents count as one address."
        )
    ]


def _django() -> list[Finding]:
    return [unsafe_finding(str(message.msg)) for message in run_checks() if message.is_serious()]

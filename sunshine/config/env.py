"""Typed readers of environment variables that refuse nonsense loudly."""

import os
import re
import zoneinfo
from urllib.parse import urlsplit


class BadSetting(Exception):
    """An environment variable whose value cannot be meant; the message says what would be right."""


def text(name: str, default: str = "") -> str:
    """The variable as it stands, without surrounding white space."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; raises BadSetting otherwise."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name}={value!r} is neither yes nor no; use 1 or 0.")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number within bounds; raises BadSetting otherwise."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or not least <= int(value) <= most:
        raise BadSetting(f"{name}={value!r} must be a whole number from {least} to {most}.")
    return int(value)


def choice(name: str, default: str, known: tuple[str, ...]) -> str:
    """One of some words, in small letters; raises BadSetting otherwise."""
    value = text(name).lower() or default
    if value not in known:
        raise BadSetting(f"{name}={value!r} must be one of {', '.join(known)}.")
    return value


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma separated list, empty parts dropped."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def county(name: str, default: str) -> str:
    """A county's division code: six digits, not beginning with 0 (GB/T 2260); raises BadSetting otherwise."""
    value = text(name) or default
    if not re.fullmatch(r"[1-9][0-9]{5}", value, re.ASCII):
        raise BadSetting(f"{name}={value!r} must be a county's division code of six digits, such as 231282.")
    return value


def time_zone(name: str, default: str) -> str:
    """A time zone of the IANA list; raises BadSetting otherwise."""
    value = text(name) or default
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(f"{name}={value!r} is no time zone; use a name such as Asia/Shanghai.") from None
    return value


def address(name: str, default: str) -> str:
    """A web address with http:// or https://, without a trailing slash; raises BadSetting otherwise."""
    value = (text(name) or default).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise BadSetting(f"{name}={value!r} must be a web address such as https://grid.example.org.")
    return value


def secret(name: str, *, least: int) -> str:
    """A secret of at least `least` characters, or nothing; raises BadSetting without repeating the value."""
    value = text(name)
    if value and len(value) < least:
        raise BadSetting(f"{name} is too short to be a secret; give it at least {least} characters.")
    return value

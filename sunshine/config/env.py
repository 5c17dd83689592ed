"""Typed readers of environment variables that refuse nonsense loudly."""

import os


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
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name}={value!r} must be a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma separated list, empty parts dropped."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)

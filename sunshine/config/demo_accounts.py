"""The demonstration's log-ins: one random password for all, kept in one file that only we read."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sunshine.config import folders
from sunshine.config.failures import Failure

LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
SOURCE = "演示数据（虚构）"
"""Where every invented place comes from: by it a demonstration is known."""


@dataclass(frozen=True)
class Account:
    """One demonstration log-in."""

    username: str
    password: str
    who: str


def path() -> Path:
    """The file; that it exists says that this installation holds invented people."""
    return Path(settings.HOME) / "demo-accounts.txt"


def is_invented() -> bool:
    """Whether the county's data are the demonstration's, by the file or, after a restore elsewhere, by the data."""
    from sunshine.places.models import Place

    return path().exists() or Place.objects.filter(source=SOURCE).exists()


def recognise() -> bool:
    """Give a restored demonstration its file back, without log-ins, so that every process knows; returns `is_invented`."""
    found = is_invented()
    if found and not path().exists():
        path().touch(mode=0o600)
    return found


def listing() -> list[Account]:
    """The log-ins that were handed out, in their order."""
    if not path().exists():
        return []
    lines = path().read_text(encoding="utf-8").splitlines()
    return [Account(*line.split("\t")) for line in lines if line.count("\t") == 2]


def password() -> str:
    """Random, easy to type, and within the rule of config/passwords.py."""
    parts = [*(secrets.choice(LETTERS) for _ in range(6)), *(secrets.choice(DIGITS) for _ in range(4))]
    parts += [secrets.choice(CAPITALS), secrets.choice(CAPITALS)]
    secrets.SystemRandom().shuffle(parts)
    return "".join(parts)


def hand_out(people: dict[str, str]) -> list[Account]:
    """Log-ins for {username: who}, one password for all: that of before, SUNSHINE_DEMO_PASSWORD or a random one.

    Raises Failure when SUNSHINE_DEMO_PASSWORD is shorter than eight characters.
    """
    fixed = settings.DEMO_PASSWORD
    if fixed and len(fixed) < 8:
        raise Failure("SUNSHINE_DEMO_PASSWORD must have at least 8 characters.")
    before = next((account.password for account in listing()), "")
    said = fixed or before or password()
    accounts = [Account(name, said, who) for name, who in people.items()]
    folders.passable(path().parent)
    partial = path().with_suffix(f".{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{account.username}\t{account.password}\t{account.who}\n" for account in accounts)
    partial.replace(path())
    return accounts

"""Where the database is, and how a county's schema, roles and queue are made in it.

One county, one schema, two roles: `cNNNNNN_owner` owns and migrates, `cNNNNNN` serves. The user who logs in
is a member of both; the connection option `role=` says which of them acts.
"""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from sunshine.config import embedded, env
from sunshine.config.folders import Folders

KNOWN_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "host"}


def parse(url: str) -> dict[str, Any]:
    """Django's words for a DATABASE_URL; raises BadSetting with one sentence for anything but PostgreSQL."""
    try:
        parts = urlsplit(url)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise env.BadSetting(f"DATABASE_URL cannot be read: {error}.") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise env.BadSetting("DATABASE_URL must begin with postgres:// (only PostgreSQL ≥ 15 will do).")
    if unknown := sorted(set(options) - KNOWN_OPTIONS):
        raise env.BadSetting(f"DATABASE_URL has options that are not known here: {', '.join(unknown)}.")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name or not parts.username:
        raise env.BadSetting(
            "DATABASE_URL must name a user and a database: postgres://user:password@host:5432/name."
        )
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "HOST": host,
        "PORT": str(port or ""),
        "NAME": name,
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": options,
    }


def databases(county: str, home: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` serves the county, `owner` changes its tables."""
    url = env.text("DATABASE_URL")
    place = (
        parse(url) if url else {**embedded.parameters(Folders(home)), "OPTIONS": {"connect_timeout": "10"}}
    )
    return {"default": alias(place, county, county), "owner": alias(place, county, f"{county}_owner")}


def alias(place: dict[str, Any], schema: str, role: str) -> dict[str, Any]:
    """One entry of DATABASES: connected to `place`, acting as `role` inside `schema`."""
    options = {**place.get("OPTIONS", {}), "options": f"-c role={role} -c search_path={schema},queue"}
    # Nothing is prepared by mere repetition, only what asks for it (lib/prepared.py).
    options["prepare_threshold"] = sys.maxsize
    return {
        **place,
        "ENGINE": "sunshine.config.postgresql",
        "OPTIONS": options,
        "CONN_MAX_AGE": env.number("SUNSHINE_CONNECTION_SECONDS", 600, most=86_400),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def is_embedded() -> bool:
    """Whether the installation brings its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL", "").strip()


class Router:
    """Normal work goes to `default`; only `owner` makes and changes tables."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

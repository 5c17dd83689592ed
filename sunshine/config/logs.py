"""Logs without personal data: an address of a page may carry a resident's tracking code."""

import logging
from typing import Any


def shorten_path(path: str) -> str:
    """The first part of a path; what follows may identify a person's matter."""
    parts = path.split("/")
    return "/".join([*parts[:2], "…"]) if len(parts) > 2 and parts[2] else path


class WithoutPaths(logging.Filter):
    """Shortens the paths in the records of `django.request` and its kin."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, its text shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(_short(value) for value in record.args)
        return True


def _short(value: Any) -> Any:
    return shorten_path(value) if isinstance(value, str) and value.startswith("/") else value

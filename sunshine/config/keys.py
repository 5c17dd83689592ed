"""Secrets kept as files: only we may read them, and they are written whole or not at all."""

import os
import secrets
from pathlib import Path

from sunshine.config import folders


def read(path: Path) -> str:
    """The secret in the file, or nothing if there is no such file or it is not ours to read."""
    try:
        return path.read_text().strip()
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        return ""


def make(path: Path) -> str:
    """The secret in the file; made at random when there is none. Two makers at once get the same one."""
    if found := read(path):
        return found
    folders.make_private(path.parent)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()
    return read(path)

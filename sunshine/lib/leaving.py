"""Whether this process was asked to end: work in many small steps ends after the step it is at.

Each step is a transaction of its own, and the next run goes on; a stop therefore waits for one step, not for a backlog.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_ASKED = threading.Event()


def leave() -> None:
    """Ask whatever works in many steps to end."""
    _ASKED.set()


def leaving() -> bool:
    """Whether this process was asked to end."""
    return _ASKED.is_set()


@contextmanager
def staying() -> Iterator[None]:
    """Whoever was asked to leave within may stay after it: for a worker that is run inside a longer process."""
    try:
        yield
    finally:
        _ASKED.clear()


def until_leaving(rows: Iterable[T]) -> Iterator[T]:
    """The rows one after the other, no further one once this process was asked to end."""
    for row in rows:
        if _ASKED.is_set():
            return
        yield row

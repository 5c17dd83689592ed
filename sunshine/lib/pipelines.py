"""Statements of one step that are sent together: each is sent at once, and all answers are waited for once.

Most of a short step is waiting for its statements one after the other. Within `pipeline_statements` nobody waits (pipeline mode of
PostgreSQL's protocol, psycopg's `Connection.pipeline`), except whoever fetches: they wait for everything sent so far. What is
to be done with an answer that nobody needs at once is put off with `when_answered`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_put_off: ContextVar[list[Callable[[], None]] | None] = ContextVar("put_off", default=None)


@contextmanager
def pipeline_statements(connection: Any) -> Iterator[None]:
    """Send what is executed on this Django connection without waiting; inside another block this one ends with that.

    An error of any of the statements is raised where somebody waits next, at the end at the latest, in Django's
    exceptions; the transaction is then to be rolled back. No savepoint may begin or end within.
    """
    if _put_off.get() is not None:
        yield
        return
    with connection.cursor():  # connects, or connects again, as any cursor would
        pass
    acts: list[Callable[[], None]] = []
    token = _put_off.set(acts)
    try:
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    finally:
        _put_off.reset(token)
    for act in acts:
        act()


def when_answered(act: Callable[[], None]) -> None:
    """Do this at the end of the present `pipeline_statements` block, or at once where there is none."""
    acts = _put_off.get()
    if acts is None:
        act()
    else:
        acts.append(act)


__all__ = ["pipeline_statements", "when_answered"]

"""What is asked once while a page is read: the versions of the tables that each process keeps a copy of.

Only for reading. Whoever writes asks anew each time, because what was read before the lock may be old by then.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_answers: ContextVar[dict[str, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """From here to its end, `ask_once` asks each question once."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def ask_once(question: str, ask: Callable[[], T]) -> T:
    """The answer to a question: within `reading` the first one, otherwise always asked anew."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    answer: T = answers[question]
    return answer

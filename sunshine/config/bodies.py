"""What is sent is read before anything of ours begins: a slow sender holds a thread that only reads, and no other.

The web server hands each request to one of many readers as soon as its headers are there (WSGI, PEP 3333). A reader takes
in the whole body and gives the request to one of the few threads that work, each with its own database connection. A body
that breaks off never reaches them. What is short goes first: photos take their time, and whoever sends many of them waits
behind other photos, not before everybody's words. What readers hold together is bounded; a proxy that buffers
(docs/operator.md) is what stands against more senders than there are readers.
"""

import errno
import os
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import IO, Any

from sunshine.lib.darkroom import HURRIED

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Any]
PIECE = 64 * 1024
IN_MEMORY = 256 * 1024
"""Bytes of a body that stay in memory; a report without photos is a hundredth of it."""
SHORT = 32 * 1024
"""Bytes of a body without photos: the longest words that a form takes, twice."""
HURRY = 1.5
"""Seconds after which a body with photos that waited for its turn has no more time for them to be looked at."""
MOST = 66 * 2**20
"""Bytes of one body: photos of 60 MB together, and the form."""
TOGETHER = 512 * 2**20
"""Bytes that all readers of a process hold at once."""
SENTENCES = {
    HTTPStatus.BAD_REQUEST: "发送中断了，请再发一次。 What was sent broke off. Please send it again.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "发送的内容太大，请少带几张照片。 This is too large. Please send fewer photos.",
    HTTPStatus.SERVICE_UNAVAILABLE: "现在发送的人太多，请过一分钟再发。 Many are sending just now. Please send again in a minute.",
    HTTPStatus.INSUFFICIENT_STORAGE: (
        "平台暂时存不下任何内容，您发送的没有收下。请过几分钟再发；有人身危险请马上拨打110、119或120。"
        " The platform cannot store anything just now; what you sent was not taken. Please send again in a few minutes."
        " If somebody is in danger, call 110, 119 or 120 now."
    ),
}
"""What is told; a disk that is full answers 503 like everything else that is out of service."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class UnreadableBody(Exception):
    """A body that is not taken, and by which status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Works:
    """A few threads that take what is short first, and keep one of them, if there are several, free of what is long."""

    def __init__(self, threads: int) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="works")
        self.short: deque[Callable[[], None]] = deque()
        self.long: deque[Callable[[], None]] = deque()
        self.room, self.looking = max(threads - 1, 1), threading.Lock()

    def run(self, work: Callable[[bool], Iterable[bytes]], *, short: bool) -> Iterable[bytes]:
        """Run it when its turn has come, and return or raise what it does; it is told whether its turn came late."""
        future: Future[Iterable[bytes]] = Future()
        late = time.monotonic() + HURRY

        def turn() -> None:
            try:
                future.set_result(work(time.monotonic() > late))
            except BaseException as fault:
                future.set_exception(fault)

        with self.looking:
            (self.short if short else self.long).append(turn)
        self.pool.submit(self._next)
        return future.result()

    def _next(self) -> None:
        """What is to be done now; a long one without room is taken up when another of its kind ends."""
        with self.looking:
            if self.short:
                turn, long = self.short.popleft(), False
            elif self.long and self.room:
                turn, long = self.long.popleft(), True
                self.room -= 1
            else:
                return
        turn()
        if long:
            with self.looking:
                self.room += 1
            self.pool.submit(self._next)


class BodyFirst:
    """A WSGI application that reads bodies in the caller's thread and runs another in `threads` threads of its own."""

    def __init__(
        self, application: Application, *, threads: int, most: int = MOST, together: int = TOGETHER
    ) -> None:
        self.application, self.most, self.together = application, most, together
        self.works = Works(threads)
        self.held, self.counting = 0, threading.Lock()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Read, run, answer; a body that is not taken is answered with a sentence."""
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                self._read(environ, body)
                environ["wsgi.input"] = body
                short = body.seek(0, os.SEEK_END) <= SHORT
                body.seek(0)
                return self.works.run(partial(self._run, environ, start_response), short=short)
            except UnreadableBody as fault:
                return _answer(fault.status, start_response)
            except OSError as fault:  # a large body lies in a file until it is whole
                if fault.errno not in FULL:
                    raise
                return _answer(HTTPStatus.INSUFFICIENT_STORAGE, start_response)
            finally:
                self._hold(-body.seek(0, os.SEEK_END))

    def _read(self, environ: Environ, body: IO[bytes]) -> None:
        """Take in the body. Raises Unreadable."""
        said = environ.get("CONTENT_LENGTH") or ""
        wanted = int(said) if said.isdecimal() else None
        if wanted == 0 or (wanted is None and not environ.get("HTTP_TRANSFER_ENCODING")):
            return
        if wanted is not None and wanted > self.most:
            raise UnreadableBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        size = 0
        while piece := environ["wsgi.input"].read(PIECE):
            size += len(piece)
            body.write(piece)
            if not self._hold(len(piece)):
                raise UnreadableBody(HTTPStatus.SERVICE_UNAVAILABLE)
            if size > self.most:
                raise UnreadableBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if wanted is not None and size < wanted:
            raise UnreadableBody(HTTPStatus.BAD_REQUEST)
        environ["CONTENT_LENGTH"] = str(size)

    def _hold(self, more: int) -> bool:
        """Count bytes that readers hold; whether all of them still have room."""
        with self.counting:
            self.held += more
            return self.held <= self.together

    def _run(self, environ: Environ, start_response: Any, late: bool) -> Iterable[bytes]:
        """The application's answer; one that is whole is closed where its database connection lives."""
        hurried = HURRIED.set(late)
        try:
            return self._answered(environ, start_response)
        finally:
            HURRIED.reset(hurried)

    def _answered(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        answer = self.application(environ, start_response)
        if getattr(answer, "streaming", False):
            return answer
        try:
            return list(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()


def _answer(status: HTTPStatus, start_response: Any) -> list[bytes]:
    sentence = SENTENCES[status].encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(sentence)))]
    if status == HTTPStatus.INSUFFICIENT_STORAGE:
        status = HTTPStatus.SERVICE_UNAVAILABLE
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "60"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [sentence]

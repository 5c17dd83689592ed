"""What is sent is read before anything works on it: slow senders hold nobody else, and what they hold is bounded."""

import errno
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest

from sunshine.config import bodies
from sunshine.config.bodies import SHORT, BodyFirst, Environ
from sunshine.lib.darkroom import HURRIED


class Response:
    """What the server would send."""

    def __init__(self) -> None:
        self.status, self.headers = "", {}

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


def echo(environ: Environ, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(), environ.get("CONTENT_LENGTH", "").encode()]


def send(application: BodyFirst, source: Any, **environ: str) -> tuple[str, bytes]:
    response = Response()
    body = b"".join(application({"wsgi.input": source, **environ}, response))
    return response.status, body


class Slow:
    """A body of which nothing comes until somebody says so."""

    def __init__(self) -> None:
        self.ready = threading.Event()

    def read(self, size: int) -> bytes:
        self.ready.wait(30)
        return b""


@pytest.mark.parametrize("length", [1, 70_000, 400_000])
@pytest.mark.parametrize("told", [True, False])
def test_a_body_arrives_whole_with_its_length(length: int, told: bool) -> None:
    said = {"CONTENT_LENGTH": str(length)} if told else {"HTTP_TRANSFER_ENCODING": "chunked"}
    status, body = send(BodyFirst(echo, threads=1), io.BytesIO(b"x" * length), **said)
    assert (status, body) == ("200 OK", b"x" * length + str(length).encode())


@pytest.mark.parametrize("said", [{}, {"CONTENT_LENGTH": "0"}, {"CONTENT_LENGTH": "-5"}])
def test_nothing_is_read_where_nothing_is_sent(said: dict[str, str]) -> None:
    source = io.BytesIO(b"the next request")
    send(BodyFirst(echo, threads=1), source, **said)
    assert source.tell() == 0


@pytest.mark.parametrize(
    ("source", "said", "status"),
    [
        (b"x" * 10, {"CONTENT_LENGTH": "11"}, HTTPStatus.BAD_REQUEST),
        (b"", {"CONTENT_LENGTH": "1001"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (b"x" * 1001, {"HTTP_TRANSFER_ENCODING": "chunked"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (b"x" * 900, {"CONTENT_LENGTH": "900"}, HTTPStatus.SERVICE_UNAVAILABLE),
    ],
)
def test_what_is_not_taken_is_told_in_both_languages_and_held_no_longer(
    source: bytes, said: dict[str, str], status: HTTPStatus
) -> None:
    application = BodyFirst(echo, threads=1, most=1000, together=800 if len(source) == 900 else 10_000)

    answer, body = send(application, io.BytesIO(source), **said)

    assert answer == f"{status.value} {status.phrase}"
    assert ("请" in body.decode(), "lease send" in body.decode(), application.held) == (True, True, 0)


def test_slow_senders_hold_no_thread_that_works() -> None:
    application, slow = BodyFirst(echo, threads=2), [Slow() for _ in range(20)]
    with ThreadPoolExecutor(20) as readers:
        waiting = [readers.submit(send, application, one, CONTENT_LENGTH="5") for one in slow]
        assert send(application, io.BytesIO(b"x"), CONTENT_LENGTH="1") == ("200 OK", b"x1")
        for one in slow:
            one.ready.set()
        assert {each.result()[0] for each in waiting} == {"400 Bad Request"}


def test_no_more_work_at_once_than_there_are_threads() -> None:
    names: set[str] = set()

    def work(environ: Environ, start_response: Any) -> list[bytes]:
        names.add(threading.current_thread().name)
        return echo(environ, start_response)

    application = BodyFirst(work, threads=2)
    with ThreadPoolExecutor(10) as readers:
        assert {
            *readers.map(lambda _: send(application, io.BytesIO(), CONTENT_LENGTH="0")[0], range(50))
        } == {"200 OK"}
    assert 1 <= len(names) <= 2


def test_a_fault_of_the_application_is_the_server_s_to_tell() -> None:
    def broken(environ: Environ, start_response: Any) -> list[bytes]:
        raise RuntimeError("no")

    application = BodyFirst(broken, threads=1)
    with pytest.raises(RuntimeError):
        send(application, io.BytesIO(b"x"), CONTENT_LENGTH="1")
    assert application.held == 0


class Answer:
    """An answer as Django gives it."""

    def __init__(self, *, streaming: bool) -> None:
        self.streaming, self.closed = streaming, ""

    def __iter__(self) -> Any:
        return iter([b"a", b"b"])

    def close(self) -> None:
        self.closed = threading.current_thread().name


@pytest.mark.parametrize("streaming", [True, False])
def test_a_whole_answer_is_closed_where_it_was_made_and_a_streaming_one_by_the_server(
    streaming: bool,
) -> None:
    answer = Answer(streaming=streaming)
    found = BodyFirst(lambda *_: answer, threads=1)({"CONTENT_LENGTH": ""}, Response())
    assert (b"".join(found), found is answer) == (b"ab", streaming)
    assert answer.closed.startswith("works") is not streaming


class Full:
    """A body for which there is no room."""

    def read(self, size: int) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_body_for_which_the_disk_has_no_room_is_refused_in_words() -> None:
    status, body = send(BodyFirst(echo, threads=1), Full(), CONTENT_LENGTH="10")
    assert (status, "没有收下" in body.decode()) == ("503 Service Unavailable", True)


class Working:
    """An application that says of whom it works, and goes on when told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.at_work, self.go_on = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, environ: Environ, start_response: Any) -> list[bytes]:
        self.begun.append(environ["PATH_INFO"])
        self.at_work.release()
        self.go_on.acquire(timeout=30)
        start_response("200 OK", [])
        return []


def waits(application: BodyFirst, *, short: int, long: int) -> None:
    """Return when so many are waiting for a thread."""
    until = time.monotonic() + 30
    while (len(application.works.short), len(application.works.long)) != (short, long):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_what_is_short_goes_before_photos_that_came_first() -> None:
    working = Working()
    application = BodyFirst(working, threads=1)
    photos = str(SHORT + 1)
    with ThreadPoolExecutor(4) as readers:

        def sent(name: str, size: str) -> Any:
            return readers.submit(
                send, application, io.BytesIO(b"x" * int(size)), PATH_INFO=name, CONTENT_LENGTH=size
            )

        answers = [sent("photos", photos)]
        working.at_work.acquire(timeout=30)
        answers += [sent("more photos", photos)]
        waits(application, short=0, long=1)
        answers += [sent("words", str(SHORT))]
        waits(application, short=1, long=1)
        working.go_on.release(3)
        assert {answer.result()[0] for answer in answers} == {"200 OK"}
    assert working.begun == ["photos", "words", "more photos"]


def test_photos_never_hold_every_thread() -> None:
    working = Working()
    application = BodyFirst(working, threads=3)
    photos = str(SHORT + 1)
    with ThreadPoolExecutor(8) as readers:
        answers = [
            readers.submit(
                send, application, io.BytesIO(b"x" * int(photos)), PATH_INFO="p", CONTENT_LENGTH=photos
            )
            for _ in range(6)
        ]
        waits(application, short=0, long=4)
        words = readers.submit(send, application, io.BytesIO(b"x"), PATH_INFO="words", CONTENT_LENGTH="1")
        for _ in range(3):
            working.at_work.acquire(timeout=30)
        assert working.begun == ["p", "p", "words"]
        working.go_on.release(7)
        assert {answer.result()[0] for answer in [*answers, words]} == {"200 OK"}


@pytest.mark.parametrize(("hurry", "said"), [(60.0, [b"False"]), (-1.0, [b"True"])])
def test_whose_turn_came_late_has_no_time_for_photos(
    monkeypatch: pytest.MonkeyPatch, hurry: float, said: list[bytes]
) -> None:
    monkeypatch.setattr(bodies, "HURRY", hurry)

    def asked(environ: Environ, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [str(HURRIED.get()).encode()]

    assert [send(BodyFirst(asked, threads=1), io.BytesIO())[1]] == said
    assert not HURRIED.get()

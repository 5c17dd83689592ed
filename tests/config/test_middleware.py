"""Language by choice, sessions while they are used."""

import time
from itertools import count

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from sunshine.config.middleware import SEEN, TOUCH_EVERY, AskOnce, ChosenLanguage, IdleTimeOut
from sunshine.lib.once import ask_once


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans")]
)
def test_the_cookie_decides_the_language_and_not_the_browser(cookie: str, language: str):
    request = RequestFactory().get("/", headers={"accept-language": "en"})
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie

    answer = ChosenLanguage(lambda _request: HttpResponse(translation.get_language()))(request)

    assert (answer.content.decode(), answer.headers["Content-Language"]) == (language, language)


def _visit(session: SessionStore) -> SessionStore:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key or "x"
    request.session = session
    session.modified = False
    IdleTimeOut(lambda _request: HttpResponse())(request)
    return session


def _staff(seen: int) -> SessionStore:
    session = SessionStore("abcdefgh")
    session._session_cache = {"_auth_user_id": "1", SEEN: seen}
    return session


def test_a_session_in_use_is_moved_on_once_a_minute():
    assert _visit(_staff(seen=int(time.time()) - TOUCH_EVERY)).modified


def test_within_the_minute_nothing_is_written():
    assert not _visit(_staff(seen=int(time.time()))).modified


def test_a_visitor_gets_no_session():
    assert not _visit(SessionStore()).modified


def test_thirty_idle_minutes_end_a_session():
    assert settings.SESSION_COOKIE_AGE == 30 * 60


@pytest.mark.parametrize(
    ("method", "asked"), [("GET", [0, 0]), ("HEAD", [0, 0]), ("POST", [0, 1]), ("PUT", [0, 1])]
)
def test_only_whoever_reads_asks_once(method: str, asked: list[int]):
    numbers, answers = count(), []

    def view(_request: HttpRequest) -> HttpResponse:
        answers.extend(ask_once("version", lambda: next(numbers)) for _ in range(2))
        return HttpResponse()

    AskOnce(view)(RequestFactory().generic(method, "/"))

    assert answers == asked

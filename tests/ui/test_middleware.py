"""Headers, elder mode and the lock on the staff doors."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sunshine.ui import context, middleware


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def policy(tiles: str = "") -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in middleware.content_security_policy(tiles).split("; "))


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    rules = policy()

    assert "unsafe" not in " ".join(rules.values())
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'self'", "'self'", "'self'")
    assert (rules["frame-ancestors"], rules["form-action"], rules["object-src"]) == (
        "'none'",
        "'self'",
        "'none'",
    )


@pytest.mark.parametrize(
    ("tiles", "host"),
    [
        ("", ""),
        ("/tiles/{z}/{x}/{y}.png", ""),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
        ("http://10.0.0.5:8080/{z}/{x}/{y}.png?key=1", "http://10.0.0.5:8080"),
    ],
)
def test_pictures_come_from_the_tile_server_only_when_it_is_set(tiles: str, host: str) -> None:
    assert policy(tiles)["img-src"] == f"'self' data: blob: {host}".strip()


def test_every_answer_carries_the_headers() -> None:
    response = middleware.ContentSecurityPolicy(answer)(RequestFactory().get("/"))

    assert response.headers["Referrer-Policy"] == "same-origin"
    assert {"Content-Security-Policy", "Permissions-Policy"} <= set(response.headers)


@pytest.mark.parametrize(("cookie", "elder"), [("1", True), ("0", False), ("yes", False), (None, False)])
def test_elder_mode_is_what_the_cookie_says(cookie: str | None, elder: bool) -> None:
    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES["elder"] = cookie
    middleware.ElderMode(answer)(request)

    assert request.elder is elder


def ask(path: str, view=answer, method: str = "get", **headers: str) -> str | None:
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.user = AnonymousUser()
    response = middleware.LoginRequired(answer).process_view(request, view, (), {})
    return response and response.url


def test_residents_need_no_log_in() -> None:
    assert [ask("/"), ask("/report/"), ask("/desktop/")] == [None, None, None]


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases/?state=open", "/field/today/"])
def test_staff_doors_lead_to_the_log_in_and_back(path: str) -> None:
    assert ask(path) == "/desk/accounts/login/?next=" + path.replace("?", "%3F").replace("=", "%3D")


def test_a_page_that_marks_itself_open_is_open() -> None:
    assert ask("/desk/accounts/login/", login_not_required(lambda request: HttpResponse())) is None


def test_a_session_that_ended_under_a_form_leads_back_to_its_page() -> None:
    where = ask("/desk/cases/1/close/", method="post", Referer="http://testserver/desk/cases/1/")

    assert where == "/desk/accounts/login/?next=http%3A//testserver/desk/cases/1/"


@pytest.mark.parametrize(
    ("headers", "back"),
    [
        ({}, "/"),
        ({"Referer": "http://evil.example/"}, "/"),
        ({"Referer": "http://testserver/report/"}, "http://testserver/report/"),
        ({"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}, "http://testserver/desk/"),
    ],
)
def test_an_answer_to_a_form_belongs_to_the_page_it_was_on(headers: dict[str, str], back: str) -> None:
    assert context.page(RequestFactory().post("/report/send/", headers=headers))["this_page"] == back


def test_the_hotline_stands_in_for_an_unknown_office(settings) -> None:
    settings.HOTLINE, settings.FILING_NUMBER, settings.DEMO = "0455-12345", "ICP 1", True
    page = context.page(RequestFactory().get("/a/?b=1"))

    assert (page["office"]["phone"], page["this_page"], page["filing_number"], page["demo"]) == (
        "0455-12345",
        "/a/?b=1",
        "ICP 1",
        True,
    )

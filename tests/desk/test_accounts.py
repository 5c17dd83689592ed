"""Log-in of staff: lock-out, the first password, the second factor, sessions that end."""

import logging
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from sunshine.desk.accounts import PASSWORDS, Accounts, SecondFactor
from sunshine.people.models import Officer
from sunshine.people.states import Role
from sunshine.record.queries import entries
from tests.factories.people import PASSWORD, OfficerFactory

pytestmark = pytest.mark.django_db
LOGIN, CHANGE = "/desk/accounts/login/", "/desk/accounts/password/"
NEW = {"oldpassword": PASSWORD, "password1": "Other-word-8", "password2": "Other-word-8"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def officer() -> Officer:
    return OfficerFactory(username="limei", role=Role.COMMUNITY_WORKER)


def log_in(client: Client, password: str = PASSWORD, username: str = "limei", **more):
    return client.post(LOGIN, {"login": username, "password": password}, **more)


def logged_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def refused(response) -> str:
    return " ".join(response.context["form"].non_field_errors())


def code(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def test_log_in_lands_on_the_desk_whatever_the_case_of_the_name(client, officer):
    response = log_in(client, username="LiMei")

    assert (response.status_code, response["Location"], logged_in(client)) == (302, "/desk/", True)


def test_log_in_returns_to_the_page_that_asked_but_never_to_another_site(client, officer):
    back = log_in(client, QUERY_STRING="next=/desk/cases/")
    client.logout()

    away = log_in(client, QUERY_STRING="next=https://elsewhere.example/")

    assert (back["Location"], away["Location"]) == ("/desk/cases/", "/desk/")


@pytest.mark.parametrize("username", ["limei", "nobody"])
def test_a_wrong_password_and_an_unknown_name_read_the_same(client, officer, username):
    response = log_in(client, "wrong", username)

    assert logged_in(client) is False
    assert refused(response) == "登录名或密码不正确。"


def test_the_sixth_attempt_waits_even_with_the_right_password(client, officer):
    for _ in range(5):
        log_in(client, "wrong")

    response = log_in(client)

    assert (logged_in(client), response.status_code, response["Retry-After"]) == (False, 429, "5")
    assert "请等 5 秒" in refused(response)


def test_after_the_wait_the_right_password_opens(client, officer):
    for _ in range(5):
        log_in(client, "wrong")
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        log_in(client)

        assert logged_in(client)


def test_waits_grow_to_a_quarter_of_an_hour(officer):
    seen, now = [], timezone.now()
    for _ in range(11):
        with time_machine.travel(now, tick=False):
            PASSWORDS.attempt("limei", "there")
            seen.append(PASSWORDS.attempt("limei", "there").seconds if len(seen) > 3 else 0)
        now += timedelta(seconds=seen[-1])
    assert seen == [0, 0, 0, 0, 5, 15, 60, 300, 900, 900, 900]


def test_whoever_tries_from_elsewhere_locks_nobody_out(client, officer):
    for who in range(300):
        PASSWORDS.attempt("limei", f"address {who % 30}")
    log_in(client)

    assert logged_in(client)


def test_under_siege_an_account_is_open_at_once_where_it_was_opened_before(client, officer):
    log_in(client)
    for who in range(100):
        PASSWORDS.attempt("limei", f"address {who}")

    waits = [[PASSWORDS.attempt("limei", where).seconds for _ in range(6)] for where in ("127.0.0.1", "new")]

    assert waits == [[0, 0, 0, 0, 0, 5], [0, 0, 60, 60, 60, 60]]


def test_a_whole_office_mistypes_behind_one_address(officer):
    tries = [PASSWORDS.attempt(f"clerk {n % 61}", "office").allowed for n in range(301)]

    assert (all(tries), PASSWORDS.attempt("clerk 62", "office").seconds) == (True, 5)


def test_asking_for_the_password_again_waits_too(client, officer):
    log_in(client)
    for _ in range(5):
        client.post(reverse("account_reauthenticate"), {"password": "wrong"})

    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert (response.status_code, response["Retry-After"]) == (429, "5")


def test_one_locked_account_does_not_lock_a_colleague(client, officer):
    OfficerFactory(username="wang")
    for _ in range(6):
        log_in(client, "wrong")

    log_in(client, username="wang")

    assert logged_in(client)


def test_every_log_in_leaves_a_line_without_names(client, officer, caplog):
    with caplog.at_level(logging.INFO, "sunshine.audit"):
        log_in(client, "wrong")
        log_in(client, "wrong", "my-password-by-mistake")
        log_in(client)
        client.post("/desk/accounts/logout/")

    assert [record.getMessage() for record in caplog.records if record.name == "sunshine.audit"] == [
        f"log-in failed officer={officer.pk}",
        "log-in failed officer=None",
        f"log-in officer={officer.pk}",
        f"log-out officer={officer.pk}",
    ]


def test_a_locked_attempt_leaves_a_line(client, officer, caplog):
    with caplog.at_level(logging.INFO, "sunshine.audit"):
        for _ in range(6):
            log_in(client, "wrong")

    assert caplog.records[-1].getMessage() == f"log-in locked officer={officer.pk}"


def test_a_closed_account_does_not_get_in_and_an_open_session_ends(client, officer):
    log_in(client)
    Officer.objects.update(is_active=False)

    assert logged_in(client) is False
    assert log_in(client)["Location"] == "/desk/accounts/inactive/"


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_set_password"]
)
def test_nobody_signs_up_or_resets_by_mail(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_sign_up_is_shut_even_where_allauth_would_ask(rf):
    assert Accounts().is_open_for_signup(rf.get("/")) is False


def test_a_given_password_is_changed_before_anything_else(client, officer):
    Officer.objects.update(must_change_password=True)
    log_in(client)

    pages = [client.get(path) for path in ("/desk/", "/desk/cases/", CHANGE)]

    assert [(page.status_code, page.get("Location")) for page in pages] == [
        (302, CHANGE),
        (302, CHANGE),
        (200, None),
    ]


def test_htmx_is_led_to_the_page_too(client, officer):
    Officer.objects.update(must_change_password=True)
    log_in(client)

    assert client.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == CHANGE


def test_choosing_a_password_opens_the_desk_and_is_recorded(client, officer):
    Officer.objects.update(must_change_password=True)
    log_in(client)

    response = client.post(CHANGE, NEW)

    officer.refresh_from_db()
    assert (response.status_code, response["Location"], officer.must_change_password) == (
        302,
        "/desk/",
        False,
    )
    assert [(entry.verb, entry.actor) for entry in entries(officer.subject)] == [
        ("change_password", str(officer.pk))
    ]
    assert officer.check_password("Other-word-8")
    assert logged_in(client)


@pytest.mark.parametrize("new", [PASSWORD, "short-1", "onlysmallletters", "Abc@123456", "limei-Word-7"])
def test_the_same_or_a_weak_password_is_not_taken(client, officer, new):
    log_in(client)

    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert list(response.context["form"].errors) == ["password1"]
    assert Officer.objects.get().check_password(PASSWORD)


def test_an_old_password_is_changed_when_the_setting_says_so(client, officer, settings):
    log_in(client)
    Officer.objects.update(password_set_on="2020-01-01")

    locations = []
    for settings.PASSWORD_DAYS in (90, 0):
        locations.append(client.get("/desk/account/").get("Location"))

    assert locations == [CHANGE, None]


def test_residents_pages_ask_nothing_of_staff(client, officer):
    Officer.objects.update(must_change_password=True)
    log_in(client)

    assert client.get("/healthz").get("Location") is None


def test_the_second_factor_is_asked_once_it_is_set_up(client, officer):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(officer, secret)

    asked = log_in(client)
    before = logged_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})

    assert (asked["Location"], before, logged_in(client)) == (reverse("mfa_authenticate"), False, True)


def test_a_wrong_code_does_not_let_in(client, officer):
    TOTP.activate(officer, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    log_in(client)

    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert (list(response.context["form"].errors), logged_in(client)) == (["code"], False)


def test_the_secret_of_the_second_factor_lies_under_seal(officer):
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(officer, secret)

    assert secret not in str(Authenticator.objects.get().data)
    assert SecondFactor().decrypt(Authenticator.objects.get().data["secret"]) == secret
    assert SecondFactor().get_totp_label(officer) == "limei"


def test_the_second_factor_is_set_up_after_the_password_was_asked_again(client, officer):
    log_in(client)

    asked = client.get(reverse("mfa_activate_totp"))
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": code(page.context["form"].secret)})

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_a_session_lasts_half_an_hour_without_use(client, officer, settings):
    log_in(client)

    assert client.session.get_expiry_age() <= settings.SESSION_COOKIE_AGE == 1800


def test_signing_out_has_the_browser_drop_what_it_keeps_of_our_pages(town, as_):
    browser = as_(town.worker)

    headers = [browser.post("/desk/accounts/logout/").headers, as_(town.worker).get("/desk/").headers]

    assert [one.get("Clear-Site-Data") for one in headers] == ['"cache"', None]

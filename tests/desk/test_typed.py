"""A form sent after the session had ended is not lost."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from sunshine.desk.typed import MOST
from sunshine.people.states import Role
from tests.factories.people import PASSWORD, OfficerFactory

pytestmark = pytest.mark.django_db
LOGIN, TYPED, REPORT = "/desk/accounts/login/", "/desk/accounts/typed/", "/desk/report/"
TEXT = "三号楼前路灯坏了，晚上很黑"


@pytest.fixture(autouse=True)
def _officer(client):
    """Somebody who had logged in with this browser; the session has ended since."""
    cache.clear()
    OfficerFactory(username="limei", role=Role.COMMUNITY_WORKER)
    log_in(client)
    Session.objects.all().delete()
    del client.cookies["sessionid"]


def log_in(client, next_page=TYPED):
    return client.post(f"{LOGIN}?next={next_page}", {"login": "limei", "password": PASSWORD})


def test_what_was_typed_waits_behind_the_log_in(client):
    asked = client.post(f"{REPORT}?place=231282999001", {"text": TEXT, "phone": "13812341234"})
    back = log_in(client)
    page = client.get(TYPED).content.decode()

    assert (asked["Location"], back["Location"]) == (f"{LOGIN}?next=%2Fdesk%2Faccounts%2Ftyped%2F", TYPED)
    assert f'<input type="hidden" name="text" value="{TEXT}">' in page
    assert f'action="{REPORT}?place=231282999001"' in page


def test_it_lies_under_seal_meanwhile(client):
    client.post(REPORT, {"text": TEXT, "phone": "13812341234"})

    kept = Session.objects.get().get_decoded()

    assert "13812341234" not in str(kept)
    assert list(kept) == ["typed"]


def test_passwords_and_codes_are_never_kept(client):
    client.post(REPORT, {"text": TEXT, "password": "geheim", "csrfmiddlewaretoken": "x"})
    log_in(client)

    assert [name for name, _ in client.get(TYPED).context["fields"]] == ["text"]


@pytest.mark.parametrize("path", ["/desk/accounts/password/", "/desk/accounts/reauthenticate/"])
def test_forms_of_log_in_itself_are_not_kept(client, path):
    client.post(path, {"password1": "x"})

    assert "typed" not in client.session


def test_what_is_too_long_is_not_kept(client):
    response = client.post(REPORT, {"text": "x" * MOST})

    assert (response.status_code, "typed" in client.session) == (302, False)


def test_htmx_is_led_to_the_log_in_too(client):
    response = client.post(REPORT, {"text": TEXT}, headers={"HX-Request": "true"})

    assert response["HX-Redirect"].startswith(LOGIN)


def test_whoever_typed_nothing_goes_to_work(client):
    log_in(client)

    assert client.get(TYPED)["Location"] == "/desk/"


def test_reading_without_a_session_just_asks_for_log_in(client):
    assert client.get(REPORT)["Location"] == f"{LOGIN}?next={REPORT}"


def test_nothing_is_kept_of_whoever_never_logged_in(client):
    client.cookies.clear()

    response = client.post(REPORT, {"text": TEXT})

    assert (response["Location"], Session.objects.count()) == (f"{LOGIN}?next=/", 0)


def test_a_mark_that_was_made_up_is_no_mark(client):
    client.cookies["staff"] = "1"

    client.post(REPORT, {"text": TEXT})

    assert Session.objects.count() == 0

"""Log-ins of the demonstration."""

import pytest
from django.contrib.auth.password_validation import validate_password

from sunshine.config import announcement, demo_accounts
from sunshine.config.failures import Failure
from tests.factories.places import PlaceFactory

PEOPLE = {"dispatcher": "街道派单员", "secretary": "社区书记"}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def test_everybody_gets_the_one_password_of_this_installation_and_keeps_it():
    first = demo_accounts.hand_out(PEOPLE)

    assert len({account.password for account in first}) == 1
    assert demo_accounts.hand_out(PEOPLE) == first == demo_accounts.listing()


def test_one_password_for_all_can_be_set(settings):
    settings.DEMO_PASSWORD = "Sonnenschein7"

    assert {account.password for account in demo_accounts.hand_out(PEOPLE)} == {"Sonnenschein7"}


def test_a_short_one_is_refused(settings):
    settings.DEMO_PASSWORD = "kurz"

    with pytest.raises(Failure, match="at least 8 characters"):
        demo_accounts.hand_out(PEOPLE)


def test_the_file_is_for_us_only():
    demo_accounts.hand_out(PEOPLE)

    assert oct(demo_accounts.path().stat().st_mode)[-3:] == "600"


def test_random_passwords_keep_our_own_rule():
    for _ in range(50):
        validate_password(demo_accounts.password())


@pytest.mark.django_db
def test_the_announcement_says_that_all_is_invented_and_who_may_log_in():
    [first, _second] = demo_accounts.hand_out(PEOPLE)

    said = announcement.demo()

    assert "均为虚构" in said
    assert f"dispatcher           {first.password}" in said
    assert "http://127.0.0.1:8000/desk/" in said


@pytest.mark.django_db
def test_a_restored_demonstration_gets_its_file_back_without_log_ins():
    PlaceFactory(source=demo_accounts.SOURCE)

    assert (demo_accounts.recognise(), demo_accounts.listing()) == (True, [])
    assert oct(demo_accounts.path().stat().st_mode)[-3:] == "600"


@pytest.mark.django_db
def test_real_places_make_no_demonstration():
    PlaceFactory(source="民政部2023年")

    assert (demo_accounts.recognise(), demo_accounts.path().exists()) == (False, False)

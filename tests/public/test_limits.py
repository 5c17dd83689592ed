"""Turns are counted for each address, and each address is what it should be."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from sunshine.public.limits import address
from sunshine.ui.turns import Limit

TWICE = Limit("test", most=2, seconds=60)


@pytest.mark.django_db
def test_the_third_turn_is_one_too_many():
    assert [TWICE.take("a") for _ in range(3)] == [0, 0, 30]


@pytest.mark.django_db
def test_one_visitor_does_not_use_up_the_turns_of_another():
    assert [TWICE.take(who) for who in ("a", "a", "b", "b")] == [0] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "turns"), [(29, 0), (31, 1), (61, 2), (3600, 2)])
def test_turns_come_back_one_by_one(after, turns):
    while not TWICE.take("a"):
        pass
    with time_machine.travel(timezone.now() + timedelta(seconds=after)):
        later = [TWICE.take("a") for _ in range(3)]

    assert later.count(0) == turns


@pytest.mark.django_db
def test_who_knocks_too_often_does_not_wait_longer_for_it():
    waits = [TWICE.take("a") for _ in range(50)]
    assert max(waits) == 30


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
    ],
)
def test_an_address_is_one_host_or_one_ipv6_network(raw, expected):
    assert address(RequestFactory().get("/", REMOTE_ADDR=raw)) == expected


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert address(request) == expected


def _kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.django_db
def test_who_asked_is_not_kept_in_clear():
    TWICE.take("203.0.113.7")
    assert [("limit:test:" in key, "203.0.113.7" in key) for key in _kept()] == [(True, False)]


@pytest.mark.django_db
def test_what_has_expired_is_swept_away():
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        TWICE.take("old")
    TWICE.take("new")
    assert len(_kept()) == 1

"""DATABASE_URL is read strictly."""

import sys

import pytest

from sunshine.config import database
from sunshine.config.env import BadSetting


def test_a_url_is_taken_apart():
    assert database.parse("postgres://ann:p%40ss@db.example.org:5433/grid?sslmode=require") == {
        "HOST": "db.example.org",
        "PORT": "5433",
        "NAME": "grid",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_can_be_the_host():
    assert database.parse("postgresql://ann@/grid?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://ann@db/grid", "must begin with postgres://"),
        ("sqlite:///grid.db", "must begin with postgres://"),
        ("grid", "must begin with postgres://"),
        ("postgres://db/grid", "must name a user and a database"),
        ("postgres://ann@db/", "must name a user and a database"),
        ("postgres://ann@db/a/b", "must name a user and a database"),
        ("postgres://ann@db:port/grid", "cannot be read"),
        ("postgres://ann@db:99999/grid", "cannot be read"),
        ("postgres://ann@db/grid?options=-crole%3Dx", "not known here: options"),
        ("postgres://ann@db/grid?sslmode", "cannot be read"),
    ],
)
def test_other_urls_are_refused(url: str, sentence: str):
    with pytest.raises(BadSetting, match=sentence):
        database.parse(url)


def test_both_aliases_work_in_the_county_and_the_queue():
    place = {
        "HOST": "h",
        "PORT": "",
        "NAME": "n",
        "USER": "u",
        "PASSWORD": "",
        "OPTIONS": {"sslmode": "require"},
    }

    alias = database.alias(place, "c231282", "c231282_owner")

    assert alias["OPTIONS"] == {
        "sslmode": "require",
        "options": "-c role=c231282_owner -c search_path=c231282,queue",
        "prepare_threshold": sys.maxsize,
    }


def test_only_the_owner_changes_tables():
    router = database.Router()

    assert [router.allow_migrate(alias, "cases") for alias in ("default", "owner")] == [False, True]
    assert (router.db_for_read(None), router.db_for_write(None)) == ("default", "default")

"""Logs without personal data."""

import logging

import pytest

from sunshine.config.logs import WithoutPaths


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/track/s3cr3t/", "/track/…"),
        ("/track/", "/track/"),
        ("/", "/"),
        ("/a/b/c", "/a/…"),
        ("plain", "plain"),
    ],
)
def test_a_path_is_logged_without_what_may_identify_a_matter(path: str, logged: str):
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "%s: %s", ("Internal Server Error", path), None
    )

    assert WithoutPaths().filter(record)
    assert record.getMessage() == f"Internal Server Error: {logged}"

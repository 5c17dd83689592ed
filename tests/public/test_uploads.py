"""Photos that wait for a form to be corrected."""

import os
import time

from sunshine.public import uploads


def test_what_is_kept_can_be_fetched_until_it_is_dropped():
    kept = uploads.keep([b"one", b"two"])
    assert uploads.fetch(kept) == [b"one", b"two"]

    uploads.drop(kept)
    assert uploads.fetch(kept) == []


def test_false_names_fetch_nothing():
    uploads.drop(["../../secret"])
    assert uploads.fetch(["../../secret", ""]) == []


def test_only_we_may_read_what_waits():
    uploads.keep([b"one"])
    modes = {path.stat().st_mode & 0o777 for path in uploads.folder().iterdir()}
    assert (modes, uploads.folder().stat().st_mode & 0o777) == ({0o600}, 0o700)


def test_what_nobody_sent_is_swept_away_after_an_hour():
    kept = uploads.keep([b"old"])
    for path in uploads.folder().iterdir():
        os.utime(path, (time.time() - uploads.HOUR - 1,) * 2)
    uploads.keep([])
    assert uploads.fetch(kept) == []

"""What must always be true of photos, whoever writes."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from sunshine.files.models import Photo

NAME = "0" * 32


def photo(**changes) -> Photo:
    values = {
        "subject": "case:1", "name": NAME, "digest": "d", "width": 1, "height": 1, "size": 1, "step": 1,
        "added_at": datetime(2026, 11, 23, tzinfo=UTC),
    }  # fmt: skip
    return Photo(**{**values, **changes})


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "rows"),
    [
        ("photo_once_per_subject", [photo(), photo(name="1" * 32)]),
        ("photo_name_is_random_hex", [photo(name="../../etc/passwd")]),
        ("files_photo_name", [photo(), photo(subject="case:2")]),
    ],
)
def test_the_database_refuses(constraint, rows):
    for row in rows[:-1]:
        row.save()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows[-1].save()


def test_a_photo_names_itself():
    assert str(photo()) == NAME

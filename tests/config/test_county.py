"""Who may do what in a county's schema."""

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_normal_work_is_done_as_the_serving_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schemas(false)")
        assert cursor.fetchone() == ("c231282", ["c231282", "queue"])

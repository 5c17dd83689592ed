"""Ten at once change the same row: one is served, the others are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sunshine.lib.refusals import Overtaken
from sunshine.people.actions import change_organisation
from sunshine.people.models import Organisation
from sunshine.record.queries import entries
from sunshine.record.states import Actor
from tests.factories.people import NOON, OrganisationFactory

TEN = 10


def change(pk: int, number: int, together: Barrier) -> str:
    """What one of the ten is told."""
    row = Organisation.objects.get(pk=pk)
    together.wait()
    try:
        change_organisation(row, telephone=str(number), by=Actor.system(), at=NOON)
        return "served"
    except Overtaken:
        return "overtaken"
    finally:
        connection.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_one_is_served_and_one_entry_written():
    row, together = OrganisationFactory(), Barrier(TEN)

    with ThreadPoolExecutor(TEN) as pool:
        told = list(pool.map(lambda number: change(row.pk, number, together), range(TEN)))

    assert sorted(told) == ["overtaken"] * 9 + ["served"]
    assert [(entry.step, entry.verb) for entry in entries(row.subject)] == [(1, "change")]

"""INSERTs of one row and of many: the same rows come of both."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sunshine.lib.inserts import Insert, InsertColumn
from sunshine.notices.models import Message
from sunshine.notices.states import MessageChannel, MessageState

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
WORDS = Insert(
    "places_search",
    [InsertColumn("id", "integer"), InsertColumn("words", "text", "to_tsvector('simple', %s)")],
    returning="id, words",
)


def message(key: str, **said: object) -> Message:
    told = {
        "kind": "k",
        "language": "zh-hans",
        "subject": "s",
        "title": "t",
        "body": "b",
        "created_at": NOON,
        "contact": 1,
        **said,
    }
    return Message(key=key, **told)


@pytest.fixture
def _table():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE places_search (id integer PRIMARY KEY, words tsvector)")


@pytest.mark.usefixtures("_table")
@pytest.mark.parametrize("values", [[[1, "b a"]], [[1, "b a"], [3, "c"], [2, None]]])
def test_a_value_goes_through_its_expression_and_rows_come_back_in_order(values):
    assert [row[0] for row in WORDS.rows(connection, values)] == [row[0] for row in values]


@pytest.mark.usefixtures("_table")
def test_many_rows_are_one_statement_and_none_are_none():
    with CaptureQueriesContext(connection) as asked:
        WORDS.rows(connection, [[n, "a"] for n in range(100)])
        assert WORDS.rows(connection, []) == []

    assert len(asked) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_instances_get_their_keys_and_are_what_they_were(count):
    kept = [
        message(
            f"k{n}", filled={"due": n} if n else None, channel=MessageChannel.TRAY, state=MessageState.HELD
        )
        for n in range(count)
    ]

    Insert.of(Message, connection).keep(connection, kept)

    there = Message.objects.order_by("id")
    assert [(row.pk, row.key, row.filled, row.channel, row.state) for row in there] == [
        (row.pk, row.key, row.filled, row.channel, row.state) for row in kept
    ]


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_too_long_is_refused_and_never_cut(count):
    with pytest.raises(DataError), transaction.atomic():
        Insert.of(Message, connection).keep(
            connection, [message(f"k{n}", kind="k" * 31) for n in range(count)]
        )


def test_one_row_that_breaks_a_rule_breaks_them_all():
    with pytest.raises(IntegrityError), transaction.atomic():
        Insert.of(Message, connection).keep(connection, [message("k1"), message("k1")])

    assert not Message.objects.exists()

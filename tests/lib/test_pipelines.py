"""Statements sent together: one wait for all, answers when they are there, errors in Django's words."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sunshine.lib.inserts import Insert
from sunshine.lib.pipelines import pipeline_statements, when_answered
from sunshine.lib.prepared import prepared_cursor
from sunshine.notices.models import Message
from sunshine.notices.states import MessageChannel, MessageState
from tests.lib import test_inserts

pytestmark = pytest.mark.django_db
MESSAGES = Insert.of(Message, connection)


def message(key: str) -> Message:
    return test_inserts.message(key, channel=MessageChannel.TRAY, state=MessageState.HELD)


def test_keys_come_at_the_end_of_the_block_and_rows_are_there_within_it() -> None:
    one, two = message("one"), message("two")
    with pipeline_statements(connection):
        MESSAGES.keep(connection, [one])
        with pipeline_statements(connection):  # ends with the outer one
            MESSAGES.keep(connection, [two])
        assert (one.pk, two.pk) == (None, None)
        with prepared_cursor(connection) as cursor:
            cursor.execute("SELECT count(*) FROM notices_message")
            assert cursor.fetchone() == (2,)
    assert {one.pk, two.pk} == set(Message.objects.values_list("pk", flat=True))


def test_nobody_waits_between_statements_of_a_block() -> None:
    """More is sent than an answer was read: the connection is in pipeline mode, and holds what has not come back."""
    with pipeline_statements(connection):
        MESSAGES.keep(connection, [message("one")])
        MESSAGES.keep(connection, [message("two")])
        waiting = len(connection.connection._pipeline.result_queue)
    assert waiting >= 2


def test_each_statement_is_counted() -> None:
    with CaptureQueriesContext(connection) as asked, pipeline_statements(connection):
        MESSAGES.keep(connection, [message("one")])
        MESSAGES.keep(connection, [message("two")])
    assert len(asked) == 2


def send_twins(done: list[int]) -> None:
    with transaction.atomic(), pipeline_statements(connection):
        MESSAGES.keep(connection, [message("one")])
        MESSAGES.keep(connection, [message("one")])
        when_answered(lambda: done.append(1))


def test_an_error_is_raised_at_the_end_in_django_s_words_and_nothing_is_put_off() -> None:
    done: list[int] = []
    with pytest.raises(IntegrityError):
        send_twins(done)
    assert (Message.objects.exists(), done) == (False, [])

    MESSAGES.keep(connection, [message("one")])
    assert Message.objects.get().key == "one"


def fail_within() -> None:
    with transaction.atomic(), pipeline_statements(connection):
        MESSAGES.keep(connection, [message("one")])
        raise ValueError("ours")


def test_an_error_of_ours_within_the_block_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="ours"):
        fail_within()
    assert not Message.objects.exists()


def test_without_a_block_it_is_done_at_once() -> None:
    done: list[int] = []
    when_answered(lambda: done.append(1))
    assert done == [1]

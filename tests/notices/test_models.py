"""What must always be true of messages and their templates, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Refused
from sunshine.notices.models import Message, Template
from sunshine.notices.rules import check_template
from sunshine.notices.states import MOVES, MessageState
from tests.notices.outbox import AT, SUBJECT


def message(**changes) -> Message:
    values = {
        "kind": "case_closed", "language": "en", "subject": SUBJECT, "contact": 1, "title": "t", "body": "b",
        "state": MessageState.HELD, "created_at": AT, "key": "k",
    }  # fmt: skip
    return Message(**{**values, **changes})


def template() -> Template:
    return Template(kind="case_closed", language="en", title="t", body="b")


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "rows"),
    [
        ("message_key_once", [message(), message()]),
        ("message_has_a_recipient", [message(contact=None)]),
        ("message_waiting_has_its_time", [message(state=MessageState.WAITING)]),
        ("message_waiting_has_its_time", [message(next_try_at=AT)]),
        ("message_waiting_has_its_time", [message(state=MessageState.WAITING, next_try_at=AT, done_at=AT)]),
        ("template_once_per_language", [template(), template()]),
    ],
)
def test_the_database_refuses(constraint, rows):
    for row in rows[:-1]:
        row.save()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows[-1].save()


def test_rows_name_themselves():
    assert (str(message()), str(template())) == ("t", "case_closed (en)")


def test_staff_see_no_link_of_a_resident():
    body = "See https://example.org/t/secret now"

    assert message(body=body).shown == "See … now"
    assert message(body=body, contact=None).shown == body


@pytest.mark.parametrize("text", ["${name}", "${text}", "cost: $ 5"])
def test_a_template_may_name_only_what_may_leave_the_house(text):
    with pytest.raises(Refused):
        check_template("fine ${number}", text)


def test_only_a_waiting_message_moves():
    assert set(MOVES.values()) == {frozenset({MessageState.WAITING})}

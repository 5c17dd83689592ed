"""Telling and delivering: one row per message, once per key, nothing fails without a channel."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.notices import actions, queries
from sunshine.notices.models import Message, Template
from sunshine.notices.states import MAX_ATTEMPTS, WORDS, MessageChannel, MessageState, Notice
from sunshine.people.models import Officer, Organisation
from sunshine.record.queries import entries
from tests.notices.outbox import AT, CONTEXT, SUBJECT, community

KINDS = [
    "received", "assigned", "due_soon", "breached", "escalated", "asked", "answered", "rework", "returned",
    "closed", "forwarded", "confirmed",
]  # fmt: skip
WISH_KINDS = [
    "asked", "arrived", "claimed", "waiting", "due_soon", "breached", "escalated", "done", "confirmed", "not_yet",
    "closed",
]  # fmt: skip
HANDLING = [
    "return_upheld", "return_refused", "transfer_asked", "transfer_taken", "transfer_declined",
    "case_merged", "case_main_answered", "case_main_closed", "case_withdrawn", "case_goes_on",
    "case_reopened", "case_decide", "case_decided",
    "case_extended", "case_not_granted", "case_resumed", "case_shelved", "case_review", "case_taken_up",
    "case_reminded", "case_photographed", "case_supervised", "case_stage_report", "case_climbed", "part_called",
    "part_due_soon", "part_breached", "part_escalated", "part_reported", "part_answered",
    "whistle_concluded", "deadlines_moved",
]  # fmt: skip
"""What the hard part of handling tells: returns, parts, more time, plans, reminders."""
POSTS = ["deputy_named", "deputy_ended", "factor_reset"]

pytestmark = pytest.mark.django_db


class BrokenMailServer(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


class Refusing(EmailBackend):
    """A mail server that refuses the recipient."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"mei@example.org": (550, b"unknown")})


@pytest.fixture
def organisation() -> Organisation:
    return community()


@pytest.fixture
def email(settings):
    settings.EMAIL_HOST = "mail.example.org"


def tell(organisation: Organisation | None = None, key: str | None = None, **kwargs) -> Message | None:
    return actions.tell(
        "case_assigned", subject=SUBJECT, at=AT, organisation=organisation, context=CONTEXT, key=key, **kwargs
    )


def stored() -> Message:
    return Message.objects.get()


def test_a_message_is_rendered_when_it_is_told(organisation):
    tell(organisation)

    assert stored().title == "新事项 231282-261123-000427"
    assert "办理时限2026-11-23 12:00" in stored().body


def test_without_a_channel_it_is_kept_in_the_tray(organisation):
    message = tell(organisation)

    assert (message.state, message.channel) == (MessageState.HELD, MessageChannel.TRAY)
    assert ProcrastinateJob.objects.count() == 0


def test_a_key_is_told_once(organisation):
    first = tell(organisation, key="case:1:assigned")

    assert (first, tell(organisation, key="case:1:assigned")) == (stored(), None)


def test_several_are_told_with_one_insert(organisation):
    notices = [
        Notice("case_closed", SUBJECT, contact=7, context=CONTEXT, key="a"),
        Notice("case_breached", SUBJECT, organisation=organisation.pk, context=CONTEXT, key="a"),
        Notice("case_breached", SUBJECT, organisation=organisation.pk, context=CONTEXT, language="en"),
    ]

    with CaptureQueriesContext(connection) as asked:
        told = actions.tell_all(notices, at=AT)

    assert [message.title for message in told] == [
        "您反映的事已办结（231282-261123-000427）",
        "Matter 231282-261123-000427 is overdue",
    ]
    assert (len(asked), Message.objects.count()) == (2, 2)


def test_nothing_to_tell_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert actions.tell_all([], at=AT) == []


def test_our_own_words_come_before_the_shipped_ones(organisation):
    Template.objects.create(kind="case_assigned", language="zh-hans", title="新活 ${number}", body="${due}")

    assert tell(organisation).title == "新活 231282-261123-000427"


def test_an_unknown_language_is_told_in_chinese(organisation):
    assert tell(organisation, language="fr").title == "新事项 231282-261123-000427"


def test_an_unknown_kind_is_a_mistake_in_the_program(organisation):
    with pytest.raises(ValueError, match="no_such_kind"):
        actions.tell("no_such_kind", subject=SUBJECT, at=AT, organisation=organisation, context={})


def test_details_of_a_matter_cannot_be_told(organisation):
    with pytest.raises(ValueError, match="text"):
        actions.tell("case_closed", subject=SUBJECT, at=AT, organisation=1, context={"text": "路灯坏了"})


def test_with_a_mail_server_a_job_is_queued_in_the_same_transaction(organisation, email):
    message = tell(organisation)

    job = ProcrastinateJob.objects.get()
    assert (message.state, message.channel) == (MessageState.WAITING, MessageChannel.EMAIL)
    assert (job.task_name, job.queue_name, job.args) == (
        "notices.deliver",
        "c231282",
        {"message_id": message.pk},
    )


def test_a_resident_has_a_telephone_only_so_the_message_is_kept(email):
    message = tell(contact=7)

    assert (message.state, message.channel) == (MessageState.HELD, MessageChannel.TRAY)
    assert "secret" in stored().body
    assert "secret" not in stored().shown


def test_delivery_sends_it_once(organisation, email):
    message = tell(organisation)
    same = stored()

    actions.deliver(message, at=AT)
    actions.deliver(same, at=AT)

    assert (stored().state, stored().done_at, stored().next_try_at) == (MessageState.SENT, AT, None)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["chaoyang@example.org"], stored().title)
    ]


def test_an_officer_is_reached_at_their_own_address(organisation, email):
    officer = Officer.objects.create(
        username="mei", name="梅", organisation=organisation, email="mei@example.org"
    )

    actions.deliver(tell(officer=officer), at=AT)

    assert mail.outbox[0].to == ["mei@example.org"]


def test_without_an_address_it_is_kept_in_the_tray(organisation, email):
    Organisation.objects.update(email="")

    actions.deliver(tell(Organisation.objects.get()), at=AT)

    assert (stored().state, stored().channel, mail.outbox) == (MessageState.HELD, MessageChannel.TRAY, [])


def test_a_failure_waits_longer_each_time_and_ends_in_the_tray(organisation, email, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMailServer"
    tell(organisation)
    waits, now = [], AT
    while stored().state == MessageState.WAITING:
        actions.deliver(stored(), at=now)
        if stored().next_try_at:
            waits.append((stored().next_try_at - now).seconds // 60)
            now = stored().next_try_at

    assert (waits, stored().attempts) == ([1, 2, 4, 8, 16], MAX_ATTEMPTS)
    assert (stored().state, stored().problem) == (MessageState.FAILED, "SMTPServerDisconnected")


def test_no_address_is_written_down_as_the_problem(organisation, email, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"

    assert actions.deliver(tell(organisation), at=AT).problem == "SMTPRecipientsRefused"


def test_before_its_next_try_a_message_rests(organisation, email, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMailServer"
    message = actions.deliver(tell(organisation), at=AT)

    actions.deliver(message, at=AT + timedelta(seconds=59))

    assert stored().attempts == 1


def test_the_console_prints_what_goes_to_staff(organisation, settings, capsys):
    settings.NOTICES_CONSOLE = True

    actions.deliver(tell(organisation), at=AT)

    assert capsys.readouterr().out.startswith("[case_assigned] 新事项 231282-261123-000427\n")
    assert stored().state == MessageState.SENT


def test_the_shipped_templates_exist_in_both_languages_and_say_nothing_more_than_allowed():
    kinds = {kind for kind, _language in queries.shipped_templates()}

    assert set(queries.shipped_templates()) == {
        (kind, language) for kind in kinds for language in ("zh-hans", "en")
    }
    plain = {f"case_{word}" for word in KINDS} | {f"wish_{word}" for word in WISH_KINDS}
    assert kinds == plain | set(HANDLING) | set(POSTS)
    assert set(CONTEXT) == WORDS


def test_loading_templates_twice_changes_nothing_and_keeps_our_words():
    Template.objects.create(kind="case_assigned", language="en", title="Ours", body="${number}")

    assert (actions.load_templates(at=AT), actions.load_templates(at=AT)) == (
        len(queries.shipped_templates()) - 1,
        0,
    )
    assert Template.objects.get(kind="case_assigned", language="en").title == "Ours"
    assert [entry.verb for entry in entries("template:case_closed:en")] == ["set"]

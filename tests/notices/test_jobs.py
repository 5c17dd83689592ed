"""Delivery in the background: by its job, or caught up with later."""

import pytest
from django.core import mail
from django.core.management import call_command

from sunshine.notices import actions, jobs
from sunshine.notices.models import Message, Template
from sunshine.notices.queries import shipped_templates
from sunshine.notices.states import MessageState, Notice
from tests.notices.outbox import AT, CONTEXT, SUBJECT, community

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(settings) -> Message:
    settings.EMAIL_HOST = "mail.example.org"
    notice = Notice("case_assigned", SUBJECT, organisation=community().pk, context=CONTEXT)
    return actions.tell_all([notice], at=AT)[0]


def test_a_job_sends_its_message_once_however_often_it_runs(message):
    jobs.deliver(message.pk)
    jobs.deliver(message.pk)

    assert (len(mail.outbox), Message.objects.get().state) == (1, MessageState.SENT)


def test_a_job_without_its_message_ends_quietly():
    assert jobs.deliver(404) is None


def test_a_message_that_lost_its_job_is_caught_up_with(message):
    assert (jobs.catch_up(0), jobs.catch_up(0), len(mail.outbox)) == (1, 0, 1)


def test_the_templates_are_loaded_by_command(capsys):
    call_command("load_tables", "templates")
    call_command("load_tables", "templates", verbosity=0)

    assert (Template.objects.count(), capsys.readouterr().out) == (
        len(shipped_templates()),
        f"templates: {len(shipped_templates())} new\n",
    )

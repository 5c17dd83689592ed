"""Trays: whose messages they show, page by page; and what waits to be sent."""

from datetime import timedelta

import pytest
from django.db.models import Value

from sunshine.notices import actions, queries
from sunshine.notices.models import Message, Template
from sunshine.notices.states import MessageChannel, Notice
from sunshine.people.models import Officer
from tests.notices.outbox import AT, CONTEXT, SUBJECT, community

pytestmark = pytest.mark.django_db


def told(**to) -> Message:
    (message,) = actions.tell_all([Notice("case_assigned", SUBJECT, context=CONTEXT, **to)], at=AT)
    return message


def test_a_tray_shows_what_was_told_to_its_organisations_and_its_officer():
    mine, theirs = community(), community("别的社区")
    officer = Officer.objects.create(username="mei", name="梅", organisation=mine)
    first, second = told(organisation=mine.pk), told(officer=officer.pk)
    told(organisation=theirs.pk)
    told(contact=1)

    assert queries.tray([mine.pk], officer.pk) == [second, first]
    assert queries.tray([mine.pk], None) == [first]
    assert queries.tray([], None) == []


def test_what_was_told_of_a_matter_out_of_reach_is_left_out():
    mine, seen = (
        community(),
        Officer.objects.create(username="mei", name="梅", organisation=community("别的社区")),
    )
    told(organisation=mine.pk)
    (other,) = actions.tell_all([Notice("case_assigned", "officer:1", mine.pk, context=CONTEXT)], at=AT)
    kind, _, ref = SUBJECT.partition(":")
    within = Officer.objects.annotate(ref=Value(ref)).filter(pk=seen.pk)

    assert queries.tray([mine.pk], None, reach={kind: within.none()}) == [other]
    assert len(queries.tray([mine.pk], None, reach={kind: within})) == 2


def test_a_tray_is_read_page_by_page():
    mine = community()
    messages = [told(organisation=mine.pk) for _ in range(3)]

    assert queries.tray([mine.pk], None, limit=2) == [messages[2], messages[1]]
    assert queries.tray([mine.pk], None, before=messages[1].pk, limit=2) == [messages[0]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_tray_is_one_select(count, django_assert_num_queries):
    mine = community()
    messages = [told(organisation=mine.pk) for _ in range(count)]

    with django_assert_num_queries(1):
        assert len(queries.tray([mine.pk], None)) == len(messages)


def test_a_subject_shows_all_that_was_told_of_it():
    first, second = told(contact=1), told(organisation=community().pk)

    assert queries.of_subject(SUBJECT) == [first, second]


def test_only_messages_whose_time_has_come_wait(settings):
    settings.EMAIL_HOST = "mail.example.org"
    message = told(organisation=community().pk)

    assert queries.waiting(AT - timedelta(seconds=1), 5) == []
    assert queries.waiting(AT, 5) == [message]


@pytest.mark.parametrize(
    ("host", "console", "channel"),
    [
        ("", False, MessageChannel.TRAY),
        ("", True, MessageChannel.CONSOLE),
        ("mail", True, MessageChannel.EMAIL),
    ],
)
def test_the_channel_follows_the_settings(settings, host, console, channel):
    settings.EMAIL_HOST, settings.NOTICES_CONSOLE = host, console

    assert queries.channel() == channel


@pytest.mark.parametrize(
    ("language", "title"), [("en", "New matter"), ("zh-hans", "新事项"), ("fr", "新事项")]
)
def test_a_message_to_staff_is_read_in_the_language_of_the_page_where_there_is_one(language, title):
    said = queries.said_in(language, [told(organisation=community().pk)])
    assert said[0].title.startswith(title)


def test_what_was_told_before_or_to_a_resident_stays_as_it_was_sent(django_assert_num_queries):
    before, resident = told(organisation=community().pk), told(contact=1)
    before.filled = None
    with django_assert_num_queries(0):
        said = queries.said_in("en", [before, resident])
    assert [row.title.startswith("新事项") for row in said] == [True, True]


def test_the_words_a_county_wrote_itself_are_said_in_the_other_language_too():
    Template.objects.update_or_create(
        kind="case_assigned", language="en", defaults={"title": "Yours now: ${number}", "body": "${due}"}
    )
    (said,) = queries.said_in("en", [told(organisation=community().pk)])
    assert (said.title, said.body) == (f"Yours now: {CONTEXT['number']}", said.filled["due"])

"""What was kept for a time is erased when the time is over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sunshine.people import jobs
from sunshine.people.actions import limit_keeping
from sunshine.people.jobs import erase_contacts
from sunshine.people.models import Contact
from sunshine.record.models import Entry
from tests.factories.people import NOON, ContactFactory

pytestmark = pytest.mark.django_db


def left() -> list[int]:
    return list(Contact.objects.filter(erased_at=None).order_by("pk").values_list("pk", flat=True))


def test_an_ended_matter_says_until_when_its_contacts_are_kept():
    contact, other = ContactFactory(), ContactFactory()

    changed = limit_keeping(contact.pk, None, ended=NOON)

    assert changed == 1
    assert list(Contact.objects.order_by("pk").values_list("pk", "keep_until")) == [
        (contact.pk, date(2029, 11, 23)),
        (other.pk, None),
    ]


def test_only_contacts_whose_time_is_over_are_erased_each_with_its_entry():
    today = timezone.localdate()
    over = ContactFactory(keep_until=today)
    kept = [ContactFactory(keep_until=today + timedelta(days=1)).pk, ContactFactory().pk]

    assert erase_contacts(timestamp=0) == 1

    assert left() == kept
    assert list(Entry.objects.values_list("subject", "verb", "actor")) == [
        (over.subject, "erase", "retention")
    ]


def test_a_second_run_and_many_rounds_erase_each_once(monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    for _ in range(5):
        ContactFactory(keep_until=date(2026, 1, 1))

    assert [erase_contacts(timestamp=0), erase_contacts(timestamp=0)] == [5, 0]


def test_contacts_that_cannot_be_erased_now_do_not_keep_the_night_going(monkeypatch):
    contact = ContactFactory(keep_until=date(2026, 1, 1))
    stale = Contact.objects.get()
    Contact.objects.update(version=7)
    monkeypatch.setattr(jobs, "contacts_past", lambda on, limit: [stale])

    assert (erase_contacts(timestamp=0), left()) == (0, [contact.pk])

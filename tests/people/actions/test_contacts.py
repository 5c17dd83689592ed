"""Residents' contact details: sealed, looked at with a reason, erased for good."""

from datetime import date

import pytest
from django.db import transaction

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.lib.seal import Broken, key_id
from sunshine.people.actions import erase, keep_contact, look, officer_actor, reveal
from sunshine.people.models import Contact
from sunshine.people.states import Purpose, Role
from sunshine.record.models import Entry
from sunshine.record.queries import entries, open_sealed
from sunshine.record.states import Actor
from tests.factories.people import GRID, NOON, ContactFactory, OfficerFactory

pytestmark = pytest.mark.django_db
CASE = "case:00000000000000000000000000000001"


def asked(officer, **more) -> dict:
    """An officer asks about a matter in the grid that their own organisation holds."""
    matter = {"subject": CASE, "place": GRID, "organisation": officer.organisation_id}
    return {"by": officer_actor(officer), "at": NOON, "reason": "回电居民", **matter, **more}


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.code


def test_a_contact_is_kept_by_one_insert(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        contact = keep_contact(name="欧阳 明", phone="138 1234 1234", purpose=Purpose.CASE, at=NOON)

    kept = Contact.objects.get()
    assert (kept.name_masked, kept.phone_masked, kept.looks) == (contact.name_masked, "138****1234", 0)
    assert key_id(kept.phone_sealed) == "k1"
    assert b"13812341234" not in bytes(kept.phone_sealed)


@pytest.mark.parametrize(("name", "phone"), [("", "13812341234"), ("张三", ""), ("", "110")])
def test_either_may_be_left_out(name, phone):
    contact = ContactFactory(name=name, phone=phone, keep_until=date(2029, 11, 23))
    handler = OfficerFactory(role=Role.HANDLER)

    assert reveal(contact, **asked(handler)) == (name, phone)
    assert bool(contact.tail_index) == (len(phone) > 3)


def test_a_remark_lies_under_the_seal_of_the_number_and_is_searched_by_nobody():
    contact = ContactFactory(name="", phone="13812341234", remark="13812341234(儿子)")
    bare = ContactFactory(name="", phone="", remark="1380000002")

    assert reveal(contact, **asked(OfficerFactory(role=Role.HANDLER)))[1] == "13812341234\n13812341234(儿子)"
    assert contact.phone_index == ContactFactory(phone="13812341234").phone_index
    assert (bare.phone_masked, bare.phone_index, bare.tail_index, bool(bare.phone_sealed)) == (
        "",
        "",
        "",
        True,
    )


def test_a_number_that_cannot_be_one_is_refused():
    assert refusal(ContactFactory, phone="12") == "bad_phone"


@pytest.mark.django_db(transaction=True)
def test_a_contact_belongs_into_the_transaction_of_its_matter():
    with pytest.raises(RuntimeError):
        keep_contact(name="张三", phone="", purpose=Purpose.CASE, at=NOON)


def test_a_look_is_counted_and_recorded_with_its_reason_sealed():
    contact, handler = ContactFactory(), OfficerFactory(role=Role.HANDLER)

    assert reveal(contact, **asked(handler)) == ("张三", "13812341234")

    entry = entries(contact.subject)[0]
    assert (entry.verb, entry.actor, entry.facts) == ("reveal", str(handler.pk), {"about": CASE})
    assert open_sealed([entry])[entry.pk]["reason"] == "回电居民"
    assert Contact.objects.get().looks == 1


def test_no_look_without_a_reason_or_out_of_reach():
    contact, handler = ContactFactory(), OfficerFactory(role=Role.HANDLER)

    codes = [
        refusal(reveal, contact, **asked(handler, reason="看")),
        refusal(reveal, contact, **asked(handler, organisation=handler.organisation_id + 1)),
        refusal(reveal, contact, **asked(OfficerFactory())),
        refusal(reveal, contact, **asked(OfficerFactory(role=Role.AUDITOR), place="231283")),
    ]

    assert codes == ["no_reason", "out_of_reach", "no_role", "out_of_reach"]
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("role", list(Role))
def test_confidential_names_are_for_handler_dispatcher_and_auditor(role):
    officer, contact = OfficerFactory(role=role), ContactFactory()

    if role in {Role.COUNTY_ADMIN, Role.STREET_SUPERVISOR, Role.GROUP_LEADER}:
        assert refusal(reveal, contact, **asked(officer, confidential=True)) == "not_your_task"
    else:
        assert reveal(contact, **asked(officer, confidential=True)) == ("张三", "13812341234")


def test_who_complained_of_staff_is_shown_to_supervision_only():
    contact = ContactFactory()
    chief, desk = OfficerFactory(role=Role.COUNTY_ADMIN), OfficerFactory(role=Role.SUPERVISION)

    assert refusal(reveal, contact, **asked(chief, restricted=True)) == "out_of_reach"
    assert reveal(contact, **asked(desk, restricted=True)) == ("张三", "13812341234")


def test_of_two_looks_at_the_same_step_one_is_told():
    contact, handler = ContactFactory(), OfficerFactory(role=Role.HANDLER)
    stale = Contact.objects.get()
    reveal(contact, **asked(handler))

    with pytest.raises(Overtaken):
        reveal(stale, **asked(handler))


def test_a_value_moved_to_another_column_does_not_open():
    contact, handler = ContactFactory(), OfficerFactory(role=Role.HANDLER)
    contact.name_sealed = contact.phone_sealed

    with pytest.raises(Broken):
        reveal(contact, **asked(handler))


def test_an_erased_contact_is_gone_and_the_erasure_told():
    contact, handler = ContactFactory(), OfficerFactory(role=Role.HANDLER)

    erase(contact, by=Actor.system("retention"), at=NOON, why="retention")

    kept = Contact.objects.get()
    assert (kept.name_sealed, kept.phone_sealed, kept.name_masked, kept.phone_index) == (None, None, "", "")
    assert (kept.erased_at, [entry.verb for entry in entries(contact.subject)]) == (NOON, ["erase"])
    assert refusal(reveal, contact, **asked(handler)) == "erased"
    assert refusal(erase, contact, by=Actor.system(), at=NOON, why="retention") == "erased"


def test_every_look_of_an_auditor_is_an_entry_of_its_own():
    auditor = officer_actor(OfficerFactory(role=Role.AUDITOR))

    for _ in range(2):
        look(by=auditor, at=NOON, subject=CASE)

    assert (
        list(Entry.objects.values_list("verb", "actor", "facts"))
        == [("look", auditor.ident, {"about": CASE})] * 2
    )

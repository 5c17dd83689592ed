"""Signing up, changing, agreeing, taking back and leaving: what is written, what is erased, one entry for each."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Contact
from sunshine.people.states import Role
from sunshine.record.models import Entry, Seal
from sunshine.record.states import Actor
from sunshine.volunteers.actions import (
    change_offer,
    give_consent,
    load_skills,
    print_link,
    reveal,
    set_skill,
    sign_up,
    still_here,
    strip,
    withdraw_consent,
)
from sunshine.volunteers.models import Consent, Skill, Volunteer
from sunshine.volunteers.queries import consents, token_of
from tests.factories.people import GRID, NOON, OfficerFactory
from tests.factories.volunteers import PHONE, offered, volunteer
from tests.generic.tables import KindTable

pytestmark = pytest.mark.django_db


def own(person: Volunteer) -> Actor:
    return Actor.helper(person.ref, None)


def verbs(person: Volunteer) -> list[tuple[int, str]]:
    return list(Entry.objects.filter(subject=person.subject).order_by("step").values_list("step", "verb"))


def officer(role: Role = Role.SECRETARY) -> Actor:
    return officer_actor(OfficerFactory(role=role))


def test_signing_up_keeps_what_is_offered_and_each_consent():
    volunteer()  # place and skills are there from now on
    signed = sign_up(
        offered(display_name=" 老李 ", place="231282999001", phone=PHONE), by=Actor.resident(), at=NOON
    )

    row = Volunteer.objects.get(ref=signed.volunteer.ref)
    assert (row.display_name, row.free, row.version) == ("老李", ["weekday_evening"], 1)
    assert sorted(skill.pk for skill in row.skills.all()) == ["company", "errand"]
    assert (consents(row), row.contact.phone_masked) == ({"keep", "public", "match", "call"}, "139****5678")
    assert signed.token == token_of(row.ref)


def test_the_record_says_that_somebody_signed_up_and_nothing_of_what():
    person = volunteer(display_name="老李", phone=PHONE)

    [entry] = Entry.objects.filter(subject=person.subject)
    said = f"{entry.public}{entry.facts}"
    assert (entry.verb, entry.facts) == ("sign_up", {"community": "231282999001"})
    assert [word in said for word in ("老李", "company", "public", PHONE)] == [False] * 4


def test_the_same_form_is_one_offer():
    volunteer()
    first, second = (sign_up(offered(form_key="k"), by=Actor.resident(), at=NOON) for _ in range(2))

    assert (first == second, Volunteer.objects.filter(form_key="k").count()) == (True, 1)


def test_an_error_that_is_no_second_form_stays_an_error(monkeypatch):
    person = volunteer()
    monkeypatch.setattr("secrets.token_hex", lambda size: person.ref)

    with pytest.raises(IntegrityError):
        sign_up(offered(form_key="k"), by=Actor.resident(), at=NOON)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_in_one_moment_is_one_offer():
    volunteer()

    def send(_turn: int) -> str:
        try:
            return sign_up(offered(display_name="老李", form_key="k"), by=Actor.resident(), at=NOON).token
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        tokens = set(pool.map(send, range(4)))
    assert (len(tokens), Volunteer.objects.filter(form_key="k").count()) == (1, 1)


def test_an_offer_is_changed_whole_and_an_older_page_is_overtaken():
    person = volunteer()
    told = offered(display_name="李大爷", skills=("repair",), free=())
    change_offer(person, told, by=own(person), at=NOON, seen=1)

    with pytest.raises(Overtaken):
        change_offer(person, told, by=own(person), at=NOON, seen=1)
    row = Volunteer.objects.get()
    assert (row.display_name, row.free, row.skills.get().pk, row.version) == ("李大爷", [], "repair", 2)
    assert verbs(person) == [(1, "sign_up"), (2, "change")]


def test_a_consent_is_taken_back_and_given_again_with_its_dates():
    person = volunteer()
    withdraw_consent(person, "public", by=own(person), at=NOON)
    give_consent(person, "public", by=own(person), at=NOON)

    rows = Consent.objects.filter(kind="public").order_by("id").values_list("withdrawn_at", flat=True)
    assert list(rows) == [NOON, None]
    assert verbs(person) == [(1, "sign_up"), (2, "withdraw"), (3, "consent")]


def test_what_is_so_already_changes_nothing():
    person = volunteer(consents=frozenset({"keep"}))
    withdraw_consent(person, "public", by=own(person), at=NOON)
    give_consent(person, "keep", by=own(person), at=NOON)

    assert verbs(person) == [(1, "sign_up")]


def test_with_the_consent_to_be_called_goes_the_number():
    person = volunteer(phone=PHONE)
    withdraw_consent(person, "call", by=own(person), at=NOON)

    row = Volunteer.objects.get()
    assert (row.contact, Contact.objects.get().phone_sealed, "call" in consents(row)) == (None, None, False)


def test_to_be_called_again_brings_a_number():
    person = volunteer()
    with pytest.raises(Refused):
        give_consent(person, "call", by=own(person), at=NOON)
    give_consent(person, "call", by=own(person), at=NOON, phone=PHONE)

    assert Volunteer.objects.get().contact.phone_masked == "139****5678"


def test_the_consent_to_be_kept_is_not_taken_back_alone():
    person = volunteer()
    with pytest.raises(Refused):
        withdraw_consent(person, "keep", by=own(person), at=NOON)


def test_whoever_leaves_is_nobody_and_no_seal_of_them_opens():
    person = volunteer(display_name="老李", place=GRID, phone=PHONE, form_key="k")
    strip(person, by=own(person), at=NOON)

    row = Volunteer.objects.get()
    assert (row.display_name, row.place, row.team, row.free, row.contact) == ("", GRID[:12], None, [], None)
    assert (row.left_at, row.form_key, row.skills.count(), consents(row)) == (NOON, None, 0, frozenset())
    mine = Entry.objects.filter(subject=person.subject).values("id")
    assert (Seal.objects.filter(entry_id__in=mine).count(), Contact.objects.get().erased_at) == (0, NOON)


def test_whoever_left_cannot_leave_again():
    person = strip(volunteer(), by=Actor.system(), at=NOON)
    with pytest.raises(Refused):
        strip(person, by=Actor.system(), at=NOON)


def test_whoever_left_is_given_nothing():
    here, left = volunteer(), strip(volunteer(), by=Actor.system(), at=NOON)

    assert still_here(here) == here
    with pytest.raises(Refused):
        still_here(left)


def test_two_steps_at_once_are_one():
    person = volunteer()
    stale = Volunteer.objects.get()
    withdraw_consent(person, "public", by=own(person), at=NOON)

    with pytest.raises(Overtaken):
        withdraw_consent(stale, "match", by=own(person), at=NOON)


def test_the_number_is_shown_to_staff_with_a_reason_and_a_leader_of_the_group():
    person = volunteer(phone=PHONE)
    leader = officer(Role.GROUP_LEADER)
    shown = [
        reveal(person, by=officer(), at=NOON, reason="约上门时间"),
        reveal(person, by=leader, at=NOON, reason="约上门时间", organisation=leader.organisation),
    ]

    assert (shown, Contact.objects.get().looks) == ([PHONE, PHONE], 2)


@pytest.mark.parametrize("phone", ["", PHONE])
def test_without_the_consent_nobody_sees_a_number(phone):
    person = volunteer(phone=phone)
    Consent.objects.filter(kind="call").update(withdrawn_at=NOON)

    with pytest.raises(Refused) as refusal:
        reveal(person, by=officer(), at=NOON, reason="约上门时间")
    assert refusal.value.code == "no_consent"


def test_printing_the_link_again_is_a_step():
    person = volunteer()

    assert print_link(person, by=officer(), at=NOON, word=True) == token_of(person.ref)
    assert verbs(person) == [(1, "sign_up"), (2, "print")]


def test_skills_are_brought_once_and_by_command():
    call_command("load_tables", "skills", verbosity=0)

    assert (load_skills(by=Actor.system(), at=NOON), Skill.objects.get(pk="snow").zh) == (0, "扫雪清冰")


class TestSkills(KindTable):
    model = Skill
    first = {"zh": "下棋", "en": "Chess"}
    second = {"zh": "陪下棋", "order": 3}

    def put(self, said: Any, *, by: Actor, seen: int | None = None) -> Skill:
        return set_skill(code="chess", values=dict(said), by=by, at=NOON, seen=seen)

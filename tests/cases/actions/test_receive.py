"""A report finds place, kind and holder, or is refused with a sentence."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases.models import Case, Custody
from sunshine.cases.queries import by_token
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Channel
from sunshine.notices.models import Message
from sunshine.people.models import Contact
from sunshine.record.models import Entry, Pending
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, GRID, RESIDENT, SECOND, Town, reported
from tests.factories.people import NOON


def test_a_matter_on_the_duty_list_goes_to_the_community_and_its_grid_worker(there: Town) -> None:
    case = reported().case

    assert (case.holder, case.assignee, case.place) == (there.first, there.grid_worker, GRID)


def test_custody_and_clocks_begin_with_the_report(there: Town) -> None:
    case = reported().case

    assert Custody.objects.values_list("holder", "began", "ended").get() == (there.first.pk, NOON, None)
    assert sorted(Clock.objects.values_list("kind", "started_at")) == [("accept", NOON), ("handle", NOON)]
    assert Clock.objects.get(kind="handle").due_at == case.due_at


def test_the_entry_says_community_and_top_category_and_nothing_finer(there: Town) -> None:
    case = reported().case

    entry = Entry.objects.get(subject=case.subject)
    assert entry.public == (
        '{"category":"02","community":"231282999001","day":"2026-11-23","organisation":"第一社区居委会","step":1,'
        f'"subject":"{case.subject}","to":"received","v":1,"verb":"receive"}}'
    )
    assert Pending.objects.filter(entry_id=entry.pk).exists()


def test_a_matter_of_a_department_goes_to_the_department(there: Town) -> None:
    case = reported(text="门口路灯不亮", category="0101").case

    assert (case.holder, case.assignee) == (there.light, None)


def test_a_kind_that_no_duty_list_names_goes_to_the_dispatcher_never_to_the_community(there: Town) -> None:
    case = reported(text="楼上噪声太大", category="0202").case

    assert (case.holder, case.why_here["because"]) == (there.street, "off_list")


def test_an_unclear_text_goes_to_the_dispatcher(there: Town) -> None:
    case = reported(text="有件事想说一下", category=None).case

    assert (case.holder, case.category, case.why_here["because"]) == (there.street, None, "no_category")


FIRE = "四楼着火了，有人困在屋里出不来，快来人"


def test_danger_is_looked_at_at_once_whatever_kind_its_sender_took_it_for(there: Town) -> None:
    case = reported(text=FIRE, category="0101").case

    assert (case.holder, case.category, case.urgency, case.policy) == (
        there.street,
        None,
        "critical",
        "critical",
    )
    assert case.due_at - NOON == timedelta(hours=2)


def test_a_kind_that_an_officer_chose_stands(there: Town) -> None:
    case = reported(text=FIRE, category="0101", by=there.by("dispatcher")).case

    assert (case.holder, case.category_id, case.policy) == (there.light, "0101", "normal")


def test_a_kind_is_left_for_the_words_of_the_list_alone(there: Town) -> None:
    text = "孩子从窗台翻出去了快来人"

    assert [reported(text=text, category=kind).case.policy for kind in (None, "0201")] == [
        "critical",
        "normal",
    ]


@pytest.mark.parametrize(
    ("ago", "policy"), [(timedelta(hours=3), "critical"), (timedelta(days=9), "normal"), (None, "critical")]
)
def test_danger_in_a_ledger_is_danger_on_its_day(there: Town, ago: timedelta | None, policy: str) -> None:
    """Where the ledger does not say when it was told, it may be now."""
    told = {
        "channel": Channel.IMPORT,
        "source": "12345",
        "external_number": "1",
        "told_at": ago and NOON - ago,
    }

    assert reported(text=FIRE, by=Actor.system("import"), **told).case.policy == policy


def test_a_clear_text_finds_its_kind(there: Town) -> None:
    assert reported(text="小区门口的路灯不亮了", category=None).case.category_id == "0101"


def test_a_point_finds_its_grid(there: Town) -> None:
    assert reported(place=None, lon=125.925, lat=46.055).case.place == SECOND + "001"


def test_a_complaint_about_staff_goes_one_level_up_and_is_hidden(there: Town) -> None:
    case = reported(text="窗口工作人员态度恶劣", category="0901", about=there.first.pk).case

    entry = Entry.objects.get(subject=case.subject)
    assert (case.holder, case.restricted) == (there.desk, True)
    assert entry.public == f'{{"commitment":"{entry.commitment}","v":1}}'


def test_a_complaint_about_the_street_goes_to_the_county(there: Town) -> None:
    assert (
        reported(text="街道收费不合理", category="0901", about=there.street.pk).case.holder
        == there.county_desk
    )


def test_the_contact_is_sealed_and_the_link_opens_the_case(there: Town) -> None:
    received = reported(name="王小明", phone="13812345678")

    contact = Contact.objects.get()
    assert (contact.name_masked, contact.phone_masked) == ("王*明", "138****5678")
    assert by_token(received.token) == received.case


def test_the_same_form_twice_is_one_report(there: Town) -> None:
    first, second = reported(form_key="k" * 20), reported(form_key="k" * 20)

    assert (first.case.pk, first.token, Case.objects.count()) == (second.case.pk, second.token, 1)


def test_holder_and_resident_are_told(there: Town) -> None:
    case = reported(phone="13812345678").case

    told = Message.objects.order_by("kind").values_list("kind", "organisation", "contact")
    assert list(told) == [("case_assigned", there.first.pk, None), ("case_received", None, case.contact_id)]


def test_solved_on_the_spot_is_answered_not_closed(there: Town) -> None:
    case = reported(by=there.by("grid_worker"), channel="grid", solved_on_the_spot="当场清走").case

    assert (case.state, case.self_handled, case.version) == ("answered", True, 3)


def test_what_cannot_be_printed_becomes_blanks_and_line_breaks(there: Town) -> None:
    assert reported(text="坏\x00字\x0b符\u202e").case.text == "坏 字\n符"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": " "}, "text"),
        ({"text": "长" * 20_000}, "text"),
        ({"for_name": "李四"}, "for_consent"),
        ({"photos": (b"",) * 7}, "photos"),
        ({"lon": 125.9}, "place"),
        ({"place": "110101001001"}, "place"),
        ({"place": "231282999777"}, "place"),
        ({"category": "02"}, "category"),
        ({"category": "9999"}, "category"),
        ({"place": None, "lon": 116.4, "lat": 39.9}, "outside_county"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(there: Town, wrong: dict, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        reported(**wrong)

    assert (refusal.value.code, Case.objects.count(), Entry.objects.filter(verb="receive").count()) == (
        code,
        0,
        0,
    )


def test_a_report_takes_at_most_fifteen_statements(there: Town) -> None:
    reported()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        reported(
            text="又堆满了", name="王小明", phone="13812345678", at=NOON + timedelta(hours=1), by=RESIDENT
        )

    assert len(seen) <= 15, "\n".join(query["sql"].strip()[:110] for query in seen)


def test_an_import_without_a_place_stays_with_whoever_imported_it(there: Town) -> None:
    actor = there.by("secretary")

    case = reported(
        by=actor,
        channel="import",
        place=None,
        text="说不清在哪",
        category=None,
        source="12345",
        external_number="A1",
    ).case

    assert (case.holder, case.place, case.community) == (there.first, "231282", "231282")


def test_an_auditor_takes_in_nothing(there: Town) -> None:
    with pytest.raises(Refused):
        reported(by=there.by("auditor"), channel="phone")


def test_the_place_hint_of_a_community_is_kept_coarse(there: Town) -> None:
    assert (reported(place=FIRST).case.certainty, reported(place=FIRST).case.place) == ("coarse", FIRST)

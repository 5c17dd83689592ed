"""What turns out to be a complaint about staff goes one level up at once and exists for nobody below."""

from datetime import timedelta

import pytest
from django.db.models import F

from sunshine.cases.actions import accept, classify, receive, release
from sunshine.cases.actions.tables import set_route
from sunshine.cases.models import Custody
from sunshine.cases.queries import visible_to
from sunshine.cases.rules import Report
from sunshine.cases.states import Doubt, State
from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Channel
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import Town, reported
from tests.factories.people import DAY, NOON, OfficerFactory

LATER = NOON + timedelta(hours=1)


def test_it_goes_to_the_desk_above_and_starts_anew(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)

    classify(case, by=there.by("dispatcher"), at=LATER, category="0901")

    case.refresh_from_db()
    assert (case.holder, case.state, case.restricted) == (there.desk, State.RECEIVED, True)
    assert (case.assignee, case.accepted_at, case.policy) == (None, None, "normal")
    assert Custody.objects.filter(case=case).count() == 2
    assert sorted(Clock.objects.filter(stopped_at=None).values_list("kind", flat=True)) == [
        "accept",
        "handle",
    ]


def test_it_is_hidden_from_all_who_saw_it(there: Town) -> None:
    case = classify(reported().case, by=there.by("worker"), at=LATER, category="0901")

    seen = {
        name: visible_to(getattr(there, name), DAY).exists()
        for name in ("worker", "dispatcher", "supervisor")
    }
    assert seen == {"worker": False, "dispatcher": False, "supervisor": True}
    entry = Entry.objects.get(subject=case.subject, verb="restrict")
    assert (entry.commitment != "", "community" in entry.public) == (True, False)


def test_what_was_published_is_taken_back(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    release(case, by=there.by("secretary"), at=LATER, text="楼道堆物", result="")

    classify(case, by=there.by("worker"), at=LATER, category="0901")

    case.refresh_from_db()
    assert (case.released_text, case.released_result) == ("", "")


def test_where_nobody_supervises_it_stays_and_the_sentence_says_why(there: Town) -> None:
    Organisation.objects.filter(kind="supervision").update(valid_to=DAY, version=9)

    with pytest.raises(Refused, match="监督"):
        classify(reported().case, by=there.by("worker"), at=LATER, category="0901")


def test_a_desk_that_holds_it_already_keeps_it(there: Town) -> None:
    case = reported(place="231282").case
    Custody.objects.filter(case=case).update(holder=there.county_desk)
    case.holder = there.county_desk
    case.save(update_fields=["holder"])

    classify(case, by=_admin(there), at=LATER, category="0901")

    assert (case.restricted, Custody.objects.filter(case=case).count()) == (True, 1)


def _admin(there: Town) -> Actor:
    return officer_actor(
        OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    )


def test_an_imported_complaint_does_not_stay_with_its_importer(there: Town) -> None:
    told = Report("工作人员态度差", category="0901", channel=Channel.IMPORT, source="x", external_number="1")

    assert receive(told, by=there.by("secretary"), at=NOON).case.holder.kind == "supervision"


def test_what_was_held_by_its_words_alone_and_is_none_goes_to_who_answers_for_it(there: Town) -> None:
    case = reported(text="网格员收了我五百块钱不开票", category=None).case
    assert (case.restricted, case.holder) == (True, there.desk)
    accept(case, by=there.by("supervisor"), at=LATER)

    classify(case, by=there.by("supervisor"), at=LATER, category="0201")

    case.refresh_from_db()
    assert (case.restricted, case.holder, case.state) == (False, there.first, "received")


def test_where_its_holder_answers_for_the_other_kind_too_it_stays_there(there: Town) -> None:
    case = reported(text="网格员收了我五百块钱不开票", category=None).case
    accept(case, by=there.by("supervisor"), at=LATER)
    set_route(
        category="0201",
        place=there.desk.place,
        organisation=there.desk.pk,
        kind="",
        source="a",
        by=_admin(there),
        at=NOON,
    )

    classify(case, by=there.by("supervisor"), at=LATER, category="0201")

    case.refresh_from_db()
    assert (case.restricted, case.holder, case.state) == (False, there.desk, "received")


def test_where_nobody_answers_for_the_other_kind_it_stays(there: Town) -> None:
    case = reported(text="网格员收了我五百块钱不开票", category=None).case
    accept(case, by=there.by("supervisor"), at=LATER)
    Organisation.objects.exclude(kind="supervision").update(valid_to=DAY, version=F("version") + 1)

    with pytest.raises(Refused) as refused:
        classify(case, by=there.by("supervisor"), at=LATER, category="0201")
    assert refused.value.code == "category"


def test_danger_that_complains_too_comes_first_and_the_doubt_stays(there: Town) -> None:
    received = reported(text="四楼着火了，有人困在屋里，网格员收了我五百块钱不开票", category=None)

    assert (received.case.restricted, received.case.policy) == (False, "critical")
    assert received.doubts == (Doubt.PERHAPS_STAFF,)


def test_where_nobody_supervises_its_words_are_taken_as_they_are_and_the_doubt_stays(there: Town) -> None:
    Organisation.objects.filter(kind="supervision").update(valid_to=DAY, version=F("version") + 1)
    received = reported(text="网格员收了我五百块钱不开票", category=None)

    assert (received.case.restricted, received.doubts) == (False, (Doubt.PERHAPS_STAFF,))


def test_a_complaint_does_not_become_another_matter(there: Town) -> None:
    case = reported(text="工作人员态度差", category="0901", about=there.first.pk).case

    with pytest.raises(Refused, match="投诉"):
        classify(case, by=there.by("supervisor"), at=LATER, category="0201")

"""Samples: drawn at random once a week, looked at by others, and what was found unsolved begins anew."""

from datetime import timedelta
from typing import Any

import pytest

from sunshine.cases.actions import accept, answer, call, close, draw, inspect, take_up_again
from sunshine.cases.jobs import draw_samples
from sunshine.cases.models import Case, Sample
from sunshine.cases.queries.calls import to_inspect
from sunshine.cases.rules import may_begin_anew, possible
from sunshine.lib.refusals import Refused
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.cases import Town, reported
from tests.factories.people import DAY, NOON

LATER = NOON + timedelta(hours=1)
SOON = NOON + timedelta(days=7)
CLOCK = Actor.system("clock")


def unconfirmed(there: Town, by: Actor = CLOCK, **report: object) -> Case:
    case = accept(reported(**report).case, by=there.by("worker"), at=LATER)
    answer(case, by=there.by("worker"), at=LATER, text="已清走")
    return close(case, by=by, at=LATER)


def on_the_spot(there: Town) -> Case:
    case = reported(by=there.by("worker"), solved_on_the_spot="当场清走").case
    return close(case, by=CLOCK, at=LATER)


def refused(step: Any, case: Case, **more: Any) -> str:
    with pytest.raises(Refused) as refusal:
        step(case, at=SOON, **more)
    return refusal.value.code


def test_a_share_of_each_kind_is_drawn_and_the_entry_says_of_how_many(there: Town) -> None:
    for _n in range(11):
        unconfirmed(there)
    on_the_spot(there)

    found = draw(at=SOON)

    assert sorted(row.why for row in found) == ["self_handled", "unconfirmed", "unconfirmed"]
    assert Entry.objects.get(verb="draw").facts == {
        "self_handled": {"closed": 1, "drawn": 1},
        "unconfirmed": {"closed": 11, "drawn": 2},
    }


def test_a_week_is_drawn_once_and_nothing_from_nothing(there: Town) -> None:
    first = draw(at=SOON)
    unconfirmed(there)

    assert (first, draw(at=SOON + timedelta(days=3)), Sample.objects.count()) == ([], [], 0)
    assert Entry.objects.filter(verb="draw").count() == 1


def test_the_weekly_job_draws_and_may_run_twice(there: Town) -> None:
    assert [draw_samples(0), draw_samples(0), Entry.objects.filter(verb="draw").count()] == [0, 0, 1]


def test_confirmed_matters_are_not_drawn(there: Town) -> None:
    case = accept(reported(phone="13812341234").case, by=there.by("worker"), at=LATER)
    answer(case, by=there.by("worker"), at=LATER, text="已清走")
    call(case, by=there.by("secretary"), at=LATER, reached=True, solved="yes")

    assert draw(at=SOON) == []


def test_somebody_else_looks_and_says_what_was_found(there: Town) -> None:
    case = unconfirmed(there)
    draw(at=SOON)

    inspect(case, by=there.by("secretary"), at=SOON, found="partly", text="还剩一点")

    row = Sample.objects.values_list("found", "officer", "inspected_at").get()
    assert row == ("partly", there.secretary.pk, SOON)
    assert Entry.objects.get(verb="inspect").facts["found"] == "partly"


def test_never_who_handled_it_nor_who_closed_it(there: Town) -> None:
    case = unconfirmed(there, by=there.by("colleague"))
    draw(at=SOON)

    names = ("worker", "colleague", "secretary")
    assert ["inspect" in possible(case, by=there.by(name), on=DAY) for name in names] == [False, False, True]


def test_what_is_in_no_sample_or_seen_already_is_not_looked_at(there: Town) -> None:
    case, by = unconfirmed(there), there.by("secretary")
    assert refused(inspect, case, by=by, found="yes") == "no_sample"
    draw(at=SOON)
    inspect(case, by=by, at=SOON, found="yes")

    assert refused(inspect, case, by=by, found="yes") == "no_sample"


def test_the_list_shows_what_waits_for_me(there: Town) -> None:
    case = unconfirmed(there)
    draw(at=SOON)

    lists = [to_inspect(row, DAY) for row in (there.secretary, there.worker, there.auditor)]
    assert [[row.case_id for row in rows] for rows in lists] == [[case.pk], [], []]


def test_what_was_found_unsolved_begins_anew_once(there: Town) -> None:
    case, by = unconfirmed(there, phone="13812341234"), there.by("secretary")
    draw(at=SOON)
    inspect(case, by=by, at=SOON, found="no")
    assert may_begin_anew(case, by=by, on=DAY)

    again = take_up_again(case, by=by, at=SOON).case

    assert (again.follows, again.text, again.number != case.number) == (case, case.text, True)
    assert (again.contact.phone_masked, again.contact_id != case.contact_id) == ("138****1234", True)
    assert take_up_again(case, by=by, at=SOON).case == again
    assert Entry.objects.get(subject=again.subject).facts["follows"] == case.ref


def test_what_was_found_solved_does_not_begin_anew(there: Town) -> None:
    case, by = unconfirmed(there), there.by("secretary")
    draw(at=SOON)
    inspect(case, by=by, at=SOON, found="yes")

    assert refused(take_up_again, case, by=by) == "no_sample"
    assert not may_begin_anew(case, by=by, on=DAY)


def test_a_complaint_begins_anew_with_those_it_is_about(there: Town) -> None:
    told = {"category": "0901", "about": there.first.pk, "about_officers": (there.worker.pk,)}
    case = accept(reported(**told).case, by=there.by("supervisor"), at=LATER)
    answer(case, by=there.by("supervisor"), at=LATER, text="已谈话")
    close(case, by=CLOCK, at=LATER)
    Sample.objects.create(case=case, why="unconfirmed", drawn_at=SOON, inspected_at=SOON, found="no")

    again = take_up_again(case, by=there.by("supervisor"), at=SOON).case
    assert (again.about, list(again.about_officers.all())) == (there.first, [there.worker])

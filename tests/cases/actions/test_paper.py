"""The printed link speaks for the resident: whoever handles gets none, whoever got one does not handle."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, answer, print_link
from sunshine.cases.queries import by_token
from sunshine.lib.refusals import Refused
from sunshine.record.models import Entry
from sunshine.record.queries import open_sealed
from tests.factories.cases import Town, reported
from tests.factories.line import refused
from tests.factories.people import NOON

LATER = NOON + timedelta(hours=1)


def test_a_print_gives_the_link_and_is_a_step(there: Town) -> None:
    case = reported().case

    token = print_link(case, by=there.by("worker"), at=LATER, reason="居民到场")

    assert by_token(token) == case
    entry = Entry.objects.get(subject=case.subject, verb="print")
    assert (entry.actor, entry.step, case.version) == (str(there.worker.pk), 2, 2)


def test_the_assignee_prints_no_link(there: Town) -> None:
    case = reported().case
    case.assignee = there.secretary
    case.save(update_fields=["assignee"])

    with pytest.raises(Refused, match="居民"):
        print_link(case, by=there.by("secretary"), at=LATER, reason="居民到场")


def test_whoever_answered_prints_no_link_and_records_no_withdrawal(there: Town) -> None:
    case = accept(reported().case, by=there.by("worker"), at=LATER)
    answer(case, by=there.by("worker"), at=LATER, text="已清走")

    with pytest.raises(Refused):
        print_link(case, by=there.by("worker"), at=LATER, reason="居民到场")
    print_link(case, by=there.by("colleague"), at=LATER, reason="居民到场")


def test_whoever_printed_the_link_does_not_answer(there: Town) -> None:
    case = reported().case
    print_link(case, by=there.by("worker"), at=LATER, reason="居民到场")
    accept(case, by=there.by("worker"), at=LATER)

    with pytest.raises(Refused, match="打印"):
        answer(case, by=there.by("worker"), at=LATER, text="已清走")
    answer(case, by=there.by("colleague"), at=LATER, text="已清走")


def test_those_who_hear_no_resident_print_no_link(there: Town) -> None:
    for who in ("grid_worker", "auditor", "handler"):
        with pytest.raises(Refused):
            print_link(reported().case, by=there.by(who), at=LATER, reason="居民到场")


def test_a_print_says_to_whom_it_is_given_and_keeps_it_under_seal(there: Town) -> None:
    case = reported().case
    with refused("no_reason"):
        print_link(case, by=there.by("worker"), at=LATER, reason="他")
    print_link(case, by=there.by("worker"), at=LATER, reason="居民到场")

    entry = Entry.objects.get(subject=case.subject, verb="print")
    assert (open_sealed([entry])[entry.pk]["reason"], "居民到场" in str(entry.facts)) == ("居民到场", False)


def test_the_link_of_a_confidential_matter_is_printed_by_who_may_open_it(there: Town) -> None:
    case = reported(
        category="0101", confidential=True
    ).case  # held by the street lights, not by the community
    with refused("confidential"):
        print_link(case, by=there.by("worker"), at=LATER, reason="居民到场")
    assert print_link(case, by=there.by("dispatcher"), at=LATER, reason="居民到场")

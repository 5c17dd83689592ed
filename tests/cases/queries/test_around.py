"""What lies around a request is read once for its page, and only what there is."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sunshine.cases import actions, rules
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue, page_of
from sunshine.cases.queries.around import clocks_and_record, gather, record_of, saying_what_there_is, there_is
from sunshine.lib.once import reading
from tests.factories.cases import Town, reported
from tests.factories.people import DAY, NOON

LATER = NOON + timedelta(hours=1)


def said(case: Case) -> Case:
    """The request as its page fetches it."""
    return saying_what_there_is(Case.objects.select_related("holder", "category")).get(pk=case.pk)


def statements(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_a_request_says_what_there_is_around_it(there: Town) -> None:
    case = actions.accept(reported().case, by=there.by("worker"), at=NOON)
    actions.note(case, by=there.by("worker"), at=LATER, text="已电话联系")

    found = said(case)
    assert [there_is(found, name) for name in ("notes", "parts", "photos", "merged")] == [True, False, False, False]  # fmt: skip
    assert there_is(case, "parts")


def test_only_what_there_is_is_read_and_only_once(there: Town) -> None:
    case = said(actions.accept(reported().case, by=there.by("worker"), at=NOON))

    assert statements(lambda: gather(case)) == 2  # its clocks and its record
    assert statements(lambda: gather(case)) == 0


def test_the_rules_then_ask_nothing_more(there: Town) -> None:
    by = there.by("worker")
    case = said(actions.accept(reported().case, by=by, at=NOON))
    found = rules.possible(case, by=by, on=DAY)

    with reading():
        gather(case)
        catalogue()
        asked = statements(lambda: rules.possible(case, by=by, on=DAY))
        assert (rules.possible(case, by=by, on=DAY), asked) == (found, 0)


def test_the_page_is_the_same_gathered_or_not(there: Town) -> None:
    case = actions.accept(reported().case, by=there.by("worker"), at=NOON)
    actions.join(case, by=there.by("worker"), at=LATER, organisation=there.light, task="请派人看一下")
    plain, gathered = Case.objects.get(pk=case.pk), said(case)
    gather(gathered)

    assert page_of(gathered, at=LATER) == page_of(plain, at=LATER)


def test_what_was_not_gathered_is_read_anew(there: Town) -> None:
    case = reported().case
    before = len(record_of(case))
    actions.accept(case, by=there.by("worker"), at=NOON)

    assert (before, len(record_of(case))) == (1, 2)


def test_the_record_of_a_request_leaves_out_its_clocks(there: Town) -> None:
    case = said(reported().case)
    gather(case)

    clocks, rows = clocks_and_record(case)
    assert {row.subject for row in record_of(case)} == {case.subject}
    assert {row.subject for row in rows} <= {case.subject, *(f"clock:{clock.pk}" for clock in clocks)}

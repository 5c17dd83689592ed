"""Ugly files: every row a person sees is taken as it stands or comes back with its cause; nothing is invented or lost."""

import pytest
from django.db import connection
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.sheets import import_requests
from sunshine.lib.refusals import Refused
from sunshine.matters.queries.originals import original
from sunshine.people.actions import reveal
from sunshine.places.sheets.report import SheetReport
from sunshine.record.states import Actor, ActorKind
from tests.cases.sheets.ugly.listed import ALL, PAGE, page
from tests.cases.sheets.ugly.said import ReadRow, Ugly
from tests.factories.cases import Town
from tests.factories.people import NOON

REFUSED = [ugly for ugly in ALL if ugly.refused]
READ = [ugly for ugly in ALL if not ugly.refused]


def take(there: Town, ugly: Ugly) -> SheetReport:
    by = Actor(ActorKind.SYSTEM, "import", there.first.pk, there.first.name)
    return import_requests(ugly.make(), ugly.file, source="12345", by=by, at=NOON)


def as_said(there: Town, case: Case) -> ReadRow:
    """A matter as the row it came from: its words, its time, and what is under seal."""
    told = f"{timezone.localtime(case.told_at):%Y-%m-%d %H:%M}" if case.told_at else ""
    name, phone = "", ""
    if case.contact is not None:
        matter = {"subject": case.subject, "place": case.place, "organisation": case.holder_id}
        name, phone = reveal(case.contact, by=there.by("worker"), at=NOON, reason="回电居民", **matter)
    return ReadRow(case.external_number, original(case), told, name, phone)


@pytest.mark.parametrize("ugly", READ, ids=lambda ugly: ugly.file)
def test_every_row_is_taken_as_it_stands_or_comes_back_with_its_cause(there: Town, ugly: Ugly) -> None:
    report = take(there, ugly)

    connection.check_constraints()
    assert {as_said(there, case) for case in Case.objects.all()} == set(ugly.taken)
    assert tuple(line.number for line in report.rejected) == ugly.returned
    assert all(line.sentence for line in report.rejected)
    assert (report.accepted, report.there) == (len(ugly.taken), ugly.there)
    assert len(report.lines) == report.accepted + report.there + len(report.rejected)


@pytest.mark.parametrize("ugly", READ, ids=lambda ugly: ugly.file)
def test_what_was_not_read_is_said(there: Town, ugly: Ugly) -> None:
    report = take(there, ugly)

    remarked = [line.about.split()[-1] for line in report.lines if line.warnings]
    assert sorted(remarked) == sorted(ugly.remarked)
    assert all(any(sheet in said for said in report.warnings) for sheet in ugly.unread)


@pytest.mark.parametrize("ugly", REFUSED, ids=lambda ugly: ugly.file)
def test_a_file_that_cannot_be_read_says_what_to_do(there: Town, ugly: Ugly) -> None:
    with pytest.raises(Refused) as refusal:
        take(there, ugly)

    assert (refusal.value.code, Case.objects.exists()) == (ugly.refused, False)
    assert str(refusal.value).endswith((".", "。"))


def test_there_are_forty_and_the_page_lists_each() -> None:
    assert len({ugly.file for ugly in ALL}) == len(ALL) >= 40
    assert PAGE.read_text(encoding="utf-8") == page()

"""The list of requests as a workbook: who may ask, how much, and what is written when it is made."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from sunshine.cases.jobs import export_list
from sunshine.cases.models import Parameter
from sunshine.cases.queries import Filters, filter_requests, forget_catalogue
from sunshine.cases.sheets import ask_list
from sunshine.files.models import Export
from sunshine.files.queries import export_path
from sunshine.lib.refusals import Refused
from sunshine.people.models import Assignment
from sunshine.record.models import Entry
from tests.factories.cases import SECOND, reported
from tests.factories.people import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.EXPORTS = tmp_path / "exports"


def ask(officer, at=NOON, **filters) -> Export:
    return ask_list(officer, Filters(**filters), language="zh-hans", at=at)


def most(rows: int) -> None:
    """As if the rules allowed so many rows."""
    Parameter.objects.filter(code="export_rows_most").update(least=1, value=rows)
    forget_catalogue()


def made(export: Export) -> Export:
    export_list(export.pk)
    return Export.objects.get(pk=export.pk)


def lines(export: Export) -> list[list[object]]:
    """The rows below the head, without the note and the footer."""
    return CalamineWorkbook.from_path(export_path(export)).get_sheet_by_index(0).to_python()[3:-2]


def test_the_workbook_holds_the_filtered_list_oldest_first(there):
    second, first = reported(at=NOON).case, reported(at=NOON - timedelta(hours=1)).case
    reported(text="路灯不亮", category="0101")

    export = made(ask(there.worker, category="0201"))

    assert [line[1] for line in lines(export)] == [first.number, second.number]
    assert (export.state, export.rows, export.until) == ("made", 2, NOON + timedelta(days=7))
    assert Entry.objects.get(verb="export").facts == {"rows": 2, "filters": {"category": "0201"}}


def test_a_grid_stands_with_its_community_and_what_is_left_out_is_said(there):
    reported()

    export = made(ask(there.worker))

    assert lines(export)[0][5] == "第一社区 第一网格"
    whole = str(CalamineWorkbook.from_path(export_path(export)).get_sheet_by_index(0).to_python())
    assert "不含已办结" in whole


def test_telephone_numbers_are_masked(there):
    reported(text="楼道杂物，请打13812341234")

    assert "13812341234" not in str(lines(made(ask(there.worker))))


def test_a_grid_worker_exports_nothing(there):
    with pytest.raises(Refused):
        ask(there.grid_worker)


def test_reach_is_what_it_is_when_the_file_is_made(there):
    reported()
    export = ask(there.worker)
    Assignment.objects.filter(officer=there.worker).update(place=SECOND)
    type(there.worker).objects.filter(pk=there.worker.pk).update(organisation=there.second)

    assert (export.rows, made(export).rows) == (1, 0)


def test_a_post_taken_away_meanwhile_exports_nothing(there):
    export = ask(there.worker)
    Assignment.objects.filter(officer=there.worker).delete()

    assert (made(export).state, "办公室" in made(export).problem) == ("failed", True), made(export).problem


def test_one_who_may_no_longer_log_in_gets_nothing(there):
    export = ask(there.worker)
    type(there.worker).objects.filter(pk=there.worker.pk).update(is_active=False)

    assert made(export).state == "failed"


def test_too_many_rows_are_refused_in_a_sentence_before_anything_is_kept(there):
    for _ in range(3):
        reported()
    most(2)

    with pytest.raises(Refused, match=r"超过 2 行.*月份"):
        ask(there.worker)

    assert Export.objects.count() == 0


def test_no_more_are_counted_than_would_fit(there):
    reported()
    most(2)

    with CaptureQueriesContext(connection) as asked:
        ask(there.worker)

    assert ["LIMIT 3" in query["sql"] for query in asked if "COUNT(*)" in query["sql"]] == [True]


def test_a_list_that_has_grown_too_long_meanwhile_is_not_cut_off_silently(there):
    reported()
    export = ask(there.worker)
    for _ in range(2):
        reported()
    most(2)

    export = made(export)

    assert (export.state, "超过 2 行" in export.problem, export_path(export).exists()) == (
        "failed",
        True,
        False,
    )


def test_filters_of_an_older_release_fail_in_a_sentence_and_not_for_ever(there):
    export = ask(there.worker)
    Export.objects.update(filters={"unheard_of": "x"})

    assert made(export).state == "failed"


@pytest.mark.parametrize(("month", "count"), [("2026-11", 1), ("2026-10", 0), ("nonsense", 1), ("", 1)])
def test_the_list_is_narrowed_to_a_month(there, month, count):
    reported(at=NOON)

    assert filter_requests(there.worker, DAY, Filters(month=month), at=NOON).count() == count

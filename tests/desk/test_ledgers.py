"""A ledger brought to the desk: looked at, its columns said, taken in, taken back; nothing before somebody says so."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from sunshine.cases.actions import accept, answer
from sunshine.cases.actions.ledgers import finish_ledger, restart_ledger
from sunshine.cases.jobs import export_answers, export_refused, forget_ledgers, import_ledger
from sunshine.cases.models import Case, LedgerImport
from sunshine.cases.states import LedgerState, LedgerTask, Outcome
from sunshine.files.actions import parked
from sunshine.files.models import Export
from sunshine.files.states import ExportState
from sunshine.lib.refusals import Overtaken
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.record.models import Entry
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.people import COMMUNITY, NOON

pytestmark = pytest.mark.django_db
WHERE = "/desk/ledgers/"
KNOWN = "工单编号,诉求内容,类别\nA1,楼道堆满了杂物,楼道垃圾\nA2,楼道里有垃圾,楼道垃圾\n,没有编号的一行,\n"
STRANGE = "工单编号,诉求内容,特别说明\nA1,楼道堆满了杂物,请尽快\nA2,楼道里有垃圾,已打过三次电话\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.PARKED, settings.EXPORTS = tmp_path / "parked", tmp_path / "exports"


def bring(
    browser, data: str | bytes = KNOWN, source: str = "12345", name: str = "十一月.csv"
) -> LedgerImport:
    """Send a file and let the background look into it."""
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    answer = browser.post(WHERE, {"file": file, "source": source, "community": COMMUNITY})
    assert answer.status_code == 302
    return worked(LedgerImport.objects.latest("id"))


def worked(ledger: LedgerImport) -> LedgerImport:
    import_ledger(ledger.pk)
    ledger.refresh_from_db()
    return ledger


def step(browser, ledger: LedgerImport, deed: str, **said: str) -> LedgerImport:
    """Take a step on the ledger's page and let the background follow."""
    assert browser.post(f"{WHERE}{ledger.name}/{deed}/", said).status_code == 302
    return worked(ledger)


def shown(browser, ledger: LedgerImport) -> BeautifulSoup:
    answer = browser.get(f"{WHERE}{ledger.name}/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_preview_names_what_becomes_of_each_row_and_writes_nothing(town, as_):
    browser = as_(town.secretary)

    ledger = bring(browser)

    rows = [row.get_text() for row in shown(browser, ledger).select("tbody tr")]
    assert (len(rows), "没有编号" in rows[0]) == (3, True)
    assert (ledger.accepted, ledger.rejected, Case.objects.count()) == (2, 1, 0)
    assert not Entry.objects.filter(subject=ledger.subject).exists()


def test_taking_it_in_keeps_what_the_preview_said_and_is_recorded(town, as_):
    browser = as_(town.secretary)

    ledger = step(browser, bring(browser), "take")

    assert (ledger.accepted, ledger.rejected, Case.objects.filter(batch=ledger.batch).count()) == (2, 1, 2)
    entry = Entry.objects.get(subject=ledger.subject)
    assert (entry.verb, entry.actor, entry.facts["accepted"]) == ("import", str(town.secretary.pk), 2)
    assert ledger.batch in shown(browser, ledger).get_text()


def test_an_unknown_column_that_most_rows_fill_is_asked_for(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser, STRANGE)
    asked = shown(browser, ledger).select_one("details[open] select[name=column-2]")

    assert (ledger.state, asked.select_one("option[selected]")["value"]) == (LedgerState.ASKING, "")
    assert "2行中有2行填写" in shown(browser, ledger).select_one("details").get_text()
    refused = browser.post(f"{WHERE}{ledger.name}/columns/", {"column-0": "number", "column-1": "text"})
    assert refused.status_code == 422
    assert (
        step(
            browser, ledger, "columns", **{"column-0": "number", "column-1": "text", "column-2": "-"}
        ).accepted
        == 2
    )


def test_what_was_said_of_columns_is_remembered_for_the_same_ledger_only(town, as_):
    browser = as_(town.secretary)
    said = {"column-0": "number", "column-1": "text", "column-2": "place"}
    step(browser, bring(browser, STRANGE), "columns", **said)

    again, other = bring(browser, STRANGE), bring(browser, STRANGE, "信箱")
    assert (again.state, again.columns, other.state) == (
        LedgerState.DONE,
        {"特别说明": "place"},
        LedgerState.ASKING,
    )


def test_a_file_without_any_heading_we_know_asks_for_all_that_it_needs(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser, "甲,乙\nA1,楼道堆满了杂物\n")

    lacking = browser.post(f"{WHERE}{ledger.name}/columns/", {"column-0": "-", "column-1": "text"})
    assert (ledger.state, lacking.status_code) == (LedgerState.ASKING, 422)
    assert step(browser, ledger, "columns", **{"column-0": "number", "column-1": "text"}).accepted == 1


def returned(browser, ledger: LedgerImport) -> bytes:
    """The workbook of the rows that were not taken, made and fetched."""
    assert browser.post(f"{WHERE}{ledger.name}/refused/").status_code == 302
    export_refused(Export.objects.latest("id").pk)
    link = BeautifulSoup(browser.get("/desk/exports/").content, "html.parser").select_one("#exports a.button")
    return b"".join(browser.get(link["href"]).streaming_content)


def test_refused_rows_come_back_with_their_columns_and_the_cause_beside_and_on_the_cell(town, as_):
    browser = as_(town.secretary)

    book = returned(browser, bring(browser))

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[2] == ["退回序号", "工单编号", "诉求内容", "类别", "文件行号", "未收下的原因"]
    assert (len(sheet), sheet[3][1:4], "编号" in sheet[3][5]) == (4, ["", "没有编号的一行", ""], True)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert sheet[3][5] in parts.read("xl/comments1.xml").decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_came_back_can_be_brought_again_as_it_is(town, as_, language):
    browser = as_(town.secretary, language)
    twice = f"{KNOWN}A1,另一件完全不同的事,\n"
    ledger = step(browser, bring(browser, twice), "take")

    again = bring(browser, returned(browser, ledger), name="退回.xlsx")

    assert (ledger.rejected, again.state, again.rows, again.rejected) == (2, LedgerState.DONE, 2, 2)


def test_what_came_back_goes_with_the_file_it_comes_from(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser)
    returned(browser, ledger)
    export = Export.objects.get()

    assert export.until - export.asked_at == timedelta(hours=1)
    parked.drop([ledger.parked])
    assert browser.post(f"{WHERE}{ledger.name}/refused/").status_code == 409


def test_where_no_row_was_refused_there_is_nothing_to_fetch(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser, KNOWN.replace("\n,", "\nA3,"))

    assert browser.post(f"{WHERE}{ledger.name}/refused/").status_code == 409
    assert shown(browser, ledger).select_one("form[action$='refused/']") is None


def test_taking_back_needs_a_reason_leaves_what_was_worked_on_and_is_recorded(town, as_):
    browser = as_(town.secretary)
    ledger = step(browser, bring(browser), "take")
    accept(Case.objects.get(external_number="A1"), by=officer_actor(town.worker), at=NOON)

    assert browser.post(f"{WHERE}{ledger.name}/undo/", {"reason": ""}).status_code == 422
    ledger = step(browser, ledger, "undo", reason="选错了文件")

    assert (ledger.accepted, ledger.rejected, ledger.reason) == (1, 1, "")
    assert Case.objects.filter(outcome=Outcome.UNDONE).count() == 1
    facts = Entry.objects.get(subject=ledger.subject, verb="undo").facts
    assert (facts["undone"], facts["stays"]) == (1, 1)


def test_a_second_press_takes_in_nothing_twice(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser)
    browser.post(f"{WHERE}{ledger.name}/take/")

    assert browser.post(f"{WHERE}{ledger.name}/take/").status_code == 409
    import_ledger(ledger.pk)
    import_ledger(ledger.pk)
    assert (Case.objects.count(), Entry.objects.filter(subject=ledger.subject).count()) == (2, 1)


def test_where_there_is_no_room_the_form_says_so(town, as_, settings):
    settings.PARKED_MOST = 1
    file = SimpleUploadedFile("a.csv", KNOWN.encode())

    answer = as_(town.secretary).post(WHERE, {"file": file, "source": "12345", "community": COMMUNITY})

    assert (answer.status_code, LedgerImport.objects.count()) == (422, 0)
    assert "一小时" in answer.content.decode()


def test_an_import_that_took_nothing_in_offers_no_taking_back(town, as_):
    first, second = as_(town.secretary), as_(town.dispatcher)
    both = [bring(first), bring(second)]

    step(first, both[0], "take")
    late = step(second, both[1], "take")

    assert (late.accepted, Case.objects.count()) == (0, 2)
    assert shown(second, late).find("form", action=f"{WHERE}{late.name}/undo/") is None
    assert shown(first, both[0]).find("form", action=f"{WHERE}{both[0].name}/undo/") is not None


def test_of_two_who_act_on_one_ledger_the_second_is_told(town, as_):
    ledger = bring(as_(town.secretary))
    LedgerImport.objects.update(version=ledger.version + 1, state=LedgerState.WORKING, asked_at=NOON)

    with pytest.raises(Overtaken):
        restart_ledger(ledger, LedgerTask.TAKE, at=NOON)
    with pytest.raises(Overtaken):
        finish_ledger(ledger, "import", by=officer_actor(town.secretary), at=NOON, facts={})


def test_a_job_that_broke_off_goes_on_under_the_same_name(town, as_):
    browser = as_(town.secretary)
    ledger = step(browser, bring(browser), "take")
    LedgerImport.objects.update(state=LedgerState.WORKING)

    ledger = worked(ledger)

    assert (ledger.accepted, ledger.there, Case.objects.filter(batch=ledger.batch).count()) == (2, 0, 2)


def test_what_broke_off_half_way_can_be_taken_back_when_its_file_is_gone(town, as_):
    browser = as_(town.secretary)
    ledger = step(browser, bring(browser), "take")
    LedgerImport.objects.update(state=LedgerState.WORKING)
    parked.drop([ledger.parked])
    assert worked(ledger).state == LedgerState.FAILED

    assert shown(browser, ledger).select_one("form[action$='undo/']") is not None
    assert step(browser, ledger, "undo", reason="选错了文件").accepted == 2


def test_the_file_is_gone_after_its_hour_and_the_page_says_so(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser)
    parked.drop([ledger.parked])

    ledger = step(browser, ledger, "take")

    assert (ledger.state, Case.objects.count()) == (LedgerState.FAILED, 0)
    assert "请重新选择文件" in shown(browser, ledger).get_text()


def test_whoever_may_import_no_more_takes_in_nothing(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser)
    browser.post(f"{WHERE}{ledger.name}/take/")
    Officer.objects.filter(pk=town.secretary.pk).update(is_active=False)

    assert (worked(ledger).state, Case.objects.count()) == (LedgerState.FAILED, 0)


@pytest.mark.parametrize("file", [b"", b"\0\1\2 no table"])
def test_what_is_no_ledger_comes_back_with_a_sentence(town, as_, file):
    browser = as_(town.secretary)
    answer = browser.post(WHERE, {"file": SimpleUploadedFile("a.xlsx", file), "source": "12345"})

    if answer.status_code == 302:
        ledger = worked(LedgerImport.objects.get())
        assert (ledger.state, bool(ledger.problem)) == (LedgerState.FAILED, True)
    else:
        assert answer.status_code == 422


def test_nobody_else_sees_it(town, as_):
    ledger = bring(as_(town.secretary))

    assert as_(town.admin).get(f"{WHERE}{ledger.name}/").status_code == 404
    assert ledger.name not in as_(town.admin).get(WHERE).content.decode()


def test_the_part_and_the_page_show_the_same(town, as_, swapped):
    browser = as_(town.secretary)
    ledger = bring(browser)
    for task in LedgerTask:
        LedgerImport.objects.update(task=task)
        fresh, fetched = swapped(browser, f"{WHERE}{ledger.name}/", "ledger")
        assert fresh == fetched


def test_a_page_under_way_asks_by_itself_and_has_a_button_without_script(town, as_):
    browser = as_(town.secretary)
    ledger = bring(browser)
    LedgerImport.objects.update(state=LedgerState.WORKING)

    part = shown(browser, ledger).find(id="ledger")
    assert (part["hx-get"], part.find("a", class_="button")["href"]) == (f"{WHERE}{ledger.name}/",) * 2


def test_what_stands_of_the_rows_goes_after_some_days_and_counts_stay(town, as_):
    ledger = bring(as_(town.secretary))
    LedgerImport.objects.update(asked_at="2026-01-01T00:00:00Z")

    assert forget_ledgers(0) == 1
    ledger.refresh_from_db()
    assert (ledger.lines, ledger.found, ledger.parked, ledger.accepted) == ([], [], "", 2)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(town, as_, many, django_assert_max_num_queries):
    browser = as_(town.secretary)
    for _ in range(many):
        bring(browser)

    with django_assert_max_num_queries(12):
        browser.get(WHERE)


def replies(browser, **said: str) -> list[list[str]]:
    """Ask for what goes back, let the background make it, and read its rows below the headings."""
    assert browser.post(f"{WHERE}answers/", {"source": "12345", **said}).status_code == 302
    export_answers(Export.objects.latest("id").pk)
    export = Export.objects.latest("id")
    assert export.state == ExportState.MADE, export.problem
    file = b"".join(browser.get(f"/desk/exports/{export.name}/").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    top = next(n for n, row in enumerate(rows) if "工单编号" in row)
    return [[str(cell) for cell in row[1:]] for row in rows[top:] if any(row)]


def answered(town, number: str, text: str) -> Case:
    case = accept(Case.objects.get(external_number=number), by=officer_actor(town.worker), at=NOON)
    return answer(case, by=officer_actor(town.worker), at=NOON + timedelta(hours=1), text=text)


THEIRS = "诉求内容,回复内容,工单编号,是否办结\nA1内容楼道堆满了杂物,,A1,否\nA2内容楼道里有垃圾,,A2,否\n"


def test_replies_go_back_in_the_columns_of_their_ledger(town, as_):
    browser = as_(town.secretary)
    step(browser, bring(browser, THEIRS), "take")
    answered(town, "A2", "已经清运完毕")

    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        head, row = replies(browser)

    assert head[:4] == ["回复内容", "工单编号", "是否办结", "办结时间"]
    assert row[:3] == ["已经清运完毕", "A2", "是"]


def test_what_went_back_does_not_go_again_unless_all_is_asked_for(town, as_):
    browser = as_(town.secretary)
    step(browser, bring(browser, THEIRS), "take")
    answered(town, "A2", "已经清运完毕")

    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        replies(browser)
        nothing = browser.post(f"{WHERE}answers/", {"source": "12345"})
        again = replies(browser, whole="on")
        page = BeautifulSoup(browser.get(WHERE).content, "html.parser")

    assert (nothing.status_code, "没有尚未回传" in nothing.content.decode()) == (422, True)
    assert [row[1] for row in again[1:2]] == ["A2"]
    assert "有0条答复未回传" in page.select_one("[aria-labelledby=answers]").get_text()


def test_what_one_office_sends_back_hides_nothing_of_another(town, as_):
    step(as_(town.secretary), bring(as_(town.secretary), THEIRS), "take")
    Case.objects.update(answered_at=NOON)
    Case.objects.filter(external_number="A1").update(place=OTHER_COMMUNITY)

    own = replies(as_(town.secretary))
    rest = replies(as_(town.dispatcher))

    assert ([row[1] for row in own[1:]], [row[1] for row in rest[1:]]) == (["A2"], ["A1"])


def test_somebody_who_takes_in_no_ledgers_sends_no_replies(town, as_):
    assert as_(town.worker).post(f"{WHERE}answers/", {"source": "12345"}).status_code in {403, 404}

"""The Excel files of an officer: asked for, watched, fetched by nobody else."""

import io

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from sunshine.cases.jobs import export_list
from sunshine.cases.models import Parameter
from sunshine.cases.queries import forget_catalogue
from sunshine.files.models import Export
from sunshine.record.models import Entry
from tests.desk.town import exported

pytestmark = pytest.mark.django_db
ASK, MINE = "/desk/cases/export/", "/desk/exports/"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.EXPORTS = tmp_path / "exports"


def soup(answer, status: int = 200):
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def test_asking_leads_to_the_page_that_shows_how_far_it_is(town, tell, as_):
    tell()
    answer = as_(town.secretary).post(ASK, {"category": "0101"}, follow=True)

    part = soup(answer).find(id="exports")
    assert (answer.redirect_chain, part["hx-get"]) == ([(MINE, 302)], MINE)
    assert "已写 0 行，共 1 行" in part.get_text()
    assert part.find("a", href=MINE) is not None  # the way without script


def test_the_page_says_what_was_asked_for(town, as_):
    as_(town.secretary).post(ASK, {"category": "0101", "closed": "on"})

    said = soup(as_(town.secretary).get(MINE)).find(id="exports").get_text()
    assert "看已办结的 · 分类: 楼道垃圾" in said


def test_a_second_press_shows_the_one_being_made(town, as_):
    browser = as_(town.secretary)
    browser.post(ASK)

    answer = browser.post(ASK, follow=True)

    assert len(soup(answer).select("#exports section")) == Export.objects.count() == 1


def test_the_part_and_the_page_show_the_same(town, as_, swapped):
    browser = as_(town.secretary)
    browser.post(ASK)

    fresh, fetched = swapped(browser, MINE, "exports")
    assert fresh == fetched


def test_a_page_left_open_stops_asking(town, as_):
    browser = as_(town.secretary)
    browser.post(ASK)
    Export.objects.update(asked_at="2026-01-01T00:00:00Z")

    assert soup(browser.get(MINE)).find(id="exports").get("hx-get") is None


def test_the_file_is_fetched_by_whoever_asked_and_each_time_is_recorded(town, tell, as_):
    tell()
    browser = as_(town.secretary)
    browser.post(ASK)
    export_list(Export.objects.get().pk)

    link = soup(browser.get(MINE)).select_one("#exports a.button")["href"]
    files = [b"".join(browser.get(link).streaming_content) for _ in range(2)]

    book = CalamineWorkbook.from_filelike(io.BytesIO(files[0]))
    assert book.get_sheet_by_index(0).to_python()[2][0] == "序号"
    verbs = Entry.objects.filter(verb__in=["export", "fetch"]).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["export", "fetch", "fetch"]


@pytest.mark.parametrize("who", ["worker", "admin", "auditor", "gridder"])
def test_nobody_else_fetches_or_sees_it(town, as_, who):
    as_(town.secretary).post(ASK)
    export = Export.objects.get()
    export_list(export.pk)

    browser = as_(getattr(town, who))
    assert browser.get(f"{MINE}{export.name}/").status_code == 404
    assert export.name not in browser.get(MINE).content.decode()


def test_one_that_is_not_made_yet_cannot_be_fetched(town, as_):
    browser = as_(town.secretary)
    browser.post(ASK)

    answer = browser.get(f"{MINE}{Export.objects.get().name}/")

    assert "请重新导出" in soup(answer, 409).get_text()


def test_one_whose_row_was_removed_is_not_there(town, as_):
    browser = as_(town.secretary)
    browser.post(ASK)
    name = Export.objects.get().name
    Export.objects.all().delete()

    assert browser.get(f"{MINE}{name}/").status_code == 404


@pytest.mark.parametrize(
    "filters", [{"category": "zzz"}, {"place": "9" * 12}, {"month": "x"}, {"holder": "1 or 1"}]
)
def test_a_filter_that_cannot_be_read_exports_nothing(town, as_, filters):
    answer = as_(town.secretary).post(ASK, filters)

    assert "这个筛选条件看不懂" in soup(answer, 422).find(role="alert").get_text()
    assert Export.objects.count() == 0


def test_too_many_rows_are_refused_and_the_sentence_says_what_to_do(town, tell, as_):
    for _ in range(2):
        tell()
    Parameter.objects.filter(code="export_rows_most").update(least=1, value=1)
    forget_catalogue()

    answer = as_(town.secretary).post(ASK)

    assert "请先选一个月份或一个地方" in soup(answer, 409).find(role="alert").get_text()


def test_what_failed_can_be_tried_again_with_the_same_filters(town, as_):
    browser = as_(town.secretary)
    browser.post(ASK, {"category": "0101", "closed": "on"})
    Export.objects.update(state="failed")

    form = soup(browser.get(MINE)).select_one("#exports form")
    browser.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})

    assert [row.filters for row in Export.objects.all()] == [{"category": "0101", "closed": True}] * 2


def test_the_ledger_tells_nothing_of_persons(town, tell, as_):
    tell("3号楼有垃圾，请打13812341234", name="张三")
    tell("路灯不亮", category="0102")

    text = str(exported(as_(town.secretary), {"category": "0101"}))

    assert (text.count("231282-26"), "张三" in text, "13812341234" in text) == (1, False, False)


def test_a_list_of_what_waits_can_be_taken_home(town, as_):
    assert exported(as_(town.dispatcher), {"waits": "extension"})[2][0] == "序号"


def test_a_file_narrowed_by_a_filter_that_is_no_more_breaks_no_page(town, as_):
    browser = as_(town.secretary)
    browser.post(ASK)
    Export.objects.update(filters={"bygone": "x"})

    assert len(soup(browser.get("/desk/exports/")).select("#exports section")) == 1

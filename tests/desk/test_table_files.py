"""Organisations, staff and the duty list brought by file at the desk: looked at first, taken in, for whoever may."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from sunshine.cases.models import CommunityDuty
from sunshine.desk.tables.files import FILES
from sunshine.people.models import Officer, Organisation
from sunshine.places.sheets.tables import table_rows
from sunshine.record.models import Entry
from tests.factories.people import COMMUNITY, COUNTY, STREET
from tests.reading import words_of

pytestmark = pytest.mark.django_db
ORGANISATIONS = f"机构名称,机构类别,辖区\n自来水公司,公用事业单位,{COUNTY}\n某局,大队,{COUNTY}\n"
STAFF = "姓名,登录名,所属单位,岗位,辖区\n李梅,limei,阳光社区居委会,社区工作者,阳光社区\n"
DUTIES = f"类别,辖区,职责\n路灯不亮,{STREET},负面清单\n"


@pytest.fixture
def admin(town, as_):
    return as_(town.admin)


def look(browser, key: str, text: str | bytes, name: str = "表.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post(f"/desk/tables/{key}/file/", {"file": SimpleUploadedFile(name, data)})


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def rows_of(answer) -> str:
    """The signed rows that the button of the preview sends back."""
    return str(soup(answer).find("input", {"name": "rows"})["value"])


def take(browser, key: str, text: str):
    return browser.post(f"/desk/tables/{key}/file/", {"rows": rows_of(look(browser, key, text))})


@pytest.mark.parametrize("key", sorted(FILES))
def test_the_page_is_reached_from_its_table_and_leads_back(admin, key):
    table = soup(admin.get(f"/desk/tables/{key}/"))
    where = f"/desk/tables/{key}/file/"
    page = soup(admin.get(where))

    assert table.find("a", href=where) is not None
    assert [bool(page.find("a", href=href)) for href in (f"/desk/tables/{key}/", f"{where}template/")] == [
        True
    ] * 2


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", sorted(FILES))
def test_the_template_has_our_headings_one_line_of_explanation_and_no_row(town, as_, key, language):
    answer = as_(town.admin, language).get(f"/desk/tables/{key}/file/template/")

    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    heads = [one.zh if language == "zh-hans" else one.en for one in FILES[key].fields]
    assert cells[2][1:] == heads
    assert [row[0] for row in cells if str(row[0]).startswith(("说明：", "Note:"))] != []
    assert table_rows(answer.content, "t.xlsx", FILES[key].fields).rows == []


def test_a_preview_names_what_would_become_of_each_row_and_writes_nothing(admin):
    before = Organisation.objects.count(), Entry.objects.count()

    page = soup(look(admin, "organisations", ORGANISATIONS))

    lines = [row.get_text() for row in page.select("tbody tr")]
    assert ("“大队”" in lines[0], "可收下" in lines[1]) == (True, True)
    assert (Organisation.objects.count(), Entry.objects.count()) == before


def test_what_was_looked_at_is_taken_in_and_a_second_time_is_there(admin):
    page = soup(take(admin, "organisations", ORGANISATIONS))

    assert Organisation.objects.get(name="自来水公司").place == COUNTY
    assert page.find("input", {"name": "rows"}) is None
    again = look(admin, "organisations", ORGANISATIONS)
    assert ("已存在" in again.content.decode(), soup(again).find("input", {"name": "rows"})) == (True, None)


def test_passwords_of_new_accounts_stand_on_the_page_of_the_taking_and_on_no_other(admin):
    looked = look(admin, "staff", STAFF)
    rows = rows_of(looked)
    answer = admin.post("/desk/tables/staff/file/", {"rows": rows})

    secret = soup(answer).select_one("#passwords dd").get_text()
    assert (
        Officer.objects.get(username="limei").check_password(secret),
        secret in looked.content.decode(),
    ) == (True, False)
    again = admin.post("/desk/tables/staff/file/", {"rows": rows})
    assert (again.status_code, secret in again.content.decode()) == (200, False)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_line_of_the_duty_list_is_taken_in(admin):
    take(admin, "duties", DUTIES)

    assert CommunityDuty.objects.filter(category_id="0102", place=STREET, list="negative").exists()


@pytest.mark.parametrize("who", ["supervisor", "dispatcher", "secretary", "worker", "handler", "auditor"])
@pytest.mark.parametrize("key", sorted(FILES))
def test_for_others_neither_page_nor_template_nor_taking_is_there(town, as_, who, key):
    rows = rows_of(
        look(as_(town.admin), key, {"organisations": ORGANISATIONS, "staff": STAFF, "duties": DUTIES}[key])
    )
    browser, where = as_(getattr(town, who)), f"/desk/tables/{key}/file/"

    answers = [browser.get(where), browser.get(f"{where}template/"), browser.post(where, {"rows": rows})]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_a_table_that_has_no_file_has_no_such_page(admin):
    assert [admin.get(f"/desk/tables/{key}/file/").status_code for key in ("routes", "none")] == [404, 404]


@pytest.mark.parametrize("rows", ["", "x", "W10:1abc:xyz"])
def test_rows_that_were_not_signed_here_are_refused(admin, rows):
    answer = admin.post("/desk/tables/staff/file/", {"rows": rows})

    assert answer.status_code in (409, 422)
    assert soup(answer).select_one("[role=alert]") is not None


def test_rows_signed_for_one_table_are_not_taken_into_another(admin):
    rows = rows_of(look(admin, "organisations", ORGANISATIONS))

    assert admin.post("/desk/tables/staff/file/", {"rows": rows}).status_code == 409


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        ("机构名称,机构类别,辖区\n", "t.csv", "没有"),
        ("甲,乙\n1,2\n", "t.csv", "表头"),
        (b"\x89PNG", "t.png", "表格"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused_with_a_sentence(admin, data, name, reason):
    answer = look(admin, "organisations", data, name)

    assert (answer.status_code in (409, 422), reason in answer.content.decode()) == (True, True)


@pytest.mark.parametrize("key", sorted(FILES))
def test_a_file_has_its_most_rows_and_one_more_is_refused_with_the_way_out(admin, key):
    most = FILES[key].most
    head = ",".join(one.zh for one in FILES[key].fields)

    answer = look(admin, key, head + "\n" + "某某局,1\n" * (most + 1))

    assert (answer.status_code, f"最多{most}行" in soup(answer).get_text()) == (422, True)


def test_a_file_as_clerks_keep_it_is_read_past_titles_blank_rows_and_notes(admin):
    ugly = (
        "肇东市工作人员名册,,,,,\n制表单位：人事科,,,,2026年,\n序号,姓 名,用户名,单位名称,角色,责任区\n"
        "一、社区,一、社区,一、社区,一、社区,一、社区,一、社区\n1,李梅,limei,阳光社区居委会,社工,阳光社区\n2,,,,,\n,,,,,\n"
        f"3,王二,wanger,阳光社区居委会,书记,{COMMUNITY}\n备注：以上为在岗人员,,,,,\n"
    )

    page = soup(take(admin, "staff", ugly))

    assert [row.td.get_text() for row in page.select("section[aria-labelledby=report] tbody tr")] == [
        "5",
        "8",
    ]
    assert Officer.objects.filter(username__in=["limei", "wanger"]).count() == 2


@pytest.mark.parametrize("key", sorted(FILES))
def test_in_english_nothing_chinese_stands_around_the_rows(town, as_, key):
    page = soup(as_(town.admin, "en").get(f"/desk/tables/{key}/file/"))

    words = page.main.get_text()
    assert not [char for char in words if "一" <= char <= "鿿"]


def test_a_second_run_gives_new_passwords_to_accounts_that_nobody_has_used_and_records_each(admin):
    take(admin, "staff", STAFF)
    before = Officer.objects.get(username="limei").password

    looked = soup(look(admin, "staff", STAFF))
    accounts = looked.find("input", {"name": "accounts"})["value"]
    answer = soup(admin.post("/desk/tables/staff/file/", {"accounts": accounts}))

    officer = Officer.objects.get(username="limei")
    assert officer.check_password(answer.select_one("#passwords dd").get_text())
    assert (officer.password == before, Entry.objects.filter(verb="reset_password").count()) == (False, 1)
    assert "1个还没有人用过的账号" in looked.get_text()
    assert answer.select_one("[data-print]") is not None


def test_an_account_that_somebody_has_used_keeps_its_password(admin):
    take(admin, "staff", STAFF)
    looked = soup(look(admin, "staff", STAFF))
    Officer.objects.filter(username="limei").update(must_change_password=False)

    answer = admin.post(
        "/desk/tables/staff/file/", {"accounts": looked.find("input", {"name": "accounts"})["value"]}
    )

    assert (answer.status_code, Entry.objects.filter(verb="reset_password").exists()) == (409, False)
    assert soup(look(admin, "staff", STAFF)).find("input", {"name": "accounts"}) is None


@pytest.mark.parametrize("key", ["staff", "organisations"])
def test_accounts_that_were_not_signed_here_for_staff_get_no_password(admin, key):
    rows = rows_of(look(admin, key, {"staff": STAFF, "organisations": ORGANISATIONS}[key]))

    for accounts in ("x", rows):
        assert admin.post(f"/desk/tables/{key}/file/", {"accounts": accounts}).status_code == 409
    assert not Entry.objects.filter(verb="reset_password").exists()


def test_accounts_out_of_reach_get_no_password(town, as_):
    take(as_(town.admin), "staff", STAFF)
    looked = soup(look(as_(town.admin), "staff", STAFF))
    accounts = looked.find("input", {"name": "accounts"})["value"]

    assert as_(town.worker).post("/desk/tables/staff/file/", {"accounts": accounts}).status_code == 404
    assert not Entry.objects.filter(verb="reset_password").exists()


def test_only_rows_that_can_be_taken_are_sent_back(admin):
    taken = soup(take(admin, "organisations", ORGANISATIONS))

    lines = [row.get_text() for row in taken.select("section[aria-labelledby=report] tbody tr")]
    assert ([("自来水公司" in line) for line in lines], "某局" in taken.get_text()) == ([True], False)


def test_a_file_whose_cells_are_too_long_is_refused_when_it_is_looked_at(admin, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 80_000
    cell = "".join(chr(0x4E00 + hash((n, 1)) % 20000) for n in range(20_000))
    text = f"机构名称,机构类别,辖区,联系电话\n自来水公司,公用事业单位,{COUNTY},{cell}\n"

    answer = look(admin, "organisations", text)

    assert (answer.status_code, "太长" in soup(answer).select_one("[role=alert], .errors").get_text()) == (
        422,
        True,
    )


@pytest.mark.parametrize("key", sorted(FILES))
def test_before_choosing_the_page_says_how_many_rows_which_files_and_which_words(admin, key):
    page = soup(admin.get(f"/desk/tables/{key}/file/"))

    said = page.select_one("section[aria-labelledby=choose]").get_text()
    words = [str(label) for kinds in FILES[key].words.values() for label in kinds.labels]
    assert [word for word in [f"最多{FILES[key].most}行", *words] if word not in said] == []
    assert ".xlsx" in page.find("input", {"name": "file"})["accept"]


@pytest.mark.parametrize("key", sorted(FILES))
def test_the_template_lists_the_words_that_are_understood(admin, key):
    answer = admin.get(f"/desk/tables/{key}/file/template/")

    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    said = "".join(str(cell) for row in cells for cell in row)
    assert [
        label for kinds in FILES[key].words.values() for label in kinds.labels if str(label) not in said
    ] == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "organisations",
            f"机构名称,机构类别,辖区\n甲居委会,居委,{COMMUNITY}\n乙居委会,居委会,{COMMUNITY}\n",
        ),
        ("staff", f"姓名,登录名,所属单位,岗位,辖区\n李梅,limei,阳光社区居委会,县级管理员,{COUNTY}\n"),
        ("duties", f"类别,辖区,职责\n0102,{STREET},负面\n0102,{COMMUNITY},履职\n0102,{COUNTY},协助\n"),
    ],
)
def test_common_words_are_understood(admin, key, text):
    assert words_of(soup(look(admin, key, text)).select_one("#report")).endswith("收不下0行。")

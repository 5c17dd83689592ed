"""The pages of figures: raw beside adjusted with base and "as of", each number with its list, and nothing of persons."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from sunshine.cases.actions import accept, answer, confirm
from sunshine.insight.models import Life, Tally
from sunshine.insight.queries.compare import By, compare
from sunshine.insight.queries.figures import figures
from sunshine.insight.states import TELLING, Rate
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer
from sunshine.record.states import Actor
from tests.desk.town import OTHER_COMMUNITY, counted
from tests.factories.people import COMMUNITY, COUNTY, DAY, GRID, NOON, OfficerFactory

pytestmark = pytest.mark.django_db
MONTH = "month=2026-11"
ADDRESSES = ["", "map/", "list/received/", "base/solved/"]


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rates(page) -> dict[str, list[str]]:
    """Raw, adjusted and last month by the words of the rate."""
    lines = page.find("section", {"aria-labelledby": "rates"}).select("tbody tr")
    return {
        line.th.get_text(): [" ".join(cell.get_text(" ").split()) for cell in line.find_all("td")]
        for line in lines
    }


@pytest.mark.parametrize("place", [OTHER_COMMUNITY, GRID, "nonsense"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_secretary_has_figures_of_the_own_community_and_never_of_a_grid(town, as_, address, place):
    assert as_(town.secretary).get(f"/desk/figures/{address}?place={place}").status_code == 404


@pytest.mark.parametrize(
    "query", ["month=2999-01", "month=2026", "month=x", "by=nonsense", f"place={COMMUNITY}&by=place"]
)
def test_what_there_is_not_is_not_found(town, as_, query):
    assert as_(town.admin).get(f"/desk/figures/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["list/nonsense/", "list/received/?of=nonsense"])
def test_there_is_no_list_of_another_name(town, as_, query):
    assert as_(town.admin).get(f"/desk/figures/{query}").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_month_without_anything_says_so(town, as_, address, language):
    assert soup(as_(town.admin, language).get(f"/desk/figures/{address}?month=2026-01")).find(class_="empty")


def test_raw_stands_beside_adjusted_each_with_its_base(month, as_):
    found = rates(soup(as_(month.secretary).get(f"/desk/figures/?{MONTH}")))
    assert found["解决率"] == ["100.0 % 6 / 6", "100.0 % 6 / 6", "—"]
    assert found["满意率"][0] == "83.3 % 5 / 6"


def test_the_three_rates_are_weighed_together(month, as_):
    page = soup(as_(month.admin).get(f"/desk/figures/?{MONTH}"))
    assert "按权重合计（满分 100）" in page.find("section", {"aria-labelledby": "three"}).get_text()


def test_the_page_says_as_of_when(month, as_):
    assert "截至" in soup(as_(month.secretary).get(f"/desk/figures/?{MONTH}")).main.get_text()


def test_satisfaction_is_shown_from_five_answers_on(town, tell, as_):
    worker = officer_actor(town.worker)
    for _ in range(4):
        case = answer(accept(tell(at=NOON), by=worker, at=NOON), by=worker, at=NOON, text="已清走")
        confirm(case, by=Actor.resident(), at=NOON, solved="yes", satisfied="no")
    counted()
    found = rates(soup(as_(town.secretary).get(f"/desk/figures/?{MONTH}")))
    assert [cell for cell in found["满意率"] if "%" in cell] == []
    assert soup(as_(town.secretary).get(f"/desk/figures/list/satisfied_no/?{MONTH}")).find(class_="empty")


def test_units_of_fewer_than_three_show_no_rates(month, as_):
    rows = {row.name: row for row in compare(COUNTY, NOON.date().replace(day=1), By.ORGANISATION, DAY)}
    assert {name: row.few for name, row in rows.items() if row.few} == dict.fromkeys(
        ("和平社区居委会", "路灯管理所", "示范街道办事处"), True
    )
    for _ in range(2):
        OfficerFactory(organisation=month.lamps)
    rows = {row.name: row for row in compare(COUNTY, NOON.date().replace(day=1), By.ORGANISATION, DAY)}
    assert rows["路灯管理所"].few is False


def test_a_community_of_fewer_than_three_shows_no_rates(month, as_):
    Officer.objects.filter(pk=month.gridder.pk).update(is_active=False)
    found = rates(soup(as_(month.secretary).get(f"/desk/figures/?{MONTH}")))
    assert {cell for cells in found.values() for cell in cells if "%" in cell} == set()


@pytest.mark.parametrize("measure", sorted(TELLING))
def test_a_community_of_fewer_than_three_shows_nothing_a_rate_could_be_worked_out_from(month, as_, measure):
    Officer.objects.filter(pk=month.gridder.pk).update(is_active=False)
    browser = as_(month.secretary)

    page = soup(browser.get(f"/desk/figures/?{MONTH}"))

    assert not page.select(f'a[href*="/list/{measure}/"]')
    assert browser.get(f"/desk/figures/list/{measure}/?{MONTH}").status_code == 404


@pytest.mark.parametrize(("measure", "status"), [("received", 200), ("on_time", 404), ("solved_no", 404)])
def test_no_list_of_a_unit_of_fewer_than_three_tells_its_rates(month, as_, measure, status):
    address = f"/desk/figures/list/{measure}/?{MONTH}&of=organisation&key={month.lamps.pk}"
    assert as_(month.admin).get(address).status_code == status


@pytest.mark.parametrize("by", ["place", "organisation", "category", "channel"])
def test_each_number_of_a_comparison_opens_a_list_of_as_many(month, as_, by):
    browser = as_(month.admin)
    page = soup(browser.get(f"/desk/figures/?{MONTH}&by={by}"))
    links = page.find("section", {"aria-labelledby": "compared"}).select("tbody td a")
    told = [int(link.get_text()) for link in links]
    assert [len(soup(browser.get(link["href"])).select("main tbody tr")) for link in links] == told


def test_each_count_opens_a_list_of_as_many(month, as_):
    browser = as_(month.admin)
    links = (
        soup(browser.get(f"/desk/figures/?{MONTH}"))
        .find("section", {"aria-labelledby": "counts"})
        .find_all("a")
    )
    told = {link["href"].split("/")[4]: int(link.get_text()) for link in links}
    rows = {
        link["href"].split("/")[4]: len(soup(browser.get(link["href"])).select("main tbody tr"))
        for link in links
    }
    assert (told["received"], rows) == (8, told)


@pytest.mark.parametrize("rate", [rate for rate in Rate if rate != Rate.SATISFIED])
def test_each_rate_opens_the_matters_it_is_divided_by(month, as_, rate):
    base = figures(COUNTY, date(2026, 11, 1), timezone.localdate()).rate(rate).base

    found = as_(month.admin).get(f"/desk/figures/base/{rate}/?{MONTH}").context["times"]

    assert found.events == base


def test_no_list_says_who_was_satisfied(month, as_):
    assert as_(month.admin).get(f"/desk/figures/base/satisfied/?{MONTH}").status_code == 404


def test_the_hand_over_map_draws_who_passes_to_whom(month, as_):
    browser = as_(month.admin)
    page = soup(browser.get(f"/desk/figures/map/?{MONTH}"))
    link = page.select_one("main tbody a")
    assert (page.find("title", string="示范街道办事处 → 路灯管理所: 1") is not None, link.get_text()) == (
        True,
        "1",
    )
    assert len(soup(browser.get(link["href"])).select("main tbody tr")) == 1


def test_a_complaint_about_staff_is_in_no_figure(town, tell, as_):
    tell("工作人员收了礼", category="0201", at=NOON)
    counted()
    assert (Tally.objects.exclude(value=0).count(), Life.objects.count()) == (0, 1)
    assert soup(as_(town.admin).get(f"/desk/figures/list/received/?{MONTH}")).find(class_="empty")


def test_the_leaders_desk_shows_the_three_rates_against_last_month(month, as_):
    found = soup(as_(month.secretary).get("/desk/lead/")).find("section", {"aria-labelledby": "three"})
    assert [card.find(class_="figure-label").get_text() for card in found.find_all(class_="figure")] == [
        "响应率",
        "解决率",
        "满意率",
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["", "?by=place", "?by=category", "map/", "list/received/"])
def test_figures_take_as_many_statements_for_one_as_for_three(
    town, as_, tell, rows, address, django_assert_max_num_queries
):
    for number in range(rows):
        tell(at=timezone.now() - timedelta(minutes=number), category=["0101", "0102", None][number])
    counted()
    browser = as_(town.supervisor)
    browser.get(f"/desk/figures/{address}")
    with django_assert_max_num_queries(19):
        assert browser.get(f"/desk/figures/{address}").status_code == 200


def test_a_line_with_few_answers_is_not_told_by_the_sum_of_all(town, tell):
    worker = officer_actor(town.worker)
    for number in range(6):
        kind = "0101" if number else "0102"
        case = tell(at=NOON, category=kind)
        by = officer_actor(town.handler) if kind == "0102" else worker
        case = answer(accept(case, by=by, at=NOON), by=by, at=NOON, text="已办好")
        confirm(case, by=Actor.resident(), at=NOON, solved="yes", satisfied="yes")
    counted()
    OfficerFactory(organisation=town.lamps)
    OfficerFactory(organisation=town.lamps)
    rows = compare(COUNTY, NOON.date().replace(day=1), By.ORGANISATION, DAY)
    assert {row.rates[Rate.SATISFIED].raw for row in rows} == {None}
    assert {row.rates[Rate.SOLVED].raw.base for row in rows} == {1, 5}

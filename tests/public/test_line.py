"""一条主线 for everybody: nine characters, each figure with its evidence, small cells hidden, a constant cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from sunshine.cases.actions import accept, answer, confirm
from sunshine.people.models import Assignment
from sunshine.posts.models import PostKind
from sunshine.programmes.actions import add_milestone, make_plan, review_stage, set_brand, set_character
from sunshine.programmes.models import IndicatorDefinition
from sunshine.programmes.states import Stage
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, SECOND, reported
from tests.factories.line import Lined, lined_town
from tests.factories.posts import PostFactory
from tests.public.test_report import soup
from tests.worlds import world

YEAR = timezone.localdate().year
HERE = f"/line/{FIRST}/"


@world
def lined() -> Lined:
    """The town, whose first community chose service and named its brand."""
    made = lined_town()
    made.brand(words="谁先接待谁负责到底")
    return made


def closed(lined: Lined, count: int, solved: str = "yes", who: str = "worker", **more: Any) -> None:
    """So many matters of the first community, handled and confirmed just now."""
    now, worker = timezone.now(), lined.town.by(who)
    for _ in range(count):
        case = reported(at=now, **more).case
        accept(case, by=worker, at=now)
        answer(case, by=worker, at=now, text="旧沙发已清走")
        confirm(case, by=Actor.resident(), at=now, solved=solved)


def said(client: Client, address: str) -> str:
    """The words of a page, spaces folded."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(soup(response).find("main").get_text(" ").split())


def side(client: Client, indicator: str, address: str = HERE) -> str:
    """The words beside an indicator for the period asked for."""
    page = soup(client.get(address))
    (row,) = [
        row for row in page.find_all("tr") if (link := row.find("a")) and f"/{indicator}/" in link["href"]
    ]
    return " ".join(row.td.get_text(" ").split())


def test_the_nine_characters_stand_with_the_paper_s_words_and_their_communities(
    lined: Lined, client: Client
) -> None:
    page = soup(client.get("/line/"))

    headings = [heading.get_text() for heading in page.find_all("h2")]
    nine = ["学习型", "文体型", "帮扶型", "科普型", "志愿型", "平安型", "服务型", "低碳型", "文明型"]
    assert [word for word in headings if word in nine] == nine
    words = page.find("main").get_text()
    assert [quote in words for quote in ("优化社区服务质量", "首问负责到底", "第一社区党总支")] == [True] * 3


def test_a_figure_stands_with_its_counts_and_opens_its_evidence(lined: Lined, client: Client) -> None:
    closed(lined, 3)
    closed(lined, 1, "partly")

    assert side(client, "solved", "/line/").startswith("75 %")
    assert "4" in side(client, "solved")
    assert "环境卫生" in said(client, f"{HERE}solved/")


def test_what_has_no_records_and_what_has_no_base_is_a_dash_and_no_zero(lined: Lined, client: Client) -> None:
    assert [side(client, name)[:1] for name in ("errands", "solved", "satisfied")] == ["—"] * 3


def test_fewer_than_three_are_not_shown(lined: Lined, client: Client) -> None:
    closed(lined, 2)

    assert side(client, "solved")[:1] == "—"


def test_one_or_two_of_many_are_said_to_be_few(lined: Lined, client: Client) -> None:
    closed(lined, 2)
    closed(lined, 3, "partly")

    assert ("3" in side(client, "solved"), "40" in side(client, "solved")) == (True, False)


def test_no_rate_where_fewer_than_three_people_work(lined: Lined, client: Client) -> None:
    closed(lined, 4)
    Assignment.objects.filter(place__startswith=FIRST).exclude(officer=lined.town.worker).delete()

    assert side(client, "solved")[:1] == "—"


def test_confidential_matters_are_not_counted(lined: Lined, client: Client) -> None:
    closed(lined, 4, confidential=True)

    assert side(client, "solved")[:1] == "—"


def test_small_cells_of_the_evidence_are_hidden_with_one_more_beside_them(
    lined: Lined, client: Client
) -> None:
    closed(lined, 4)
    closed(lined, 1, who="handler", category="0101", text="路灯不亮")

    table = soup(client.get(f"{HERE}solved/")).find_all("table")[1]
    cells = [cell.get_text() for cell in table.tbody.find_all(["th", "td"])]
    assert (len(cells), [cell for cell in cells if cell.isdecimal()]) == (6, [])


def test_an_indicator_without_records_shows_its_definition(lined: Lined, client: Client) -> None:
    assert "domain" not in said(client, f"{HERE}errands/")
    assert "上门代办事项的次数" in said(client, f"{HERE}errands/")


def test_hazards_name_the_kinds_that_count(lined: Lined, client: Client) -> None:
    lined.character("safety", main=False)

    assert "路灯不亮" in said(client, f"{HERE}hazard_fixed/")


def test_another_period_is_a_link_away_and_what_has_not_begun_is_not(lined: Lined, client: Client) -> None:
    closed(lined, 3)

    assert side(client, "solved", f"{HERE}?period={YEAR}").startswith("100 %")
    assert side(client, "solved", f"{HERE}?period={YEAR - 1}") == side(
        client, "solved", f"{HERE}?period={YEAR - 2}"
    )
    assert said(client, f"{HERE}?period={YEAR + 1}") == said(client, f"{HERE}?period=nonsense")


def test_the_community_page_tells_brand_stage_and_plan(lined: Lined, client: Client) -> None:
    brand = set_brand(
        place=FIRST,
        name="首问负责到底",
        owner=lined.branch,
        by=lined.secretary,
        at=timezone.now(),
        outcome="三百件回音",
    )
    review_stage(brand, to=Stage.QUALITY, reason="做法固定下来了", by=lined.reviewer, at=timezone.now())
    plan = make_plan(
        community=FIRST,
        year=YEAR,
        text="每月一次服务日",
        owner=lined.branch,
        by=lined.secretary,
        at=timezone.now(),
    )
    add_milestone(plan, text="开出第一期", due_on=timezone.localdate(), by=lined.secretary, at=timezone.now())

    words = said(client, HERE)

    told = ("三百件回音", "做法固定下来了", "示例街道办", "每月一次服务日", "开出第一期")
    assert [part for part in told if part not in words] == []


def test_a_community_without_a_character_says_so(lined: Lined, client: Client) -> None:
    assert said(client, f"/line/{SECOND}/")


@pytest.mark.parametrize("address", ["/line/231282999777/", "/line/231282999777/solved/", f"{HERE}nothing/"])
def test_what_does_not_exist_is_not_found(lined: Lined, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_pages_speak_english_too(lined: Lined, client: Client) -> None:
    client.cookies["django_language"] = "en"
    closed(lined, 3)

    for address in ("/line/", HERE, f"{HERE}solved/", f"{HERE}satisfied/"):
        assert client.get(address).status_code == 200
    assert side(client, "solved") == "100 % 3 of 3"


def test_every_indicator_of_every_character_opens(lined: Lined, client: Client) -> None:
    call_command("load_tables", "post_kinds", verbosity=0)
    PostFactory(kind=PostKind.objects.first())
    for code in IndicatorDefinition.objects.values_list("code", flat=True):
        assert client.get(f"{HERE}{code}/").status_code == 200, code


def test_the_pages_cost_the_same_for_one_community_and_two(
    lined: Lined,
    client: Client,
    django_assert_max_num_queries: Callable[..., Any],
    django_assert_num_queries: Any,
) -> None:
    client.get("/line/")
    with django_assert_max_num_queries(12) as one:
        client.get("/line/")
        cost = len(one)
    set_character(
        community=SECOND,
        character="safety",
        main=True,
        owner=lined.second_branch,
        by=lined.county,
        at=timezone.now(),
    )
    lined.character("volunteering", main=False)
    closed(lined, 3)
    client.get("/line/")
    with django_assert_num_queries(cost):
        client.get("/line/")
    with django_assert_max_num_queries(12):
        client.get(HERE)

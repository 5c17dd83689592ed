"""The line at the desk: character, brand, review, plan; and the matters behind a figure, within reach."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from sunshine.cases.actions import accept, answer, confirm
from sunshine.posts.models import Task
from sunshine.programmes.actions import load_line, set_character
from sunshine.programmes.models import (
    Brand,
    CommunityCharacter,
    Counted,
    IndicatorDefinition,
    Milestone,
    StageReview,
    YearPlan,
)
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, SECOND, STREET, reported
from tests.factories.line import Lined, lined_town
from tests.factories.people import NOON
from tests.factories.posts import held
from tests.factories.wishes import WISHER
from tests.worlds import world

PLACE = f"/desk/line/{FIRST}/"


@world
def lined() -> Lined:
    """The town with its line."""
    return lined_town()


def seated(officer: Any, language: str = "zh-hans") -> Client:
    """A browser in which somebody is logged in."""
    client = Client()
    client.force_login(officer)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def secretary(lined: Lined) -> Client:
    """The secretary of the first community at the desk."""
    return seated(lined.town.secretary)


def words(client: Client, address: str) -> str:
    """The words of a page."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def solved_cases(lined: Lined, count: int) -> list[str]:
    """The numbers of matters that were confirmed just now."""
    now, worker = timezone.now(), lined.town.by("worker")
    cases = [reported(at=now).case for _ in range(count)]
    for case in cases:
        accept(case, by=worker, at=now)
        answer(case, by=worker, at=now, text="清走了")
        confirm(case, by=WISHER, at=now, solved="yes", satisfied="yes")
    return [case.number for case in cases]


def test_the_secretary_chooses_a_character_and_names_the_brand(lined: Lined, secretary: Client) -> None:
    chosen = {"character": "service", "main": "on", "owner": lined.branch.pk}
    named = {"name": "首问负责到底", "owner": lined.branch.pk, "words": "一句话"}

    assert secretary.post(f"{PLACE}character/", chosen).status_code == 302
    assert secretary.post(f"{PLACE}brand/", named).status_code == 302

    row = CommunityCharacter.objects.get()
    assert (row.character_id, row.main, Brand.objects.get().name) == ("service", True, "首问负责到底")
    assert "首问负责到底" in words(secretary, "/desk/line/")


def test_a_second_main_character_is_refused_with_the_form_as_it_was(lined: Lined, secretary: Client) -> None:
    lined.character()

    answer = secretary.post(
        f"{PLACE}character/", {"character": "safety", "main": "on", "owner": lined.branch.pk}
    )

    assert (answer.status_code, "服务型" in answer.content.decode()) == (422, True)


def test_the_owner_must_be_one_of_the_offered(lined: Lined, secretary: Client) -> None:
    answer = secretary.post(f"{PLACE}character/", {"character": "safety", "owner": lined.second_branch.pk})

    assert answer.status_code == 422


def test_the_street_reviews_a_stage_and_is_warned_of_few_quarters(lined: Lined) -> None:
    brand = lined.brand()
    street = seated(lined.supervisor)

    assert "0" in words(street, f"{PLACE}review/")
    told = {"to": "quality", "reason": "看了现场和记录", "seen": brand.version}
    assert street.post(f"{PLACE}review/", told).status_code == 302

    review = StageReview.objects.get()
    assert (review.organisation, review.officer) == (lined.town.street, lined.supervisor)
    assert "看了现场和记录" in words(street, PLACE)


def test_a_stage_that_is_not_the_next_is_no_choice(lined: Lined) -> None:
    lined.brand(outcome="成果")

    answer = seated(lined.supervisor).post(f"{PLACE}review/", {"to": "highlight", "reason": "看了现场和记录"})

    assert (answer.status_code, StageReview.objects.count()) == (422, 0)


def test_whoever_saw_an_older_page_is_told(lined: Lined) -> None:
    lined.brand()

    answer = seated(lined.supervisor).post(
        f"{PLACE}review/", {"to": "quality", "reason": "看了现场和记录", "seen": 0}
    )

    assert answer.status_code == 409


def test_the_secretary_does_not_review(lined: Lined, secretary: Client) -> None:
    lined.brand()

    assert secretary.get(f"{PLACE}review/").status_code == 404


def test_a_plan_with_milestones_from_first_word_to_result(lined: Lined, secretary: Client) -> None:
    today = timezone.localdate()
    secretary.post(f"{PLACE}plan/", {"text": "每月一次服务日", "owner": lined.branch.pk})
    for text in ("开出第一期", "办一次展览"):
        secretary.post(f"{PLACE}milestone/", {"text": text, "due_on": today.isoformat()})
    first, second = Milestone.objects.order_by("pk")

    secretary.post(f"{PLACE}reach/{first.pk}/", {"result": "来了三十户"})
    secretary.post(f"{PLACE}drop/{second.pk}/", {"reason": "场地没有落实"})

    shown = words(secretary, f"{PLACE}plan/{today.year}/")
    assert [part in shown for part in ("来了三十户", "场地没有落实")] == [True, True]
    assert YearPlan.objects.get().version == 5


def test_a_character_and_a_brand_are_ended(lined: Lined, secretary: Client) -> None:
    lined.brand()
    row = CommunityCharacter.objects.get()

    assert secretary.post(f"{PLACE}end-brand/").status_code == 302
    assert secretary.post(f"{PLACE}end-character/{row.pk}/").status_code == 302

    assert CommunityCharacter.objects.filter(valid_to=None).exists() is False
    assert secretary.get(f"{PLACE}end-brand/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"/desk/line/{SECOND}/",
        f"/desk/line/{STREET}/",
        f"{PLACE}nothing/",
        f"{PLACE}milestone/",
        f"{PLACE}reach/7/",
        f"{PLACE}figures/nothing/",
        f"/desk/line/{FIRST}001/",
        "/desk/line/231282999777/",
    ],
)
def test_what_is_not_theirs_or_not_there_is_not_found(secretary: Client, address: str) -> None:
    assert secretary.get(address).status_code == 404


def test_the_street_keeps_its_own_brand(lined: Lined) -> None:
    street = seated(lined.supervisor)

    street.post(f"/desk/line/{STREET}/brand/", {"name": "阳光一条线", "owner": lined.committee.pk})

    assert "阳光一条线" in words(street, "/desk/line/")
    assert street.get(f"/desk/line/{STREET}/character/").status_code == 404


def test_staff_see_small_counts_and_every_matter_behind_them(lined: Lined, secretary: Client) -> None:
    lined.character()
    numbers = solved_cases(lined, 2)

    assert "100 %" in words(secretary, PLACE)
    for indicator in ("solved", "first_time"):
        shown = words(secretary, f"{PLACE}figures/{indicator}/")
        assert [number in shown for number in numbers] == [True, True]


def test_matters_out_of_reach_are_counted_and_not_listed(lined: Lined) -> None:
    lined.character()
    numbers = solved_cases(lined, 1)
    lined.town.secretary.assignments.update(role="group_leader")
    street = seated(lined.supervisor)

    assert numbers[0] in words(street, f"{PLACE}figures/solved/")
    assert seated(lined.town.secretary).get(f"{PLACE}figures/solved/").status_code == 404


def test_satisfaction_opens_no_matter(lined: Lined, secretary: Client) -> None:
    lined.character()
    numbers = solved_cases(lined, 5)

    shown = words(secretary, f"{PLACE}figures/satisfied/")

    assert ("100 %" in shown, [number for number in numbers if number in shown]) == (True, [])


def test_rounds_open_by_post_and_never_by_person(lined: Lined, secretary: Client) -> None:
    lined.character("safety")
    post = held(place=FIRST, organisation=lined.branch)
    Task.objects.filter(post=post).update(done_on=timezone.localdate(), found=2)

    shown = words(secretary, f"{PLACE}figures/hazard_found/")

    assert (post.holder.display_name in shown, post.kind.zh in shown) == (False, True)


def test_every_figure_opens_in_both_languages(lined: Lined) -> None:
    solved_cases(lined, 1)
    lined.character()
    street = seated(lined.supervisor, "en")
    for code in IndicatorDefinition.objects.values_list("code", flat=True):
        assert street.get(f"{PLACE}figures/{code}/").status_code == 200, code
    assert street.get(f"{PLACE}?period=2026").status_code == 200


def test_the_list_costs_the_same_for_one_community_and_two(
    lined: Lined, django_assert_max_num_queries: Any
) -> None:
    lined.brand()
    street = seated(lined.supervisor)
    street.get("/desk/line/")
    with django_assert_max_num_queries(30) as one:
        street.get("/desk/line/")
        cost = len(one)
    set_character(
        community=SECOND, character="safety", main=True, owner=lined.second_branch, by=lined.county, at=NOON
    )
    with django_assert_max_num_queries(30) as two:
        street.get("/desk/line/")
        assert len(two) == cost


def test_the_shipped_line_is_loaded_once(db: None) -> None:
    call_command("load_tables", "clocks", "categories", "line")

    assert load_line(by=Actor.system("shipped"), at=NOON) == 0


def test_the_administrator_keeps_wording_definitions_and_topics(lined: Lined) -> None:
    desk = seated(lined.administrator)
    definition = IndicatorDefinition.objects.get(code="noise_solved")
    told = {"zh": "噪声解决率", "en": "Noise solved", "source": "本市", "valid_from": "2099-01-01"}
    said = {
        name: getattr(definition, name)
        for name in ("numerator", "numerator_en", "denominator", "denominator_en")
    }

    answers = [
        desk.post(
            "/desk/tables/characters/service/change/", {"words": "一句实话", "words_en": "True", "seen": 0}
        ),
        desk.post(f"/desk/tables/indicators/{definition.pk}/change/", {**told, **said}),
        desk.post("/desk/tables/topics/add/", {"topic": "noise", "category": "0202"}),
    ]

    assert [answer.status_code for answer in answers] == [302] * 3
    line = Counted.objects.get(topic="noise")
    assert desk.post(f"/desk/tables/topics/{line.pk}/end/").status_code == 302
    assert [
        desk.get(f"/desk/tables/{key}/").status_code for key in ("characters", "indicators", "topics")
    ] == [200] * 3

"""Characters, brands and the reviews of their stages."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.states import OrganisationKind
from sunshine.programmes.actions import end_brand, end_character, review_stage, set_brand, set_character
from sunshine.programmes.models import Brand, CommunityCharacter, StageReview
from sunshine.programmes.queries import (
    brand_of,
    character_of,
    characters_of,
    communities_of,
    line,
    reviews_of,
)
from sunshine.programmes.rules import warnings
from sunshine.programmes.states import Stage
from sunshine.record.queries import entries
from sunshine.record.states import Actor
from tests.factories.cases import FIRST, GRID, SECOND, STREET
from tests.factories.line import Lined, refused
from tests.factories.people import DAY, NOON, OrganisationFactory

OUTCOME = "一年来首问登记三百件，件件有回音。"
WHY = "四个季度按时办结，居民评价好"
NEXT_DAY = NOON + timedelta(days=1)


def test_a_community_chooses_its_main_character_and_the_record_says_who_carries_it(lined: Lined) -> None:
    row = lined.character()

    (entry,) = entries(row.subject)
    assert character_of(FIRST, DAY) == row
    assert entry.facts == {
        "community": FIRST, "character": "service", "main": True, "owner": lined.branch.pk,
    }  # fmt: skip
    assert '"organisation":"第一社区党总支"' in entry.public


def test_a_second_main_character_is_refused_by_name(lined: Lined) -> None:
    lined.character()

    with pytest.raises(Refused, match="服务型") as refusal:
        lined.character("safety")

    assert refusal.value.code == "main"


def test_further_characters_stand_behind_the_main_one(lined: Lined) -> None:
    lined.character("safety", main=False)
    lined.character("service")
    lined.character("learning", main=False)

    assert [row.character_id for row in characters_of(FIRST, DAY)] == ["service", "learning", "safety"]
    with refused("character"):
        lined.character("safety", main=False)


@pytest.mark.parametrize(
    ("place", "code"), [(GRID, "community"), (STREET, "community"), ("231282999777", "place")]
)
def test_only_a_community_that_exists_has_a_character(lined: Lined, place: str, code: str) -> None:
    with refused(code):
        set_character(
            community=place, character="service", main=True, owner=lined.branch, by=lined.county, at=NOON
        )


@pytest.mark.parametrize("who", ["second_branch", "committee"])
def test_a_character_is_carried_by_a_party_organisation_of_the_community_itself(
    lined: Lined, who: str
) -> None:
    owner = getattr(lined, who)
    with refused("owner"):
        set_character(
            community=FIRST, character="service", main=True, owner=owner, by=lined.secretary, at=NOON
        )


def test_an_office_does_not_carry_the_line(lined: Lined) -> None:
    with refused("owner"):
        set_brand(place=FIRST, name="品牌", owner=lined.town.first, by=lined.secretary, at=NOON)


def test_another_community_s_secretary_may_not_choose(lined: Lined) -> None:
    with refused("out_of_reach"):
        set_character(
            community=SECOND, character="service", main=True, owner=lined.second_branch, by=lined.secretary, at=NOON
        )  # fmt: skip


def test_an_ended_character_makes_room_and_stays_in_the_history(lined: Lined) -> None:
    row = lined.character()

    end_character(row, by=lined.secretary, at=NEXT_DAY)
    new = set_character(
        community=FIRST, character="safety", main=True, owner=lined.branch, by=lined.secretary, at=NEXT_DAY
    )

    assert (character_of(FIRST, DAY), character_of(FIRST, date(2026, 11, 24))) == (row, new)
    with refused("ended"):
        end_character(row, by=lined.secretary, at=NEXT_DAY)


def test_a_community_s_brand_rests_on_its_main_character(lined: Lined) -> None:
    with refused("place"):
        set_brand(place=FIRST, name="首问负责到底", owner=lined.branch, by=lined.secretary, at=NOON)

    brand = lined.brand()

    assert (brand_of(FIRST, DAY), brand.stage) == (brand, Stage.FEATURE)


def test_the_street_has_its_own_brand_without_a_character(lined: Lined) -> None:
    brand = set_brand(place=STREET, name="阳光一条线", owner=lined.committee, by=lined.county, at=NOON)

    assert line(FIRST, NOON).brands == line(STREET, NOON).brands == (brand,)
    assert line("231282", NOON).communities == []


def test_a_brand_is_put_right_and_whoever_saw_an_older_page_is_told(lined: Lined) -> None:
    brand = lined.brand()

    set_brand(
        place=FIRST,
        name="首问到底",
        owner=lined.branch,
        by=lined.secretary,
        at=NOON,
        seen=brand.version,
        words="一句话",
    )

    assert list(Brand.objects.values_list("name", "words", "version")) == [("首问到底", "一句话", 2)]
    with pytest.raises(Overtaken):
        set_brand(place=FIRST, name="旧页面", owner=lined.branch, by=lined.secretary, at=NOON, seen=1)


def test_the_name_of_a_brand_is_sealed_in_the_record(lined: Lined) -> None:
    (entry,) = entries(lined.brand().subject)

    assert "首问" not in entry.public + str(entry.facts)


def test_stages_are_reviewed_one_after_the_other_by_another_organisation(lined: Lined) -> None:
    brand = lined.brand(outcome=OUTCOME)

    first = review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)
    second = review_stage(brand, to=Stage.HIGHLIGHT, reason=WHY, by=lined.reviewer, at=NEXT_DAY)

    assert [(row.came_from, row.went_to) for row in reviews_of(brand)] == [
        ("feature", "quality"),
        ("quality", "highlight"),
    ]
    assert (first.organisation, first.reviewed_on, first.reason, second.quarters) == (
        lined.town.street, DAY, WHY, 0,
    )  # fmt: skip


def test_a_stage_cannot_be_skipped_nor_taken_twice(lined: Lined) -> None:
    brand = lined.brand(outcome=OUTCOME)

    with refused("to"):
        review_stage(brand, to=Stage.HIGHLIGHT, reason=WHY, by=lined.reviewer, at=NOON)
    review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)
    with refused("to"):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)


def test_nobody_reviews_the_brand_of_their_own_organisation(lined: Lined) -> None:
    brand = lined.brand()
    lined.supervisor.organisation = lined.branch
    lined.supervisor.save()

    with refused("not_yours"):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)
    with refused("not_yours"):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=Actor.system(), at=NOON)


def test_the_community_itself_reviews_nothing(lined: Lined) -> None:
    brand = lined.brand()

    with refused("not_your_task"):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.secretary, at=NOON)


def test_a_showcase_tells_what_it_achieved(lined: Lined) -> None:
    brand = lined.brand()
    review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)

    with refused("to"):
        review_stage(brand, to=Stage.HIGHLIGHT, reason=WHY, by=lined.reviewer, at=NOON)
    told = {"place": FIRST, "name": brand.name, "owner": lined.branch, "by": lined.secretary, "at": NOON}
    brand = set_brand(**told, outcome=OUTCOME)
    review_stage(brand, to=Stage.HIGHLIGHT, reason=WHY, by=lined.reviewer, at=NOON)
    with refused("outcome"):
        set_brand(**told)


def test_a_review_from_an_older_page_changes_nothing(lined: Lined) -> None:
    brand = lined.brand()

    with pytest.raises(Overtaken):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON, seen=brand.version - 1)
    brand.version += 7
    with pytest.raises(Overtaken):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)

    assert not StageReview.objects.exists()


def test_few_quarters_are_a_warning_and_no_bar(lined: Lined) -> None:
    brand = lined.brand()

    assert ["3" in str(said) for said in warnings(brand, 3)] == [True]
    assert warnings(brand, 4) == []


def test_an_ended_brand_keeps_its_reviews_and_makes_room(lined: Lined) -> None:
    brand = lined.brand()
    end_brand(brand, by=lined.secretary, at=NEXT_DAY)

    with refused("ended"):
        review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NEXT_DAY)
    with refused("ended"):
        end_brand(brand, by=lined.secretary, at=NEXT_DAY)
    new = set_brand(place=FIRST, name="新品牌", owner=lined.branch, by=lined.secretary, at=NEXT_DAY)
    assert (brand_of(FIRST, DAY), brand_of(FIRST, date(2026, 11, 24))) == (brand, new)


def test_the_line_shows_nine_characters_with_their_communities_by_code(lined: Lined) -> None:
    brand = lined.brand()
    set_character(
        community=SECOND, character="service", main=True, owner=lined.second_branch, by=lined.county, at=NOON
    )

    shown = line(STREET, NOON)

    assert len(shown.characters) == 9
    service = next(row for row in shown.characters if row.character.code == "service")
    assert [(row.place.code, row.brand) for row in service.communities] == [(FIRST, brand), (SECOND, None)]
    assert shown.communities == [place.code for place in communities_of(STREET)] == [FIRST, SECOND]


def test_the_line_costs_the_same_for_one_community_and_two(
    lined: Lined, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    lined.brand()
    with django_assert_num_queries(5):
        line(STREET, NOON)
    set_character(
        community=SECOND, character="safety", main=True, owner=lined.second_branch, by=lined.county, at=NOON
    )
    with django_assert_num_queries(5):
        line(STREET, NOON)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"community": FIRST[:9]}, "character_of_a_community"),
        ({"valid_to": date(2026, 11, 22)}, "character_dates"),
        ({"character_id": "safety"}, "community_one_main_character"),
        ({"main": False}, "community_character_once"),
    ],
)
def test_the_database_holds_the_rules_of_characters(
    lined: Lined, fields: dict[str, object], name: str
) -> None:
    row = lined.character()
    told = {
        "community": FIRST,
        "character_id": "service",
        "main": True,
        "owner": row.owner,
        "valid_from": DAY,
    }

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CommunityCharacter.objects.create(**{**told, **fields})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"place": GRID[:11]}, "brand_place_is_a_code"),
        ({"name": ""}, "brand_has_a_name"),
        ({"valid_to": date(2026, 11, 22)}, "brand_dates"),
        ({"stage": "highlight"}, "brand_showcase_tells_its_outcome"),
        ({}, "brand_one_per_place"),
    ],
)
def test_the_database_holds_the_rules_of_brands(lined: Lined, fields: dict[str, object], name: str) -> None:
    brand = lined.brand()
    told = {"place": FIRST, "name": "又一个", "owner": brand.owner, "valid_from": DAY}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Brand.objects.create(**{**told, **fields})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"went_to": "highlight"}, "review_skips_no_stage"),
        ({"reason": ""}, "review_has_a_reason"),
        ({}, "review_once_per_stage"),
    ],
)
def test_the_database_holds_the_rules_of_reviews(lined: Lined, fields: dict[str, object], name: str) -> None:
    brand = lined.brand()
    review_stage(brand, to=Stage.QUALITY, reason=WHY, by=lined.reviewer, at=NOON)
    told = {
        "brand": brand, "came_from": "feature", "went_to": "quality", "reviewed_on": DAY, "reason": "好",
        "quarters": 0, "organisation": lined.town.street,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StageReview.objects.create(**{**told, **fields})


def test_words_name_rows() -> None:
    row = CommunityCharacter(community=FIRST, character_id="service")
    assert (str(row), str(Brand(name="首问")), str(StageReview(brand_id=3, went_to="quality"))) == (
        f"{FIRST} service",
        "首问",
        "3 quality",
    )


def test_a_closed_branch_carries_nothing_new(lined: Lined) -> None:
    closed = OrganisationFactory(
        name="旧党总支", kind=OrganisationKind.GENERAL_BRANCH, place=FIRST, valid_to=date(2026, 6, 1)
    )
    with refused("closed"):
        set_brand(place=FIRST, name="品牌", owner=closed, by=lined.secretary, at=NOON)

"""What is unusual about a party organisation, said and never asked; and what keeps one open."""

from datetime import date

import pytest

from sunshine.lib.refusals import Refused
from sunshine.party.rules.bodies import check_hands_empty, warnings
from sunshine.posts.models import Post, PostKind
from sunshine.wishes.states import WishState
from tests.factories import wishes
from tests.factories.bodies import party
from tests.factories.people import COMMUNITY, DAY, GRID, OrganisationFactory

pytestmark = pytest.mark.django_db


def said(kind="grid_branch", place=GRID, **told) -> list[str]:
    organisation = party(kind, place, **told)
    return warnings(organisation, organisation.body, DAY)


@pytest.mark.parametrize(
    ("kind", "headcount", "sentence"),
    [
        ("grid_branch", 2, "一般不少于 3 名党员；现有 2 名。"),
        ("grid_branch", 51, "一般不超过 50 名党员；现有 51 名。"),
        ("party_committee", 99, "一般不少于 100 名党员；现有 99 名。"),
    ],
)
def test_a_size_out_of_the_usual_is_said(kind, headcount, sentence):
    assert said(kind, COMMUNITY, headcount=headcount) == [sentence]


@pytest.mark.parametrize(
    ("kind", "headcount"),
    [
        ("grid_branch", 3),
        ("grid_branch", 50),
        ("general_branch", None),
        ("party_committee", 500),
        ("party_group", 1),
    ],
)
def test_a_usual_size_says_nothing(kind, headcount):
    assert said(kind, GRID, headcount=headcount) == []


def test_a_term_not_entered_over_or_too_long_is_said():
    assert said(term_from=None, term_to=None) == ["届期尚未填写。"]
    assert said(term_from=date(2020, 1, 1), term_to=DAY) == ["届期已满。", "届期超过 5 年。"]
    assert said("party_group", term_from=None, term_to=None) == []


def test_one_without_a_body_says_nothing():
    assert warnings(OrganisationFactory(kind="branch"), None, DAY) == []


def test_who_has_an_open_post_is_not_closed():
    branch = party("grid_branch", GRID)
    kind = PostKind.objects.create(
        code="clean", zh="卫生巡查", en="Cleanliness", duties=["看"], duties_en=["look"]
    )
    Post.objects.create(kind=kind, place=GRID, organisation=branch, opened_on=DAY)

    with pytest.raises(Refused) as refused:
        check_hands_empty(branch)

    assert refused.value.code == "holds"


def test_who_holds_a_wish_is_not_closed():
    told = wishes.line()
    wishes.brought_to(WishState.CLAIMED, told)

    with pytest.raises(Refused) as refused:
        check_hands_empty(told.branch)

    assert refused.value.code == "holds"

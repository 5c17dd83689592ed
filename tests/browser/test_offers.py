"""我来帮忙 in a browser: signing up on a phone without scripts, the own page, and the offers at the desk."""

import pytest
from django.utils import timezone

from sunshine.party.actions.members import join_branch
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import consents, token_of
from tests.desk.town import make_town
from tests.factories.people import COMMUNITY, GRID, OrganisationFactory
from tests.factories.posts import PostFactory, held
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(live_server):
    """A town with a team, a branch, an empty post and somebody who offered everything."""
    town = make_town()
    branch = OrganisationFactory(name="第一网格党支部", kind=OrganisationKind.GRID_BRANCH, place=GRID)
    team = OrganisationFactory(name="红马甲志愿队", kind=OrganisationKind.VOLUNTEER_TEAM, place=COMMUNITY)
    person = volunteer(display_name="3号楼老李", place=GRID, phone="13912345678", team=team.pk)
    join_branch(person, branch=branch.pk, by=Actor.helper(person.ref, None), at=timezone.now())
    held(person=person)
    PostFactory()
    me = f"/serve/me/{token_of(person.ref)}"
    return {"town": town, "branch": branch, "person": person, "me": me, "ref": person.ref}


PUBLIC = [
    "/serve/", "/serve/join/", f"/serve/join/?at={GRID}", "{me}/", "{me}/?new", "{me}/change/", "{me}/card/",
]  # fmt: skip
DESK = [
    "/desk/offers/", "/desk/offers/?skill=law", "/desk/offers/keep/", "/desk/offers/{ref}/", "/desk/offers/{ref}/change/",
    "/desk/tables/skills/",
]  # fmt: skip


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_its_width(look, world):
    outside = look([one.format(**world) for one in PUBLIC])
    at_the_desk = look([one.format(**world) for one in DESK], officer=world["town"].admin)

    assert outside + at_the_desk == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_somebody_signs_up_on_a_phone_takes_one_consent_back_and_leaves(open_page, shoot, world, script):
    page = open_page("/serve/", script=script)
    page.get_by_role("link", name="我要报名帮忙").click()
    page.get_by_label("社区").select_option(COMMUNITY)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("大家怎么称呼您？").fill("张阿姨")
    for label in (
        "做饭送饭",
        "我已满18岁。",
        "可以保存我填的内容",
        "我做事的地方可以公开写上我的称呼和负责的组织",
    ):
        page.get_by_label(label).check()
    page.get_by_role("button", name="提交").or_(page.get_by_role("button", name="发送")).first.click()
    person = Volunteer.objects.get(display_name="张阿姨")
    shoot(page)
    page.get_by_role("button", name="收回").first.click()
    assert consents(person) == {"keep"}
    page.get_by_role("button", name="退出，并删除我的信息").click()
    assert page.get_by_role("heading", level=1).inner_text() == "您已退出"
    person.refresh_from_db()
    assert (person.display_name, Member.objects.filter(volunteer=person).count()) == ("", 0)

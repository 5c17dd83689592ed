"""A town in which one person does everything: what is public of them, and what is taken back, is tried there."""

from datetime import timedelta

from sunshine.notices.actions import load_templates
from sunshine.party.actions.members import join_branch
from sunshine.party.actions.reporting import report_person
from sunshine.party.models import Body
from sunshine.posts.actions.pledges import make_pledge, settle_pledge
from sunshine.posts.actions.posts import claim_post, do_task
from sunshine.posts.models import Task
from sunshine.posts.states import PledgeState
from sunshine.volunteers.models import Skill, Volunteer
from sunshine.volunteers.queries import helper_actor
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish
from tests.factories.cases import FIRST, GRID
from tests.factories.people import DAY, NOON
from tests.factories.posts import PostFactory
from tests.factories.volunteers import EVERYTHING, volunteer
from tests.factories.wishes import WISHER, WishTown, asked, claimed, line, offered

NAME, PHONE = "独一份老李", "13987650123"


def busy() -> WishTown:
    """A town in which one person does everything: a post, duties, a pledge, two wishes, a report to the community."""
    town = line()
    load_templates(at=NOON)
    Skill.objects.create(code="company", zh="陪伴聊天", en="Company")
    person = volunteer(display_name=NAME, place=GRID, phone=PHONE, consents=EVERYTHING, skills=("company",))
    join_branch(person, branch=town.branch.pk, by=helper_actor(person), at=NOON)
    Body.objects.create(organisation=town.branch, contact=person)
    _serve(town, person)
    _help(town, person)
    town.person = person
    return town


def _serve(town: WishTown, person: Volunteer) -> None:
    by = helper_actor(person)
    post = claim_post(PostFactory(organisation=town.general), by=by, at=NOON, volunteer=person)
    do_task(
        Task.objects.filter(post=post).earliest("due_on", "id"), by=by, at=NOON + timedelta(days=3), found=2
    )
    pledge = make_pledge(
        text="每周清楼道", scope="3号楼", due_on=DAY + timedelta(days=9), by=by, at=NOON, person=person
    )
    settle_pledge(pledge, by=by, at=NOON, state=PledgeState.KEPT, evidence="已清四次")
    make_pledge(text="教用手机", scope="老人", due_on=DAY + timedelta(days=9), by=by, at=NOON, person=person)
    report_person(person, community=FIRST, by=by, at=NOON)


def _help(town: WishTown, person: Volunteer) -> None:
    """One wish fulfilled and confirmed, one in hand."""
    for text in ("水龙头漏水，想换垫圈", "门把手松了，想请人拧紧"):
        wish = asked(text=text)
        offered(wish, town)
        claimed(wish, town)
        wishes.pair(wish, by=town.by("leader"), at=NOON, helpers=[person.pk, town.mei.pk])
    first = Wish.objects.earliest("id")
    wishes.visit(first, by=helper_actor(person), at=NOON)
    wishes.fulfil(first, by=helper_actor(person), at=NOON, text="已换好垫圈，不漏了")
    wishes.confirm(first, by=WISHER, at=NOON, fulfilled="yes")

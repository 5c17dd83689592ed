"""A town with groups, teams and people who offered themselves, for tests of wishes. One call, dull by intent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sunshine.lib import seal
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.states import Actor
from sunshine.volunteers.models import Consent, Member, Skill, Volunteer
from sunshine.volunteers.states import ConsentKind, Free
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish, WishKind
from sunshine.wishes.queries.links import wish_token
from sunshine.wishes.rules import NewWish
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, SECOND, Town, town
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory

WISHER = Actor.resident()
SYSTEM = Actor.system()
HOUR = timedelta(hours=1)
PHONE = "13812345678"


@dataclass
class WishTown:
    """The town, its party line and teams, a leader, and who offered themselves."""

    town: Town
    general: Organisation
    branch: Organisation
    group: Organisation
    team: Organisation
    other: Organisation
    leader: Officer
    stranger: Officer
    mei: Volunteer
    lin: Volunteer
    zhou: Volunteer

    def by(self, name: str) -> Actor:
        """That officer (of the line or the town) or volunteer as an actor, fresh from the table."""
        who = getattr(self, name, None)
        if isinstance(who, Volunteer):
            member = Member.objects.filter(volunteer=who).first()
            return Actor.helper(who.ref, member.branch_id if member else who.team_id)
        return officer_actor(Officer.objects.get(pk=who.pk)) if who else self.town.by(name)


def offers(
    name: str, *, branch: Organisation | None = None, team: Organisation | None = None, **told: Any
) -> Volunteer:
    """Somebody who offered themselves and agreed to be kept and matched; `skills` and `free` as told."""
    ref = f"{name}-ref"
    skills, consents = told.pop("skills", []), told.pop("consents", [ConsentKind.KEEP, ConsentKind.MATCH])
    access = seal.token_digest(ref)
    made = Volunteer.objects.create(
        ref=ref, access=access, display_name=name, place=GRID, team=team, version=1, **told
    )
    made.skills.set(skills)
    Consent.objects.bulk_create(Consent(volunteer=made, kind=kind, given_at=NOON) for kind in consents)
    if branch is not None:
        Member.objects.create(volunteer=made, branch=branch)
    return made


def line() -> WishTown:
    """Build it. Mei and Lin are of the grid branch, Zhou of the party group below it; another community has its own."""
    there = town()
    make, kind = OrganisationFactory, OrganisationKind
    skill = Skill.objects.create(code="repair", zh="小修小补", en="Small repairs")
    WishKind.objects.create(
        code="repair", zh="家中小修", en="A small repair", skill=skill, at_home=True, order=1
    )
    WishKind.objects.create(code="errand", zh="代买跑腿", en="An errand", at_home=False, order=2)
    general = make(name="第一社区党总支", kind=kind.GENERAL_BRANCH, place=FIRST)
    branch = make(name="第一网格党支部", kind=kind.GRID_BRANCH, place=GRID, parent=general)
    group = make(name="一号楼党小组", kind=kind.PARTY_GROUP, place=GRID, parent=branch)
    team = make(name="暖心志愿队", kind=kind.VOLUNTEER_TEAM, place=FIRST)
    other = make(name="第二社区党支部", kind=kind.BRANCH, place=SECOND)
    return WishTown(
        there, general, branch, group, team, other,
        leader=OfficerFactory(organisation=branch, role=Role.GROUP_LEADER, role__place=GRID),
        stranger=OfficerFactory(organisation=other, role=Role.GROUP_LEADER, role__place=SECOND),
        mei=offers("梅", branch=branch, skills=[skill], free=[Free.WEEKEND_DAY]),
        lin=offers("林", branch=branch),
        zhou=offers("周", branch=group, skills=[skill], free=[Free.WEEKDAY_DAY]),
    )  # fmt: skip


def asking(**told: Any) -> NewWish:
    """A dripping tap in the first grid, unless told otherwise."""
    return NewWish(
        **{
            "text": "水龙头漏水，想请人帮忙换个垫圈",
            "kind": "repair",
            "place": GRID,
            "phone": PHONE,
            "name": "王奶奶",
            **told,
        }
    )


def asked(*, by: Actor = WISHER, at: datetime = NOON, **told: Any) -> Wish:
    """A wish, asked."""
    return wishes.ask(asking(**told), by=by, at=at).wish


def brought_to(state: WishState, there: WishTown, **told: Any) -> Wish:
    """A wish in that state: the worker checked it, the branch took it, Mei and Lin went. At most four hours old."""
    wish = asked(**told)
    steps: list[tuple[WishState, Callable[[datetime], object]]] = [
        (WishState.OFFERED, lambda at: offered(wish, there, at)),
        (WishState.CLAIMED, lambda at: claimed(wish, there, at)),
        (WishState.DONE, lambda at: done(wish, there, at)),
        (WishState.CLOSED, lambda at: wishes.confirm(wish, by=WISHER, at=at, fulfilled="yes")),
    ]
    for hour, (reached, take) in enumerate(steps, 1):
        if wish.state == state:
            break
        take(NOON + hour * HOUR)
        assert wish.state == reached
    return wish


def offered(wish: Wish, there: WishTown, at: datetime = NOON + HOUR) -> Wish:
    """The worker of the community puts it on the list."""
    return wishes.offer(wish, by=there.by("worker"), at=at, public_text="老人家水龙头漏水，需换垫圈")


def claimed(wish: Wish, there: WishTown, at: datetime = NOON + 2 * HOUR) -> Wish:
    """The grid branch takes it, by its leader."""
    return wishes.claim(wish, by=there.by("leader"), at=at, organisation=there.branch)


def done(wish: Wish, there: WishTown, at: datetime = NOON + 3 * HOUR) -> Wish:
    """Mei and Lin are named, go, and say that it is done."""
    wishes.pair(wish, by=there.by("leader"), at=at, helpers=[there.mei.pk, there.lin.pk])
    wishes.visit(wish, by=there.by("mei"), at=at)
    return wishes.fulfil(wish, by=there.by("mei"), at=at, text="已换好垫圈，不漏了")


def link_of(wish: Wish) -> str:
    """The token of the wisher's link."""
    return wish_token(wish.ref)

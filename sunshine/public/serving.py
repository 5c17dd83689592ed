"""Posts and pledges as the public reads of them: what, where, which organisation, and a name only by consent."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from sunshine.lib.division import Level, is_code
from sunshine.party.models import Reporting
from sunshine.people.models import Organisation
from sunshine.people.states import PARTY_KINDS
from sunshine.places.queries import Locator, locator
from sunshine.posts.models import Pledge, Post
from sunshine.posts.queries.pledges import pledges_of, public_pledges
from sunshine.posts.queries.posts import open_to, posts_of, public_posts
from sunshine.posts.states import PledgeState
from sunshine.public.communities import community_groups
from sunshine.public.door import my_community, today
from sunshine.public.spot import at_place
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import public_name

LISTED = 60
SECTION = 5


class ShownPost(NamedTuple):
    """A post: `who` is empty while it waits for somebody."""

    post: Post
    where: str
    who: str


class ShownPledge(NamedTuple):
    """A pledge: `who` is how the person may be named, or the organisation; `behind` is the organisation beside a person."""

    pledge: Pledge
    where: str
    who: str
    behind: Organisation | None

    @property
    def post(self) -> Post | None:
        """The post it goes with; where a person is late the post would tell who."""
        return self.pledge.post if self.pledge.person is None or _in_time(self.pledge) else None

    @property
    def telephone(self) -> str:
        """Whom to call: of a branch that stands on no page not its number either."""
        asked = self.pledge.organisation if self.pledge.person is None else self.behind
        return asked.telephone if asked else ""


class Around(NamedTuple):
    """The place that a list is about, and the choice of others."""

    code: str
    words: str
    groups: Sequence[Any]

    @property
    def prefix(self) -> str:
        """Which rows belong to the list."""
        return self.code or settings.COUNTY


def find_community(request: HttpRequest) -> Around:
    """The community asked for (`?community=`), else the visitor's own; an empty one is the whole county."""
    book, code = locator(), request.GET.get("community", my_community(request))
    known = is_code(code) and len(code) == Level.COMMUNITY and code in book.names
    code = code if known else ""
    return Around(code, at_place(book, code).words if code else "", community_groups(book))


def shown_posts(rows: Iterable[Post]) -> list[ShownPost]:
    """Posts with the words for their place and holder."""
    book = locator()
    return [shown_post(post, book) for post in rows]


def shown_post(post: Post, book: Locator | None = None) -> ShownPost:
    """One post with the words for its place and holder."""
    where = at_place(book or locator(), post.place).words
    return ShownPost(post, where, public_name(post.holder) if post.holder else "")


def shown_pledges(rows: Iterable[Pledge]) -> list[ShownPledge]:
    """Pledges with the words for their community and for whoever promises."""
    book = locator()
    return [shown_pledge(pledge, book) for pledge in rows]


def shown_pledge(pledge: Pledge, book: Locator | None = None) -> ShownPledge:
    """One pledge with the words for its community and for whoever promises."""
    where = at_place(book or locator(), pledge.community).words
    if pledge.person is None:
        return ShownPledge(pledge, where, pledge.organisation.spoken, None)
    behind = _behind(pledge)
    return ShownPledge(pledge, where, _promised_by(pledge, behind), behind)


def _behind(pledge: Pledge) -> Organisation | None:
    """The organisation of the post, or a team. A branch that somebody named stays untold: only they may say it."""
    told = pledge.post_id is not None or pledge.organisation.kind not in PARTY_KINDS
    return pledge.organisation if told else None


def _promised_by(pledge: Pledge, behind: Organisation | None) -> str:
    """How a person may be named: only while the pledge runs or is kept. Nobody stands there as late."""
    in_time = _in_time(pledge)
    if in_time or behind is None:
        return public_name(pledge.person if in_time else None)
    return behind.spoken


def _in_time(pledge: Pledge) -> bool:
    return pledge.state == PledgeState.KEPT or (pledge.settled_on is None and pledge.due_on >= today())


def sections(prefix: str) -> dict[str, Any]:
    """For /serve/: the first posts (empty ones before others) and pledges of a place, for public/serve/_open.html."""
    return {
        "serve_posts": shown_posts(public_posts(prefix)[:SECTION]),
        "serve_pledges": shown_pledges(public_pledges(prefix).filter(settled_on=None)[:SECTION]),
    }


def own(volunteer: Volunteer, token: str, on: date) -> dict[str, Any]:
    """For one's own page: my posts with what waits, posts I could take, my pledges, for public/serve/_posts.html."""
    book = locator()
    mine = [
        {"post": post, "where": at_place(book, post.place).words, "duties": duties}
        for post, duties in posts_of(volunteer, on)
    ]
    return {
        "token": token,
        "own_posts": mine,
        "own_pledges": list(pledges_of(volunteer)[:LISTED]),
        "open_posts": shown_posts(open_to(volunteer, limit=SECTION * 2)),
        "today": on,
    }


def reporting_part(volunteer: Volunteer, token: str, on: date) -> dict[str, Any]:
    """双报到 on a member's own page: `member` with the day they reported this year, None for who is no member."""
    mine = Reporting.objects.filter(
        person=OuterRef("volunteer"), community=volunteer.place[: Level.COMMUNITY], year=on.year
    )
    rows = Member.objects.filter(volunteer=volunteer)
    member = rows.annotate(reported_on=Subquery(mine.values("reported_on")[:1])).first()
    return {"member": member, "token": token}

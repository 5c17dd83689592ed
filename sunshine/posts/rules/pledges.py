"""What may be promised, who says what became of it, and what may be said of a service. Refusals speak in sentences."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.masks import HIDDEN
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import check_public, hide_personal
from sunshine.people.models import Organisation
from sunshine.people.rules import check as check_may
from sunshine.people.rules import may
from sunshine.posts.models import Comment, Pledge, Post
from sunshine.posts.rules.posts import check_owner, speaks_for
from sunshine.posts.states import Helpful, PledgeState
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Volunteer

TEXT_LEAST, REASON_LEAST, TEXT_MOST, SCOPE_MOST, EVIDENCE_MOST = 4, 2, 200, 120, 1000
GRACE = timedelta(days=7)
"""How long after its day a pledge that was kept in time may still be written down as such."""


def check_due(due_on: date, on: date) -> None:
    """Raise Refused for a day that is not in the future."""
    if due_on <= on:
        raise Refused(_("Choose a day in the future."), code="due_on")


def check_promise_of(organisation: Organisation, community: str, *, by: Actor, on: date) -> None:
    """Raise Refused unless whoever asks may promise for this organisation, and it belongs to the community."""
    check_may(by, "pledges", place=community, organisation=organisation.pk, on=on)
    check_owner(organisation, community, on)


def check_promise_by(person: Volunteer, *, by: Actor) -> None:
    """Raise Refused unless a person promises for themselves; nobody promises for another."""
    if not speaks_for(by, person):
        raise Refused(_("A pledge is made by whoever makes it, by their own link."), code="not_yours")
    if person.left_at is not None:
        raise Refused(_("This person does not offer themselves any more."), code="left")


def check_post_of(post: Post, community: str, person: Volunteer | None, organisation: Organisation) -> None:
    """Raise Refused unless the post lies in the community and is the person's, or the organisation's own."""
    theirs = post.holder_id == person.pk if person else post.organisation_id == organisation.pk
    if not theirs or post.closed_on is not None or not post.place.startswith(community):
        raise Refused(_("This post is not one of yours."), code="post")


def check_once(organisation: Organisation, person: Volunteer | None, text: str) -> None:
    """Raise Refused when the same words are promised already by the same and still open."""
    same = Pledge.objects.filter(organisation=organisation, person=person, text=text, state=PledgeState.MADE)
    if same.exists():
        raise Refused(_("This is promised already."), code="text")


def check_settling(pledge: Pledge, *, by: Actor, on: date) -> None:
    """Raise Refused unless this pledge is open and this is whoever made it, or staff who write down their word."""
    if pledge.state != PledgeState.MADE:
        raise Refused(_("What became of this pledge is written down already."), code="settled")
    if speaks_for(by, pledge.person):
        return
    if by.kind == ActorKind.HELPER:
        raise Refused(_("Only whoever made a pledge says what became of it."), code="not_yours")
    check_may(by, "pledges", place=pledge.community, organisation=pledge.organisation_id, on=on)


def check_result(pledge: Pledge, state: str, evidence: str, reason: str, *, on: date) -> tuple[str, str]:
    """Evidence and reason as they are kept. Refused for a result that does not fit its day, or without its words."""
    if state not in PledgeState.values or state == PledgeState.MADE:
        raise Refused(_("Choose what became of it."), code="state")
    if state == PledgeState.KEPT and on > pledge.due_on + GRACE:
        raise Refused(_("The day has passed: say that it was kept late, or not kept."), code="state")
    if state == PledgeState.LATE and on <= pledge.due_on:
        raise Refused(_("It is not late yet: say that it was kept in time."), code="state")
    proved = state in (PledgeState.KEPT, PledgeState.LATE)
    excused = state in (PledgeState.LATE, PledgeState.NOT_KEPT)
    least = TEXT_LEAST if proved else 0
    words = check_public(evidence, least=least, most=EVIDENCE_MOST, what="evidence")
    why = check_public(reason, least=REASON_LEAST if excused else 0, most=TEXT_MOST, what="reason")
    return words, why


def check_comment(pledge: Pledge | None, post: Post | None, helpful: str, text: str, *, by: Actor) -> str:
    """What a resident says as it is kept: what leads to a person, and the chosen name of whoever serves, hidden.

    Refused for staff and for those who serve themselves, without an answer, or when the words are too long.
    """
    if by.kind != ActorKind.RESIDENT:
        raise Refused(_("Residents say here how they were served."), code="not_yours")
    if (pledge is None) == (post is None):
        raise ValueError("A comment is on one pledge or on one post.")
    if helpful not in Helpful.values:
        raise Refused(_("Please say whether it helped."), code="helpful")
    words = hide_personal(text, most=TEXT_MOST)
    serves = pledge.person if pledge else post.holder if post else None
    return words.replace(serves.display_name, HIDDEN) if serves and serves.display_name else words


def check_release(comment: Comment, *, by: Actor, on: date) -> None:
    """Raise Refused unless its words wait and the community (never the group it is about) decides on them."""
    if not comment.text or comment.released_on is not None or comment.set_aside_on is not None:
        raise Refused(_("There is nothing to decide any more."), code="decided")
    check_may(by, "release", place=place_of(comment), on=on)


def place_of(comment: Comment) -> str:
    """The community of what a comment is about."""
    if comment.pledge is not None:
        return comment.pledge.community
    assert comment.post is not None  # noqa: S101 -- constraint comment_on_one_thing
    return comment.post.place[: Level.COMMUNITY]


def may_settle(pledge: Pledge, *, by: Actor, on: date) -> bool:
    """Whether the button to settle it is shown to staff."""
    return pledge.state == PledgeState.MADE and may(
        by, "pledges", place=pledge.community, organisation=pledge.organisation_id, on=on
    )

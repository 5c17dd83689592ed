"""Pledges: made by organisations or by people for themselves, settled with evidence; residents say how it served."""

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.masks import EVERYTHING, mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.once import once, with_form_key
from sunshine.matters.rules.public_words import check_public
from sunshine.people.actions.step import day_of
from sunshine.people.models import Organisation
from sunshine.people.rules import shown
from sunshine.posts.models import Comment, Pledge, Post
from sunshine.posts.rules import pledges as rules
from sunshine.posts.rules.posts import OWNERS, speaks_for
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor
from sunshine.volunteers.models import Volunteer


@transaction.atomic
def make_pledge(
    *,
    text: str,
    scope: str,
    due_on: date,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    person: Volunteer | None = None,
    community: str = "",
    post: Post | None = None,
) -> Pledge:
    """Promise something to a community by a day: an organisation through its staff, or a person by their own link.

    For a person the organisation is that of the post, else their branch or team. Raises Refused, its code naming the
    field, for a day that has passed, words that lead to a person, somebody else's post, or without the right.
    """
    day, owner = day_of(at), organisation or _behind(person, post)
    place = community or (post.place if post else person.place if person else owner.place)
    place = place[: Level.COMMUNITY]
    words = check_public(text, least=rules.TEXT_LEAST, most=rules.TEXT_MOST, what="text")
    whom = check_public(scope, least=2, most=rules.SCOPE_MOST, what="scope")
    rules.check_due(due_on, day)
    if person is not None:
        rules.check_promise_by(person, by=by)
    else:
        rules.check_promise_of(owner, place, by=by, on=day)
    if post is not None:
        rules.check_post_of(post, place, person, owner)
    rules.check_once(owner, person, words)
    pledge = Pledge(
        ref=secrets.token_hex(16), organisation=owner, person=person, post=post, community=place, text=words, scope=whom,
        due_on=due_on,
    )  # fmt: skip
    return add_row(
        pledge, "pledge", by=by, at=at,
        public=_public(pledge), facts={**_facts(pledge), "due_on": due_on.isoformat()},
        sealed={"text": words, "scope": whom}, hidden=person is not None,
    )  # fmt: skip


def _behind(person: Volunteer | None, post: Post | None) -> Organisation:
    """The organisation behind a person's pledge: the post's, else the nearest of their branch or team that may stand in public."""
    if post is not None:
        return post.organisation
    if person is None:
        raise Refused(_("Choose the organisation that promises."), code="organisation")
    member = getattr(person, "member", None)
    found = member.branch if member else person.team
    while found is not None and found.kind not in OWNERS:
        found = found.parent
    if found is None:
        raise Refused(
            _("Take a post first, or join a branch or a team: a pledge has an organisation behind it."),
            code="organisation",
        )
    return found


@transaction.atomic
def settle_pledge(
    pledge: Pledge, *, by: Actor, at: datetime, state: str, evidence: str = "", reason: str = ""
) -> Pledge:
    """Say what became of a pledge: kept or late with evidence, late or not kept with the reason.

    Raises Refused for anybody but whoever made it (or staff on their word), or when words or day do not fit.
    """
    day = day_of(at)
    rules.check_settling(pledge, by=by, on=day)
    words, why = rules.check_result(pledge, state, evidence, reason, on=day)
    return change_row(
        pledge, "settle", by=by, at=at,
        changes={"state": state, "evidence": words, "reason": why, "settled_on": day},
        public={**_public(pledge), "outcome": state},
        facts={**_facts(pledge), "state": state, "on_word": pledge.person_id is not None and not speaks_for(by, pledge.person)},
        sealed={"evidence": words, "reason": why}, hidden=pledge.person_id is not None,
    )  # fmt: skip


def comment(
    *,
    by: Actor,
    at: datetime,
    helpful: str,
    text: str = "",
    pledge: Pledge | None = None,
    post: Post | None = None,
    form_key: str | None = None,
) -> Comment:
    """What a resident says of the service that a pledge or a post brought. The same form counts once.

    The answer counts at once, in groups of five; words are shown when the community has released them.
    Raises Refused for anybody but a resident, without an answer, or for words that are too long.
    """
    words = rules.check_comment(pledge, post, helpful, text, by=by)

    def say() -> Comment:
        said = Comment(
            pledge=pledge, post=post, helpful=helpful, text=words, at=at, form_key=form_key or None
        )
        facts = {"about": said.about, "helpful": str(helpful)}
        with transaction.atomic():
            return add_row(said, "comment", by=by, at=at, facts=facts, sealed={"text": words}, hidden=True)

    return once(lambda: with_form_key(Comment.objects.all(), form_key), say)


@transaction.atomic
def release_comment(comment: Comment, *, by: Actor, at: datetime) -> Comment:
    """Show a resident's words beside the service. Raises Refused for anybody but the community, or when decided.

    What leads to a person is hidden once more: the words may be older than what the detector knows now.
    """
    day = day_of(at)
    rules.check_release(comment, by=by, on=day)
    shown = {"released_on": day, "text": mask_text(comment.text, kinds=EVERYTHING)}
    return change_row(
        comment, "release", by=by, at=at, changes=shown, facts={"about": comment.about}, hidden=True
    )


@transaction.atomic
def set_comment_aside(comment: Comment, *, by: Actor, at: datetime) -> Comment:
    """Do not show a resident's words, and forget them; the answer goes on counting. Refused as for a release."""
    day = day_of(at)
    rules.check_release(comment, by=by, on=day)
    gone = {"set_aside_on": day, "text": ""}
    return change_row(
        comment, "set_aside", by=by, at=at, changes=gone, facts={"about": comment.about}, hidden=True
    )


def _public(pledge: Pledge) -> dict[str, str]:
    return {"community": pledge.community, "organisation": shown(pledge.organisation)}


def _facts(pledge: Pledge) -> dict[str, object]:
    return {
        "community": pledge.community,
        "organisation": pledge.organisation_id,
        "post": pledge.post_id,
        "personal": pledge.person_id is not None,
    }

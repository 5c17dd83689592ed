"""Who may set up, take, hand back and close a post, and say what a duty brought. Refusals speak in sentences."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.masks import mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.people.rules import check as check_may
from sunshine.people.rules import check_in_force, may
from sunshine.people.states import PARTY_KINDS, OrganisationKind
from sunshine.places.queries import standing
from sunshine.posts.models import Post, PostKind, Task
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Volunteer

OWNERS = PARTY_KINDS - {OrganisationKind.MEMBER_HOUSEHOLD} | {OrganisationKind.VOLUNTEER_TEAM}
"""Who sets up posts and promises: party organisations and volunteer teams; a member's household is a home."""

FOUND_MOST, NOTE_MOST, DUTIES_MOST = 999, 200, 9
TAKEN = _("Somebody else has just taken this post. Thank you; others are still open.")
CLOSED = _("This post is closed.")


def speaks_for(by: Actor, volunteer: Volunteer | None) -> bool:
    """Whether this is the person themselves, by their own link."""
    return by.kind == ActorKind.HELPER and volunteer is not None and by.ident == volunteer.ref


def check_owner(organisation: Organisation, place: str, on: date) -> None:
    """Raise Refused unless a party organisation or volunteer team of this place answers for the post."""
    check_in_force(organisation, on)
    if organisation.kind not in OWNERS:
        raise Refused(_("A post is set up by a party organisation or a volunteer team."), code="organisation")
    community = place[: Level.COMMUNITY]
    if not (place.startswith(organisation.place) or organisation.place.startswith(community)):
        raise Refused(_("This organisation does not belong to the place of the post."), code="organisation")


def check_opening(kind: PostKind, place: str, organisation: Organisation, *, by: Actor, on: date) -> None:
    """Raise Refused unless this post may be set up there, by whoever asks, for this organisation."""
    check_may(by, "posts", place=place, organisation=organisation.pk, on=on)
    if not kind.in_use(on):
        raise Refused(_("This kind of post is not used any more. Please choose another."), code="kind")
    if len(place) < Level.COMMUNITY or not standing(place, on).filter(code=place).exists():
        raise Refused(_("Choose a community or a grid that exists."), code="place")
    check_owner(organisation, place, on)


def check_claim(post: Post, volunteer: Volunteer, *, by: Actor, on: date) -> None:
    """Raise Refused unless this person may take this post: by their own link, or staff write down their word."""
    if post.closed_on is not None:
        raise Refused(CLOSED, code="closed")
    if post.holder_id == volunteer.pk:
        raise Refused(_("You have this post already."), code="yours")
    if post.holder_id is not None:
        raise Refused(TAKEN, code="taken")
    if volunteer.left_at is not None:
        raise Refused(_("This person does not offer themselves any more."), code="left")
    _check_voice(post, volunteer, by, on)


def check_handing_back(post: Post, *, by: Actor, on: date) -> None:
    """Raise Refused unless somebody holds it and this is that person, or staff who write down their word. No reasons."""
    if post.holder is None:
        raise Refused(_("Nobody holds this post."), code="empty")
    _check_voice(post, post.holder, by, on)


def check_closing(post: Post, *, by: Actor, on: date) -> None:
    """Raise Refused unless the post is open, empty and within reach."""
    check_may(by, "posts", place=post.place, organisation=post.organisation_id, on=on)
    if post.closed_on is not None:
        raise Refused(CLOSED, code="closed")
    if post.holder_id is not None:
        raise Refused(_("Somebody holds this post. It can be closed once it is handed back."), code="held")


def check_task(task: Task, *, by: Actor, on: date) -> None:
    """Raise Refused unless this duty waits and this is the holder of the post, or staff who write down their word."""
    if task.done_on is not None:
        raise Refused(_("This is already written down. Thank you."), code="done")
    if task.post.holder is None:
        raise Refused(_("Nobody holds this post."), code="empty")
    if not open_from(task) <= on < open_until(task):
        raise Refused(_("The time for this duty is not now. Its next day is in your list."), code="day")
    _check_voice(task.post, task.post.holder, by, on)


def open_from(task: Task) -> date:
    """The first day on which a duty may be done: its rhythm before the due day, a week at most."""
    return task.due_on - timedelta(days=min(task.post.kind.every_days, 7))


def open_until(task: Task) -> date:
    """The first day on which it is the next one's turn; what was not done until then is just not done."""
    return task.due_on + timedelta(days=task.post.kind.every_days)


def check_found(found: int, note: str) -> str:
    """The note as it is kept, numbers and names of chat accounts hidden; Refused for what cannot be."""
    if not 0 <= found <= FOUND_MOST:
        raise Refused(_("This number cannot be right."), code="found")
    return mask_text(check_words(note, least=0, most=NOTE_MOST, what="note"))


def check_duties(chinese: list[str], english: list[str]) -> None:
    """Raise Refused unless a kind has one to nine duties, each in both languages."""
    if not 1 <= len(chinese) <= DUTIES_MOST:
        raise Refused(
            _("A kind of post has at least one duty and at most %(most)s.") % {"most": DUTIES_MOST},
            code="duties",
        )
    if len(chinese) != len(english):
        raise Refused(_("Write each duty in both languages, one a line."), code="duties_en")


def possible_for_staff(post: Post, *, by: Actor, on: date) -> list[str]:
    """The steps staff may take on a post now; buttons ask the same rules as the actions."""
    if post.closed_on is not None or not may(
        by, "posts", place=post.place, organisation=post.organisation_id, on=on
    ):
        return []
    return ["hand_back"] if post.holder_id else ["claim", "close"]


def due_days(since: date, every: int, first: date, last: date) -> list[date]:
    """The days between two days, both included, on which a duty falls: every so many days after somebody took it."""
    turns = max(1, -(-(first - since).days // every))
    days = (since + timedelta(days=turn * every) for turn in range(turns, (last - since).days // every + 1))
    return list(days)


def _check_voice(post: Post, volunteer: Volunteer, by: Actor, on: date) -> None:
    """The person themselves, the system, or staff within reach who write down what the person said."""
    if speaks_for(by, volunteer):
        return
    if by.kind == ActorKind.HELPER:
        raise Refused(_("Only the person themselves can do that, by their own link."), code="not_yours")
    check_may(by, "posts", place=post.place, organisation=post.organisation_id, on=on)

"""What a group or team does with a wish it takes into its hands (党员接单): claim, name two, visit, do it, or give it back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, Words, overtaken
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.actions import reveal_allowed
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from sunshine.volunteers.actions import still_here
from sunshine.volunteers.models import Volunteer
from sunshine.wishes.actions.move import move
from sunshine.wishes.actions.tell import tell_wisher
from sunshine.wishes.models import Helper, Wish
from sunshine.wishes.queries.families import desk_of, family, forget_pair
from sunshine.wishes.rules import check_pair, check_reveal, check_taker
from sunshine.wishes.states import WishNoteKind, WishState


@transaction.atomic
def claim(
    wish: Wish, *, by: Actor, at: datetime, organisation: Organisation, seen: int | None = None
) -> Wish:
    """A group or team takes the wish into its hands: `organisation` holds it from now on, and its clock runs.

    A leader, member or volunteer claims only for their own organisation. Of two at once one wins; the other is Overtaken.
    """
    if by.organisation != organisation.pk:
        raise Refused(_("You can only take a wish for your own group."), code="organisation")
    if wish.state == WishState.CLAIMED and wish.holder_id != organisation.pk:
        raise overtaken(wish)
    check_taker(wish, organisation, on=timezone.localtime(at).date())
    changes = {"claimed_at": at, "first_claimed_at": wish.first_claimed_at or at}
    move(wish, "claim", by=by, at=at, seen=seen, step=StepChange(changes, hand_to=organisation))
    tell_wisher(wish, "wish_claimed", at=at)
    return wish


@transaction.atomic
def pair(wish: Wish, *, by: Actor, at: datetime, helpers: Sequence[int], seen: int | None = None) -> Wish:
    """Name the volunteers (keys) who go; two at least, of the group or below it, who agreed to be asked.

    From now on the group sees name and telephone. Naming anew replaces those named before.
    """
    on = timezone.localtime(at).date()
    named = [still_here(one) for one in check_pair(wish, helpers, family=family(wish.holder_id, on))]
    step = StepChange(facts={"pair": len(named)}, sealed={"pair": [volunteer.ref for volunteer in named]})
    move(wish, "pair", by=by, at=at, seen=seen, step=step)
    _name(wish, named)
    return wish


def _name(wish: Wish, named: Sequence[Volunteer] = ()) -> None:
    """Put these in the place of whoever was named before."""
    Helper.objects.filter(wish=wish).delete()
    Helper.objects.bulk_create(Helper(wish=wish, volunteer=volunteer) for volunteer in named)
    forget_pair(wish)


@transaction.atomic
def visit(wish: Wish, *, by: Actor, at: datetime, day: date | None = None, seen: int | None = None) -> Wish:
    """Write down that the first visit was made by two, on `day` (default today). Raises Refused before two are named."""
    today = timezone.localtime(at).date()
    on = day or today
    since = timezone.localtime(wish.claimed_at or at).date()
    if not since <= on <= today:
        raise Refused(_("The visit lies between the day the wish was taken and today."), code="day")
    step = StepChange({"visited_on": on}, facts={"on": on.isoformat()})
    return move(wish, "visit", by=by, at=at, seen=seen, step=step)


@transaction.atomic
def hand_back(wish: Wish, *, by: Actor, at: datetime, seen: int | None = None) -> Wish:
    """Give the wish back, without reasons: the community holds it again, it is on the list, and a new clock runs.

    Who was named is forgotten, and with it the sight of name and telephone.
    """
    giver = wish.holder.name
    desk = desk_of(wish.place, timezone.localtime(at).date()) or wish.custody.get(link=1).holder
    step = StepChange({"offered_at": at, "claimed_at": None, "visited_on": None}, hand_to=desk)
    move(wish, "hand_back", by=by, at=at, seen=seen, step=step)
    _name(wish)
    tell_organisation(wish, "wish_waiting", desk, at=at, doer=giver)
    return wish


@transaction.atomic
def fulfil(wish: Wish, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Wish:
    """Say what was done. The wisher reads `text` word for word and is asked to confirm."""
    words = Words(WishNoteKind.RESULT, check_words(text), to_resident=True)
    step = StepChange({"fulfilled_at": at}, words=words, facts={"late": at > wish.due_at})
    move(wish, "fulfil", by=by, at=at, seen=seen, step=step)
    tell_wisher(wish, "wish_done", at=at)
    return wish


@transaction.atomic
def reveal(wish: Wish, *, by: Actor, at: datetime, reason: str, for_person: bool = False) -> tuple[str, str]:
    """Name and telephone of the wisher (of a minor, the guardian), or of whom it is for; the look is recorded.

    The community may look; the group only while it has the wish and once two are named; of a minor never. Raises Refused.
    """
    check_reveal(wish, by=by, on=timezone.localtime(at).date())
    contact = wish.for_person if for_person else wish.contact
    if contact is None:
        raise Refused(_("No name or telephone was left."), code="no_contact")
    return reveal_allowed(contact, by=by, at=at, reason=reason, subject=wish.subject)

"""Members who offer themselves: name a branch and take that back, and leave; what a leaving person held is free again."""

from datetime import datetime

from django.db import transaction

from sunshine.party.models import Body
from sunshine.party.rules.members import check_branch
from sunshine.people.actions.step import day_of
from sunshine.posts.actions.posts import hand_back_post
from sunshine.posts.models import Post
from sunshine.record.actions import erase_seals
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.actions import SignedUp, change_volunteer, sign_up, still_here, strip
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import branch_key
from sunshine.volunteers.rules import Offer, check_changer
from sunshine.wishes.models import Helper

FREED = Actor.system("left")
"""Who gives back what somebody held that left: nobody has to speak for them."""


@transaction.atomic
def offer_oneself(offer: Offer, *, branch: int | None, by: Actor, at: datetime) -> SignedUp:
    """Sign up and, if one likes, name one's branch in the same breath; that is a consent of its own."""
    signed = sign_up(offer, by=by, at=at, organisation=branch)
    if branch is not None and branch_key(signed.volunteer) is None:
        speaker = Actor.helper(signed.volunteer.ref, None) if by.kind is ActorKind.RESIDENT else by
        join_branch(signed.volunteer, branch=branch, by=speaker, at=at, word=offer.word)
    return signed


@transaction.atomic
def join_branch(
    volunteer: Volunteer, *, branch: int, by: Actor, at: datetime, word: bool = False
) -> Volunteer:
    """Write down which branch somebody says they belong to; naming another puts it in the place of the first.

    Political data: the entry tells nothing, its sealed part is erased when the word is taken back. Raises Refused
    for an organisation that is no party organisation, or without the person's own word.
    """
    on = day_of(at)
    check_changer(volunteer, by, word=word, organisation=branch, on=on)
    check_branch(branch, on=on)
    change_volunteer(volunteer, "consent", by=by, at=at, sealed={"to": "branch", "branch": branch})
    Member.objects.update_or_create(volunteer=volunteer, defaults={"branch_id": branch})
    return Volunteer.objects.get(pk=volunteer.pk)


@transaction.atomic
def leave_branch(volunteer: Volunteer, *, by: Actor, at: datetime, word: bool = False) -> Volunteer:
    """Take the branch back: the row is deleted, and what was sealed of it. Who named none has nothing to take back."""
    branch = branch_key(volunteer)
    check_changer(volunteer, by, word=word, organisation=branch, on=day_of(at))
    if branch is None:
        return volunteer
    change_volunteer(volunteer, "withdraw", by=by, at=at, sealed={"from": "branch"})
    Member.objects.filter(volunteer=volunteer).delete()
    erase_seals([volunteer.subject])
    return Volunteer.objects.get(pk=volunteer.pk)


@transaction.atomic
def leave(volunteer: Volunteer, *, by: Actor, at: datetime, word: bool = False) -> Volunteer:
    """Somebody no longer wants to be here: at once, without reasons.

    Posts they held are empty again, open wishes no longer wait for them, the branch is forgotten, no organisation names
    them as its contact, and of the person nothing stays but a reference. Totals stay: they count posts, pledges and wishes.
    """
    branch = branch_key(volunteer)
    check_changer(volunteer, by, word=word, organisation=branch, on=day_of(at))
    still_here(volunteer)
    for post in Post.objects.select_related("kind", "organisation", "holder").filter(holder=volunteer):
        hand_back_post(post, by=FREED, at=at)
    Helper.objects.filter(volunteer=volunteer, wish__open=True).delete()
    Member.objects.filter(volunteer=volunteer).delete()
    Body.objects.filter(contact=volunteer).update(contact=None)
    return strip(volunteer, by=by, at=at, word=word, organisation=branch)

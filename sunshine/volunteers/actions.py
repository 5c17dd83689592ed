"""Writes of those who offer themselves: sign up, change, agree, take back, leave; and the list of skills.

What somebody offers never enters the record: it says who (a reference), what kind of step and when.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.lib import seal
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.once import once, with_form_key
from sunshine.matters.rules.public_words import check_public_values
from sunshine.people.actions import erase, keep_contact, reveal_allowed
from sunshine.people.models import Contact
from sunshine.people.rules import check as check_may
from sunshine.people.states import Purpose
from sunshine.record.actions import erase_seals
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor
from sunshine.tables.loading import load_table, missing_rows, read_shipped
from sunshine.tables.states import SHIPPED
from sunshine.volunteers.models import Consent, Skill, Volunteer
from sunshine.volunteers.queries import token_of
from sunshine.volunteers.rules import (
    GONE,
    Offer,
    check_calling,
    check_changer,
    check_consent,
    check_details,
    check_keeper,
    check_offer,
)
from sunshine.volunteers.states import ConsentKind


@dataclass(frozen=True, slots=True)
class SignedUp:
    """Who signed up, and the token of their own link: told once, stored nowhere."""

    volunteer: Volunteer
    token: str


def sign_up(offer: Offer, *, by: Actor, at: datetime, organisation: int | None = None) -> SignedUp:
    """Keep what somebody offers. By themselves without an account, or by staff with their word.

    `organisation` is the branch for which a group leader writes it down. The same `form_key` returns the first
    result. Raises Refused with a code naming the field.
    """

    def keep() -> Volunteer:
        on = _day(at)
        check_offer(offer, on=on)
        check_keeper(offer, by, organisation=organisation, on=on)
        return _keep(offer, by=by, at=at)

    volunteer = once(lambda: with_form_key(Volunteer.objects.all(), offer.form_key), keep)
    return SignedUp(volunteer, token_of(volunteer.ref))


@transaction.atomic
def change_offer(
    volunteer: Volunteer,
    offer: Offer,
    *,
    by: Actor,
    at: datetime,
    seen: int,
    organisation: int | None = None,
) -> Volunteer:
    """Put chosen name, place, skills, free time and team as the offer says; number and consents have their own steps.

    Raises Refused with a code naming the field, Overtaken when the page is older than the row.
    """
    on = _day(at)
    check_changer(volunteer, by, word=offer.word, organisation=organisation, on=on)
    check_details(offer, on=on)
    changes = {
        "display_name": offer.display_name.strip(),
        "place": offer.place,
        "free": list(offer.free),
        "team_id": offer.team,
    }
    change_volunteer(volunteer, "change", by=by, at=at, seen=seen, changes=changes)
    volunteer.skills.set(Skill.objects.filter(pk__in=offer.skills))
    return volunteer


@transaction.atomic
def give_consent(
    volunteer: Volunteer,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    phone: str = "",
    word: bool = False,
    organisation: int | None = None,
) -> Volunteer:
    """Write down one consent; that to be called comes with the number. Twice is once."""
    agreed = check_consent(kind)
    check_changer(volunteer, by, word=word, organisation=organisation, on=_day(at))
    check_calling(agreed is ConsentKind.CALL, phone)
    if _open(volunteer).filter(kind=agreed).exists():
        return volunteer
    changes = {"contact": _contact(phone, at)} if phone.strip() else {}
    change_volunteer(volunteer, "consent", by=by, at=at, changes=changes, sealed={"to": str(agreed)})
    Consent.objects.create(volunteer=volunteer, kind=agreed, given_at=at)
    return _fresh(volunteer)


@transaction.atomic
def withdraw_consent(
    volunteer: Volunteer,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    word: bool = False,
    organisation: int | None = None,
) -> Volunteer:
    """Take one consent back, at once and everywhere; with that to be called the number is erased. Twice is once.

    Raises Refused for the consent to be kept: whoever takes that back leaves (`party.actions.members.leave`).
    """
    agreed = check_consent(kind)
    if agreed is ConsentKind.KEEP:
        raise Refused(
            _("Without this consent nothing may be kept: choose that you no longer want to be here.")
        )
    check_changer(volunteer, by, word=word, organisation=organisation, on=_day(at))
    if not _open(volunteer).filter(kind=agreed).exists():
        return volunteer
    gone = volunteer.contact if agreed is ConsentKind.CALL else None
    changes = {"contact": None} if gone is not None else {}
    change_volunteer(volunteer, "withdraw", by=by, at=at, changes=changes, sealed={"from": str(agreed)})
    _open(volunteer).filter(kind=agreed).update(withdrawn_at=at)
    _erase_contact(gone, by=by, at=at)
    return _fresh(volunteer)


@transaction.atomic
def reveal(
    volunteer: Volunteer, *, by: Actor, at: datetime, reason: str, organisation: int | None = None
) -> str:
    """The number in clear, for staff in whose reach the person offers help and only while they agree to be called.

    The look is recorded with its reason. Raises Refused out of reach, without the consent or a reason.
    """
    if volunteer.contact is None or not _open(volunteer).filter(kind=ConsentKind.CALL).exists():
        raise Refused(_("This person did not agree to be called."), code="no_consent")
    mine = organisation or volunteer.team_id
    check_may(by, "offers", place=volunteer.place, organisation=mine, on=_day(at))
    return reveal_allowed(volunteer.contact, by=by, at=at, reason=reason, subject=volunteer.subject)[1]


@transaction.atomic
def print_link(
    volunteer: Volunteer, *, by: Actor, at: datetime, word: bool, organisation: int | None = None
) -> str:
    """The token of somebody's own link once more, for whoever lost it and stands at the counter; recorded."""
    check_changer(volunteer, by, word=word, organisation=organisation, on=_day(at))
    change_volunteer(volunteer, "print", by=by, at=at)
    return token_of(volunteer.ref)


@transaction.atomic
def strip(
    volunteer: Volunteer, *, by: Actor, at: datetime, word: bool = False, organisation: int | None = None
) -> Volunteer:
    """The last step of leaving: nothing stays but a reference without a person and the community.

    Posts and wishes are freed first, by `party.actions.members.leave`, which everybody calls.
    """
    check_changer(volunteer, by, word=word, organisation=organisation, on=_day(at))
    gone = volunteer.contact
    nobody: dict[str, Any] = {
        "display_name": "",
        "place": volunteer.place[: Level.COMMUNITY],
        "team_id": None,
        "free": [],
        "contact": None,
        "form_key": None,
        "left_at": at,
    }
    change_volunteer(volunteer, "leave", by=by, at=at, changes=nobody)
    volunteer.skills.clear()
    _open(volunteer).update(withdrawn_at=at)
    _erase_contact(gone, by=by, at=at)
    erase_seals([volunteer.subject])
    return _fresh(volunteer)


@transaction.atomic
def set_skill(
    *, code: str, values: dict[str, Any], by: Actor, at: datetime, seen: int | None = None
) -> Skill:
    """Add a skill or change one; one in use is retired, never deleted. `values` are fields of Skill.

    Raises Refused for a name that leads to a person: everybody reads it.
    """
    check_may(by, "tables", on=_day(at))
    check_public_values(values, ("zh", "en"))
    facts = {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
    skill = Skill.objects.filter(pk=code).first()
    if skill is None:
        return add_row(Skill(code=code, **values), by=by, at=at, facts=facts, hidden=True)
    lost = _("Somebody else changed this rule a moment ago. Please look at it again.")
    return change_row(skill, by=by, at=at, seen=seen, changes=values, lost=lost, facts=facts, hidden=True)


@transaction.atomic
def load_skills(*, by: Actor, at: datetime) -> int:
    """Bring the shipped skills where there are none; returns how many are new."""
    rows = read_shipped("sunshine.volunteers", "skills")["skill"]
    skills = missing_rows(Skill, rows, lambda row, order: {**row, "order": order, "source": SHIPPED})
    return load_table("skills", skills, by=by, at=at)


def still_here(volunteer: Volunteer) -> Volunteer:
    """The person, held until the step at hand ends: whoever leaves meanwhile waits, and nothing is given to nobody.

    Raises Refused when they left, TransactionManagementError outside a transaction.
    """
    row = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if row.left_at is not None:
        raise Refused(GONE, code="left")
    return row


def change_volunteer(
    volunteer: Volunteer,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
    seen: int | None = None,
) -> Volunteer:
    """Change the row of somebody who has not left, at the version that was `seen`; Overtaken otherwise.

    Part of an action, here or in the room above. Nothing of a person is public: the entry shows a commitment only.
    """
    return change_row(
        volunteer, verb, by=by, at=at, changes=changes or {}, seen=seen, where={"left_at__isnull": True},
        sealed=sealed, hidden=True,
    )  # fmt: skip


def _fresh(volunteer: Volunteer) -> Volunteer:
    """The person as the tables have them now: consents and skills fetched before the step are old."""
    return Volunteer.objects.get(pk=volunteer.pk)


@transaction.atomic
def _keep(offer: Offer, *, by: Actor, at: datetime) -> Volunteer:
    ref = secrets.token_hex(16)
    volunteer = Volunteer(
        ref=ref,
        access=seal.token_digest(token_of(ref)),
        display_name=offer.display_name.strip(),
        place=offer.place,
        team_id=offer.team,
        free=list(offer.free),
        contact=_contact(offer.phone, at) if offer.phone.strip() else None,
        form_key=offer.form_key,
    )
    agreed = sorted(check_consent(kind) for kind in offer.consents)
    facts, said = {"community": offer.place[: Level.COMMUNITY]}, {"to": [str(kind) for kind in agreed]}
    add_row(volunteer, "sign_up", by=by, at=at, facts=facts, sealed=said, hidden=True)
    volunteer.skills.set(Skill.objects.filter(pk__in=offer.skills))
    Consent.objects.bulk_create(Consent(volunteer=volunteer, kind=kind, given_at=at) for kind in agreed)
    return volunteer


def _contact(phone: str, at: datetime) -> Contact:
    return keep_contact(name="", phone=phone, purpose=Purpose.OFFER, at=at)


def _erase_contact(contact: Contact | None, *, by: Actor, at: datetime) -> None:
    if contact is not None:
        erase(contact, by=by, at=at, why="consent_withdrawn")


def _open(volunteer: Volunteer) -> Any:
    return Consent.objects.filter(volunteer=volunteer, withdrawn_at__isnull=True)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()

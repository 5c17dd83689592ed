"""Residents' contact details: kept under seal, looked at with a reason, erased for good."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib import masks, seal
from sunshine.lib.inserts import Insert
from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of
from sunshine.people.models import Contact
from sunshine.people.queries import phone_index, tail_index
from sunshine.people.rules import check, check_reason
from sunshine.people.states import Purpose
from sunshine.record.queries import ring
from sunshine.record.rows import change_row, enter_event
from sunshine.record.states import Actor

NAME = "people.contact.name"
PHONE = "people.contact.phone"
_CONTACTS = Insert.of(Contact, connection)


class ContactDetails(NamedTuple):
    """How to reach a resident, for one purpose.

    `remark` is what else stood beside the number, such as a second one: it lies under the same seal, on lines of its own.
    """

    name: str
    phone: str
    purpose: Purpose
    keep_until: date | None = None
    remark: str = ""


def keep_contact(
    *,
    name: str,
    phone: str,
    purpose: Purpose,
    at: datetime,
    keep_until: date | None = None,
    remark: str = "",
) -> Contact:
    """Seal a resident's name and telephone for one purpose; either may be empty. One INSERT.

    Part of the step that takes in the matter, whose entry tells of it. Raises as `keep_contacts` does.
    """
    return keep_contacts([ContactDetails(name, phone, purpose, keep_until, remark)], at=at)[0]


def keep_contacts(told: Sequence[ContactDetails], *, at: datetime) -> list[Contact]:
    """The same for several residents, with one INSERT.

    Raises Refused for a number that cannot be one, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A contact is kept in the transaction of its matter.")
    return _put([_values(each) for each in told])


def _values(told: ContactDetails) -> dict[str, Any]:
    purpose, remark, said = told.purpose, told.remark, told.name.strip()
    number = masks.normal_phone(told.phone) if told.phone.strip() else ""
    if number is None:
        raise Refused(_("This telephone number cannot be right. Please check it."), code="bad_phone")
    tail, whole = masks.tail(number), f"{number}\n{remark}" if remark else number
    return {
        "purpose": purpose,
        "name_sealed": seal.seal(ring(), said, purpose=_bound(NAME, purpose)) if said else None,
        "phone_sealed": seal.seal(ring(), whole, purpose=_bound(PHONE, purpose)) if whole else None,
        "name_masked": masks.name(said)[:40],
        "phone_masked": masks.phone(number) if number else "",
        "phone_index": phone_index(number) if number else "",
        "tail_index": tail_index(tail) if len(tail) == 4 else "",
        "keep_until": told.keep_until,
    }


def copy_contact(contact: Contact) -> Contact:
    """A row of its own for a matter that follows another one: the same seals, its own time to be erased.

    Part of the step that takes in the matter, whose entry tells of it.
    """
    same = (
        "purpose",
        "name_sealed",
        "phone_sealed",
        "name_masked",
        "phone_masked",
        "phone_index",
        "tail_index",
    )
    return _put([{name: getattr(contact, name) for name in same} | {"keep_until": None}])[0]


def _put(rows: Sequence[dict[str, Any]]) -> list[Contact]:
    """Written past the ORM: every report does it."""
    contacts = [Contact(**row) for row in rows]
    _CONTACTS.keep(connection, contacts)
    return contacts


@transaction.atomic
def reveal(
    contact: Contact,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    subject: str,
    place: str,
    organisation: int,
    confidential: bool = False,
    restricted: bool = False,
) -> tuple[str, str]:
    """Name and telephone in clear, for an officer in whose reach the matter lies; the look is recorded.

    `subject` is the matter in the record, `place` and `organisation` are where it lies and who holds it.
    Raises Refused without a reason of four characters, out of reach, or after erasure; Overtaken when two
    look at once.
    """
    check_reason(reason)
    verb = "reveal_confidential" if confidential else "reveal"
    check(by, verb, place=place, organisation=organisation, restricted=restricted, on=day_of(at))
    return reveal_allowed(contact, by=by, at=at, reason=reason, subject=subject)


@transaction.atomic
def reveal_allowed(
    contact: Contact, *, by: Actor, at: datetime, reason: str, subject: str
) -> tuple[str, str]:
    """Name and telephone in clear for whom the rule of the matter's own room has let look; the look is recorded.

    What else was kept beside the number stands on lines below it.
    Raises Refused without a reason of four characters or after erasure; Overtaken when two look at once.
    """
    said = check_reason(reason)
    if contact.erased_at is not None:
        raise Refused(_("Name and telephone have been erased, as the law asks."), code="erased")
    change_row(
        contact,
        "reveal",
        by=by,
        at=at,
        hidden=True,
        changes={"looks": contact.looks + 1},
        facts={"about": subject},
        sealed={"reason": said},
    )
    return _open(contact.name_sealed, NAME, contact), _open(contact.phone_sealed, PHONE, contact)


def limit_keeping(*contacts: int | None, ended: datetime) -> int:
    """Keep the contacts (by key) of an ended matter as long as the retention rule says and no longer; how many.

    Part of the step that ends the matter, whose entry tells of it. KEEP_CONTACT_DAYS counts from that day.
    """
    kept = Contact.objects.filter(pk__in=[key for key in contacts if key is not None], erased_at__isnull=True)
    return kept.update(keep_until=kept_until(ended))


def kept_until(ended: datetime) -> date:
    """Until which day the contacts of a matter are kept that ended then."""
    return day_of(ended) + timedelta(days=settings.KEEP_CONTACT_DAYS)


def keep_longer(*contacts: int | None) -> int:
    """Keep the contacts (by key) of a matter that goes on until it ends again; how many. Part of the step that reopens it."""
    kept = Contact.objects.filter(pk__in=[key for key in contacts if key is not None], erased_at__isnull=True)
    return kept.update(keep_until=None)


@transaction.atomic
def erase(contact: Contact, *, by: Actor, at: datetime, why: str) -> Contact:
    """Erase everything by which somebody could be known, for good. `why` is a rule, such as "retention"."""
    if contact.erased_at is not None:
        raise Refused(_("Name and telephone have been erased, as the law asks."), code="erased")
    empty = {
        "name_sealed": None,
        "phone_sealed": None,
        "name_masked": "",
        "phone_masked": "",
        "phone_index": "",
        "tail_index": "",
        "erased_at": at,
    }
    return change_row(contact, "erase", by=by, at=at, changes=empty, facts={"why": why}, hidden=True)


@transaction.atomic
def reseal_contacts(*, after: int, limit: int) -> tuple[int, int]:
    """Seal the next `limit` contacts above key `after` under the current key of the ring.

    Returns the last one looked at (0 when there was none) and how many were sealed anew. The same values under
    another key; the rotation has its entry. One that is erased meanwhile stays erased: the rows are locked.
    """
    rows = list(Contact.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:limit])
    changed = [row for row in rows if _reseal(row)]
    Contact.objects.bulk_update(changed, ["name_sealed", "phone_sealed"])
    return (rows[-1].pk if rows else 0), len(changed)


def _reseal(row: Contact) -> bool:
    """Put both values under the current key, in memory; whether anything changed."""
    before = (row.name_sealed, row.phone_sealed)
    old = [blob for blob in before if blob and seal.key_id(bytes(blob)) != ring().current_id]
    row.name_sealed, row.phone_sealed = (
        seal.reseal(ring(), bytes(blob), purpose=_bound(column, row.purpose)) if blob else None
        for blob, column in zip(before, (NAME, PHONE), strict=True)
    )
    return bool(old)


@transaction.atomic
def look(*, by: Actor, at: datetime, subject: str) -> None:
    """Record that an auditor looked at a matter; every look is an entry of its own."""
    enter_event("look", "look", by=by, at=at, facts={"about": subject}, hidden=True)


def _bound(column: str, purpose: str) -> str:
    return f"{column}.{purpose}"


def _open(blob: bytes | memoryview | None, column: str, contact: Contact) -> str:
    return seal.unseal(ring(), bytes(blob), purpose=_bound(column, contact.purpose)) if blob else ""

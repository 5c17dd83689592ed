"""Contacts by keyed hashes, those whose time is over, and the keys they lie under."""

import hmac
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from sunshine.lib import seal
from sunshine.lib.masks import normal_phone
from sunshine.lib.masks import tail as tail_of
from sunshine.lib.telephones import phone_forms
from sunshine.people.models import Contact
from sunshine.record.queries import ring

PHONE_INDEX = "people.phone"
TAIL_INDEX = "people.tail"
TAIL = 4
"""So many last digits of a telephone number show what became of a matter (R-REQ-09)."""


def find_contacts_by_phone(phone: str) -> QuerySet[Contact]:
    """The contacts left with this number, however typed: to find the caller's own matters, never a count."""
    return Contact.objects.filter(phone_index__in=phone_indexes(phone)).order_by("id")


def contacts_past(on: date, *, limit: int) -> list[Contact]:
    """Contacts whose time is over on a day and that are not yet erased, oldest first."""
    return list(
        Contact.objects.filter(keep_until__lte=on, erased_at__isnull=True).order_by("keep_until", "id")[
            :limit
        ]
    )


def contact_keys() -> dict[str, int]:
    """How many sealed names and telephones lie under each key of the ring, by its name."""
    found: dict[str, int] = {}
    for column in ("name_sealed", "phone_sealed"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 'k' || (get_byte({column}, 1) * 256 + get_byte({column}, 2)), count(*)"  # noqa: S608
                f" FROM people_contact WHERE {column} IS NOT NULL GROUP BY 1"
            )
            for key, count in cursor.fetchall():
                found[key] = found.get(key, 0) + count
    return found


def phone_index(number: str) -> str:
    """The keyed hash by which a normalised number is found again."""
    return seal.blind_index(ring(), number, purpose=PHONE_INDEX)


def phone_indexes(typed: str) -> list[str]:
    """The keyed hashes under which a number may have been left, with and without the county's area code; of none, none."""
    number = normal_phone(typed)
    return [phone_index(form) for form in phone_forms(number, settings.AREA_CODE)] if number else []


def tail_index(digits: str) -> str:
    """The keyed hash of the last four digits (R-REQ-09), bound to nothing else."""
    return seal.blind_index(ring(), digits, purpose=TAIL_INDEX)


def tail_matches(contact: Contact | None, typed: str) -> bool:
    """Whether four digits are the contact's last, or more of them its whole number; in constant time, and no without a number."""
    if contact is None or not contact.tail_index:
        return False
    if len(typed.strip()) > TAIL:
        same = [hmac.compare_digest(contact.phone_index, index) for index in phone_indexes(typed)]
        return any(same)
    digits = tail_of(typed)
    return len(digits) == TAIL and hmac.compare_digest(contact.tail_index, tail_index(digits))

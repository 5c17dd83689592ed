"""Reads of people: reach on a day, the directory of organisations, staff of a place, contacts by keyed hashes."""

from sunshine.people.queries.contacts import (
    PHONE_INDEX,
    TAIL,
    TAIL_INDEX,
    contact_keys,
    contacts_past,
    find_contacts_by_phone,
    phone_index,
    phone_indexes,
    tail_index,
    tail_matches,
)
from sunshine.people.queries.directory import Directory, directory, forget_directory
from sunshine.people.queries.reach import (
    NOBODY,
    REMEMBERED,
    Reach,
    colleagues,
    deputies,
    forget_reach,
    lent,
    lent_posts,
    reach,
    standing_in,
)
from sunshine.people.queries.staff import has_second_factor, in_force, organisations_at, partner_keys, staff

__all__ = [
    "NOBODY",
    "PHONE_INDEX",
    "REMEMBERED",
    "TAIL",
    "TAIL_INDEX",
    "Directory",
    "Reach",
    "colleagues",
    "contact_keys",
    "contacts_past",
    "deputies",
    "directory",
    "find_contacts_by_phone",
    "forget_directory",
    "forget_reach",
    "has_second_factor",
    "in_force",
    "lent",
    "lent_posts",
    "organisations_at",
    "partner_keys",
    "phone_index",
    "phone_indexes",
    "reach",
    "staff",
    "standing_in",
    "tail_index",
    "tail_matches",
]

"""Writes of people, one file per subject."""

from sunshine.people.actions.contacts import (
    ContactDetails,
    copy_contact,
    erase,
    keep_contact,
    keep_contacts,
    keep_longer,
    kept_until,
    limit_keeping,
    look,
    reseal_contacts,
    reveal,
    reveal_allowed,
)
from sunshine.people.actions.deputies import appoint_deputy, end_deputy
from sunshine.people.actions.first import appoint_administrator
from sunshine.people.actions.officers import (
    assign,
    change_officer,
    change_password,
    create_officer,
    deactivate,
    end_assignment,
    officer_actor,
    reset_password,
    reset_second_factor,
)
from sunshine.people.actions.organisations import change_organisation, close_organisation, create_organisation
from sunshine.people.actions.partners import create_partner_key, end_partner_key, partner

__all__ = [
    "ContactDetails",
    "appoint_administrator",
    "appoint_deputy",
    "assign",
    "change_officer",
    "change_organisation",
    "change_password",
    "close_organisation",
    "copy_contact",
    "create_officer",
    "create_organisation",
    "create_partner_key",
    "deactivate",
    "end_assignment",
    "end_deputy",
    "end_partner_key",
    "erase",
    "keep_contact",
    "keep_contacts",
    "keep_longer",
    "kept_until",
    "limit_keeping",
    "look",
    "officer_actor",
    "partner",
    "reseal_contacts",
    "reset_password",
    "reset_second_factor",
    "reveal",
    "reveal_allowed",
]

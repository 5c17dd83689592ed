"""Whom a step of a request is told to besides organisations: the resident, and whoever follows the same report."""

from collections.abc import Iterable
from datetime import datetime

from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import followers
from sunshine.matters.actions.tell import to_contact, to_organisation
from sunshine.notices.actions import tell_all
from sunshine.notices.states import Notice


def tell_received(cases: Iterable[Case], *, at: datetime) -> None:
    """Tell each resident that it arrived and its holder that something waits; one INSERT for all."""
    told = []
    for case in cases:
        told.append(to_organisation(case, "case_assigned", case.holder))
        if case.contact_id is not None:
            told.append(to_contact(case, "case_received", case.contact_id, "resident"))
    tell_all(told, at=at)


def tell_resident(case: Case, kind: str, *, at: datetime) -> None:
    """Send a message to the resident, if they left a way to reach them."""
    if case.contact_id is not None:
        tell_all([to_contact(case, kind, case.contact_id, "resident")], at=at)


def tell_followers(main: Case, kind: str, *, at: datetime) -> None:
    """Send a message to all whose report is handled together with this one, with their own number (R-REQ-07)."""
    told = [_of_main(row, kind, main) for row in followers(main) if row.contact_id is not None]
    if told:
        tell_all(told, at=at)


def _of_main(case: Case, kind: str, main: Case) -> Notice:
    """What happens to the report it is handled with is told by the number of their own."""
    holder = main.holder
    return to_contact(
        case, kind, case.contact_id, f"resident:{main.version}",
        organisation=holder.name, telephone=holder.telephone, due=main.due_at,
    )  # fmt: skip

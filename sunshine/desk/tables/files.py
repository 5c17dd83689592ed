"""The tables that can be brought by file: the columns of each, how its rows are entered, and what its template says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.cases.sheets.duty_list import DUTY_LIST, enter_duty_list
from sunshine.desk.door import Seat
from sunshine.lib.sheets import Row
from sunshine.people.models import Officer
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.organisations import ORGANISATIONS, enter_organisations
from sunshine.places.sheets.report import Report
from sunshine.places.sheets.staff import STAFF, enter_staff

Secrets = list[tuple[Officer, str]]
"""New accounts, each with its one-time password."""


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """A table as a file. `enter(who, rows, preview, secrets)` enters rows, and adds the passwords of new accounts.

    `most` rows are done while somebody waits for the page; `hint` is the one line of explanation.
    """

    fields: Sequence[Field]
    enter: Callable[[Seat, list[Row], bool, Secrets], Report]
    hint: Any
    most: int = 500


def _organisations(who: Seat, rows: list[Row], preview: bool, secrets: Secrets) -> Report:
    return enter_organisations(rows, by=who.by, at=who.at, preview=preview)


def _staff(who: Seat, rows: list[Row], preview: bool, secrets: Secrets) -> Report:
    return enter_staff(
        rows, by=who.by, at=who.at, preview=preview, hand=lambda *account: secrets.append(account)
    )


def _duty_list(who: Seat, rows: list[Row], preview: bool, secrets: Secrets) -> Report:
    return enter_duty_list(rows, by=who.by, at=who.at, preview=preview)


FILES = {
    "organisations": TableFile(
        fields=ORGANISATIONS,
        enter=_organisations,
        hint=_(
            "Name, kind and place are needed; the place by its code or its name. What an organisation stands below is on the "
            "platform or in the same file. No first day: today."
        ),
    ),
    "staff": TableFile(
        fields=STAFF,
        enter=_staff,
        hint=_(
            "Name, log-in name and organisation are needed. Several posts in one cell are parted by commas; no place: that of "
            "the organisation. Each new account gets a one-time password."
        ),
        most=100,  # a password is hashed slowly, on purpose
    ),
    "duties": TableFile(
        fields=DUTY_LIST,
        enter=_duty_list,
        hint=_(
            "Category by its name or code, place by its code or name, and one of: duty by law, assists by law, not the "
            "community's."
        ),
    ),
}

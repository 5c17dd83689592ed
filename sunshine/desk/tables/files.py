"""The tables that can be brought by file: the columns of each, how its rows are entered, and what its template says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sunshine.cases.sheets.duty_list import DUTY_LIST, enter_duty_list
from sunshine.cases.states import DutyList
from sunshine.desk.door import DeskUser
from sunshine.people.models import Officer
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.organisations import ORGANISATIONS, enter_organisations
from sunshine.places.sheets.report import SheetReport
from sunshine.places.sheets.staff import STAFF, enter_staff, unused_accounts
from sunshine.places.sheets.tables import TableRows

Secrets = list[tuple[Officer, str]]
"""New accounts, each with its one-time password."""


@dataclass(frozen=True, kw_only=True)
class TableFile:
    """A table as a file. `enter(who, table, preview, secrets)` enters rows, and adds the passwords of new accounts.

    `most` rows are done while somebody waits for the page; `hint` is the one line of explanation, `words` are what may
    stand under a heading. `unused(table, report)` are the accounts that may get a new one-time password.
    """

    fields: Sequence[Field]
    enter: Callable[[DeskUser, TableRows, bool, Secrets], SheetReport]
    hint: Any
    words: Mapping[str, type[TextChoices]]
    most: int = 500
    unused: Callable[[TableRows, SheetReport], list[Officer]] = lambda table, report: []

    def known_words(self) -> list[tuple[str, str]]:
        """Each heading that knows only certain words, with them."""
        titles = {one.key: one.spoken for one in self.fields}
        return [(titles[key], "、".join(map(str, words.labels))) for key, words in self.words.items()]


def _organisations(who: DeskUser, table: TableRows, preview: bool, secrets: Secrets) -> SheetReport:
    return enter_organisations(table, by=who.by, at=who.at, preview=preview)


def _staff(who: DeskUser, table: TableRows, preview: bool, secrets: Secrets) -> SheetReport:
    return enter_staff(
        table, by=who.by, at=who.at, preview=preview, hand=lambda *account: secrets.append(account)
    )


def _duty_list(who: DeskUser, table: TableRows, preview: bool, secrets: Secrets) -> SheetReport:
    return enter_duty_list(table, by=who.by, at=who.at, preview=preview)


FILES = {
    "organisations": TableFile(
        fields=ORGANISATIONS,
        enter=_organisations,
        hint=_(
            "Name, kind and place are needed; the place by its code or its name. What an organisation stands below is on the "
            "platform or in the same file. No first day: today."
        ),
        words={"kind": OrganisationKind},
    ),
    "staff": TableFile(
        fields=STAFF,
        enter=_staff,
        hint=_(
            "Name, log-in name and organisation are needed. Several posts in one cell are parted by commas; no place: that of "
            "the organisation. Each new account gets a one-time password."
        ),
        words={"role": Role},
        most=100,  # a password is hashed slowly, on purpose
        unused=unused_accounts,
    ),
    "duties": TableFile(
        fields=DUTY_LIST,
        enter=_duty_list,
        hint=_(
            "Category by its name or code, place by its code or name, and one of: duty by law, assists by law, not the "
            "community's."
        ),
        words={"list": DutyList},
    ),
}

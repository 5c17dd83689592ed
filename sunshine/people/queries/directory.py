"""The directory in memory: every organisation of the county, and which of them answers for a place.

They are few and asked for on every page, so each process keeps a copy and reloads it when one was added or changed.
"""

from datetime import date

from django.db import connection

from sunshine.lib.once import ask_once
from sunshine.lib.prepared import prepared
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind

DIRECTORY_VERSION = "SELECT count(*), coalesce(sum(step), 0) FROM people_organisation"
"""Which copy is the present one; whoever keeps a copy of more asks it in the same statement as its own version."""


class Directory:
    """One consistent copy of the organisations, by key, with the decisions that follow from their kinds and places."""

    def __init__(self, version: tuple[int, int]) -> None:
        self.version = version
        self.organisations = {row.pk: row for row in Organisation.objects.order_by("id")}
        self._at: dict[tuple[str, str], list[Organisation]] = {}
        for row in self.organisations.values():
            self._at.setdefault((row.kind, row.place), []).append(row)

    def nearest(self, kind: str, place: str, on: date, *, above: str | None = None) -> Organisation | None:
        """The organisation of a kind that answers for a place: the longest prefix wins.

        `above` asks for one whose place is a proper ancestor of that code: one level up.
        """
        for size in range(len(place) if above is None else min(len(place), len(above) - 1), 0, -1):
            for row in self._at.get((kind, place[:size]), ()):  # in the order of their keys
                if row.in_service(on):
                    return row
        return None

    def only(self, kind: str, place: str, on: date) -> Organisation | None:
        """The nearest of a kind, unless several are equally near: then no rule says which, and a person decides."""
        target = self.nearest(kind, place, on)
        equals = self._at[kind, target.place] if target else []
        return target if sum(row.in_service(on) for row in equals) == 1 else None

    def dispatcher(self, place: str, on: date) -> Organisation | None:
        """Where what matches nothing goes: the street's dispatch desk, or the county's where no street is known."""
        return self.nearest(OrganisationKind.STREET, place, on) or self.nearest(
            OrganisationKind.COUNTY, place, on
        )

    def answering(self, place: str, on: date) -> Organisation | None:
        """Whom to call: the residents' committee of a place; where none is known, the street's or the county's desk."""
        return self.nearest(OrganisationKind.COMMUNITY, place, on) or self.dispatcher(place, on)

    def parent(self, organisation: Organisation) -> Organisation | None:
        """The organisation above another, if it has one."""
        return self.organisations.get(organisation.parent_id or 0)

    def one_up(self, organisation: Organisation, place: str, on: date) -> Organisation | None:
        """Who is told what an organisation lets lie: its parent; where it has none, the dispatcher of the place."""
        return self.parent(organisation) or self.dispatcher(place, on)

    def named(self, text: str, on: date) -> Organisation | None:
        """The one organisation whose whole name stands in a text."""
        found = [row for row in self.organisations.values() if row.name in text and row.in_service(on)]
        return found[0] if len(found) == 1 else None


_copies: dict[str, Directory] = {}


def directory() -> Directory:
    """This process's copy, reloaded when an organisation changed (one small SELECT, once while a page is read)."""
    return ask_once("directory", _present)


def directory_at(version: tuple[int, int]) -> Directory:
    """The copy of a version that was read together with another one: for the rest of the page it is the present one."""
    held = _copy(version)
    ask_once("directory", lambda: held)
    return held


def _present() -> Directory:
    with prepared(connection) as cursor:
        cursor.execute(DIRECTORY_VERSION)
        count, steps = cursor.fetchone()
    return _copy((int(count), int(steps)))


def _copy(version: tuple[int, int]) -> Directory:
    held = _copies.get("county")
    if held is None or held.version != version:
        held = _copies["county"] = Directory(version)
    return held


def forget_directory() -> None:
    """Drop this process's copy; for tests that take back what they wrote."""
    _copies.clear()

"""What every rule table does with a row, whatever the room: added, changed, overtaken, retired or taken out, each an entry.

A room says how its action is called and with what; the tests come by inheritance. `KindTable` is for lists that matters
are sorted by (`tables.Kind`), `EndingTable` for rows that may be taken out.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.rows import Versioned
from sunshine.record.states import Actor
from sunshine.tables.models import Kind
from tests.factories.people import DAY, OfficerFactory

Row = Any
Said = Mapping[str, Any]


@pytest.mark.django_db
class RuleTable:
    """A table whose rows the county changes through actions."""

    model: ClassVar[type[Versioned]]
    first: ClassVar[Said]
    """What a row says when it is added: fields by name, without those that `put` fills in."""
    second: ClassVar[Said]
    """Another row of the same key: all that it says, with at least one field changed."""
    keepers: ClassVar[frozenset[Role]] = frozenset({Role.COUNTY_ADMIN})
    """Who may change it."""
    taken: ClassVar[str | None] = None
    """The code of the refusal when a row is added that stands already; None where it is changed then."""

    def put(self, said: Said, *, by: Actor, seen: int | None = None) -> Row:
        """Add the row of one key, always the same, or with `seen` change it, by the room's action."""
        raise NotImplementedError

    @pytest.fixture
    def keeper(self) -> Actor:
        """Somebody who may."""
        return self.by(min(self.keepers))

    @staticmethod
    def by(role: Role) -> Actor:
        """An officer with that post."""
        return officer_actor(OfficerFactory(role=role))

    @staticmethod
    def verbs(subject: str) -> list[tuple[int, str]]:
        """The entries of a row."""
        return list(Entry.objects.filter(subject=subject).order_by("step").values_list("step", "verb"))

    def says(self, row: Row, said: Said) -> bool:
        """Whether the row in the table says that."""
        stored = self.model._default_manager.get(pk=row.pk)
        return {name: getattr(stored, name) for name in said} == dict(said)

    def test_a_row_is_added_and_changed_and_each_is_an_entry_of_its_own(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        added = self.says(row, self.first)
        self.put(self.second, by=keeper, seen=1)

        assert (added, self.says(row, self.second)) == (True, True)
        assert (row.__class__.objects.get(pk=row.pk).version, self.verbs(row.subject)) == (
            2,
            [(1, "add"), (2, "change")],
        )

    def test_its_entries_say_the_change_inside_and_nothing_in_public(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        self.put(self.second, by=keeper, seen=1)

        for entry, said in zip(
            Entry.objects.filter(subject=row.subject).order_by("step"), (self.first, self.second), strict=True
        ):
            told = {name: str(entry.facts[name]) for name in said if said[name]}
            assert told == {name: str(value) for name, value in said.items() if value}
            assert entry.public == f'{{"commitment":"{entry.commitment}","v":1}}'

    def test_whoever_looked_at_an_old_page_is_told_and_nothing_is_lost(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        self.put(self.second, by=keeper, seen=1)

        with pytest.raises(Overtaken), transaction.atomic():
            self.put(self.first, by=keeper, seen=1)
        assert self.says(row, self.second)
        assert self.verbs(row.subject) == [(1, "add"), (2, "change")]

    def test_nobody_saw_what_is_not_there_yet(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)

        for never in (0, 2):
            with pytest.raises(Overtaken), transaction.atomic():
                self.put(self.second, by=keeper, seen=never)
        assert (self.says(row, self.first), self.verbs(row.subject)) == (True, [(1, "add")])

    def test_a_key_is_one_row(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        before = self.model._default_manager.count()

        if self.taken is None:
            assert (self.put(self.second, by=keeper).pk, self.says(row, self.second)) == (row.pk, True)
        else:
            with pytest.raises(Refused) as refusal, transaction.atomic():
                self.put(self.second, by=keeper)
            assert (refusal.value.code, self.says(row, self.first)) == (self.taken, True)
        assert self.model._default_manager.count() == before

    @pytest.mark.parametrize("role", Role)
    def test_only_who_keeps_it_changes_it(self, role: Role) -> None:
        before, by = self.model._default_manager.count(), self.by(role)

        if role in self.keepers:
            self.put(self.first, by=by)
        else:
            with pytest.raises(Refused), transaction.atomic():
                self.put(self.first, by=by)
        assert self.model._default_manager.count() - before == (role in self.keepers)


class EndingTable(RuleTable):
    """A table whose rows may be taken out."""

    def end(self, row: Row, *, by: Actor) -> None:
        """Take the row out, by the room's action."""
        raise NotImplementedError

    def test_a_row_is_taken_out_and_added_again_counts_on(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        self.end(row, by=keeper)
        gone = not self.model._default_manager.filter(pk=row.pk).exists()
        again = self.put(self.first, by=keeper)
        self.put(self.second, by=keeper, seen=3)

        assert (gone, again.subject, self.says(again, self.second)) == (True, row.subject, True)
        assert self.verbs(row.subject) == [(1, "add"), (2, "end"), (3, "add"), (4, "change")]

    def test_who_takes_out_what_somebody_changed_is_told(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        seen = self.model._default_manager.get(pk=row.pk)
        self.put(self.second, by=keeper, seen=1)

        with pytest.raises(Overtaken), transaction.atomic():
            self.end(seen, by=keeper)
        assert self.says(row, self.second)

    @pytest.mark.parametrize("role", Role)
    def test_only_who_keeps_it_takes_a_row_out(self, keeper: Actor, role: Role) -> None:
        row, by = self.put(self.first, by=keeper), self.by(role)

        if role in self.keepers:
            self.end(row, by=by)
        else:
            with pytest.raises(Refused), transaction.atomic():
                self.end(row, by=by)
        assert self.model._default_manager.filter(pk=row.pk).exists() == (role not in self.keepers)


class KindTable(RuleTable):
    """A list that matters are sorted by: a row in use is retired by a date, never deleted."""

    model: ClassVar[type[Kind]]

    def test_a_row_may_be_chosen_until_the_day_it_is_retired(self, keeper: Actor) -> None:
        row = self.put(self.first, by=keeper)
        self.put({**self.second, "retired_on": DAY}, by=keeper, seen=1)

        assert [self.chosen(row, on) for on in (DAY - timedelta(days=1), DAY)] == [
            (True, True),
            (False, False),
        ]
        assert self.verbs(row.subject)[-1] == (2, "change")

    def chosen(self, row: Row, on: date) -> tuple[bool, bool]:
        """Whether the list of a day has it, and whether the row says so itself."""
        stored = self.model._default_manager.get(pk=row.pk)
        return self.model.live(on).filter(pk=row.pk).exists(), stored.in_use(on)

"""What everybody reads of a step: community, day and top category, and never a grid, a person or a text (design §2.5)."""

import json
from typing import Any

from django.db.models import F

from sunshine.people.models import Organisation
from sunshine.record.actions import PUBLIC_KEYS
from tests.generic.life import KindOfMatter, Town, entries

ALWAYS = {"v", "subject", "step", "verb", "day"}
MOVED = {"from", "to"}


class PublicParts(KindOfMatter):
    """Each step's entry says in public no more than it may, even where the holder stands for a single grid."""

    grid: str
    """Where the holder is put: a place so near that its name would point to a few homes."""

    def test_the_public_part_of_a_step_says_no_more_than_it_may(
        self, there: Town, who: str, verb: str, state: Any
    ) -> None:
        matter, by = self.bring(state, there, verb), self.actor(who, there)
        holder = Organisation.objects.get(pk=matter.holder_id)
        Organisation.objects.filter(pk=holder.pk).update(place=self.grid, version=F("version") + 1)
        self.take(verb, type(matter)._default_manager.get(pk=matter.pk), there, by=by)

        entry = entries(matter)[-1]
        said = json.loads(entry.public)
        hidden = {"v", "commitment"}
        assert set(said) == hidden or set(said) <= ALWAYS | MOVED | PUBLIC_KEYS | hidden
        assert said.get("community", "") in ("", matter.place[:12])
        assert [word for word in self.private(matter, holder, by) if word in entry.public] == []

    def private(self, matter: Any, holder: Organisation, by: Any) -> list[str]:
        """What must not be read: the holder's name, the grid, whose step it was, and what somebody said."""
        texts = [*matter.notes.values_list("text", flat=True), matter.text]
        return [word for word in (holder.name, self.grid, by.name, *texts) if word]

"""Who could help with a wish: groups and teams by nearness, each with how many there can and have time, never who."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.people.models import Organisation
from sunshine.volunteers.models import Volunteer
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.families import find_ready, line_below, takers

NEAR = {
    Level.GRID: _("in the same grid"),
    Level.COMMUNITY: _("in the same community"),
    Level.STREET: _("in the same sub-district"),
    Level.COUNTY: _("in the county"),
}


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """A group or team that may take the wish: how near, and how many of its own agreed to be asked.

    `able` of them have the skill of the kind (all, where it needs none), `free` have time when it suits the wisher, `both`
    both. Numbers say what a group can do; no person is proposed before another.
    """

    organisation: Organisation
    near: Level
    ready: int
    able: int
    free: int
    both: int

    @property
    def nearness(self) -> str:
        """How near, in words."""
        return str(NEAR[self.near])


def proposals(wish: Wish, on: date) -> list[ProposedGroup]:
    """The groups and teams that may take a wish, the nearest first, then by name; two statements."""
    groups = list(takers(wish, on))
    able, free = _able(wish), Q(free__overlap=wish.times) if wish.times else Q(pk__isnull=False)
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    rows = find_ready(frozenset(group.pk for group in groups)).values_list("team", "member__branch")
    for team, branch, *numbers in rows.annotate(
        n_ready=Count("pk", distinct=True),
        n_able=Count("pk", filter=able, distinct=True),
        n_free=Count("pk", filter=free, distinct=True),
        n_both=Count("pk", filter=able & free, distinct=True),
    ).order_by("team", "member__branch"):
        for key in {team, branch} - {None}:
            counted[key] = [have + more for have, more in zip(counted[key], numbers, strict=True)]
    found = [ProposedGroup(group, _near(wish, group), *counted[group.pk]) for group in groups]
    return sorted(found, key=lambda one: (-one.near, one.organisation.name, one.organisation.pk))


def _able(wish: Wish) -> Q:
    return Q(skills=wish.kind.skill_id) if wish.kind.skill_id else Q(pk__isnull=False)


def _near(wish: Wish, group: Organisation) -> Level:
    """The smallest place both belong to."""
    return next(
        level
        for level in sorted(Level, reverse=True)
        if len(wish.place) >= level <= len(group.place) and wish.place[:level] == group.place[:level]
    )


def candidates(organisation: int, on: date) -> QuerySet[Volunteer]:
    """Who can be named for the first visit: of the group or below it, agreed to be asked; by chosen name."""
    return find_ready(line_below(organisation, on)).distinct().order_by("display_name", "id")

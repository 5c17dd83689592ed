"""What an officer may see: their reach as a queryset. Out of reach does not exist."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from sunshine.cases.models import Case, Custody, Part, Proposal
from sunshine.cases.states import Asking
from sunshine.matters.queries.reach import reach_condition
from sunshine.people.models import Officer
from sunshine.people.queries import Reach, reach


def visible_to(officer: Officer, on: date) -> QuerySet[Case]:
    """The requests this officer may see on a day.

    Complaints about staff are there only for supervision and audit, and never for those they concern. An
    organisation also sees what it once held, because it answers for that time.
    """
    mine = reach(officer, on)
    held = Custody.objects.filter(holder__in=mine.holders("read")).values("case")
    ordinary = reach_condition(mine, "read")
    if ordinary:  # the whole county needs no condition, and “or held once” would make that the only one
        ordinary |= Q(pk__in=held) | _called(mine)
    return Case.objects.filter(Q(restricted=False) & ordinary | restricted_to(officer, mine))


def listed_for(officer: Officer, on: date) -> QuerySet[Case]:
    """The same for lists: what lies within reach or is held now, in a form that the indexes of open matters serve."""
    mine = reach(officer, on)
    ordinary = reach_condition(mine, "read")
    if ordinary and (called := called_to(mine)):
        ordinary |= Q(pk__in=called)
    return _listed(officer, mine, ordinary)


def around_for(officer: Officer, on: date) -> QuerySet[Case]:
    """The same where the rows are already few, such as those near one place: no statement to name what one is called to."""
    mine = reach(officer, on)
    ordinary = reach_condition(mine, "read")
    return _listed(officer, mine, ordinary | _called(mine) if ordinary else ordinary)


def _listed(officer: Officer, mine: Reach, ordinary: Q) -> QuerySet[Case]:
    if not supervises(mine):
        return Case.objects.filter(ordinary, restricted=False)
    return Case.objects.filter(Q(restricted=False) & ordinary | restricted_to(officer, mine))


def called_to(of: Reach) -> list[int]:
    """The open matters that these organisations are asked to take over, or are called in to: few, so named one by one."""
    asked, parts = _calling(of)
    return sorted(asked.union(parts).values_list("case", flat=True))


def _called(of: Reach) -> Q:
    """The same as a condition, where few rows are looked at anyway: no statement of its own."""
    asked, parts = _calling(of)
    return Q(pk__in=asked) | Q(pk__in=parts)


def _calling(of: Reach) -> tuple[QuerySet[Proposal, Any], QuerySet[Part, Any]]:
    asked = Proposal.objects.filter(kind=Asking.TRANSFER, decision="", target__in=of.holders("consent"))
    parts = Part.objects.filter(answered_at__isnull=True, organisation__in=of.holders("part"))
    return asked.values("case"), parts.values("case")


def supervises(of: Reach) -> bool:
    """Whether complaints about staff exist for this reach at all."""
    return bool(of.prefixes("read", restricted=True) or of.holders("read", restricted=True))


def restricted_to(officer: Officer, of: Reach) -> Q:
    """Complaints about staff that this officer may see: never one about themselves or their organisation."""
    mine = reach_condition(of, "read", restricted=True)
    not_about = ~Q(about=officer.organisation_id) | Q(about__isnull=True)
    about_me = Case.about_officers.through.objects.filter(officer_id=officer.pk).values("case_id")
    return Q(restricted=True) & mine & not_about & ~Q(pk__in=about_me)

"""What a clock sets off: the entry of its event, whom it is told to, and the close that nobody confirmed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sunshine.cases.actions.finish import close
from sunshine.cases.actions.move import account_of
from sunshine.cases.models import Case, Part
from sunshine.cases.states import State
from sunshine.clocks.models import Clock
from sunshine.clocks.states import ClockEvent, ClockKind
from sunshine.matters.actions.alarms import CLOCK, lock_matter, take_event
from sunshine.matters.actions.tell import tell_organisation
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor

_KINDS = {
    ClockEvent.DUE_SOON: "case_due_soon",
    ClockEvent.BREACHED: "case_breached",
    ClockEvent.ESCALATED: "case_escalated",
}


@transaction.atomic
def raise_alarm(clock: Clock, *, at: datetime) -> bool:
    """Take the clock's next event, exactly once, however many workers try; returns whether it was ours.

    Raises Overtaken when the case moved in the same moment; the next round tries again.
    """
    case = lock_matter(Case, clock)
    if case is None:
        return False
    event = ClockEvent(clock.next_event)
    told = None if clock.kind == ClockKind.CONFIRM else _whom(case, event, at)
    facts = {"case": case.ref, "kind": str(clock.kind), "holder": case.holder_id}
    facts |= {"told": [told.pk]} if told else {}
    if take_event(clock, account_of(case), case.holder, facts=facts, at=at) is None:
        return False
    if clock.kind == ClockKind.CONFIRM:
        _unanswered(case, event, CLOCK, at)
    elif told is not None:
        tell_organisation(case, _KINDS[event], told, at=at, key=f"clock:{clock.pk}")
    return True


_PART_KINDS: dict[str, str] = {
    ClockEvent.DUE_SOON: "part_due_soon",
    ClockEvent.BREACHED: "part_breached",
    ClockEvent.ESCALATED: "part_escalated",
}


@transaction.atomic
def raise_part_alarm(clock: Clock, *, at: datetime) -> bool:
    """Take the next event of the clock of a called organisation's part, exactly once; whether it was ours.

    It is told itself that its time runs out; as soon as that is over, the organisation above it is told, once.
    """
    rows = Part.objects.select_for_update(of=("self",)).select_related("organisation", "case", "case__holder")
    part = rows.filter(pk=clock.subject.removeprefix("part:"), answered_at=None).first()
    if part is None:
        return False
    facts = {"case": part.case.ref, "called": part.organisation_id, "whistle": part.whistle_id is not None}
    event = take_event(clock, account_of(part.case), part.organisation, facts=facts, at=at)
    if event is None:
        return False
    _tell_part(part, event, at=at, key=f"clock:{clock.pk}")
    return True


def _tell_part(part: Part, event: str, *, at: datetime, key: str) -> None:
    called = part.organisation
    target: Organisation | None = called
    if event == ClockEvent.ESCALATED:
        part.late_told = True
        part.save(update_fields=["late_told"])
        target = directory().one_up(called, part.case.place, timezone.localtime(at).date())
    if target is not None:
        kind = _PART_KINDS[event]
        tell_organisation(part.case, kind, target, at=at, key=key, doer=called.name, due=part.due_at)


def _unanswered(case: Case, event: ClockEvent, by: Actor, at: datetime) -> None:
    """Only a passed confirmation deadline does something: the matter is closed as unconfirmed."""
    if event == ClockEvent.BREACHED and case.state == State.ANSWERED:
        close(case, by=by, at=at, seen=case.version)


def _whom(case: Case, event: ClockEvent, at: datetime) -> Organisation | None:
    return _one_level_up(case, at) if event == ClockEvent.ESCALATED else case.holder


def _one_level_up(case: Case, at: datetime) -> Organisation | None:
    """The holder's parent; a complaint about staff climbs among supervision desks only."""
    if case.restricted:
        parent = directory().parent(case.holder)
        above = parent and parent.kind == OrganisationKind.SUPERVISION and parent.pk != case.about_id
        return parent if above else None
    return directory().one_up(case.holder, case.place, timezone.localtime(at).date())

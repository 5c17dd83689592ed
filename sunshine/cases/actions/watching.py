"""Reminding (催办), supervising (督办) and the ladder that an overdue matter climbs by itself."""

from datetime import datetime

from django.db import transaction

from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Supervision
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.ladder import next_rung
from sunshine.cases.states import NoteKind
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import Unit
from sunshine.lib.moments import iso
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.record.states import Actor


@transaction.atomic
def remind(case: Case, *, by: Actor, at: datetime, text: str = "", seen: int | None = None) -> Case:
    """Remind the holder; the resident once in so many days, staff one level up whenever they see need."""
    words = Words(NoteKind.NOTE, check_words(text)) if text.strip() else None
    step = StepChange(_reminded(by, at), words=words, facts={"told": [case.holder_id]})
    move(case, "remind", by=by, at=at, seen=seen, step=step)
    tell_organisation(case, "case_reminded", case.holder, at=at)
    return case


def _reminded(by: Actor, at: datetime) -> dict[str, datetime]:
    """The resident's own reminder is what their next one is measured from."""
    return {} if officer_of(by) else {"reminded_at": at}


@transaction.atomic
def supervise(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """A street or the county watches it: the holder reports within days how far it is. Again asks for a new report."""
    words = Words(NoteKind.REASON, check_words(text, what="reason"))
    due = calendar().after(at, catalogue().number("report_days"), Unit.WORKING_DAY)
    step = StepChange(words=words, facts={"report_due": iso(due), "told": [case.holder_id]})
    move(case, "supervise", by=by, at=at, seen=seen, step=step)
    Supervision.objects.update_or_create(
        case=case,
        organisation_id=by.organisation or 0,
        defaults={
            "officer_id": officer_of(by),
            "step": case.version,
            "at": at,
            "report_due": due,
            "reported_at": None,
        },
    )
    tell_organisation(case, "case_supervised", case.holder, at=at)
    return case


@transaction.atomic
def stage_report(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The holder says how far it is; every organisation that watches and waits for it is told."""
    words = Words(NoteKind.STAGE, check_words(text))
    waiting = list(case.supervisions.filter(reported_at__isnull=True).select_related("organisation"))
    facts = {
        "late": any(at > row.report_due for row in waiting),
        "waiting": len(waiting),
        "told": [row.organisation_id for row in waiting],
    }
    move(case, "stage_report", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    case.supervisions.filter(pk__in=[row.pk for row in waiting]).update(reported_at=at)
    for row in waiting:
        tell_organisation(case, "case_stage_report", row.organisation, at=at)
    return case


@transaction.atomic
def escalate(case: Case, *, by: Actor, at: datetime) -> Organisation | None:
    """Climb the next rung whose time has come: tell the organisation there. None when there is none to tell."""
    found = next_rung(case, at=at)
    if found is None:
        return None
    rung, above = found
    step = StepChange({"rung": rung.order}, facts={"rung": rung.order, "told": [above.pk]})
    move(case, "escalate", by=by, at=at, seen=case.version, step=step)
    tell_organisation(case, "case_climbed", above, at=at)
    return above

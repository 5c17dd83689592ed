"""Co-handling (协办): an organisation is called in to help; it has its own deadline and gives its own answer.

The lead stays lead (R-REQ-01): a part never changes who holds the matter, nor its clock.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.move import move
from sunshine.cases.models import Case, Part, Whistle
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import NoteKind
from sunshine.clocks.actions import start_measured, stop
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind, Unit
from sunshine.lib.moments import iso
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.record.states import Actor

_NAMES = {Unit.WORKING_DAY: "part", Unit.WORKING_HOUR: "whistle"}
"""What stands on the clock of a part in place of a policy."""


@transaction.atomic
def join(
    case: Case, *, by: Actor, at: datetime, organisation: Organisation, task: str, seen: int | None = None
) -> Case:
    """Call an organisation in to help; it answers to the lead within its own deadline."""
    rules.check_target(case, organisation, on=timezone.localtime(at).date())
    if case.parts.filter(organisation=organisation, answered_at=None).exists():
        raise Refused(
            _("%(name)s has been called in already.") % {"name": organisation.name}, code="organisation"
        )
    days = catalogue().number("part_days")
    due = calendar().after(at, days, Unit.WORKING_DAY)
    words = Words(NoteKind.NOTE, check_words(task, what="task"))
    facts = {"called": [organisation.pk], "part_due": iso(due)}
    move(case, "join", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    call_in(case, organisation, at=at, amount=days, unit=Unit.WORKING_DAY, task=words.text)
    return case


def call_in(
    case: Case, organisation: Organisation, *, at: datetime, amount: int, unit: Unit, task: str = "",
    whistle: Whistle | None = None,
) -> Part:  # fmt: skip
    """Write down who was called in, start its clock and tell it; part of the step that calls.

    Who has an open part already keeps it: from now on the whistle's time runs for it.
    """
    due = calendar().after(at, amount, unit)
    values: dict[str, Any] = {"step": case.version, "at": at, "due_at": due, "whistle": whistle}
    values |= {"late_told": False, **({"task": task} if task else {})}
    part, new = Part.objects.update_or_create(
        case=case, organisation=organisation, answered_at=None, defaults=values
    )
    if not new:
        stop(part.subject, [ClockKind.HANDLE], at=at)
    start_measured(
        part.subject, ClockKind.HANDLE, amount=amount, unit=unit, at=at, name=_NAMES[unit], round=case.version
    )
    tell_organisation(case, "part_called", organisation, at=at, due=due)
    return part


@transaction.atomic
def answer_part(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The answer of an organisation that was called in; the lead quotes it."""
    part = part_of(case, by)
    words = Words(NoteKind.PART, check_words(text))
    facts = {"called": part.organisation_id, "part_due": iso(part.due_at), "in_time": not late(part, at)}
    move(case, "part", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    part.answered_at, part.answer = at, words.text
    part.reported_at = part.reported_at or at
    part.save(update_fields=["answered_at", "answer", "reported_at"])
    stop(part.subject, [ClockKind.HANDLE], at=at)
    tell_organisation(case, "part_answered", case.holder, at=at, doer=part.organisation.name)
    return case


def part_of(case: Case, by: Actor) -> Part:
    """The open part of the organisation that acts. Raises Refused when it has none."""
    rows = case.parts.select_related("organisation", "whistle")
    part = rows.filter(organisation_id=by.organisation or 0, answered_at=None).first()
    if part is None:
        raise Refused(_("Your organisation is not called in here any more."), code="not_called")
    return part


def late(part: Part, at: datetime) -> bool:
    """Whether the called organisation let its deadline pass: by reporting counts, answering counts too."""
    return (part.reported_at or part.answered_at or at) > part.due_at

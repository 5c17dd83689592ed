"""The whistle (吹哨报到): a community or street calls departments to one matter, on the spot, to one conclusion."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.ending import fall_away
from sunshine.cases.actions.move import move
from sunshine.cases.actions.parts import call_in, late, part_of
from sunshine.cases.actions.work import restart_acceptance
from sunshine.cases.models import Case, Whistle
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import Asking, NoteKind, State
from sunshine.clocks.actions import stop
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind, Unit
from sunshine.lib.moments import iso
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.proposals import let_lapse
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.people.queries import directory
from sunshine.record.states import Actor

SECOND_RETURN = Actor.system("second_return")
"""Who blows the whistle when a matter is returned for the second time."""

HOURS_MOST = 72
"""Working hours until a called department reports, at most: a whistle is not a plan."""


@transaction.atomic
def whistle(
    case: Case, *, by: Actor, at: datetime, called: Sequence[Organisation], where: str = "", hours: int | None = None,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Call departments to one matter: who, where, and within how many working hours they report."""
    if not called:
        raise Refused(_("Say who is called. A whistle to nobody calls nobody."), code="called")
    for organisation in called:
        rules.check_target(case, organisation, on=timezone.localtime(at).date())
    if hours is not None and not 1 <= hours <= HOURS_MOST:
        raise Refused(
            _("They report within 1 to %(most)s working hours.") % {"most": HOURS_MOST}, code="hours"
        )
    where = check_words(where, least=0, most=200, what="where")
    _blow(case, called, by=by, at=at, where=where, hours=hours, seen=seen)
    return case


@transaction.atomic
def raise_by_itself(case: Case, *, at: datetime, called: Iterable[Organisation]) -> Whistle | None:
    """The second return of a matter blows the whistle; its lead is designated and may not return it.

    Whoever of `called` cannot be called (the holder, a closed organisation, those it is about) is left out; when nobody
    is left, the dispatch desk is called. None when that holds it itself, or is asked about: then it is designated only.
    """
    chosen = _callable(case, [*called, *_still_called(case, at)], at) or _callable(case, _desk(case, at), at)
    let_lapse(case, [Asking.RETURN, Asking.TRANSFER], at=at)
    if not chosen:
        Case.objects.filter(pk=case.pk).update(designated=True)
        case.designated = True
        return None
    return _blow(case, chosen, by=SECOND_RETURN, at=at, changes={"designated": True})


def _still_called(case: Case, at: datetime) -> list[Organisation]:
    """An open whistle goes over into the one that is raised now: whoever has not come yet is called again."""
    blown = case.whistles.filter(concluded_at=None).first()
    if blown is None:
        return []
    Whistle.objects.filter(pk=blown.pk).update(concluded_at=at)
    waiting = blown.parts.filter(answered_at=None, reported_at=None)
    return [part.organisation for part in waiting.select_related("organisation")]


def _desk(case: Case, at: datetime) -> list[Organisation]:
    desk = directory().dispatcher(case.place, timezone.localtime(at).date())
    return [desk] if desk else []


def _callable(case: Case, called: Iterable[Organisation], at: datetime) -> list[Organisation]:
    """Each once, without those that a rule keeps from this matter."""
    found: dict[int, Organisation] = {}
    for organisation in called:
        try:
            rules.check_target(case, organisation, on=timezone.localtime(at).date())
        except Refused:
            continue
        found[organisation.pk] = organisation
    return list(found.values())


def _blow(
    case: Case, called: Sequence[Organisation], *, by: Actor, at: datetime, where: str = "", hours: int | None = None,
    seen: int | None = None, changes: dict[str, Any] | None = None,
) -> Whistle:  # fmt: skip
    amount = hours or catalogue().number("whistle_hours")
    report_by = calendar().after(at, amount, Unit.WORKING_HOUR)
    itself = by is SECOND_RETURN
    facts = {"called": sorted(row.pk for row in called), "report_by": iso(report_by), "by_itself": itself}
    words = Words(NoteKind.NOTE, where) if where else None
    move(case, "whistle", by=by, at=at, seen=seen, step=StepChange(changes or {}, words=words, facts=facts))
    blown = Whistle.objects.create(
        case=case, organisation_id=by.organisation or case.holder_id, officer_id=officer_of(by), by_itself=itself,
        where=where, step=case.version, at=at, report_by=report_by,
    )  # fmt: skip
    for organisation in called:
        call_in(case, organisation, at=at, amount=amount, unit=Unit.WORKING_HOUR, whistle=blown)
    return blown


@transaction.atomic
def report(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """A called department signs that it came, and what it found on the spot."""
    part = part_of(case, by)
    blown = rules.check_reports(part)
    words = Words(NoteKind.NOTE, check_words(text))
    facts = {"called": part.organisation_id, "report_by": iso(part.due_at), "in_time": not late(part, at)}
    move(case, "report", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    part.reported_at, part.found = at, words.text
    part.save(update_fields=["reported_at", "found"])
    stop(part.subject, [ClockKind.HANDLE], at=at)
    tell_organisation(case, "part_reported", blown.organisation, at=at, doer=part.organisation.name)
    return case


@transaction.atomic
def conclude(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    text: str,
    lead: Organisation | None = None,
    seen: int | None = None,
) -> Case:
    """The joint conclusion: what was found and who leads from now on, without return. The others' parts end.

    A new lead must have been called and counts as a change of holder (R-REQ-01: there is always exactly one).
    """
    blown = rules.open_whistle(case)
    hand_to = lead if lead is not None and lead.pk != case.holder_id else None
    if hand_to is not None:
        _check_lead(case, blown, hand_to, at)
    words = Words(NoteKind.CONCLUSION, check_words(text))
    move(case, "conclude", by=by, at=at, seen=seen, step=_concluding(case, blown, words, hand_to))
    blown.concluded_at, blown.conclusion = at, words.text
    blown.save()
    let_lapse(case, [Asking.RETURN, Asking.TRANSFER], at=at)
    ended = Q(whistle=blown) | Q(organisation_id=case.holder_id)
    fall_away(case.parts.filter(ended, answered_at=None), at=at)
    for part in blown.parts.select_related("organisation"):
        tell_organisation(case, "whistle_concluded", part.organisation, at=at)
    if hand_to is not None:
        if case.state == State.RECEIVED:
            restart_acceptance(case, at)
        tell_organisation(case, "case_assigned", hand_to, at=at)
    return case


def _concluding(case: Case, blown: Whistle, words: Words, hand_to: Organisation | None) -> StepChange:
    parts = list(blown.parts.values_list("organisation_id", "reported_at"))
    facts = {
        "called": sorted(pk for pk, _reported in parts),
        "absent": sorted(pk for pk, reported in parts if reported is None),
    }
    changes: dict[str, Any] = {"designated": True}
    if hand_to is not None:
        changes = rules.hand_over(case) | changes
        changes["why_here"] = {"by": "concluded", "from": case.holder.name, "reason": words.text}
    return StepChange(changes, hand_to=hand_to, words=words, facts=facts)


def _check_lead(case: Case, blown: Whistle, lead: Organisation, at: datetime) -> None:
    if not blown.parts.filter(organisation=lead).exists():
        raise Refused(_("Only the holder or somebody who was called can take the lead."), code="lead")
    rules.check_target(case, lead, on=timezone.localtime(at).date())
    rules.check_duty(case, lead)
    rules.check_hand_over(case)

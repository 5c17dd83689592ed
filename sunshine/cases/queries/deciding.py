"""What waits for a person's own decision, look or call: the same condition for the tile that counts it and its list."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Note, Proposal, Supervision
from sunshine.cases.queries.calls import call_backs, to_look_at
from sunshine.cases.queries.reach import restricted_to, supervises
from sunshine.cases.states import DECIDED, ONE_LEVEL_UP, Asking, NoteKind, State
from sunshine.matters.queries.reach import reach_condition
from sunshine.people.models import Officer
from sunshine.people.queries import Reach, reach

REPLIED, REVIEW, STAGE, CALL, LATE_CALL, SAMPLE = "replied", "review", "stage", "call", "late_call", "sample"

DECIDING: dict[str, Any] = {
    Asking.RETURN: _("returns to decide"),
    Asking.TRANSFER: _("asked to be taken over"),
    Asking.EXTENSION: _("more time to decide"),
    Asking.SHELVING: _("setting aside to decide"),
    Asking.FORWARDING: _("passing on to decide"),
    Asking.EXCLUSION: _("leaving out to decide"),
    Asking.EXEMPTION: _("delays to excuse or not"),
}
"""What others asked, by kind, as its tile and its filter say it."""

LOOKING: dict[str, Any] = {
    REPLIED: _("the resident replied"),
    REVIEW: _("plans to look at again"),
    STAGE: _("reports on how far it is"),
    LATE_CALL: _("call-backs late"),
    CALL: _("call-backs"),
    SAMPLE: _("samples to look at"),
}
"""What else waits for this person or their organisation."""


def waiting_for(officer: Officer, on: date, what: str, *, at: datetime) -> QuerySet[Case]:
    """The matters that wait for this officer: a kind of proposal to decide, or one of LOOKING."""
    if what in DECIDING:
        return to_decide(officer, on, Asking(what))
    return _LOOKS[what](officer, on, at)


def to_decide(officer: Officer, on: date, kind: Asking) -> QuerySet[Case]:
    """The matters with an open proposal of a kind that this officer may decide: never their own, nor one level below
    their own organisation's where one level up decides."""
    of, verb = reach(officer, on), DECIDED[kind].yes
    asked = Proposal.objects.filter(kind=kind, decision="").exclude(officer=officer.pk)
    rows = Case.objects.filter(open=True) if kind not in _AFTERWARDS else Case.objects.all()
    if kind is Asking.TRANSFER:
        theirs = asked.filter(target__in=of.holders(verb)).values("case")
        mine = _within_places(of, verb) & Q(pk__in=asked.values("case")) | Q(pk__in=theirs)
        return rows.filter(mine, restricted=False)
    mine = Q(restricted=False) & reach_condition(of, verb)
    if supervises(of):
        mine |= restricted_to(officer, of) & reach_condition(of, verb, restricted=True)
    rows = rows.filter(mine, pk__in=asked.values("case"))
    return rows.exclude(holder=officer.organisation_id) if verb in ONE_LEVEL_UP else rows


_AFTERWARDS = {Asking.EXCLUSION, Asking.EXEMPTION}
"""Kinds that are asked and decided of ended matters too."""


def _within_places(of: Reach, verb: str) -> Q:
    return reach_condition(Reach(of.officer, of.day, of.places), verb)


def _replied(officer: Officer, on: date, at: datetime) -> QuerySet[Case]:
    """What the resident's reply was the last step of: nobody has gone on with it yet."""
    may = reach(officer, on).holders("answer")
    ours = Case.objects.filter(
        holder=officer.organisation_id, holder__in=may, open=True, state=State.ACCEPTED
    )
    said = Note.objects.filter(case=OuterRef("pk"), kind=NoteKind.REPLY, step=OuterRef("version"))
    return ours.filter(Exists(said), restricted=False)


def _reviews(officer: Officer, on: date, at: datetime) -> QuerySet[Case]:
    ours = Case.objects.filter(holder=officer.organisation_id, restricted=False)
    may = reach(officer, on).holders("review")
    return ours.filter(open=True, state=State.SHELVED, shelved_until__lte=at, holder__in=may)


def _stage_reports(officer: Officer, on: date, at: datetime) -> QuerySet[Case]:
    open_ = Supervision.objects.filter(reported_at__isnull=True).values("case")
    may = reach(officer, on).holders("stage_report")
    ours = Case.objects.filter(holder=officer.organisation_id, holder__in=may, restricted=False)
    return ours.filter(open=True, pk__in=open_).exclude(state=State.ANSWERED)


def _calls(officer: Officer, on: date, at: datetime) -> QuerySet[Case]:
    return call_backs(officer, on)


def _late_calls(officer: Officer, on: date, at: datetime) -> QuerySet[Case]:
    return call_backs(officer, on).filter(call_by__lt=at)


def _samples(officer: Officer, on: date, at: datetime) -> QuerySet[Case]:
    return to_look_at(officer, on)


_LOOKS: dict[str, Callable[[Officer, date, datetime], QuerySet[Case]]] = {
    REPLIED: _replied,
    REVIEW: _reviews,
    STAGE: _stage_reports,
    CALL: _calls,
    LATE_CALL: _late_calls,
    SAMPLE: _samples,
}

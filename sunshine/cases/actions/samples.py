"""Samples drawn at random among matters that nobody confirmed or that were solved on the spot, and looked at by others."""

from datetime import datetime, timedelta
from math import ceil
from secrets import SystemRandom

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sunshine.cases import rules
from sunshine.cases.actions.move import move
from sunshine.cases.actions.receive import Received, receive
from sunshine.cases.models import Case, Sample
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import Drawn, NoteKind, Outcome
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.queries.originals import original
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Channel, Solved
from sunshine.record.queries import entries
from sunshine.record.rows import enter_step
from sunshine.record.states import Actor

DRAWER = Actor.system("samples")
WEEK = timedelta(days=7)
_DICE = SystemRandom()
_KINDS = {
    Drawn.SELF_HANDLED: ("sample_percent_self_handled", Q(self_handled=True)),
    Drawn.UNCONFIRMED: (
        "sample_percent_unconfirmed",
        Q(self_handled=False, outcome=Outcome.UNCONFIRMED),
    ),
}


@transaction.atomic
def draw(*, at: datetime) -> list[Sample]:
    """Draw the samples of the week that is over, once: nobody can know beforehand which matters are in it.

    The shares are numbers of the table (percent, rounded up); the entry says how many there were and how many were drawn.
    """
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    subject = f"samples:{monday:%Y-%m-%d}"
    if entries(subject):
        return []
    found, facts = list[Sample](), {}
    for why, (percent, which) in _KINDS.items():
        closed = Case.objects.filter(which, open=False, closed_at__gte=monday - WEEK, closed_at__lt=monday)
        there = list(closed.exclude(text="").filter(sample=None).values_list("pk", flat=True))
        drawn = _DICE.sample(there, ceil(len(there) * catalogue().number(percent) / 100))
        found += [Sample(case_id=pk, why=why, drawn_at=at) for pk in drawn]
        facts[str(why)] = {"closed": len(there), "drawn": len(drawn)}
    # Always the first step of its week: of two who draw at once, the second is overtaken and draws nothing.
    enter_step(subject, "draw", step=1, by=DRAWER, at=at, facts=facts)
    return Sample.objects.bulk_create(found)


@transaction.atomic
def inspect(
    case: Case, *, by: Actor, at: datetime, found: str, text: str = "", seen: int | None = None
) -> Case:
    """Say what was found on looking at a sample: solved or not. Never by whoever handled or closed it."""
    words = Words(NoteKind.NOTE, check_words(text)) if text.strip() else None
    sample = Sample.objects.select_for_update().filter(case=case, inspected_at__isnull=True).first()
    facts = {"why": str(sample.why) if sample else "", "found": str(Solved(found))}
    move(case, "inspect", by=by, at=at, seen=seen, step=StepChange(words=words, facts=facts))
    Sample.objects.filter(case=case).update(inspected_at=at, officer_id=officer_of(by), found=Solved(found))
    return case


@transaction.atomic
def take_up_again(case: Case, *, by: Actor, at: datetime) -> Received:
    """What was found unsolved begins anew: a new matter that follows the old one, with its own number and clocks.

    Raises Refused unless a sample found it unsolved; taken up once only.
    """
    rules.check_again(case, by, on=timezone.localtime(at).date())
    about = tuple(case.about_officers.values_list("pk", flat=True)) if case.restricted else ()
    report = rules.Report(
        text=original(case), channel=Channel.PHONE, category=case.category_id, building=case.building_id, place=case.place,
        location=original(case, "location"), lon=case.lon, lat=case.lat, language=case.language, confidential=case.confidential,
        about=case.about_id, about_officers=about, form_key=f"again:{case.ref}", follows=case,
    )  # fmt: skip
    return receive(report, by=by, at=at)

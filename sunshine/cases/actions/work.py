"""The steps of those who hold a matter: accept, assign, note, ask, answer; and the resident's reply."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions.contact import contacted
from sunshine.cases.actions.move import move
from sunshine.cases.actions.tell import tell_followers, tell_resident
from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import NoteKind
from sunshine.clocks.actions import due_after_pause, pause, resume, start, stop
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind, Unit
from sunshine.files.actions import keep_photos
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.public_words import check_public
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Officer
from sunshine.record.states import Actor


@transaction.atomic
def accept(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> Case:
    """The holding organisation says: this is ours. Whoever accepts becomes the assignee if there is none."""
    mine = case.assignee_id or (officer_of(by))
    since = _accepted_here(case) or at
    move(
        case, "accept", by=by, at=at, seen=seen, step=StepChange({"accepted_at": since, "assignee_id": mine})
    )
    stop(case.subject, [ClockKind.ACCEPT], at=at)
    return case


def _accepted_here(case: Case) -> datetime | None:
    """When its holder accepted it before, if it ended and was taken up again since: that they were in time stays so."""
    if case.accepted_at is None:
        return None
    began = case.custody.values_list("began", flat=True).get(link=case.link)
    return case.accepted_at if case.accepted_at >= began else None


@transaction.atomic
def assign(case: Case, *, by: Actor, at: datetime, officer: Officer, seen: int | None = None) -> Case:
    """Give the matter to a person inside the organisation that holds it."""
    if officer.organisation_id != case.holder_id or not officer.is_active:
        raise Refused(_("Only active staff of the organisation that holds the matter can be assigned."))
    return move(case, "assign", by=by, at=at, seen=seen, step=StepChange({"assignee_id": officer.pk}))


@transaction.atomic
def note(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """Write down something for colleagues; the resident does not see it."""
    words = Words(NoteKind.NOTE, check_words(text))
    return move(case, "note", by=by, at=at, seen=seen, step=StepChange(words=words))


@transaction.atomic
def ask(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """Ask the resident for what is missing, all at once (一次性告知); the handling clock pauses, and that is logged."""
    words = Words(NoteKind.QUESTION, check_words(text), to_resident=True)
    move(case, "ask", by=by, at=at, seen=seen, step=StepChange(contacted(case, at), words=words))
    pause(case.subject, ClockKind.HANDLE, at=at)
    tell_resident(case, "case_asked", at=at)
    return case


@transaction.atomic
def reply(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """The resident's reply, by link or taken down by staff; the clock runs on from where it paused."""
    words = Words(NoteKind.REPLY, check_words(text), to_resident=True)
    due = due_after_pause(case.subject, ClockKind.HANDLE, at=at, limit=case.due_limit) or case.due_at
    move(case, "reply", by=by, at=at, seen=seen, step=StepChange({"due_at": due}, words=words))
    resume(case.subject, ClockKind.HANDLE, at=at, limit=case.due_limit)
    return case


@transaction.atomic
def photograph(
    case: Case, *, by: Actor, at: datetime, photos: Sequence[bytes], seen: int | None = None
) -> Case:
    """Photos that the resident sends by the link, later than the report; the holder is told.

    Raises Refused without any, and for those that cannot be taken, as `keep_photos` does.
    """
    if not photos:
        raise Refused(_("Please choose at least one photo."), code="photos")
    move(case, "photograph", by=by, at=at, seen=seen)
    if not keep_photos(case.subject, list(photos), step=case.version, at=at):
        raise Refused(_("These photos are there already."), code="photos")
    tell_organisation(case, "case_photographed", case.holder, at=at)
    return case


@transaction.atomic
def answer(
    case: Case, *, by: Actor, at: datetime, text: str, others: str = "", photos: Sequence[bytes] = (),
    seen: int | None = None,
) -> Case:  # fmt: skip
    """Say what was done. The resident reads `text` word for word and is asked to confirm.

    `others` is what those read whose report is handled together with this one: it names nobody, else it is refused.
    """
    shared = check_public(others, what="others") if others.strip() else ""
    words = Words(NoteKind.ANSWER, check_words(text), to_resident=True)
    late = at > case.due_at
    call_by = calendar().after(at, catalogue().number("call_days"), Unit.WORKING_DAY)
    move(
        case,
        "answer",
        by=by,
        at=at,
        seen=seen,
        step=StepChange(
            {"answered_at": at, "call_by": call_by, **contacted(case, at)},
            words=words,
            facts={"late": late},
            sealed={"others": shared} if shared else {},
        ),
    )
    if shared:
        case.notes.create(
            step=case.version, kind=NoteKind.SHARED, text=shared, officer_id=officer_of(by), at=at
        )
    if photos:
        keep_photos(case.subject, list(photos), step=case.version, at=at)
    stop(case.subject, [ClockKind.HANDLE], at=at)
    start(case.subject, ClockKind.CONFIRM, policy=case.policy, at=at, round=case.version)
    tell_resident(case, "case_answered", at=at)
    tell_followers(case, "case_main_answered", at=at)
    return case


def restart_acceptance(case: Case, at: datetime) -> None:
    """A new holder has their own time to accept; the handling clock knows no new beginning."""
    stop(case.subject, [ClockKind.ACCEPT], at=at)
    start(case.subject, ClockKind.ACCEPT, policy=case.policy, at=at, round=case.version)

"""What a resident sees of their own matter: by the link everything, by number and four digits only the state."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sunshine.cases.models import Case, Confirmation, Note, Proposal
from sunshine.cases.queries.duplicates import following_words, main_of, shared_result
from sunshine.cases.queries.page import in_words
from sunshine.cases.states import (
    WORKING,
    Asking,
    Lawful,
    Outcome,
    State,
)
from sunshine.files.queries import of_subject
from sunshine.lib import seal
from sunshine.lib.numbers import parse_case_number
from sunshine.matters.queries.originals import original
from sunshine.matters.queries.tracking import Stage, Tracking
from sunshine.matters.states import Channel, Decision, Solved
from sunshine.people.queries import tail_matches
from sunshine.record.queries import moments, steps_of


def by_token(token: str) -> Case | None:
    """The request of a link, or None."""
    return _rows().filter(access=seal.token_digest(token)).first()


def by_number_and_tail(number: str, tail: str) -> Case | None:
    """The request of a number, if the last four digits are those left with it (R-REQ-09); None says nothing about which failed.

    What is about staff or confidential is never read here, so that the answer takes neither more statements nor longer.
    Somebody who guesses costs one small statement: the rest is read for whoever is right.
    """
    try:
        wanted = parse_case_number(number)
    except ValueError:
        return None
    rows = Case.objects.filter(number=wanted, restricted=False, confidential=False).select_related("contact")
    known = rows.only("contact", "contact__phone_index", "contact__tail_index").first()
    return _rows().get(pk=known.pk) if known and tail_matches(known.contact, tail) else None


def _rows() -> Any:
    subject = Concat(Value("case:"), OuterRef("ref"), output_field=CharField())
    return Case.objects.select_related("holder", "category", "contact", "merged_into").annotate(
        taken_up=Exists(steps_of("reopen").filter(subject=subject))
    )


def public_view(case: Case, *, by_link: bool) -> Tracking:
    """The matter in plain words; texts, photos and the answer only for whoever holds the link."""
    notes = list(Note.objects.filter(case=case, to_resident=True).order_by("step")) if by_link else []
    texts = {note.kind: note.text for note in notes}
    main = main_of(case)
    way = stages(case, notes)
    return Tracking(
        case, case.number, state_words(case), case.holder.spoken, case.holder.telephone, case.received_at,
        case.due_at if case.state in WORKING else None,
        _("You get an answer by"), way[-1].at, way, original(case) if by_link else "",
        texts.get("question", "") if case.state == State.WAITING else "", texts.get("answer", "") if by_link else "",
        tuple(of_subject(case.subject)) if by_link else (),
        case.merged_into.number if by_link and case.merged_into else "",
        following_words(main) if main else "",
        shared_result(main) if by_link and main else "",
    )  # fmt: skip


def state_words(case: Case) -> str:
    """Where the matter stands, in words of daily life."""
    if case.outcome == Outcome.FORWARDED:
        return _lawful(case.lawful)
    if case.state == State.CLOSED:
        return {
            Outcome.CONFIRMED: _("Done, confirmed by you"),
            Outcome.UNCONFIRMED: _("Closed: we had no word from you"),
            Outcome.WITHDRAWN: _("You took it back"),
            Outcome.MERGED: _("Being handled together with another report of the same matter"),
            Outcome.HISTORY: _("Finished before it came to this platform"),
            Outcome.UNDONE: _("Entered here by mistake and taken out again"),
        }[Outcome(case.outcome)]
    return {
        State.RECEIVED: _("Arrived, waiting to be taken up"),
        State.ACCEPTED: _("Being handled"),
        State.WAITING: _("We have a question for you"),
        State.SHELVED: _("Set aside with a plan: it takes longer"),
        State.ANSWERED: _("Handled: please tell us whether it is solved"),
    }[State(case.state)]


def _lawful(lawful: str) -> str:
    return {
        Lawful.EMERGENCY: _("Please call 110, 119 or 120: this is for the emergency services"),
        Lawful.LITIGATION: _("This is for the court or arbitration; they decide such matters"),
        Lawful.PETITION: _("This is for the petition office; it decides such matters"),
    }[Lawful(lawful)]


def stages(case: Case, notes: list[Note]) -> list[Stage]:
    """The way of the matter in plain words, oldest first, with what comes next."""
    found = [Stage(case.received_at, _arrived(case)), *_of_hands(case)]
    words = {
        "question": _("We asked you"),
        "reply": _("You replied"),
        "answer": _("The result"),
        "comment": _("You told us"),
        "plan": _("How far the plan is"),
        "reason": _("What we have to tell you"),
    }
    found += [Stage(note.at, words[note.kind], original(note)) for note in notes if note.kind in words]
    if case.answered_at and not notes:
        found.append(Stage(case.answered_at, words["answer"]))
    if case.closed_at:
        found.append(Stage(case.closed_at, state_words(case)))
    found += [*_of_time(case), *_done_again(case), *_taken_up_again(case)]
    return sorted(found, key=lambda stage: stage.at)


def _of_hands(case: Case) -> list[Stage]:
    """Each change of hands, and who accepted it: the organisation that held it then, not the one that holds it now."""
    links = list(case.custody.select_related("holder").order_by("link")) if case.link > 1 else []
    found = [
        Stage(row.began, _("It is now with %(organisation)s") % {"organisation": row.holder.spoken})
        for row in links[1:]
    ]
    if case.accepted_at:
        held = [row.holder for row in links if row.began <= case.accepted_at]
        who = (held[-1] if held else case.holder).spoken
        found.append(Stage(case.accepted_at, _("%(organisation)s is handling it") % {"organisation": who}))
    return found


def _taken_up_again(case: Case) -> list[Stage]:
    """How a matter ended before it was taken up again, and when: what was once told here stays told."""
    if not vars(case).get("taken_up", True):
        return []
    ends = {
        "withdraw": _("Noted as taken back"),
        "merge": _("Put together with another report of the same matter"),
        "follow": _("Put together with another report of the same matter"),
        "forward": _("Passed on to the lawful channel"),
        "close": _("Closed: we had no word from you"),
        "confirm": _("Noted as done"),
        "reopen": _("Taken up again"),
    }
    told = moments(case.subject, ends)
    last = max((n for n, (verb, _at) in enumerate(told) if verb == "reopen"), default=-1)
    return [Stage(at, ends[verb]) for verb, at in told[: last + 1]]


def _done_again(case: Case) -> list[Stage]:
    """Each time the resident said that it is not solved, whoever wrote it down."""
    if not case.reworks:
        return []
    said = (
        Confirmation.objects.filter(case=case, solved=Solved.NO).order_by("at").values_list("at", flat=True)
    )
    return [Stage(at, _("Not solved: it is being done again")) for at in said]


def _of_time(case: Case) -> list[Stage]:
    """More time that was granted and setting aside, each with its reason, and the resident's reminder."""
    found = []
    granted = Proposal.objects.filter(
        case=case, kind__in=[Asking.EXTENSION, Asking.SHELVING], decision=Decision.YES
    )
    for row in granted.select_related("reason").order_by("decided_at"):
        at, until = row.decided_at or row.at, timezone.localtime(row.until or row.at)
        if row.kind == Asking.EXTENSION:
            said = _("More time was granted: you get an answer by %(day)s") % {"day": date_format(until)}
            found.append(Stage(at, said, in_words(row.reason) if row.reason else ""))
        else:
            said = _("Set aside with a plan; we look at it again on %(day)s") % {"day": date_format(until)}
            found.append(Stage(at, said, row.rule))
    if case.reminded_at:
        found.append(Stage(case.reminded_at, _("You reminded us; the organisation was told")))
    return found


def _arrived(case: Case) -> str:
    if case.channel in {Channel.PHONE, Channel.COUNTER, Channel.GRID}:
        return _("We wrote down what you told us")
    return _("Your report arrived")

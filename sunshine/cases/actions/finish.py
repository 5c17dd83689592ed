"""How a matter ends: confirmed by the resident, or in one of the other lawful ways; and how it comes back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.move import move
from sunshine.cases.actions.proposals import decide, open_proposal, propose
from sunshine.cases.actions.said import keep_word, said, words_of
from sunshine.cases.actions.tell import tell_followers, tell_resident
from sunshine.cases.actions.way_back import carry_on
from sunshine.cases.models import Case
from sunshine.cases.queries.duplicates import alike
from sunshine.cases.states import (
    Asking,
    Lawful,
    NoteKind,
    Outcome,
)
from sunshine.clocks.actions import start, stop
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind
from sunshine.files.actions import release as release_photos
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.proposals import settle
from sunshine.matters.actions.steps import StepChange, Words, officer_of
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.rules.public_words import hide_decided
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Channel, Solved
from sunshine.people.actions import limit_keeping
from sunshine.people.queries import directory
from sunshine.record.states import Actor

_ENDED = {
    Outcome.FORWARDED: "case_forwarded",
    Outcome.MERGED: "case_merged",
    Outcome.WITHDRAWN: "case_withdrawn",
}
ALL_CLOCKS = [ClockKind.ACCEPT, ClockKind.HANDLE, ClockKind.CONFIRM]


@transaction.atomic
def confirm(
    case: Case, *, by: Actor, at: datetime, solved: str, satisfied: str = "", comment: str = "",
    channel: str = Channel.WEB, seen: int | None = None,
) -> Case:  # fmt: skip
    """The resident says that it is solved, at least partly; the matter is closed as confirmed.

    Staff may record what the resident said by telephone or at the counter, but never whoever answered.
    A matter that is not solved goes back to work (`rework`).
    """
    if Solved(solved) == Solved.NO:
        return rework(case, by=by, at=at, comment=comment, satisfied=satisfied, channel=channel, seen=seen)
    step = _ending(Outcome.CONFIRMED, at, words=words_of(comment), facts=said(solved, satisfied, channel))
    move(case, "confirm", by=by, at=at, seen=seen, step=step)
    keep_word(case, by, at, solved, satisfied, channel)
    stop(case.subject, ALL_CLOCKS, at=at)
    limit_keeping(case.contact_id, case.for_person_id, ended=at)
    tell_organisation(case, "case_confirmed", case.holder, at=at)
    if officer_of(by):  # what staff wrote down, the resident can take back
        tell_resident(case, "case_closed", at=at)
    tell_followers(case, "case_main_closed", at=at)
    return case


@transaction.atomic
def rework(
    case: Case, *, by: Actor, at: datetime, comment: str = "", satisfied: str = "", channel: str = Channel.WEB,
    seen: int | None = None,
) -> Case:  # fmt: skip
    """The resident says it is not solved: back to the holder, with a new handling time, and counted."""
    words = words_of(comment)
    changes = {
        "reworks": case.reworks + 1,
        "answered_at": None,
        "call_by": None,
        "due_at": calendar().term(case.policy, ClockKind.HANDLE, at).due_at,
        "due_limit": None,
    }
    move(
        case,
        "rework",
        by=by,
        at=at,
        seen=seen,
        step=StepChange(changes, words=words, facts=said(Solved.NO, satisfied, channel)),
    )
    keep_word(case, by, at, Solved.NO, satisfied, channel)
    stop(case.subject, [ClockKind.CONFIRM], at=at)
    start(case.subject, ClockKind.HANDLE, policy=case.policy, at=at, round=case.version)
    tell_organisation(case, "case_rework", case.holder, at=at)
    return case


@transaction.atomic
def close(case: Case, *, by: Actor, at: datetime, reason: str = "", seen: int | None = None) -> Case:
    """No answer came: closed as unconfirmed, counted apart from the confirmed ones."""
    words = (
        Words(NoteKind.REASON, check_words(reason, what="reason"), to_resident=True)
        if reason.strip()
        else None
    )
    return _end(case, "close", Outcome.UNCONFIRMED, by=by, at=at, seen=seen, words=words)


@transaction.atomic
def withdraw(case: Case, *, by: Actor, at: datetime, reason: str = "", seen: int | None = None) -> Case:
    """The resident takes the report back; staff may do so at the resident's word, with the reason.

    It ends nobody else's: the oldest of those handled together with it goes on by itself, the others with that one.
    """
    least = 4 if officer_of(by) else 0
    text = check_words(reason, least=least, what="reason")
    words = Words(NoteKind.REASON, text, to_resident=True) if text else None
    _end(case, "withdraw", Outcome.WITHDRAWN, by=by, at=at, seen=seen, words=words)
    carry_on(case, at=at)
    return case


@transaction.atomic
def merge(case: Case, *, by: Actor, at: datetime, into: Case, reason: str, seen: int | None = None) -> Case:
    """Handle this report together with another one: linked, not deleted (R-REQ-07).

    Only what is near in place and time and alike in words, unless the dispatcher says so; the resident reads the reason.
    """
    on, other = timezone.localtime(at).date(), _standing(case, into)
    rules.check_merge(case, other)
    if other.holder_id != case.holder_id:
        rules.check_undone(case, by, "merge", on)
    rules.check_same(case, other, by, on)
    words = Words(NoteKind.REASON, check_words(reason, least=4, what="reason"), to_resident=True)
    return _end(
        case,
        "merge",
        Outcome.MERGED,
        by=by,
        at=at,
        seen=seen,
        words=words,
        changes={"merged_into_id": other.pk},
        facts={"into": other.ref},
    )


@transaction.atomic
def follow(case: Case, *, by: Actor, at: datetime, into: str, seen: int | None = None) -> Case:
    """The resident follows another report of the same matter, by its number; only one that is suggested to them."""
    other = next((row.case for row in alike(case) if row.case.number == into), None)
    if other is None:
        raise Refused(_("This report cannot be followed any more. Yours is handled as it is."))
    rules.check_merge(case, _standing(case, other))
    changes = {"merged_into_id": other.pk}
    return _end(
        case, "follow", Outcome.MERGED, by=by, at=at, seen=seen, changes=changes, facts={"into": other.ref}
    )


def _standing(case: Case, into: Case) -> Case:
    """The other report as it is now, held until this step is done: it shall not close in the same moment.

    Both rows in the order of their keys, so that two merging each into the other do not wait for ever.
    """
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=[case.pk, into.pk]).order_by("pk")
    return {row.pk: row for row in rows}[into.pk]


@transaction.atomic
def refer(case: Case, *, by: Actor, at: datetime, lawful: str, text: str, seen: int | None = None) -> Case:
    """The holder asks that it be passed to the lawful channel; whoever dispatches decides, and the clock runs."""
    propose(case, Asking.FORWARDING, by=by, at=at, text=text, seen=seen, rule=str(Lawful(lawful)))
    desk = directory().dispatcher(case.place, timezone.localtime(at).date()) or case.holder
    tell_organisation(case, "case_decide", case.holder if case.restricted else desk, at=at)
    return case


@transaction.atomic
def keep_here(case: Case, *, by: Actor, at: datetime, text: str, seen: int | None = None) -> Case:
    """It is not passed on; the holder handles it."""
    decide(case, open_proposal(case, Asking.FORWARDING), False, by=by, at=at, text=text, seen=seen)
    tell_organisation(case, "case_not_granted", case.holder, at=at)
    return case


@transaction.atomic
def forward(
    case: Case, *, by: Actor, at: datetime, lawful: str, reason: str, seen: int | None = None
) -> Case:
    """Tell the resident the lawful channel for what is not ours to decide (domain §2.2), and end here.

    Whoever dispatches does so, of their own accord or because the holder asked: nobody ends what they shall handle.
    """
    words = Words(NoteKind.REASON, check_words(reason, least=4, what="reason"), to_resident=True)
    changes = {"lawful": Lawful(lawful)}
    asked = case.proposals.filter(kind=Asking.FORWARDING, decision="").first()
    _end(
        case,
        "forward",
        Outcome.FORWARDED,
        by=by,
        at=at,
        seen=seen,
        words=words,
        changes=changes,
        facts={"lawful": lawful},
    )
    if asked is not None:
        settle(case, asked, True, by=by, at=at, text=words.text)
    return case


@transaction.atomic
def release(
    case: Case, *, by: Actor, at: datetime, text: str, result: str, shown: Sequence[str] = (),
    kept: Sequence[str] = (), hidden: Sequence[str] = (), seen: int | None = None,
) -> Case:  # fmt: skip
    """Publish a wording of the matter and its result on the board; only for kinds whose text may be released.

    `shown` names the photos that everybody may see with it; all others of the matter are withdrawn. `kept` and `hidden` are
    the keys of what the detector finds in the words (`passages`) as the author decided; Refused while one is neither.
    """
    texts = {"text": check_words(text), "result": check_words(result, least=0, what="result")}
    words, kinds = hide_decided(texts, kept=kept, hidden=hidden)
    changes = {"released_text": words["text"], "released_result": words["result"]}
    facts = {"photos": len(shown), **({"kept": kinds} if kinds else {})}
    move(case, "release", by=by, at=at, seen=seen, step=StepChange(changes, facts=facts))
    release_photos(case.subject, shown)
    return case


def _end(
    case: Case, verb: str, outcome: Outcome, *, by: Actor, at: datetime, seen: int | None, words: Words | None = None,
    changes: dict[str, Any] | None = None, facts: dict[str, Any] | None = None,
) -> Case:  # fmt: skip
    move(
        case,
        verb,
        by=by,
        at=at,
        seen=seen,
        step=_ending(outcome, at, words=words, changes=changes, facts=facts),
    )
    stop(case.subject, ALL_CLOCKS, at=at)
    limit_keeping(case.contact_id, case.for_person_id, ended=at)
    tell_resident(case, _ENDED.get(outcome, "case_closed"), at=at)
    if outcome not in {Outcome.MERGED, Outcome.WITHDRAWN}:  # those who followed it now follow another
        tell_followers(case, "case_main_closed", at=at)
    return case


def _ending(
    outcome: Outcome, at: datetime, *, words: Words | None = None, changes: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
) -> StepChange:  # fmt: skip
    return StepChange(
        {"closed_at": at, "outcome": outcome, **(changes or {})},
        words=words,
        public={"outcome": str(outcome)},
        facts=facts or {},
    )

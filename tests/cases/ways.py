"""How each step of a request is taken, with the least that its action asks for."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from sunshine.cases import actions
from sunshine.cases.models import Case, Category, Reason
from sunshine.cases.queries.duplicates import forget_rarity
from sunshine.cases.states import Asking
from sunshine.matters.states import Channel
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from tests.factories.cases import MERGING, reported

WORDS = "按规定处理了"
Way = Callable[[], Any]


def ways(
    case: Case, *, by: Actor, at: datetime, other: Organisation, reason: Callable[[Asking], Reason],
    twin_by: Actor | None = None, reached: bool = True,
) -> dict[str, Way]:  # fmt: skip
    """Every step that a person takes of a request, by its verb.

    `other` is the organisation that a step names, `reason` finds one of a kind, `twin_by` tells the report that it is merged
    into, and `reached` says whether a call reached somebody.
    """
    told: dict[str, Any] = {"by": by, "at": at}
    text = {**told, "text": WORDS}
    return (
        _work(case, told, text, reached)
        | _ends(case, told, text, twin_by, at)
        | _passing(case, told, text, other, reason)
        | _time(case, text, reason, at)
        | _fair(case, told, text, reason)
    )


def _work(case: Case, told: dict[str, Any], text: dict[str, Any], reached: bool) -> dict[str, Way]:
    return {
        "accept": lambda: actions.accept(case, **told),
        "contact": lambda: actions.contact(case, reached=reached, **told),
        "note": lambda: actions.note(case, **text),
        "ask": lambda: actions.ask(case, **text),
        "reply": lambda: actions.reply(case, **text),
        "resume": lambda: actions.resume_case(case, **told),
        "answer": lambda: actions.answer(case, **text),
        "assign": lambda: actions.assign(case, officer=case.holder.officers.first(), **told),
        "call": lambda: actions.call(case, reached=False, **told),
        "photograph": lambda: actions.photograph(case, photos=[_photo()], **told),
        "remind": lambda: actions.remind(case, **told),
        "supervise": lambda: actions.supervise(case, **text),
        "locate": lambda: actions.locate(case, place=case.place, **told),
        "classify": lambda: actions.classify(case, category="0202", **told),
        "print": lambda: actions.print_link(case, reason=WORDS, **told),
    }


def _ends(
    case: Case, told: dict[str, Any], text: dict[str, Any], twin_by: Actor | None, at: datetime
) -> dict[str, Way]:
    return {
        "confirm": lambda: actions.confirm(case, solved="yes", channel=Channel.PHONE, **told),
        "rework": lambda: actions.rework(case, comment=WORDS, **told),
        "reopen": lambda: actions.reopen(case, comment=WORDS, **told),
        "close": lambda: actions.close(case, reason=WORDS, **told),
        "withdraw": lambda: actions.withdraw(case, reason=WORDS, **told),
        "forward": lambda: actions.forward(case, lawful="petition", reason=WORDS, **told),
        "refer": lambda: actions.refer(case, lawful="petition", **text),
        "keep_here": lambda: actions.keep_here(case, **text),
        "merge": lambda: actions.merge(case, into=_twin(case, twin_by, at), reason=MERGING, **told),
        "release": lambda: actions.release(case, result=WORDS, **text),
        "forget": lambda: actions.forget(case, why=WORDS, **told),
    }


def _passing(
    case: Case, told: dict[str, Any], text: dict[str, Any], other: Organisation, reason: Callable[[Asking], Reason]
) -> dict[str, Way]:  # fmt: skip
    return {
        "restrict": lambda: actions.restrict(case, category=Category.objects.get(code="0901"), **told),
        "route": lambda: actions.route(case, organisation=other, reason=WORDS, **told),
        "return": lambda: actions.return_case(
            case, target=other, rule="职责清单", reason=reason(Asking.RETURN), **text
        ),
        "uphold": lambda: actions.uphold(case, organisation=other, **text),
        "refuse": lambda: actions.refuse(case, **text),
        "transfer": lambda: actions.transfer(case, target=other, **text),
        "consent": lambda: actions.consent(case, **text),
        "decline": lambda: actions.decline(case, **text),
        "join": lambda: actions.join(case, organisation=other, task=WORDS, **told),
        "whistle": lambda: actions.whistle(case, called=[other], **told),
    }


def _time(
    case: Case, text: dict[str, Any], reason: Callable[[Asking], Reason], at: datetime
) -> dict[str, Way]:
    until, later = at + timedelta(days=60), at + timedelta(days=30)
    return {
        "extend": lambda: actions.ask_more_time(case, amount=1, reason=reason(Asking.EXTENSION), **text),
        "grant": lambda: actions.grant(case, **text),
        "deny": lambda: actions.deny(case, **text),
        "shelve": lambda: actions.shelve(case, public="等待资金", until=until, **text),
        "set_aside": lambda: actions.set_aside(case, **text),
        "keep_on": lambda: actions.keep_on(case, **text),
        "review": lambda: actions.review(case, until=later, **text),
        "take_up": lambda: actions.take_up(case, **text),
    }


def _fair(
    case: Case, told: dict[str, Any], text: dict[str, Any], reason: Callable[[Asking], Reason]
) -> dict[str, Way]:
    return {
        "exclude": lambda: actions.exclude(case, reason=reason(Asking.EXCLUSION), **text),
        "leave_out": lambda: actions.leave_out(case, **text),
        "count_in": lambda: actions.count_in(case, **text),
        "explain": lambda: actions.explain(case, reason=reason(Asking.EXEMPTION), **text),
        "excuse": lambda: actions.excuse(case, **text),
        "not_excused": lambda: actions.not_excused(case, **text),
        "conceal": lambda: actions.conceal(case, **told),
    }


def _twin(case: Case, by: Actor | None, at: datetime) -> Case:
    """A report with the very same words, to merge it into."""
    forget_rarity()
    told: dict[str, Any] = {} if by is None else {"by": by}
    return reported(text=case.text, category=case.category_id, at=at, **told).case


def _photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (32, 32), "green").save(kept, "JPEG")
    return kept.getvalue()

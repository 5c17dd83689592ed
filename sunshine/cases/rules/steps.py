"""Who may take which step of a request, and what a report must bring. Refusals speak in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Proposal
from sunshine.cases.queries.around import record_of
from sunshine.cases.queries.duplicates import is_alike
from sunshine.cases.rules.called import CALLING
from sunshine.cases.rules.fair import ALWAYS, BY_OFFICERS, check_kept
from sunshine.cases.rules.returns import PASSED
from sunshine.cases.rules.time import TIMED, check_remind
from sunshine.cases.rules.way_back import WAY_BACK
from sunshine.cases.states import (
    DECIDED,
    MOVES,
    NOT_OURS,
    ONE_LEVEL_UP,
    Asking,
    NoteKind,
    State,
)
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.possible import possible_verbs
from sunshine.matters.rules.proposals import check_proposal
from sunshine.matters.rules.words import TEXT_MOST, check_words
from sunshine.matters.states import Channel
from sunshine.people.models import Organisation
from sunshine.people.rules import check as check_may
from sunshine.people.rules import may
from sunshine.people.states import CALLED, HANDLING_KINDS, OrganisationKind
from sunshine.record.states import Actor, ActorKind

IMPORTED_MOST = 50_000
"""A ledger's text is what it is: nobody is there to shorten it."""
PHOTOS_MOST = 6
PHONE_MOST = 200
"""Characters a form takes where a telephone is typed: a number, another one, and what to say of both."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody tells us, however it came in. Only `text` is always needed."""

    text: str
    channel: str = Channel.WEB
    category: str | None = None
    lon: float | None = None
    lat: float | None = None
    building: int | None = None
    location: str = ""
    place: str | None = None
    name: str = ""
    phone: str = ""
    language: str = "zh-hans"
    for_name: str = ""
    for_phone: str = ""
    for_consent: bool = False
    confidential: bool = False
    about: int | None = None
    about_officers: tuple[int, ...] = ()
    photos: tuple[bytes, ...] = ()
    form_key: str | None = None
    source: str = ""
    external_number: str | None = None
    told_at: datetime | None = None
    due_limit: datetime | None = None
    ended_at: datetime | None = None
    reply: str = ""
    batch: str = ""
    urgency: str = ""
    remark: str = ""
    solved_on_the_spot: str = ""
    follows: Case | None = None
    ordinary: bool = False
    """Whoever tells it was asked, and said that it is no complaint about staff."""

    @property
    def most(self) -> int:
        """How many characters its text may have."""
        return IMPORTED_MOST if self.channel == Channel.IMPORT else TEXT_MOST


RESIDENTS = frozenset(
    {"reply", "photograph", "confirm", "rework", "withdraw", "remind", "conceal", "follow", "reopen", "agree"}
)
"""What the resident does by the link."""

BY_ITSELF = frozenset(
    {"close", "forget", "resume", "escalate", "refuse", "whistle", "reopen", "regroup", "undo_import", "move_due"}
)  # fmt: skip
"""What happens when a time has passed and nobody acted, what a second return sets off, and what becomes of reports whose
main one was taken back."""

UNASKED = frozenset({"forward"})
"""What whoever decides may also do without having been asked."""

VERIFYING = frozenset({"confirm", "rework", "close", "withdraw", "print", "call", "inspect"})
"""What whoever handles may never do: the one who handles does not verify (R-REQ-05, R-GRID-05).

The printed link speaks for the resident, and a withdrawal ends a matter without their word.
"""

FROM_OUTSIDE = frozenset({"withdraw"})
"""The resident's word that ends a matter without work: no colleague of whoever holds it writes it down."""

TAKING = frozenset({"consent", "decline"})
"""What the organisation answers that is asked to take a matter over."""

WITHOUT_WORK = frozenset({"restrict"})
"""What takes a matter off the hands of whoever holds it without their work; also merging it into another's matter."""

OFFICES = frozenset({OrganisationKind.DEPARTMENT, OrganisationKind.UTILITY, OrganisationKind.PROPERTY})
"""Organisations to which matters are given to be handled."""


class _Facts:
    """What the database says of an actor and a matter, asked at most once for all steps."""

    def __init__(self, case: Case, by: Actor) -> None:
        self.case, self.by = case, by

    @cached_property
    def concerned(self) -> bool:
        """Whether the matter complains of this officer or their organisation."""
        return concerns(self.case, self.by)

    @cached_property
    def handles(self) -> bool:
        """Whether this person is the assignee or gave the last answer."""
        mine = str(self.case.assignee_id) == self.by.ident
        return mine or (self.case.answered_at is not None and _answered(self.case, self.by))

    @cached_property
    def open(self) -> dict[str, Proposal]:
        """What has been asked and is not decided, by kind."""
        return {row.kind: row for row in self.case.proposals.all() if row.open}

    def side(self, step: str) -> int | None:
        """The organisation on whose side a step is taken: who was asked to take it over or called in, else the holder."""
        if step in TAKING:
            asked = self.open.get(Asking.TRANSFER)
            return asked.target_id if asked else None
        if step in CALLED - TAKING:
            return self.by.organisation if step in self.called else None
        return self.case.holder_id

    @cached_property
    def called(self) -> frozenset[str]:
        """What the own organisation may still say as one that was called in: that it came, and its answer."""
        rows = [row for row in self.case.parts.all() if row.organisation_id == self.by.organisation]
        mine = next((row for row in rows if row.answered_at is None), None)
        if mine is None:
            return frozenset()
        reports = mine.whistle_id is not None and mine.reported_at is None
        return frozenset({"report", "part"} if reports else {"part"})

    @cached_property
    def printed(self) -> bool:
        """Whether this person has printed the resident's link."""
        return any(row.verb == "print" and row.actor == self.by.ident for row in record_of(self.case))


def check(step: str, case: Case, *, by: Actor, on: date, facts: _Facts | None = None) -> None:
    """Raise Refused unless this actor may take this step now; the sentence says what stands in the way.

    Who may do what where is the table of `people` (role × place or holder); this adds what the matter itself says.
    `facts` lets `possible` ask the database once for all steps.
    """
    if case.state not in MOVES[step].frm:
        raise Refused(
            _("This step is not possible any more: the matter is “%(state)s”.")
            % {"state": case.get_state_display()}
        )
    _check_ours(step, case)
    facts = facts or _Facts(case, by)
    if by.kind == ActorKind.OFFICER:
        _check_officer(step, case, by, on, facts)
    elif not _by_itself(step, by):
        raise Refused(
            _("Only the organisation that holds this matter, or the dispatcher, may do that."),
            code="not_yours",
        )
    check_proposal(step, lambda: facts.open, DECIDED, by=by, on=on, unasked=UNASKED)
    if step in _BY_DAY:
        _BY_DAY[step](case, by, on)
    if step in _MORE:
        _MORE[step](case)


def _check_ours(step: str, case: Case) -> None:
    """Nothing follows on what was finished elsewhere or taken back but its erasure; only what is untouched is taken back."""
    if step == "undo_import":
        if not case.batch or case.version > 1:
            said = {"number": case.number}
            raise Refused(_("%(number)s has been worked on and stays.") % said, code="touched")
    elif case.outcome in NOT_OURS and step != "forget":
        raise Refused(
            _("This matter was never handled here. If it is not solved, please report it anew."),
            code="not_ours",
        )


def possible(case: Case, *, by: Actor, on: date) -> list[str]:
    """The steps this actor may take now, in the order of the table; buttons ask the same rule as the action."""
    facts = _Facts(case, by)
    return possible_verbs(MOVES, lambda verb: check(verb, case, by=by, on=on, facts=facts))


def _by_itself(step: str, by: Actor) -> bool:
    return (
        step in BY_ITSELF
        if by.kind == ActorKind.SYSTEM
        else by.kind == ActorKind.RESIDENT and step in RESIDENTS
    )


def _check_officer(step: str, case: Case, by: Actor, on: date, facts: _Facts) -> None:
    if facts.concerned or not may(
        by, step, place=case.place, organisation=facts.side(step), restricted=case.restricted, on=on
    ):
        raise Refused(
            _("Only the organisation that holds this matter, or the dispatcher, may do that."),
            code="not_yours",
        )
    if step in ONE_LEVEL_UP and by.organisation == case.holder_id:
        raise Refused(
            _("One level up decides this, not the organisation that holds the matter."), code="not_yours"
        )
    if step in FROM_OUTSIDE and by.organisation == case.holder_id:
        raise Refused(
            _(
                "What the resident says to end a matter is recorded by somebody outside the organisation that holds it, "
                "or by the resident's own link."
            ),
            code="not_the_holder",
        )
    if step in WITHOUT_WORK:
        check_undone(case, by, step, on)
    if step in VERIFYING and facts.handles:
        raise Refused(
            _(
                "Whoever handles the matter may not speak for the resident. Ask a colleague, or wait for the resident."
            ),
            code="not_yours",
        )
    if step == "answer" and facts.printed:
        raise Refused(
            _("You printed the resident's link. Give the matter to a colleague, who answers it."),
            code="not_yours",
        )
    if step in BY_OFFICERS:
        BY_OFFICERS[step](case, by, on)


def check_undone(case: Case, by: Actor, step: str, on: date) -> None:
    """Raise Refused where an office that shall handle a matter would be rid of it without work: the dispatcher may."""
    if not (case.designated or case.holder.kind in OFFICES):
        return
    if may(by, step, place=case.place, restricted=case.restricted, on=on):
        return
    raise Refused(
        _(
            "Whoever was given a matter to handle does not end it without work. Return it with the reason, or ask the dispatcher."
        ),
        code="without_work",
    )


def _answered(case: Case, by: Actor) -> bool:
    """Whether this person gave the last answer."""
    answers = [row for row in case.notes.all() if row.kind == NoteKind.ANSWER]
    return bool(answers) and str(max(answers, key=lambda row: row.step).officer_id) == by.ident


def concerns(case: Case, by: Actor) -> bool:
    """Whether a complaint is about this officer or their organisation; then it does not exist for them."""
    if not case.restricted:
        return False
    return case.about_id == by.organisation or case.about_officers.filter(pk=by.ident).exists()


def _check_release(case: Case) -> None:
    if case.restricted or case.confidential or case.category is None or not case.category.release:
        raise Refused(_("Texts of this kind of matter are not published."))
    check_kept(case)


_MORE = {"release": _check_release, "forget": check_kept, **PASSED, **TIMED, **ALWAYS, **CALLING}

_BY_DAY: dict[str, Callable[[Case, Actor, date], None]] = {"remind": check_remind, **WAY_BACK}
"""What depends on the day."""


def check_target(case: Case, organisation: Organisation, *, on: date) -> None:
    """Raise Refused unless a matter may be handed to this organisation."""
    if organisation.pk == case.holder_id:
        raise Refused(_("This organisation holds the matter already."))
    if organisation.valid_to is not None and organisation.valid_to <= on:
        raise Refused(_("This organisation does not exist any more."))
    if organisation.kind not in HANDLING_KINDS:
        raise Refused(
            _("Nobody there handles matters. Choose an office, a community, a company or a department.")
        )
    if case.restricted and organisation.kind != OrganisationKind.SUPERVISION:
        raise Refused(_("A complaint about staff can only be held by a supervision desk."))
    if case.about_id == organisation.pk:
        raise Refused(_("A complaint cannot be handled by those it is about."))


def check_merge(case: Case, into: Case) -> None:
    """Raise Refused unless one report may be handled together with the other (R-REQ-07: linked, not deleted)."""
    if case.pk == into.pk:
        raise Refused(_("A report cannot be merged with itself."))
    if into.state == State.CLOSED:
        raise Refused(
            _("Report %(number)s is closed; nothing can be merged into it.") % {"number": into.number}
        )
    if case.restricted or into.restricted:
        raise Refused(_("Complaints about staff are handled one by one."))


def check_same(case: Case, into: Case, by: Actor, on: date) -> None:
    """Raise Refused where a report would end in one that does not tell of the same, unless the dispatcher says it does."""
    if may(by, "route", place=case.place, on=on) or is_alike(case, into):
        return
    raise Refused(
        _(
            "Report %(number)s does not seem to tell of the same matter: it is not near in place and time, or its words "
            "are others. If it is the same, ask the dispatcher to link them."
        )
        % {"number": into.number},
        code="not_alike",
    )


def check_report(report: Report) -> None:
    """Raise Refused, its code naming the field, when a report cannot be taken as it is."""
    check_words(report.text, most=report.most)
    if (report.for_name or report.for_phone) and not report.for_consent:
        raise Refused(_("Please confirm that the person you report for agrees."), code="for_consent")
    if len(report.photos) > PHOTOS_MOST:
        raise Refused(_("At most %(most)s photos fit.") % {"most": PHOTOS_MOST}, code="photos")
    if (report.lon is None) != (report.lat is None):
        raise Refused(
            _("The place on the map is incomplete. Please pick it again or describe it in words."),
            code="place",
        )
    if report.place and not report.place.startswith(settings.COUNTY):
        raise Refused(_("This community is not in our county."), code="place")


def check_taker(report: Report, by: Actor, *, on: date) -> None:
    """Raise Refused unless this officer may take in reports, or import ledgers; residents and partners always may."""
    if by.kind == ActorKind.OFFICER:
        check_may(by, "import" if report.channel == Channel.IMPORT else "receive", on=on)

"""Take in a report: find place, category, route and holder, then write once."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.history import as_history, record_history
from sunshine.cases.actions.move import account_of
from sunshine.cases.actions.steps import Step, next_number, record
from sunshine.cases.actions.tell import tell_received
from sunshine.cases.actions.work import accept, answer
from sunshine.cases.models import Case, Category
from sunshine.cases.queries.catalogue import Catalogue, Target, catalogue
from sunshine.cases.queries.emergency import emergency_words, listed_words, says_rather_danger
from sunshine.cases.queries.links import digest, token_of
from sunshine.cases.queries.originals import LOCATION_MOST, veil_report
from sunshine.cases.queries.words import VERSION, index_words
from sunshine.cases.states import PRESSING, Channel, Doubt, NoteKind, Urgency
from sunshine.clocks.actions import start_all
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind
from sunshine.files.actions import keep_photos
from sunshine.lib.cells import cell_of
from sunshine.lib.division import Level
from sunshine.lib.inserts import insert
from sunshine.lib.prepared import prepared
from sunshine.lib.refusals import Refused
from sunshine.lib.telephones import PhoneCell
from sunshine.lib.typed import without_controls
from sunshine.people.actions import copy_contact, keep_contact
from sunshine.people.models import Contact
from sunshine.people.states import OrganisationKind, Purpose
from sunshine.places.queries import Located, Locator, locator, officer_on_duty
from sunshine.places.states import Certainty
from sunshine.record.states import Actor

DEFAULT_POLICY = "normal"
DANGER_POLICY = "critical"
REPEATED = "repeated"
FRESH = timedelta(days=1)
"""What a ledger tells of later than this has been in somebody's hands: it comes in with its own term."""
_FIELDS = [field for field in Case._meta.concrete_fields if not field.generated and not field.primary_key]
_CASE = insert(
    "cases_case",
    [str(field.column) for field in _FIELDS],
    returning="id",
    expressions=[("words", "to_tsvector('simple', %s)")],
)
_INSERT = f"""
WITH made AS ({_CASE})
INSERT INTO cases_custody (case_id, link, holder_id, began) SELECT id, 1, %s, %s FROM made RETURNING case_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Received:
    """What the resident takes home: the number on the case, the link's token, and what was taken otherwise than told."""

    case: Case
    token: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that is decided before the first write."""

    located: Located
    place: str
    category: Category | None
    target: Target
    policy: str
    urgency: str
    assignee: int | None
    danger: bool
    about: int | None
    guarded: rules.Guarded
    doubts: tuple[Doubt, ...]


def receive(report: rules.Report, *, by: Actor, at: datetime, rows: Catalogue | None = None) -> Received:
    """Take in a report and put it into the hands of one organisation, with its clocks running.

    Everything is computed before the first write; then one INSERT per table in one transaction. The same
    `form_key` (or the same number of the same foreign ledger) returns the first result. Who has the catalogue lends it.
    Raises Refused with a code naming the field when the report cannot be taken, and with the code REPEATED when another
    system gives the number of an earlier report to another one.
    """
    if (first := _already(report)) is not None:
        return Received(first, token_of(first.ref))
    rules.check_report(report)
    rules.check_taker(report, by, on=timezone.localtime(at).date())
    plan = _plan(report, by, at, rows or catalogue())
    try:
        case = _take_in(report, plan, by=by, at=at)
    except IntegrityError:  # the same form, sent twice in the same moment: whoever came first has taken it in
        if (first := _already(report)) is None:
            raise
        case = first
    return Received(case, token_of(case.ref), plan.doubts)


@transaction.atomic
def _take_in(report: rules.Report, plan: _Plan, *, by: Actor, at: datetime) -> Case:
    case = _write(report, plan, by=by, at=at)
    if report.photos:
        keep_photos(case.subject, list(report.photos), step=case.step, at=at)
    if report.solved_on_the_spot:
        accept(case, by=by, at=at, seen=case.step)
        answer(case, by=by, at=at, seen=case.step, text=report.solved_on_the_spot)
    if case.closed_at is None:  # what was finished elsewhere is told nobody
        tell_received(case, at=at)
    return case


def _already(report: rules.Report) -> Case | None:
    taken = Case.objects.select_related("holder")
    if report.form_key and report.external_number:
        return _sent_before(report, report.form_key)
    if report.form_key:
        return taken.filter(form_key=report.form_key).first()
    if report.external_number:
        return taken.filter(source=report.source, external_number=report.external_number).first()
    return None


def _sent_before(report: rules.Report, key: str) -> Case | None:
    """What another system opened by the same sending or under the same number of its own, if it told the same.

    The first half of its key names the sending, the second what was told. Raises Refused when other words were told.
    """
    number = Q(source=report.source, external_number=report.external_number)
    found = Case.objects.select_related("holder").filter(number | Q(form_key__startswith=key[:32]))
    first: Case | None = found.order_by("pk").first()
    if first is not None and (first.form_key or "")[32:] != key[32:]:
        raise Refused(
            _("Another report came under this number before. Please give each report a number of its own."),
            code=REPEATED,
        )
    return first


def _plan(report: rules.Report, by: Actor, at: datetime, rows: Catalogue) -> _Plan:
    on = timezone.localtime(at).date()
    if report.about is not None and report.about not in rows.organisations:
        raise Refused(_("This organisation is not known here. Please choose it again."), code="about")
    located = whereabouts(report)
    place = located.place or report.place or settings.COUNTY
    category = _classify(report, rows, on)
    _check_complaint(report, category)
    danger = _in_danger(report, category, by, at)
    guarded = rules.guard(report)
    complaint, doubts = _complaint(report, category, rows, place, on, danger=danger)
    about = _about(report, complaint, rows, on)
    if complaint:
        category = complaint
    elif danger:
        category = None  # somebody must look at once: the office that a lamp or a stairwell belongs to is not who comes
    target = _importing(report, category, by, rows, place) or rows.route(category, place, on, about=about)
    if target is None:
        raise Refused(
            _("No organisation is set up to take this matter yet. Please call the telephone number below."),
            code="place",
        )
    policy, urgency = _pressing(report, category, danger=danger)
    return _Plan(
        located, place, category, target, policy, urgency, _assignee(report, by, target, located, on), danger, about,
        guarded, (*guarded.doubts, *doubts),
    )  # fmt: skip


def _complaint(
    report: rules.Report, category: Category | None, rows: Catalogue, place: str, on: date, *, danger: bool
) -> tuple[Category | None, tuple[Doubt, ...]]:
    """The kind of complaint about staff that the words make it, through whatever door and whatever kind was chosen.

    Danger that outweighs it comes first, and where nobody supervises it is taken as it is: both times the doubt stays.
    Whoever was asked, and said it is none, is believed; so is a matter that begins anew.
    """
    if category is not None and category.restricted:
        return None, ()
    if report.ordinary or report.follows is not None or not rows.complains(report.text, on):
        return None, ()
    kind = rows.complaint(report.text, on)
    if kind is None or (danger and says_rather_danger(report.text)):
        return None, (Doubt.PERHAPS_STAFF,)
    if rows.route(kind, place, on, about=_about(report, kind, rows, on)) is None:
        return None, (Doubt.PERHAPS_STAFF,)
    return kind, (Doubt.STAFF,)


def _about(report: rules.Report, complaint: Category | None, rows: Catalogue, on: date) -> int | None:
    """Whom it is about: as it was said, or the one organisation that a complaint names in its words."""
    if report.about is not None or complaint is None:
        return report.about
    named = rows.named(report.text, on)
    return named.pk if named else None


def _in_danger(report: rules.Report, category: Category | None, by: Actor, at: datetime) -> bool:
    """Whether the words say, through whatever door, that somebody must come now, and the kind of matter does not.

    Of an unclear matter the table may say so by itself; where a kind is known, it must be a word of the list. A kind that
    an officer chose stands, and so do a complaint about staff and what a ledger tells of another day.
    """
    if report.ended_at is not None:
        return False
    if report.channel == Channel.IMPORT and report.told_at is not None and at - report.told_at > FRESH:
        return False
    if category is None:
        return bool(emergency_words(report.text))
    chosen = report.category is not None and by.officer is not None
    known = category.restricted or category.urgency == Urgency.CRITICAL
    return not chosen and not known and bool(listed_words(report.text))


def whereabouts(report: rules.Report) -> Located:
    """Where a report says it is, the surest way first: a chosen building, a point, words, the place whose code was opened."""
    book = locator()
    if report.building is not None:
        return book.at_building(report.building)
    if report.lon is not None and report.lat is not None:
        return book.at_point_and_text(report.lon, report.lat, report.location)
    words = report.location.strip() or report.text
    found = book.at_text(words, within=report.place)
    if report.place is None or (
        report.location.strip() and found.certainty not in {Certainty.UNKNOWN, Certainty.COARSE}
    ):
        return found
    return hinted(book, report.place)


def hinted(book: Locator, code: str) -> Located:
    """The place somebody came with, by its poster or as their community. Raises Refused for a code that is no place."""
    if code not in book.names:
        raise Refused(_("This community is not known here. Please choose it again."), code="place")
    sure = Certainty.LIKELY if len(code) == Level.GRID else Certainty.COARSE
    return Located(code, sure, (("by", "hint"),))


def _classify(report: rules.Report, rows: Catalogue, on: date) -> Category | None:
    if report.category is None:
        return rows.sure(report.text, on)
    category = rows.categories.get(report.category)
    if category is None or category.parent_id is None or (category.retired_on and category.retired_on <= on):
        raise Refused(_("Please choose one of the listed kinds of matter."), code="category")
    return category


def _check_complaint(report: rules.Report, category: Category | None) -> None:
    """Who is named as complained of must never get the matter on their desk as an ordinary one."""
    if (report.about is not None or report.about_officers) and not (category and category.restricted):
        raise Refused(_("Please choose what the complaint is about."), code="category")


def _importing(
    report: rules.Report, category: Category | None, by: Actor, rows: Catalogue, place: str
) -> Target | None:
    """An imported matter without a place stays with whoever imported it, in their tray."""
    if report.channel != Channel.IMPORT or len(place) > len(settings.COUNTY) or by.organisation is None:
        return None
    if category and category.restricted:  # a complaint about staff may be about them
        return None
    return Target(rows.organisations[by.organisation], {"by": "import"})


def _assignee(report: rules.Report, by: Actor, target: Target, located: Located, on: date) -> int | None:
    """The grid worker of the day, when the matter is the community's; whoever solves on the spot, keeps it."""
    if report.solved_on_the_spot:
        if by.officer is None or by.organisation != target.organisation.pk:
            raise Refused(
                _(
                    "Only the organisation that answers for this matter can solve it on the spot. Please report it instead."
                )
            )
        return int(by.officer.pk)
    if target.organisation.kind != OrganisationKind.COMMUNITY or not located.grid:
        return None
    return officer_on_duty(located.grid, on)


def _write(report: rules.Report, plan: _Plan, *, by: Actor, at: datetime) -> Case:
    restricted = bool(plan.category and plan.category.restricted)
    book = calendar()
    ref = secrets.token_hex(16)
    policy = plan.policy
    text, location = (
        rules.check_words(report.text, most=report.most),
        without_controls(report.location).strip()[:LOCATION_MOST],
    )
    told = veil_report(text, location, plan.located.why, (report.name, report.for_name))
    case = Case(
        **told,
        number=next_number(at),
        ref=ref, access=digest(token_of(ref)), holder=plan.target.organisation, assignee_id=plan.assignee,
        channel=report.channel, language=report.language,
        told_at=report.told_at, due_limit=report.due_limit,
        category=plan.category, urgency=plan.urgency, policy=policy,
        place=plan.place, building_id=plan.located.building,
        lon=report.lon, lat=report.lat, cell=cell_of(report.lon, report.lat), certainty=plan.located.certainty,
        why_here=plan.target.why,
        contact=_contact_of(report, plan.guarded.phone, at), follows=report.follows,
        for_person=_contact(report.for_name, plan.guarded.for_phone, Purpose.FOR_PERSON, at),
        filed_by=by.officer, confidential=plan.guarded.confidential, restricted=restricted,
        about_id=plan.about if restricted else None,
        self_handled=bool(report.solved_on_the_spot), received_at=at,
        due_at=book.term(policy, ClockKind.HANDLE, at, limit=report.due_limit).due_at, contact_by=book.contact_by(policy, at),
        source=report.source, external_number=report.external_number or None, form_key=report.form_key or None,
        batch=report.batch,
        words=index_words(told["text"], told["location"], report.external_number or ""), words_version=VERSION,
    )  # fmt: skip
    if report.ended_at is not None:
        as_history(case, report, min(report.ended_at, at))
    _insert(case)
    if restricted and report.about_officers:
        case.about_officers.set(report.about_officers)
    if case.closed_at is not None:
        record_history(case, report, by=by, at=at)
        return case
    clocks = [(ClockKind.ACCEPT, policy, 1), (ClockKind.HANDLE, policy, 1)]
    accepting = start_all(clocks, case.subject, at, book=book, limit=report.due_limit)[0]
    if report.remark:
        case.notes.create(step=case.step, kind=NoteKind.NOTE, text=report.remark, officer_id=None, at=at)
    step = Step(facts={**_facts(report, plan), **_limits(case, accepting.due_at)})
    record(case, "receive", by=by, at=at, came_from="", step=step, account=account_of(case))
    return case


def _pressing(report: rules.Report, category: Category | None, *, danger: bool) -> tuple[str, str]:
    """The deadline policy and the urgency: those of the kind, unless there is danger or the ledger says it is more urgent.

    A policy of the same name measures each of the pressing urgencies.
    """
    if danger:
        return DANGER_POLICY, Urgency.CRITICAL
    policy = category.policy_id if category and category.policy_id else DEFAULT_POLICY
    urgency = category.urgency if category else Urgency.NORMAL
    for each in PRESSING:
        if each == urgency:
            break
        if each == report.urgency:
            return each, each
    return policy, urgency


def _insert(case: Case) -> None:
    """The case and the first link of its custody chain, in one statement past the ORM: the hot path."""
    values = [field.get_db_prep_save(getattr(case, field.attname), connection) for field in _FIELDS]
    with prepared(connection) as cursor:
        cursor.execute(_INSERT, [*values, case.holder_id, case.received_at])
        case.pk = cursor.fetchone()[0]
    case._state.adding, case._state.db = False, connection.alias


def _facts(report: rules.Report, plan: _Plan) -> dict[str, Any]:
    return {
        "channel": str(report.channel),
        "policy": plan.policy,
        "certainty": str(plan.located.certainty),
        "proxy": bool(report.for_name or report.for_phone),
        **({"follows": report.follows.ref} if report.follows else {}),
        **({"danger": True, "chosen": report.category or ""} if plan.danger else {}),
        **({"doubts": [str(doubt) for doubt in plan.doubts]} if plan.doubts else {}),
        "reachable": bool(plan.guarded.phone.number),
    }


def _limits(case: Case, accept_by: datetime) -> dict[str, Any]:
    """By when it is accepted, and by when the resident hears from us first; nothing is later moved into the past."""
    contact_by = case.contact_by or accept_by
    return {
        "contact_due": accept_by.astimezone(UTC).isoformat(),
        "contact_by": contact_by.astimezone(UTC).isoformat(),
        "urgency": str(case.urgency),
    }


def _contact_of(report: rules.Report, phone: PhoneCell, at: datetime) -> Contact | None:
    """Whom to call: for what begins anew a copy, so that each matter's contact ends with its own matter."""
    if report.follows is not None and report.follows.contact is not None:
        return copy_contact(report.follows.contact)
    return _contact(report.name, phone, Purpose.CASE, at)


def _contact(name: str, phone: PhoneCell, purpose: Purpose, at: datetime) -> Contact | None:
    if not name.strip() and not any(phone):
        return None
    return keep_contact(name=name, phone=phone.number, purpose=purpose, at=at, remark=phone.remark)

"""Later correction of what `receive` computed: place, category, holder."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.move import move
from sunshine.cases.actions.planning import hinted
from sunshine.cases.actions.work import restart_acceptance
from sunshine.cases.models import Case, Category
from sunshine.cases.queries.around import record_of
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.originals import LOCATION_MOST, veil_place
from sunshine.cases.queries.page import doubts_in
from sunshine.cases.states import Doubt, NoteKind, State
from sunshine.clocks.actions import start, stop
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind
from sunshine.files.actions import release as release_photos
from sunshine.lib.cells import cell_of
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.steps import StepChange, Words
from sunshine.matters.actions.tell import tell_organisation
from sunshine.matters.queries.originals import original
from sunshine.matters.rules.words import check_words
from sunshine.people.models import Organisation
from sunshine.places.queries import locator
from sunshine.places.states import Certainty
from sunshine.record.states import Actor


@transaction.atomic
def locate(
    case: Case, *, by: Actor, at: datetime, lon: float | None = None, lat: float | None = None, building: int | None = None,
    location: str = "", place: str | None = None, seen: int | None = None,
) -> Case:  # fmt: skip
    """Say where it is: a building, a point, words, or a division code. The holder stays until it is routed."""
    book = locator()
    if building is not None:
        found = book.at_building(building)
    elif lon is not None and lat is not None:
        found = book.at_point(lon, lat)
    elif place:
        found = hinted(book, place)
    else:
        found = book.at_text(location, within=None)
    if found.certainty == Certainty.UNKNOWN or not found.place:
        raise Refused(_("This place was not found. Pick it on the map or choose the building."), code="place")
    where = location.strip()[:LOCATION_MOST] or original(case, "location")
    changes = {
        "place": found.place, "building_id": found.building, "certainty": found.certainty,
        "lon": lon, "lat": lat, "cell": cell_of(lon, lat), "compared_at": None, "words_version": None,
        **veil_place(case, where, found.why),
    }  # fmt: skip
    return move(case, "locate", by=by, at=at, seen=seen, step=StepChange(changes))


@transaction.atomic
def classify(case: Case, *, by: Actor, at: datetime, category: str, seen: int | None = None) -> Case:
    """Say what kind of matter it is; its deadline policy follows, counted from the day it came in."""
    row = catalogue().categories.get(category)
    if row is None or row.parent_id is None:
        raise Refused(_("Please choose one of the listed kinds of matter."), code="category")
    if case.restricted and not row.restricted:
        return _clear(case, by=by, at=at, category=row, seen=seen)
    if row.restricted and not case.restricted:
        return restrict(case, by=by, at=at, category=row, seen=seen)
    policy = row.policy_id or case.policy
    changes: dict[str, Any] = {"category_id": row.code, "urgency": row.urgency, "policy": policy}
    if policy != case.policy:
        changes["due_at"] = (
            calendar().term(policy, ClockKind.HANDLE, case.received_at, limit=case.due_limit).due_at
        )
    before = case.policy
    move(case, "classify", by=by, at=at, seen=seen, step=StepChange(changes))
    case.category = row
    if policy != before:
        _restart_handling(case, at)
    return case


def _restart_handling(case: Case, at: datetime) -> None:
    stop(case.subject, [ClockKind.HANDLE], at=at)
    start(
        case.subject, ClockKind.HANDLE, policy=case.policy, at=at, round=case.version, since=case.received_at,
        limit=case.due_limit,
    )  # fmt: skip


@transaction.atomic
def restrict(case: Case, *, by: Actor, at: datetime, category: Category, seen: int | None = None) -> Case:
    """What came in as another matter is a complaint about staff, fees or gifts: one level up at once.

    From now on it exists for the supervision desk only, whoever held it or sees the place.
    """
    target = catalogue().route(category, case.place, timezone.localtime(at).date())
    if target is None:
        raise Refused(_("No supervision desk is set up that could take this complaint."), code="category")
    policy = category.policy_id or case.policy
    changes = {
        "category_id": category.code, "urgency": category.urgency, "policy": policy, "restricted": True,
        "due_at": calendar().term(policy, ClockKind.HANDLE, case.received_at, limit=case.due_limit).due_at,
        "released_text": "", "released_result": "", "why_here": target.why, "accepted_at": None, "assignee_id": None,
    }  # fmt: skip
    hand_to = target.organisation if target.organisation.pk != case.holder_id else None
    move(case, "restrict", by=by, at=at, seen=seen, step=StepChange(changes, hand_to=hand_to))
    release_photos(case.subject, ())
    case.category = category
    _restart_handling(case, at)
    restart_acceptance(case, at)
    tell_organisation(case, "case_assigned", target.organisation, at=at)
    return case


def _clear(case: Case, *, by: Actor, at: datetime, category: Category, seen: int | None) -> Case:
    """What was held as a complaint by its words alone, and is none, goes to whoever answers for it.

    Only its holder, the supervision desk, says so. Raises Refused where somebody told it as a complaint.
    """
    if Doubt.STAFF not in doubts_in(record_of(case), case):
        raise Refused(_("A complaint about staff cannot be turned into another matter."), code="category")
    target = catalogue().route(category, case.place, timezone.localtime(at).date())
    if target is None:
        raise Refused(_("No organisation is set up to take this matter yet."), code="category")
    policy = category.policy_id or case.policy
    changes = {
        "category_id": category.code, "urgency": category.urgency, "policy": policy, "restricted": False, "about_id": None,
        "due_at": calendar().term(policy, ClockKind.HANDLE, case.received_at).due_at,
        "state": State.RECEIVED, "accepted_at": None, "assignee_id": None,
    }  # fmt: skip
    move(case, "classify", by=by, at=at, seen=seen, step=StepChange(changes, hidden=True))
    case.category = category
    _restart_handling(case, at)
    if target.organisation.pk != case.holder_id:
        move(
            case,
            "route",
            by=by,
            at=at,
            step=StepChange({"why_here": target.why}, hand_to=target.organisation, hidden=True),
        )
    restart_acceptance(case, at)
    tell_organisation(case, "case_assigned", target.organisation, at=at)
    return case


@transaction.atomic
def route(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    organisation: Organisation,
    reason: str = "",
    seen: int | None = None,
) -> Case:
    """The dispatcher names the organisation that shall hold the matter; the reason is kept and shown."""
    on = timezone.localtime(at).date()
    rules.check_target(case, organisation, on=on)
    rules.check_duty(case, organisation)
    words = Words(NoteKind.REASON, check_words(reason, least=2, what="reason")) if reason.strip() else None
    why = {"by": "dispatch", "from": case.holder.name, "reason": reason.strip()}
    move(
        case,
        "route",
        by=by,
        at=at,
        seen=seen,
        step=StepChange({"why_here": why, **rules.hand_over(case)}, hand_to=organisation, words=words),
    )
    restart_acceptance(case, at)
    tell_organisation(case, "case_assigned", organisation, at=at)
    return case

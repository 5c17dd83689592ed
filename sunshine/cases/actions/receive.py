"""Take in reports: everything is decided first, then written in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.actions.planning import Plan, plan
from sunshine.cases.actions.tell import tell_received
from sunshine.cases.actions.work import accept, answer
from sunshine.cases.actions.writing import write
from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import Catalogue, catalogue
from sunshine.cases.queries.links import token_of
from sunshine.cases.states import Doubt
from sunshine.files.actions import keep_photos
from sunshine.lib.once import reading
from sunshine.lib.refusals import Refused
from sunshine.matters.actions.once import once, with_form_key
from sunshine.record.states import Actor

REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Received:
    """What the resident takes home: the number on the case, the link's token, and what was taken otherwise than told."""

    case: Case
    token: str
    doubts: tuple[Doubt, ...] = ()


def receive(report: rules.Report, *, by: Actor, at: datetime, rows: Catalogue | None = None) -> Received:
    """Take in a report and put it into the hands of one organisation, with its clocks running.

    Everything is computed before the first write; then one INSERT per table in one transaction. The same
    `form_key` (or the same number of the same foreign ledger) returns the first result. Who has the catalogue lends it.
    Raises Refused with a code naming the field when the report cannot be taken, and with the code REPEATED when another
    system gives the number of an earlier report to another one.
    """
    doubts: tuple[Doubt, ...] = ()

    def take_in() -> Case:
        nonlocal doubts
        planned = plan(report, by=by, at=at, rows=rows or catalogue())
        doubts = planned.doubts
        [case] = _take_in([planned], by=by, at=at)
        return case

    case = once(lambda: _already(report), take_in)
    return Received(case, token_of(case.ref), doubts)


def receive_all(reports: Sequence[rules.Report], *, by: Actor, at: datetime) -> list[Received | Refused]:
    """Take in many reports, each as `receive` does, those of a ledger: what they write is sent together.

    In their order, the refusal in the place of a report that cannot be taken. All or none are written; who calls leaves out
    numbers that are there. Where another process brings one of them in the same moment, each is taken in by itself.
    """
    with reading():
        rows = catalogue()
        plans = [_plan_or_refusal(report, by, at, rows) for report in reports]
    planned = [made for made in plans if isinstance(made, Plan)]
    try:
        cases = iter(_take_in(planned, by=by, at=at))
    except IntegrityError:
        return [_receive_or_refusal(report, by, at) for report in reports]
    return [
        made if isinstance(made, Refused) else Received(case := next(cases), token_of(case.ref), made.doubts)
        for made in plans
    ]


def _plan_or_refusal(report: rules.Report, by: Actor, at: datetime, rows: Catalogue) -> Plan | Refused:
    try:
        return plan(report, by=by, at=at, rows=rows)
    except Refused as refusal:
        return refusal


def _receive_or_refusal(report: rules.Report, by: Actor, at: datetime) -> Received | Refused:
    try:
        return receive(report, by=by, at=at)
    except Refused as refusal:
        return refusal


@transaction.atomic
def _take_in(plans: Sequence[Plan], *, by: Actor, at: datetime) -> list[Case]:
    cases = write(plans, by=by, at=at)
    for made, case in zip(plans, cases, strict=True):
        report = made.report
        if report.photos:
            keep_photos(case.subject, list(report.photos), step=case.version, at=at)
        if report.solved_on_the_spot:
            accept(case, by=by, at=at, seen=case.version)
            answer(case, by=by, at=at, seen=case.version, text=report.solved_on_the_spot)
            tell_received([case], at=at)
    return cases


def _already(report: rules.Report) -> Case | None:
    taken = Case.objects.select_related("holder")
    if report.form_key and report.external_number:
        return _sent_before(report, report.form_key)
    if report.external_number and not report.form_key:
        return taken.filter(source=report.source, external_number=report.external_number).first()
    first: Case | None = with_form_key(taken, report.form_key)
    return first


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

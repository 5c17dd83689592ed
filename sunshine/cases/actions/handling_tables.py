"""Changes of the tables of handling: its numbers, the reasons a proposal may name, the ladder of overdue matters."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.actions.tables import put, raise_version, take_out
from sunshine.cases.models import Case, Parameter, Reason, Rung
from sunshine.cases.queries import shipped_handling, short_number
from sunshine.cases.states import Asking
from sunshine.lib.refusals import Refused
from sunshine.people.rules import check
from sunshine.record.states import Actor
from sunshine.tables.actions import put_kind
from sunshine.tables.loading import load_table, missing_rows


@transaction.atomic
def set_number(
    parameter: Parameter, *, value: Decimal, source: str, by: Actor, at: datetime, seen: int | None = None
) -> Parameter:
    """Change a number that the rules of handling use; raises Refused outside its bounds."""
    check(by, "tables", on=timezone.localtime(at).date())
    if not parameter.least <= value <= parameter.most:
        raise Refused(
            _("This number lies between %(least)s and %(most)s.")
            % {"least": short_number(parameter.least), "most": short_number(parameter.most)}
        )
    values = {"value": value, "source": source, "shipped": False}
    row: Parameter = put(Parameter, {"code": parameter.code}, values, by=by, at=at, seen=seen)
    if parameter.code.startswith("near_"):  # what counts as near and alike is computed anew
        Case.objects.filter(open=True).update(compared_at=None)
    return row


@transaction.atomic
def set_reason(
    *, code: str, values: dict[str, Any], by: Actor, at: datetime, seen: int | None = None
) -> Reason:
    """Add a reason that a proposal may name or change one; `values` are fields of Reason.

    Raises Refused for a reason "not on the duty list" of anything but a return, for one that claims something of the
    record for anything but leaving out, and for one that changes its kind.
    """
    kind, claims = values["kind"], values.get("claims")
    if values.get("off_list") and kind != Asking.RETURN:
        raise Refused(_("Only a return can be for a matter that is not on the duty list."))
    if claims and kind != Asking.EXCLUSION:
        raise Refused(_("Only a reason to leave a matter out says what the record has to show."))
    if Reason.objects.filter(code=code).exclude(kind=kind).exists():
        raise Refused(_("This reason belongs to another kind of proposal."))
    raise_version()
    return put_kind(Reason, {"code": code}, values, by=by, at=at, seen=seen)


@transaction.atomic
def set_rung(
    *, order: int, kind: str, after_hours: int, source: str, by: Actor, at: datetime, seen: int | None = None
) -> Rung:
    """Say who is told how many hours after the deadline; raises Refused where a higher rung would come earlier."""
    check(by, "tables", on=timezone.localtime(at).date())
    lower = Rung.objects.filter(order__lt=order, after_hours__gte=after_hours)
    if lower.exists() or Rung.objects.filter(order__gt=order, after_hours__lte=after_hours).exists():
        raise Refused(_("A higher rung is told later than the one below it."))
    values = {"kind": kind, "after_hours": after_hours, "source": source}
    row: Rung = put(Rung, {"order": order}, values, by=by, at=at, seen=seen)
    return row


@transaction.atomic
def end_rung(rung: Rung, *, by: Actor, at: datetime) -> None:
    """Take a rung off the ladder."""
    check(by, "tables", on=timezone.localtime(at).date())
    take_out(rung, by=by, at=at)


@transaction.atomic
def load_handling(*, by: Actor, at: datetime, place: str) -> int:
    """Bring the shipped numbers and reasons that are missing, and the ladder where there is none; how many are new.

    What the county has changed stays.
    """
    said = shipped_handling()
    numbers = missing_rows(Parameter, said["number"], lambda row, _order: {**row, "shipped": True})
    reasons = missing_rows(Reason, said["reason"], lambda row, order: {**row, "order": order})
    # a rung that an administrator took off does not come back: a ladder stands or does not
    ladder = [] if Rung.objects.exists() else said["rung"]
    rungs = missing_rows(Rung, ladder, lambda row, _order: row, key=("order",))
    if new := load_table(f"handling:{place}", numbers, reasons, rungs, by=by, at=at):
        raise_version()
    return new

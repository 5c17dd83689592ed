"""Say who answers for a grid from a day on."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of
from sunshine.people.models import Officer
from sunshine.people.rules import check
from sunshine.places.actions.step import public_part
from sunshine.places.models import GridDuty, Place
from sunshine.places.rules import check_grid, check_sizes
from sunshine.places.states import DutyRole
from sunshine.record.rows import change_row
from sunshine.record.states import Actor


@transaction.atomic
def set_duty(
    grid: Place,
    *,
    name: str,
    telephone: str,
    by: Actor,
    at: datetime,
    officer: Officer | None = None,
    role: str = DutyRole.GRID_WORKER,
    on: date | None = None,
) -> GridDuty:
    """Let somebody answer for a grid from a day on (default: the day of `at`); the one before ends that day.

    Name and telephone are public. One set on the first day of the present duty corrects it. Raises Refused
    for a retired grid, a missing name or number, or a day before the present duty began.
    """
    first = on or day_of(at)
    _check(grid, by, at)
    who = _who(name, telephone, officer)
    facts = {"role": str(role), "on": first.isoformat(), "officer": officer and officer.pk}
    change_row(grid, "duty", by=by, at=at, facts=facts, **public_part(grid))
    present = GridDuty.objects.filter(Q(valid_to=None) | Q(valid_to__gt=first), grid=grid, role=role)
    if present.filter(valid_from__gt=first).exists():
        raise Refused(_("The present duty began after this day."), code="too_early")
    if present.filter(valid_from=first).update(valid_to=None, **who):
        return GridDuty.objects.get(grid=grid, role=role, valid_from=first)
    present.update(valid_to=first)
    return GridDuty.objects.create(grid=grid, role=role, valid_from=first, **who)


@transaction.atomic
def end_duty(duty: GridDuty, *, by: Actor, at: datetime, on: date | None = None) -> GridDuty:
    """End a duty: `on` (default: the day of `at`) is the first day without it.

    Raises Refused for one already ended or a day not after its first.
    """
    last = on or day_of(at)
    grid = duty.grid
    _check(grid, by, at)
    if duty.valid_to is not None:
        raise Refused(_("This duty has ended already."), code="ended")
    if last <= duty.valid_from:
        raise Refused(_("A duty lasts at least one day."), code="too_early")
    facts = {"role": str(duty.role), "on": last.isoformat()}
    change_row(grid, "duty_end", by=by, at=at, facts=facts, **public_part(grid))
    GridDuty.objects.filter(pk=duty.pk).update(valid_to=last)
    duty.valid_to = last
    return duty


def _check(grid: Place, by: Actor, at: datetime) -> None:
    day = day_of(at)
    check(by, "duty", place=grid.code, on=day)
    check_grid(grid, day)


def _who(name: str, telephone: str, officer: Officer | None) -> dict[str, Any]:
    if not name.strip():
        raise Refused(_("Please give a name."), code="no_name")
    if sum(character.isdecimal() for character in telephone) < 3:
        raise Refused(_("Please give a telephone number that residents can call."), code="no_telephone")
    said = {"name": name.strip(), "telephone": telephone.strip()}
    check_sizes(GridDuty, said)
    return {**said, "officer": officer}

"""A deputy for leave: a colleague holds somebody's posts from a day to a day, and nothing has to be remembered."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of, take
from sunshine.people.models import Assignment, Officer
from sunshine.people.queries import forget_reach, in_force
from sunshine.people.rules import check, check_not_oneself, check_post
from sunshine.people.states import Role
from sunshine.record.states import Actor, ActorKind

_DAY = timedelta(days=1)


@transaction.atomic
def appoint_deputy(
    officer: Officer, *, deputy: Officer, since: date, until: date, by: Actor, at: datetime
) -> list[Assignment]:
    """Lend all posts of an officer to a colleague from a day to a last day; the officer keeps them.

    Asked by the officer or by whoever keeps staff. Posts that the officer holds for another are not lent on. Raises
    Refused for oneself, another organisation, days in the past or in the wrong order, a second deputy on the same days, posts that
    do not go together.
    """
    day = day_of(at)
    _check_asked_by(officer, by, day)
    _check_colleague(officer, deputy)
    _check_days(officer, since, until, day)
    if by.ident != str(officer.pk):
        check_not_oneself(deputy, by)
    own = list(
        officer.assignments.filter(in_force(day), stands_in_for=None)
        .order_by("id")
        .values_list("role", "place")
    )
    if not own:
        raise Refused(_("Whoever holds no post needs no deputy."), code="deputy")
    for role, place in own:
        check_post(deputy, Role(role), place, on=day)
    facts = {
        "stands_in_for": officer.pk,
        "valid_from": since.isoformat(),
        "valid_to": (until + _DAY).isoformat(),
    }
    forget_reach(take(deputy, "stand_in", by=by, at=at, changes={}, facts=facts))
    return Assignment.objects.bulk_create(
        Assignment(
            officer=deputy,
            role=role,
            place=place,
            valid_from=since,
            valid_to=until + _DAY,
            stands_in_for=officer,
        )
        for role, place in own
    )


@transaction.atomic
def end_deputy(officer: Officer, *, by: Actor, at: datetime) -> Officer:
    """Back again: from today on nobody stands in for an officer, and nobody will as was planned."""
    day = day_of(at)
    _check_asked_by(officer, by, day)
    if not end_lent(Assignment.objects.filter(stands_in_for=officer), day):
        raise Refused(_("Nobody stands in for this person."), code="deputy")
    return take(officer, "end_deputy", by=by, at=at, changes={})


def end_lent(posts: "QuerySet[Assignment]", day: date) -> int:
    """End those of these lent posts that still hold or are to come; part of the step that ends what was lent."""
    rows = posts.filter(stands_in_for__isnull=False, valid_to__gt=day)
    return rows.update(valid_to=Greatest("valid_from", day))


def _check_asked_by(officer: Officer, by: Actor, day: date) -> None:
    if not (by.kind is ActorKind.OFFICER and by.ident == str(officer.pk)):
        check(by, "staff", place=officer.organisation.place, on=day)


def _check_colleague(officer: Officer, deputy: Officer) -> None:
    if officer.pk == deputy.pk:
        raise Refused(_("Nobody stands in for themselves. Please choose a colleague."), code="deputy")
    if officer.organisation_id != deputy.organisation_id:
        raise Refused(
            _("A deputy belongs to the same organisation. Please choose a colleague."), code="deputy"
        )


def _check_days(officer: Officer, since: date, until: date, day: date) -> None:
    if since < day:
        raise Refused(_("The first day lies in the past."), code="since")
    if until < since:
        raise Refused(_("The last day lies before the first."), code="until")
    if Assignment.objects.filter(stands_in_for=officer, valid_from__lte=until, valid_to__gt=since).exists():
        raise Refused(
            _("Somebody stands in for this person on these days already. End that first."), code="since"
        )

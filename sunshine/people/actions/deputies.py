"""A deputy for leave: a colleague holds somebody's posts from a day to a day, and nothing has to be remembered."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of
from sunshine.people.models import Assignment, Officer
from sunshine.people.queries import forget_reach, in_force, lent
from sunshine.people.rules import check, check_not_oneself, check_post
from sunshine.people.states import Role
from sunshine.record.rows import change_row
from sunshine.record.states import Actor, ActorKind

LONGEST = timedelta(days=183)
"""What is longer is no leave but a change of post."""
_DAY = timedelta(days=1)


@transaction.atomic
def appoint_deputy(
    officer: Officer, *, deputy: Officer, since: date, until: date, by: Actor, at: datetime
) -> list[Assignment]:
    """Lend all posts of an officer to a colleague from a day to a last day; the officer keeps them.

    Asked by the officer or by whoever keeps staff. Posts that the officer holds for another are not lent on, and none
    for longer than it is held. Raises Overtaken when somebody else names one in the same moment, and Refused
    for oneself, another organisation, days in the past, in the wrong order or too many, a second deputy on the same
    days, posts that do not go together.
    """
    day = day_of(at)
    _check_asked_by(officer, by, day)
    _check_colleague(officer, deputy)
    _check_days(officer, since, until, day)
    if by.ident != str(officer.pk):
        check_not_oneself(deputy, by)
    end = until + _DAY
    own = [
        Assignment(
            officer=deputy, role=post.role, place=post.place, valid_from=since,
            valid_to=min(post.valid_to or end, end), stands_in_for=officer,
        )
        for post in officer.assignments.filter(in_force(since), stands_in_for=None).order_by("id")
    ]  # fmt: skip
    if not own:
        raise Refused(_("Whoever holds no post needs no deputy."), code="deputy")
    for post in own:
        check_post(deputy, Role(post.role), post.place, on=since, until=end)
    facts = {"valid_from": since.isoformat(), "valid_to": end.isoformat()}
    # The officer's row is the lock: two deputies for the same days overtake each other.
    change_row(officer, "lend", by=by, at=at, hidden=True, facts={**facts, "deputy": deputy.pk})
    forget_reach(
        change_row(
            deputy, "stand_in", by=by, at=at, hidden=True, facts={**facts, "stands_in_for": officer.pk}
        )
    )
    return Assignment.objects.bulk_create(own)


@transaction.atomic
def end_deputy(officer: Officer, *, by: Actor, at: datetime) -> Officer:
    """Back again: from today on nobody stands in for an officer, and nobody will as was planned."""
    day = day_of(at)
    _check_asked_by(officer, by, day)
    if not end_lent(Assignment.objects.filter(stands_in_for=officer), day):
        raise Refused(_("Nobody stands in for this person."), code="deputy")
    return change_row(officer, "end_deputy", by=by, at=at, hidden=True)


def end_lent(posts: "QuerySet[Assignment]", day: date) -> int:
    """End those of these lent posts that still hold or are to come; part of the step that ends what was lent."""
    rows = posts.filter(lent(day))
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
    if until - since > LONGEST:
        raise Refused(
            _("A deputy is for half a year at most. For longer, the administrator gives the post."),
            code="until",
        )
    if Assignment.objects.filter(lent(since), stands_in_for=officer, valid_from__lte=until).exists():
        raise Refused(
            _("Somebody stands in for this person on these days already. End that first."), code="since"
        )

"""双报到: units and members report to a community, get its list of needs, and once a year a comment goes back to the unit."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.party.models import ListLine, Reporting
from sunshine.party.rules.partners import check_comment, check_day, check_keeper, check_person, check_unit
from sunshine.party.states import ListKind
from sunshine.people.actions.step import day_of
from sunshine.people.models import Officer, Organisation
from sunshine.people.rules import public_name
from sunshine.record.rows import add_row, change_row
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Volunteer


@transaction.atomic
def report_unit(
    unit: Organisation, *, community: str, by: Actor, at: datetime, reported_on: date | None = None
) -> Reporting:
    """Write down that a unit reported to a community this year. The entry says how many needs it was handed.

    Raises Refused for a second report of the year, a day of another year, or one of the community's own.
    """
    day = day_of(at)
    check_keeper(by, community, day)
    check_unit(unit, day)
    first = reported_on or day
    check_day(first, day)
    return add_row(
        Reporting(unit=unit, community=community, year=first.year, reported_on=first), "report", by=by, at=at,
        taken=_("This unit has already reported to the community this year."),
        public={"community": community, "organisation": public_name(unit)},
        facts={"unit": unit.pk, "year": first.year, "needs": _needs(community)},
    )  # fmt: skip


@transaction.atomic
def report_person(
    person: Volunteer, *, community: str, by: Actor, at: datetime, reported_on: date | None = None
) -> Reporting:
    """Write down that a member reported where they live: by their own link, or staff at their word.

    Raises Refused for who is no member by their own word, and a second report of the year.
    """
    day = day_of(at)
    check_person(person, community, by=by, on=day)
    first = reported_on or day
    check_day(first, day)
    said = by.kind is not ActorKind.HELPER
    return add_row(
        Reporting(person=person, community=community, year=first.year, reported_on=first), "report", by=by, at=at,
        taken=_("This person has already reported to the community this year."), hidden=True,
        facts={"person": person.ref, "year": first.year, "needs": _needs(community), "on_word": said},
    )  # fmt: skip


@transaction.atomic
def comment_report(reporting: Reporting, *, by: Actor, at: datetime, comment: str) -> Reporting:
    """What the community says to the unit about the year, once. Raises Refused about a person or a second time."""
    day = day_of(at)
    said = check_comment(reporting, comment, by=by, on=day)
    if not isinstance(by.officer, Officer):
        raise Refused(_("A member of staff signs the comment."), code="nobody")
    changes = {"comment": said, "commented_on": day, "commented_by": by.officer}
    public = {"community": reporting.community}
    facts = {"unit": reporting.unit_id, "year": reporting.year}
    return change_row(
        reporting,
        "comment",
        by=by,
        at=at,
        changes=changes,
        public=public,
        facts=facts,
        sealed={"comment": said},
    )


def _needs(community: str) -> int:
    """How many needs the list has that is handed out."""
    return ListLine.objects.filter(kind=ListKind.NEED, community=community, done_on=None).count()

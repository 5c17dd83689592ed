"""Year plans of communities and their milestones; the plan counts the steps of both."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sunshine.lib.refusals import Overtaken
from sunshine.matters.rules.public_words import check_public
from sunshine.people.models import Organisation
from sunshine.programmes import rules
from sunshine.programmes.actions.step import public_part
from sunshine.programmes.models import Milestone, YearPlan
from sunshine.record.rows import OVERTAKEN, add_row, change_row
from sunshine.record.states import Actor

TEXT_MOST, RESULT_MOST = 120, 200


@transaction.atomic
def make_plan(
    *,
    community: str,
    year: int,
    text: str,
    owner: Organisation,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> YearPlan:
    """Write down what a community wants to do for its character in a year, or put the words right."""
    on = timezone.localtime(at).date()
    rules.check_community(community, by, on=on)
    rules.check_owner(owner, community, on=on)
    rules.check_year(year, on=on)
    words = check_public(text, what="text")
    plan = YearPlan.objects.filter(community=community, year=year).first()
    if plan is not None:
        return change_row(
            plan, "change", by=by, at=at, seen=seen, changes={"text": words, "owner": owner},
            public=public_part(community, owner), facts={"owner": owner.pk}, sealed={"text": words},
        )  # fmt: skip
    plan = YearPlan(community=community, year=year, text=words, owner=owner)
    return add_row(
        plan,
        "plan",
        by=by,
        at=at,
        public=public_part(community, owner),
        facts={"owner": owner.pk},
        sealed={"text": words},
    )


@transaction.atomic
def add_milestone(
    plan: YearPlan, *, text: str, due_on: date, by: Actor, at: datetime, seen: int | None = None
) -> Milestone:
    """Add what is to be reached by a day of the plan's year."""
    rules.check_community(plan.community, by, on=timezone.localtime(at).date())
    rules.check_milestone(plan, due_on)
    words = check_public(text, most=TEXT_MOST)
    milestone = Milestone(plan=plan, text=words, due_on=due_on)
    change_row(
        plan, "add", by=by, at=at, seen=seen, public=public_part(plan.community, plan.owner),
        facts={"due_on": due_on.isoformat()}, sealed={"text": words},
    )  # fmt: skip
    milestone.save(force_insert=True)
    return milestone


@transaction.atomic
def reach_milestone(
    milestone: Milestone, *, result: str, by: Actor, at: datetime, seen: int | None = None
) -> Milestone:
    """Say that a milestone is reached, and with what result; a day after the due day shows as late."""
    return _end(
        milestone, "reach", check_public(result, most=RESULT_MOST, what="result"), by=by, at=at, seen=seen
    )


@transaction.atomic
def drop_milestone(
    milestone: Milestone, *, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> Milestone:
    """Give up a milestone, with the reason, which everybody can read."""
    words = check_public(reason, least=4, most=RESULT_MOST, what="reason")
    return _end(milestone, "drop", words, by=by, at=at, seen=seen)


def _end(
    milestone: Milestone, verb: str, words: str, *, by: Actor, at: datetime, seen: int | None
) -> Milestone:
    on, plan = timezone.localtime(at).date(), milestone.plan
    rules.check_community(plan.community, by, on=on)
    rules.check_open(milestone)
    change_row(
        plan, verb, by=by, at=at, seen=seen, public=public_part(plan.community, plan.owner),
        facts={"milestone": milestone.pk, "late": on > milestone.due_on}, sealed={"text": words},
    )  # fmt: skip
    day, text = ("reached_on", "result") if verb == "reach" else ("dropped_on", "reason")
    open_still = Milestone.objects.filter(pk=milestone.pk, reached_on=None, dropped_on=None)
    if not open_still.update(**{day: on, text: words}):
        raise Overtaken(OVERTAKEN)
    setattr(milestone, day, on)
    setattr(milestone, text, words)
    return milestone

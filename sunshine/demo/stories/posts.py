"""Invented posts with what their duties brought, and pledges with what became of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.cases.rules import Report
from sunshine.demo.course import Scheduled, Story, by_day
from sunshine.demo.stage import DAY, HOUR, Part
from sunshine.demo.town import data
from sunshine.demo.village import Village
from sunshine.demo.words import ReportDraft
from sunshine.places.queries import locator
from sunshine.posts.actions.pledges import (
    comment,
    make_pledge,
    release_comment,
    settle_pledge,
)
from sunshine.posts.actions.posts import (
    claim_post,
    do_task,
    open_post,
    plan_tasks,
)
from sunshine.posts.models import Post, PostKind, Task
from sunshine.posts.states import Helpful
from sunshine.record.states import Actor

WEEK = timedelta(days=7)
OPENED = timedelta(days=70)
NEEDS = ("volunteers", "wishes")
"""Posts and wishes draw from one chance: at the same moment wishes come first, or both would take another course."""
FINDING = frozenset({"hazards", "sanitation", "civility"})
"""Kinds of post whose duties find several things at once."""
REMARKS = ("楼道干净多了。", "有事一说就有人来问。", "老人很高兴，谢谢。", "时间能再晚一点就更好。")


def tell(village: Village, at: datetime) -> Iterator[Scheduled]:
    """Posts since they were set up, with a share of the weeks since and at least two; pledges since they were made."""
    yield from map(Scheduled, _all(village, at))


def _all(village: Village, at: datetime) -> Iterator[Story]:
    told, share = data("posts"), village.share
    for turn, row in enumerate(told["post"]):
        post = (
            {**row, "weeks": min(row["weeks"], max(2, round(row["weeks"] * share)))}
            if "weeks" in row
            else row
        )
        hazards: list[Case] = []
        yield _post(village, told, post, turn, at, hazards)
        if post["kind"] == "hazards":
            yield _removing(village, told, post, hazards, at - OPENED)
    for pledge in told["pledge"]:
        yield _pledge(village, pledge, at)


def _place(village: Village, community: int, grid: int) -> str:
    code = f"{village.stage.words.town.street}{community:03}"
    return f"{code}{grid:03}" if grid else code


def _post(
    village: Village,
    told: dict[str, Any],
    row: dict[str, Any],
    turn: int,
    today: datetime,
    hazards: list[Case],
) -> Story:
    """Set up by the community's secretary; taken by somebody; then week by week what came of it."""
    n, grid = row["community"], row["grid"]
    at = yield by_day(today - OPENED + turn * HOUR)
    post = open_post(
        kind=PostKind.objects.get(pk=row["kind"]),
        place=_place(village, n, grid),
        organisation=village.line.of(n, grid),
        by=village.stage.staff.by(f"secretary{n}"),
        at=at,
    )
    if "holder" not in row:
        return
    at = yield today - row["weeks"] * WEEK - village.stage.chance.random() * DAY
    claim_post(
        post, by=village.helpers.by(row["holder"]), at=at, volunteer=village.helpers.found[row["holder"]]
    )
    for week in range(row["weeks"]):
        yield from _week(village, told, row, post, at + week * WEEK, hazards)
    if turn % 3 == 0:
        yield from _remark(village, n, turn, today, post=post)
    at = yield today - HOUR
    plan_tasks(post, by=Actor.system("week"), at=at)


def _week(
    village: Village,
    told: dict[str, Any],
    row: dict[str, Any],
    post: Post,
    since: datetime,
    hazards: list[Case],
) -> Part:
    """The duties of a week become tasks, as the nightly job makes them; most are done on a day before they are due."""
    chance, by = village.stage.chance, village.helpers.by(row["holder"])
    at = yield since + HOUR
    plan_tasks(post, by=Actor.system("week"), at=at)
    at = yield at + chance.uniform(4, 6.5) * DAY
    day = timezone.localtime(at).date()
    waiting = Task.objects.filter(post=post, done_on=None, due_on__gte=day, due_on__lte=day + WEEK)
    for task in waiting.order_by("due_on", "duty"):
        if chance.random() < 0.8:
            at = yield at + HOUR / 12
            task.post = post
            done = _do(village, told, row, task, by, at)
            hazards += [done.case] if done.case else []
    return at


def _do(
    village: Village, told: dict[str, Any], row: dict[str, Any], task: Task, by: Actor, at: datetime
) -> Task:
    """One duty, with what was found; now and then a hazard that becomes a request."""
    chance, found = village.stage.chance, 0
    hazard = category = None
    if row["kind"] == "hazards" and chance.random() < 0.12:
        place = locator().names[task.post.place]["name"]
        hazard, category = chance.choice(told["hazard"]).format(place=place), "1102"
    notes = told["notes"].get(row["kind"])
    if notes and chance.random() < 0.6:
        found = chance.choice([1, 1, 2, 3]) if row["kind"] in FINDING else 1
    note = chance.choice(notes if notes and found else told["nothing"])
    return do_task(
        task, by=by, at=at, found=found, note=note, hazard=hazard or "",
        category=category,
    )  # fmt: skip


def _removing(
    village: Village, told: dict[str, Any], row: dict[str, Any], hazards: list[Case], at: datetime
) -> Story:
    """Looks each day whether the post has reported a hazard; whoever answers for it removes it."""
    stage, done = village.stage, 0
    house = stage.words.town.houses[_place(village, row["community"], 0)][0]
    while True:
        at = yield at + DAY
        while done < len(hazards):
            case = hazards[done]
            draft = ReportDraft(
                at, case.category_id, Report(text=case.text, place=case.place), house, told["removed"]
            )
            at = yield from stage.work_through(case, draft, at)
            done += 1


def _pledge(village: Village, row: dict[str, Any], today: datetime) -> Story:
    """Promised by an organisation or by somebody for themselves; settled when it was."""
    n, who = row["community"], dict[str, Any]()
    at = yield by_day(today + row["made"] * DAY)
    if "by" in row:
        by, who = village.helpers.by(row["by"]), {"person": village.helpers.found[row["by"]]}
    else:
        by = village.stage.staff.by(f"secretary{n}")
        who = {"organisation": village.line.of(n, row["grid"])}
    here = timezone.localtime(today).date()
    pledge = make_pledge(
        text=row["text"], scope=row["scope"], due_on=here + row["due"] * DAY, community=_place(village, n, 0), by=by,
        at=at, **who,
    )  # fmt: skip
    if "state" not in row:
        return
    at = yield by_day(today + row["settled"] * DAY)
    settle_pledge(
        pledge,
        by=by,
        at=at,
        state=row["state"],
        evidence=row.get("evidence", ""),
        reason=row.get("reason", ""),
    )
    if row["state"] != "not_kept":
        yield from _remark(village, n, -row["settled"], today, pledge=pledge)


def _remark(village: Village, n: int, turn: int, today: datetime, **about: Any) -> Part:
    """Residents say how it served; the secretary shows the words of one."""
    chance = village.stage.chance
    at = today
    for number in range(5 + turn % 3):
        at = yield today - chance.uniform(1, 2.9) * DAY
        helpful = chance.choice([Helpful.YES, Helpful.YES, Helpful.YES, Helpful.PARTLY, Helpful.NO])
        text = REMARKS[(turn + number) % len(REMARKS)] if number == 0 else ""
        said = comment(by=Actor.resident(), at=at, helpful=helpful, text=text, **about)
        if text:
            first = said
    at = yield by_day(today - 0.8 * DAY)
    release_comment(first, by=village.stage.staff.by(f"secretary{n}"), at=at)
    return at

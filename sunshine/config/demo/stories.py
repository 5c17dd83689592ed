"""Whole courses of invented matters; how many of each, and when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sunshine.cases.actions import forward, merge, withdraw
from sunshine.cases.rules import NEVER_RETURNS, OFFICES
from sunshine.config.demo import handling
from sunshine.config.demo.course import Story, between, opening
from sunshine.config.demo.stage import DAY, HOUR, Stage
from sunshine.config.demo.words import Draft
from sunshine.record.states import Actor

AGAIN = "已再次上门处理，并请居民当场查看，问题已解决。"
TAKEN_BACK = ("已经自己解决了，不用来了。", "刚才有人来修好了，撤回。", "家里人已经反映过了，撤回这一件。")
MONTHS = timedelta(days=182)
OFFICE_KINDS = frozenset({"normal", "complex", "greenery", "unlawful_building"})


def solved(stage: Stage, draft: Draft) -> Story:
    """As it should be: received, accepted, answered in time, confirmed."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.done(case, draft, at)
    yield from stage.confirmed(case, draft, at)


def published(stage: Stage, draft: Draft) -> Story:
    """The same, and a wording is published."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.done(case, draft, at)
    at = yield from stage.confirmed(case, draft, at)
    yield from stage.published(case, draft, at)


def late(stage: Stage, draft: Draft) -> Story:
    """Accepted and answered too late; its clocks have spoken."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.done(case, draft, at, late=True)
    yield from stage.confirmed(case, draft, at)


def unheard(stage: Stage, draft: Draft) -> Story:
    """Answered, and the resident says nothing: after its time the clock closes it."""
    at = yield draft.at
    case = stage.received(draft, at)
    yield from stage.done(case, draft, at)


def again(stage: Stage, draft: Draft) -> Story:
    """Not solved at first: back to work, then solved."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.done(case, draft, at)
    at = yield from stage.not_solved(case, at)
    at = yield from stage.answered(case, at, AGAIN)
    yield from stage.confirmed(case, draft, at)


def not_yet(stage: Stage, draft: Draft) -> Story:
    """Not solved at first, and still in work."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.sorted_out(case, draft, at)
    at = yield from stage.accepted(case, at)
    at = yield from stage.answered(case, at, draft.answer, share=0.15)
    yield from stage.not_solved(case, at)


def questioned(stage: Stage, draft: Draft) -> Story:
    """The resident is asked for what is missing, replies, and it goes on."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.sorted_out(case, draft, at)
    at = yield from stage.accepted(case, at)
    at = yield from stage.asked(case, draft, at)
    at = yield from stage.replied(case, draft, at)
    at = yield from stage.answered(case, at, draft.answer)
    yield from stage.confirmed(case, draft, at)


def waiting(stage: Stage, draft: Draft) -> Story:
    """The resident was asked and has not replied yet."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.sorted_out(case, draft, at)
    at = yield from stage.accepted(case, at, share=0.1)
    yield from stage.asked(case, draft, at)


def returned(stage: Stage, draft: Draft) -> Story:
    """Reported as another kind of matter: the wrong organisation returns it once, the dispatcher upholds that."""
    at = yield draft.at
    case = stage.received(draft.changed(category=draft.mistaken), at)
    if case.holder.kind not in NEVER_RETURNS:
        at = yield from stage.returned(case, at)
        at = yield from stage.upheld(case, draft.code or "0101", at)
    at = yield from stage.done(case, draft, at)
    yield from stage.confirmed(case, draft, at)


def desk(stage: Stage, draft: Draft) -> Story:
    """It came to a dispatcher, who has not designated anybody yet."""
    at = yield draft.at
    stage.received(draft, at)


def accepted(stage: Stage, draft: Draft) -> Story:
    """Accepted and in work."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.sorted_out(case, draft, at)
    yield from stage.accepted(case, at, share=0.25)


def answered(stage: Stage, draft: Draft) -> Story:
    """Answered early; the resident has still time to confirm."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield from stage.sorted_out(case, draft, at)
    at = yield from stage.accepted(case, at, share=0.1)
    yield from stage.answered(case, at, draft.answer, share=0.2)


def on_the_spot(stage: Stage, draft: Draft) -> Story:
    """A grid worker met it on the round and settled it; the resident is asked all the same."""
    at = yield opening(draft.at)
    draft.report = draft.changed(
        channel="grid", building=draft.house.key, solved_on_the_spot=draft.answer
    ).report
    case = stage.received(draft, at)
    if stage.chance.random() < 0.7:
        yield from stage.confirmed(case, draft, at)


def forwarded(stage: Stage, draft: Draft) -> Story:
    """Not ours to decide: the community, or the dispatcher for whoever shall handle it, tells the lawful channel."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield between(at, at + 6 * HOUR, stage.chance.random(), office=draft.extra["lawful"] != "emergency")
    by = stage.staff.by("dispatcher") if case.holder.kind in OFFICES else stage.holder(case, full=True)
    forward(case, lawful=draft.extra["lawful"], reason=draft.extra["reason"], by=by, at=at)


def twice(stage: Stage, draft: Draft) -> Story:
    """Two neighbours report the same; the second is merged into the first, which goes on."""
    at = yield draft.at
    first = stage.received(draft, at)
    at = yield from stage.sorted_out(first, draft, at)
    at = yield at + stage.chance.uniform(0.3, 3) * HOUR
    second = stage.received(
        draft.changed(text=f"邻居们都在说这事：{draft.report.text}", phone="", name=""), at
    )
    at = yield opening(at + 0.2 * HOUR)
    merge(second, into=first, by=stage.staff.by("dispatcher"), at=at)
    at = yield from stage.done(first, draft, at)
    yield from stage.confirmed(first, draft, at)


def withdrawn(stage: Stage, draft: Draft) -> Story:
    """Taken back by the resident."""
    at = yield draft.at
    case = stage.received(draft, at)
    at = yield at + stage.chance.uniform(0.2, 2.5) * HOUR
    withdraw(case, reason=stage.chance.choice(TAKEN_BACK), by=Actor.resident(), at=at)


@dataclass(frozen=True)
class Course:
    """A story, its share of four hundred, how many days ago it began, and which kinds of matter take it."""

    story: Callable[[Stage, Draft], Story]
    share: int
    since: float = 182
    until: float = 16
    words: str = "ordinary"
    having: str = ""
    only: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()


COURSES = (
    *(
        Course(story, share, since, until, policies=policies)
        for story, share, since, until, policies in handling.COURSES
    ),
    Course(solved, 60),
    Course(published, 66, until=9, having="released"),
    Course(unheard, 35),
    Course(again, 14),
    Course(questioned, 14),
    Course(returned, 12, having="mistaken"),
    Course(late, 12, until=30, policies=OFFICE_KINDS),
    Course(on_the_spot, 18, until=1, having="spot"),
    Course(solved, 14, until=12, words="unsorted"),
    Course(forwarded, 9, until=3, words="forward"),
    Course(twice, 4, having="twice"),
    Course(withdrawn, 8, until=2),
    Course(solved, 4, since=170, until=20, words="complaint"),
    Course(accepted, 2, since=3, until=2, words="complaint"),
    Course(solved, 2, until=20, words="unlocated"),
    Course(solved, 14, since=16, until=2),
    Course(not_yet, 3, since=9, until=7, policies=frozenset({"normal"})),
    Course(waiting, 8, since=6, until=2),
    Course(answered, 11, since=7, until=4, policies=frozenset({"normal"})),
    Course(accepted, 19, since=4, until=1.2, policies=OFFICE_KINDS),
    Course(accepted, 7, since=20, until=9, policies=frozenset({"normal"})),
    Course(desk, 9, since=0.7, until=0.05, policies=OFFICE_KINDS),
    Course(desk, 3, since=6, until=3, policies=frozenset({"normal"})),
    Course(desk, 3, since=0.5, until=0.02, words="unsorted"),
    Course(desk, 1, since=0.5, until=0.1, words="unlocated"),
)
WHOLE = 400


def stories(stage: Stage, matters: int, *, at: datetime) -> Iterator[Story]:
    """As many stories as make so many matters: each course with its share of them and at least once."""
    shares = [max(1, round(course.share * matters / WHOLE)) for course in COURSES]
    # Two neighbours make two matters; whatever is left over goes as it should.
    made = sum(n * (2 if course.story is twice else 1) for n, course in zip(shares, COURSES, strict=True))
    shares[0] = max(1, shares[0] + matters - made)
    for n, course in zip(shares, COURSES, strict=True):
        for _ in range(n):
            yield course.story(stage, _draft(stage, course, at))


def _draft(stage: Stage, course: Course, at: datetime) -> Draft:
    moment = _moment(stage, at - course.since * DAY, at - course.until * DAY)
    if course.words == "ordinary":
        return stage.words.ordinary(moment, having=course.having, policies=course.policies)
    return stage.words.special(course.words, moment)


def _moment(stage: Stage, since: datetime, until: datetime) -> datetime:
    """Some time in a stretch; most people report by day, some in the evening, few at night."""
    for _ in range(20):
        moment = since + (until - since) * stage.chance.random()
        if stage.chance.random() < _LIVELY[(moment.hour + 8) % 24]:
            return moment
    return moment


_LIVELY = [0.05] * 6 + [
    0.25,
    0.5,
    0.9,
    1,
    1,
    0.8,
    0.55,
    0.7,
    0.9,
    0.9,
    0.8,
    0.7,
    0.75,
    0.8,
    0.6,
    0.4,
    0.2,
    0.1,
]
"""How likely somebody reports in an hour of the day in China."""

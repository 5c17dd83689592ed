"""How many invented matters take which course, and when they began: half a year behind us, and how it stands today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sunshine.cases.actions import draw, escalate, raise_alarm, raise_part_alarm, resume_case
from sunshine.cases.queries import find_unanswered, to_climb
from sunshine.demo import handling, ordinary
from sunshine.demo.course import OFFICE_DAY, Scheduled, Story, office_time_before
from sunshine.demo.handling import SLOW
from sunshine.demo.stage import DAY, HOUR, StoryStage
from sunshine.demo.village import WHOLE, Village
from sunshine.demo.words import ReportDraft
from sunshine.matters.states import Channel
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor

RINGS = {"case": raise_alarm, "part": raise_part_alarm}
_MANY = 1000
OFFICE_KINDS = frozenset({"normal", "complex", "greenery", "unlawful_building"})
NORMAL, URGENT = frozenset({"normal"}), frozenset({"urgent"})
WITH_WORKER = "12"
"""Last digits of the grids for which a grid worker answers."""
COMMUNITY, DEPARTMENT = OrganisationKind.COMMUNITY, OrganisationKind.DEPARTMENT


@dataclass(frozen=True)
class Course:
    """A story, its share of four hundred, when it began, and which kinds of matter take it.

    `since` and `until` count back from now, in days or, with `when=in_office_time`, in days of office time. `hurried`
    ones show how something stands today, and so come to their end whatever day and hour it is.
    """

    story: Callable[[StoryStage, ReportDraft], Story]
    share: int
    since: float = 182
    until: float = 16
    words: str = "ordinary"
    having: str = ""
    policies: frozenset[str] = frozenset()
    side: str = ""
    code: str = ""
    hurried: bool = False
    when: "When | None" = None


When = Callable[[StoryStage, Course, datetime], datetime]
"""Gives the moment at which a matter of a course began."""


def in_days(stage: StoryStage, course: Course, at: datetime) -> datetime:
    """Some time in a stretch; most people report by day, some in the evening, few at night."""
    since, until = at - course.since * DAY, at - course.until * DAY
    for _ in range(20):
        moment = since + (until - since) * stage.chance.random()
        if stage.chance.random() < _LIVELY[timezone.localtime(moment).hour]:
            return moment
    return moment


def in_office_time(stage: StoryStage, course: Course, at: datetime) -> datetime:
    """Some time while offices were open, so many days of office time ago: what waits for an office still waits."""
    return office_time_before(at, OFFICE_DAY * stage.chance.uniform(course.until, course.since))


def due_tonight(stage: StoryStage, course: Course, at: datetime) -> datetime:
    """What has 24 hours from then ends between now and midnight."""
    return at - DAY + (_midnight(at) + DAY - at) / 2


def just_now(stage: StoryStage, course: Course, at: datetime) -> datetime:
    """Within the last hour, and today."""
    return at - min(HOUR, (at - _midnight(at)) / 2)


def unheard_last_week(stage: StoryStage, course: Course, at: datetime) -> datetime:
    """What is answered at once ends by itself in the last whole week, of which the samples of this one are drawn."""
    monday = _midnight(at) - timezone.localtime(at).weekday() * DAY
    return monday - stage.chance.uniform(9, 13) * DAY


_LIVELY = [0.05] * 6 + [0.25, 0.5, 0.9, 1, 1, 0.8, 0.55, 0.7, 0.9, 0.9, 0.8, 0.7, 0.75, 0.8, 0.6, 0.4, 0.2, 0.1]  # fmt: skip
"""How likely somebody reports in an hour of the local day."""


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _now(
    story: Callable[[StoryStage, ReportDraft], Story], share: int, since: float, until: float, **more: object
) -> Course:
    """A course that shows how something stands today."""
    return Course(story, share, since, until, hurried=True, **{"when": in_office_time, **more})  # type: ignore[arg-type]


BEHIND_US = (
    Course(ordinary.play_solved, 60),
    Course(ordinary.play_published, 66, until=9, having="released"),
    Course(ordinary.play_unheard, 35, until=2),
    Course(ordinary.play_again, 14),
    Course(ordinary.play_questioned, 14),
    Course(ordinary.play_returned, 12, having="mistaken"),
    Course(ordinary.play_late, 12, until=30, policies=OFFICE_KINDS),
    Course(ordinary.on_the_spot, 18, until=1, having="spot"),
    Course(ordinary.play_solved, 14, until=12, words="unsorted"),
    Course(ordinary.play_forwarded, 9, until=3, words="forward"),
    Course(ordinary.play_twice, 4, having="twice"),
    Course(ordinary.play_withdrawn, 8, until=2),
    Course(ordinary.taken_up, 4, 60, 14),
    Course(ordinary.play_solved, 4, since=170, until=20, words="complaint"),
    Course(ordinary.play_solved, 2, until=20, words="unlocated"),
    Course(ordinary.play_solved, 14, since=16, until=2),
    Course(ordinary.play_answered, 6, policies=URGENT, when=unheard_last_week),
    Course(handling.play_refused, 6, 90, 8, policies=SLOW),
    Course(handling.play_pushed, 6, 75, 9, policies=SLOW),
    Course(handling.handed_over, 9, 75, 8, policies=SLOW),
    Course(handling.play_extended, 7, 120, 16, policies=SLOW),
    Course(handling.play_shelved, 4, 80, 20, policies=frozenset({"complex"})),
    Course(handling.not_reached, 6, 90, 8, policies=SLOW),
    Course(handling.left_out, 5, 150, 30, policies=SLOW),
    Course(handling.play_helped, 6, 90, 8, policies=SLOW),
)
"""What was reported in half a year, most of it ended; the first takes what the shares leave over."""

TODAY = (
    # to accept
    _now(ordinary.play_untouched, 5, 0.7, 0.05, policies=OFFICE_KINDS, side=COMMUNITY),
    _now(ordinary.play_untouched, 5, 0.7, 0.05, policies=OFFICE_KINDS, side=DEPARTMENT),
    _now(ordinary.play_untouched, 1, 4, 2.5, policies=NORMAL, side=COMMUNITY),
    _now(ordinary.play_untouched, 2, 4, 2.5, policies=NORMAL, side=DEPARTMENT),
    _now(ordinary.play_untouched, 3, 0.5, 0.02, words="unsorted"),
    _now(ordinary.play_untouched, 1, 0.5, 0.1, words="unlocated"),
    _now(ordinary.play_untouched, 1, 0.7, 0.1, words="complaint"),
    # in handling
    _now(ordinary.play_accepted, 9, 2.5, 0.6, policies=OFFICE_KINDS, side=COMMUNITY),
    _now(ordinary.play_accepted, 10, 2.5, 0.6, policies=OFFICE_KINDS, side=DEPARTMENT),
    _now(ordinary.play_accepted, 2, 2, 1, words="complaint"),
    _now(ordinary.own_accepted, 2, 2, 1, words="unsorted"),
    _now(ordinary.not_yet, 3, 4, 3, policies=NORMAL),
    # overdue
    _now(ordinary.play_accepted, 3, 12, 7, policies=NORMAL, side=COMMUNITY),
    _now(ordinary.play_accepted, 4, 12, 7, policies=NORMAL, side=DEPARTMENT),
    _now(ordinary.play_accepted, 1, 8, 7, words="complaint"),
    _now(ordinary.own_accepted, 1, 9, 7, words="unsorted", code="1106"),
    # due today and tomorrow
    _now(ordinary.play_accepted, 2, 5, 5, policies=NORMAL, side=COMMUNITY),
    _now(ordinary.play_accepted, 2, 5, 5, policies=NORMAL, side=DEPARTMENT),
    _now(ordinary.play_accepted, 1, 5, 5, words="complaint"),
    _now(ordinary.play_accepted, 1, 0, 0, policies=URGENT, side=COMMUNITY, when=due_tonight),
    _now(ordinary.play_accepted, 1, 0, 0, policies=URGENT, side=DEPARTMENT, when=due_tonight),
    _now(ordinary.own_accepted, 1, 0, 0, words="unsorted", code="1104", when=due_tonight),
    _now(ordinary.play_accepted, 1, 0, 0, policies=URGENT, when=just_now),
    # waiting for the resident
    _now(ordinary.waiting, 4, 3.5, 2, policies=NORMAL, side=COMMUNITY, when=in_days),
    _now(ordinary.waiting, 4, 3.5, 2, policies=NORMAL, side=DEPARTMENT, when=in_days),
    _now(ordinary.waiting, 1, 3.5, 2, words="complaint", when=in_days),
    _now(ordinary.own_waiting, 1, 3.5, 2, words="unsorted", code="1106", when=in_days),
    # answered, and to be called back
    _now(ordinary.play_answered, 4, 5, 3, policies=NORMAL, side=COMMUNITY, when=in_days),
    _now(ordinary.play_answered, 4, 5, 3, policies=NORMAL, side=DEPARTMENT, when=in_days),
    _now(
        ordinary.play_answered, 3, 6.3, 6.3, policies=URGENT, when=in_days
    ),  # the call-back is due, the end is not
    _now(ordinary.play_answered, 1, 5, 3, words="complaint", when=in_days),
    _now(ordinary.own_answered, 1, 5, 3, words="unsorted", code="1106", when=in_days),
    # hard to handle
    _now(handling.open_return, 3, 0.8, 0.4, policies=SLOW),
    _now(handling.open_extension, 3, 3.5, 2, policies=SLOW),
    _now(handling.to_review, 1, 60, 40, policies=frozenset({"complex"})),
    _now(handling.play_supervised, 3, 6, 4, policies=frozenset({"complex"})),
    _now(handling.play_unreported, 2, 8, 6, policies=frozenset({"complex"})),
    _now(handling.play_unhelped, 2, 8, 6, policies=frozenset({"complex"})),
    _now(handling.play_whistled, 2, 0.9, 0.5, policies=SLOW),
)
"""How it stands: for each number that a desk shows, matters that stand behind it on any day."""


def tell(village: Village, at: datetime) -> Iterator[Scheduled]:
    """As many stories as make so many matters: each course with its share of them and at least once."""
    # A chance of their own, so that matters stay as they are when another room tells something else.
    stage, amount = village.new_stage(), village.amount
    courses = (*BEHIND_US, *TODAY)
    shares = [max(1, round(course.share * amount / WHOLE)) for course in courses]
    # Two neighbours make two matters; whatever is left over goes as it should.
    made = sum(
        n * (2 if course.story is ordinary.play_twice else 1)
        for n, course in zip(shares, courses, strict=True)
    )
    shares[0] = max(1, shares[0] + amount - made)
    for n, course in zip(shares, courses, strict=True):
        for _ in range(n):
            yield Scheduled(course.story(stage, _draft(stage, course, at)), course.hurried)


def _draft(stage: StoryStage, course: Course, at: datetime) -> ReportDraft:
    moment = (course.when or in_days)(stage, course, at)
    # What the community has to do today lies where a grid worker sees it.
    grids = WITH_WORKER if course.hurried and course.side == COMMUNITY else ""
    if course.words == "ordinary":
        draft = stage.words.ordinary(
            moment, having=course.having, policies=course.policies, side=course.side, grids=grids
        )
    else:
        draft = stage.words.draw_special(course.words, moment)
    if course.hurried:
        draft = draft.changed(channel=Channel.WEB)  # no counter is open at night
    if grids:
        draft = draft.changed(
            building=draft.house.key, location=draft.house.name, lon=None, lat=None, place=None
        )
    if course.code:
        draft.code = course.code
    return draft


def pass_time(at: datetime) -> None:
    """What the jobs would have done by a moment: work goes on without a reply, what is overdue climbs, samples are drawn."""
    clock = Actor.system("clock")
    for case in find_unanswered(at, _MANY):
        resume_case(case, by=clock, at=at)
    while climbing := to_climb(at, _MANY):
        for case in climbing:
            escalate(case, by=clock, at=at)
    draw(at=at)

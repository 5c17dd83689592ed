"""Whole courses of invented matters, from the report to wherever they stand."""

from datetime import datetime

from sunshine.cases.actions import classify, forward, merge, refer, reopen, route, withdraw
from sunshine.cases.models import Case
from sunshine.cases.rules import NEVER_RETURNS
from sunshine.demo.course import Part, Story, moment_between, opening, wait
from sunshine.demo.stage import HOUR, StoryStage
from sunshine.demo.words import ReportDraft
from sunshine.record.states import Actor

AGAIN = "已再次上门处理，并请居民当场查看，问题已解决。"
TAKEN_BACK = ("已经自己解决了，不用来了。", "刚才有人来修好了，撤回。", "家里人已经反映过了，撤回这一件。")

NOT_THEIRS = "窗口登记：家属来说已经解决，不用办了。"
STILL_THERE = "我没有让谁撤回，问题还在，请接着办。"


def play_solved(stage: StoryStage, draft: ReportDraft) -> Story:
    """As it should be: received, accepted, answered in time, confirmed."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.work_through(case, draft, at)
    yield from stage.confirm(case, draft, at)


def play_published(stage: StoryStage, draft: ReportDraft) -> Story:
    """The same, and a wording is published."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.work_through(case, draft, at)
    at = yield from stage.confirm(case, draft, at)
    yield from stage.publish(case, draft, at)


def play_late(stage: StoryStage, draft: ReportDraft) -> Story:
    """Accepted and answered too late; its clocks have spoken."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.work_through(case, draft, at, late=True)
    yield from stage.confirm(case, draft, at)


def play_unheard(stage: StoryStage, draft: ReportDraft) -> Story:
    """Answered, and the resident says nothing: after its time the clock closes it."""
    at = yield draft.at
    case = stage.receive(draft, at)
    yield from stage.work_through(case, draft, at)


def play_again(stage: StoryStage, draft: ReportDraft) -> Story:
    """Not solved at first: back to work, then solved."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.work_through(case, draft, at)
    at = yield from stage.not_solved(case, at)
    at = yield from stage.answer(case, at, AGAIN)
    yield from stage.confirm(case, draft, at)


def not_yet(stage: StoryStage, draft: ReportDraft) -> Story:
    """Not solved at first, and still in work."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at)
    at = yield from stage.answer(case, at, draft.answer, share=0.15)
    yield from stage.not_solved(case, at)


def play_questioned(stage: StoryStage, draft: ReportDraft) -> Story:
    """The resident is asked for what is missing, replies, and it goes on."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at)
    at = yield from stage.ask(case, draft, at)
    at = yield from stage.reply(case, draft, at)
    at = yield from stage.answer(case, at, draft.answer)
    yield from stage.confirm(case, draft, at)


def waiting(stage: StoryStage, draft: ReportDraft) -> Story:
    """The resident was asked and has not replied yet."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.1)
    yield from stage.ask(case, draft, at)


def play_returned(stage: StoryStage, draft: ReportDraft) -> Story:
    """Reported as another kind of matter: the wrong organisation returns it once, the dispatcher upholds that."""
    at = yield draft.at
    case = stage.receive(draft.changed(category=draft.mistaken), at)
    if case.holder.kind not in NEVER_RETURNS:
        at = yield from stage.send_back(case, at)
        at = yield from stage.uphold(case, draft.code or "0101", at)
    at = yield from stage.work_through(case, draft, at)
    yield from stage.confirm(case, draft, at)


def play_untouched(stage: StoryStage, draft: ReportDraft) -> Story:
    """It came in, and nobody has touched it yet."""
    at = yield draft.at
    stage.receive(draft, at)


def play_accepted(stage: StoryStage, draft: ReportDraft) -> Story:
    """Accepted and in work."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    yield from stage.accept(case, at, share=0.25)


def play_answered(stage: StoryStage, draft: ReportDraft) -> Story:
    """Answered early; the resident has still time to confirm."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.02)
    yield from stage.answer(case, at, draft.answer, share=0.02)


def own_accepted(stage: StoryStage, draft: ReportDraft) -> Story:
    """The street keeps it and works on it itself."""
    at = yield draft.at
    case = stage.receive(draft, at)
    yield from _own(stage, case, draft, at)


def own_waiting(stage: StoryStage, draft: ReportDraft) -> Story:
    """The street keeps it and has asked the resident."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from _own(stage, case, draft, at)
    yield from stage.ask(case, draft, at)


def own_answered(stage: StoryStage, draft: ReportDraft) -> Story:
    """The street keeps it and has answered; the resident has still time to confirm."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from _own(stage, case, draft, at)
    yield from stage.answer(case, at, draft.answer, share=0.02)


def _own(stage: StoryStage, case: Case, draft: ReportDraft, at: datetime) -> Part:
    at = yield from wait(case, at + stage.chance.uniform(0.2, 0.9) * HOUR)
    classify(case, category=draft.code or "1106", by=stage.staff.by("dispatcher"), at=at)
    street = stage.staff.organisations["street"]
    if case.holder_id != street.pk:  # the words of some say enough for the system to have sent them on
        route(case, organisation=street, reason="由街道自办", by=stage.staff.by("dispatcher"), at=at)
    return (yield from stage.accept(case, at, share=0.02))


def on_the_spot(stage: StoryStage, draft: ReportDraft) -> Story:
    """A grid worker met it on the round and settled it; the resident is asked all the same."""
    at = yield opening(draft.at)
    draft.report = draft.changed(
        channel="grid", building=draft.house.key, solved_on_the_spot=draft.answer
    ).report
    case = stage.receive(draft, at)
    if stage.chance.random() < 0.7:
        yield from stage.confirm(case, draft, at)


def play_forwarded(stage: StoryStage, draft: ReportDraft) -> Story:
    """Not ours to decide: the dispatcher, asked by whoever holds it, tells the resident the lawful channel."""
    at = yield draft.at
    case = stage.receive(draft, at)
    office = draft.extra["lawful"] != "emergency"
    at = yield from wait(case, moment_between(at, at + 6 * HOUR, stage.chance.random(), office=office))
    by = stage.staff.by("dispatcher")
    if case.holder.kind not in NEVER_RETURNS:
        asks = stage.holder(case, full=True)
        refer(case, by=asks, at=at, lawful=draft.extra["lawful"], text=draft.extra["reason"])
        at = yield from wait(case, moment_between(at, at + 6 * HOUR, stage.chance.random(), office=office))
    forward(case, lawful=draft.extra["lawful"], reason=draft.extra["reason"], by=by, at=at)


def play_twice(stage: StoryStage, draft: ReportDraft) -> Story:
    """Two neighbours report the same; the second is merged into the first, which goes on."""
    at = yield draft.at
    first = stage.receive(draft, at)
    at = yield from stage.sort_out(first, draft, at)
    at = yield from wait(first, at + stage.chance.uniform(0.3, 3) * HOUR)
    second = stage.receive(
        draft.changed(text=f"邻居们都在说这事：{draft.report.text}", phone="", name=""), at
    )
    at = yield from wait(second, opening(at + 0.2 * HOUR))
    first.refresh_from_db()
    merge(second, into=first, by=stage.staff.by("dispatcher"), at=at, reason="两位居民反映的是同一件事")
    at = yield from stage.work_through(first, draft, at)
    yield from stage.confirm(first, draft, at)


def play_withdrawn(stage: StoryStage, draft: ReportDraft) -> Story:
    """Taken back by the resident."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from wait(case, at + stage.chance.uniform(0.2, 2.5) * HOUR)
    withdraw(case, reason=stage.chance.choice(TAKEN_BACK), by=Actor.resident(), at=at)


def taken_up(stage: StoryStage, draft: ReportDraft) -> Story:
    """Taken back at the counter by a mistake, and taken up again at the resident's word; then as it should be."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from wait(case, opening(at + 2 * HOUR))
    withdraw(case, reason=NOT_THEIRS, by=stage.counter(case), at=at)
    at = yield from wait(case, at + 20 * HOUR)
    reopen(case, comment=STILL_THERE, by=Actor.resident(), at=at)
    at = yield from stage.work_through(case, draft, at)
    yield from stage.confirm(case, draft, at)

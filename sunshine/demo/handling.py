"""Courses of matters that are hard to handle: returned, passed on, called together, extended, set aside, supervised."""

from datetime import datetime, timedelta

from sunshine.cases.actions import (
    answer_part,
    call,
    close,
    conclude,
    consent,
    exclude,
    grant,
    join,
    leave_out,
    refuse,
    remind,
    report,
    set_aside,
    shelve,
    stage_report,
    supervise,
    transfer,
    whistle,
)
from sunshine.cases.models import Case, Reason
from sunshine.cases.states import Asking
from sunshine.demo.course import Part, Story, moment_between, opening, wait
from sunshine.demo.stage import DAY, HOUR, StoryStage
from sunshine.demo.words import ReportDraft
from sunshine.record.states import Actor


def _reason(kind: Asking, code: str) -> Reason:
    return Reason.objects.get(kind=kind, code=code)


def play_refused(stage: StoryStage, draft: ReportDraft) -> Story:
    """The holder asks to return it without ground; the dispatcher refuses, and it stays where it is."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.send_back(case, at)
    at = yield from wait(case, moment_between(at, at + 6 * HOUR, stage.chance.random(), office=True))
    refuse(case, text="属于你单位职责，请办理，不再退回。", by=stage.staff.by("dispatcher"), at=at)
    at = yield from stage.accept(case, at)
    at = yield from stage.answer(case, at, draft.answer)
    yield from stage.confirm(case, draft, at)


def open_return(stage: StoryStage, draft: ReportDraft) -> Story:
    """The holder asks to return it; the dispatcher has not decided yet."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    yield from stage.send_back(case, at)


def play_pushed(stage: StoryStage, draft: ReportDraft) -> Story:
    """Two organisations return it: the second is designated by rule, and the whistle goes by itself."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.send_back(case, at)
    at = yield from stage.uphold_to_another(case, at)
    at = yield from stage.send_back(case, at)
    at = yield from wait(case, opening(at + 2 * HOUR))
    for part in case.parts.select_related("organisation").order_by("id"):
        if stage.can_act(part.organisation):
            report(case, text="已到现场，一起看了情况。", by=stage.desk_of(part.organisation), at=at)
            at = yield from wait(case, at + 0.2 * HOUR)
    at = yield from wait(case, at + HOUR)
    words = "现场会商：由现承办单位牵头，其他单位配合，不再退回。"
    conclude(case, text=words, by=stage.staff.by("dispatcher"), at=at)
    at = yield from stage.accept(case, at)
    at = yield from stage.answer(case, at, draft.answer)
    yield from stage.confirm(case, draft, at)


def handed_over(stage: StoryStage, draft: ReportDraft) -> Story:
    """The holder asks another to take it over; the other consents."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.1)
    target = stage.other_department(case)
    at = yield from wait(case, opening(at + HOUR))
    transfer(
        case, text="对方有专业队伍，更便于办理。", target=target, by=stage.holder(case, full=True), at=at
    )
    at = yield from wait(case, opening(at + 2 * HOUR))
    consent(case, text="同意接办。", by=stage.desk_of(target), at=at)
    at = yield from stage.accept(case, at)
    at = yield from stage.answer(case, at, draft.answer)
    yield from stage.confirm(case, draft, at)


def play_extended(stage: StoryStage, draft: ReportDraft) -> Story:
    """More time is asked for before the deadline, and the street allows it."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.2)
    at = yield from stage.more_time(case, at)
    at = yield from wait(case, moment_between(at, case.due_at, 0.4, office=True))
    grant(case, text="情况属实，同意延期。", by=stage.staff.by("supervisor"), at=at)
    at = yield from stage.answer(case, at, draft.answer)
    yield from stage.confirm(case, draft, at)


def open_extension(stage: StoryStage, draft: ReportDraft) -> Story:
    """More time is asked for; nobody has decided yet."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.2)
    yield from stage.more_time(case, at)


def play_shelved(stage: StoryStage, draft: ReportDraft) -> Story:
    """Set aside with a plan and a day on which it is looked at again."""
    yield from _shelved(stage, draft, timedelta(days=120))


def to_review(stage: StoryStage, draft: ReportDraft) -> Story:
    """Set aside some time ago; today is the day on which the plan is looked at again."""
    yield from _shelved(stage, draft, None)


def _shelved(stage: StoryStage, draft: ReportDraft, term: timedelta | None) -> Story:
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.2)
    at = yield from wait(case, opening(at + DAY))
    shelve(
        case, text="主管网老化，列入明年春季改造，四月开工，六月完工。", public="已列入明年春季改造计划",
        until=at + term if term else stage.today, reason=_reason(Asking.SHELVING, "plan"),
        by=stage.holder(case, full=True), at=at,
    )  # fmt: skip
    at = yield from wait(case, opening(at + DAY))
    set_aside(case, text="计划可行，同意挂账。", by=stage.staff.by("supervisor"), at=at)


def play_supervised(stage: StoryStage, draft: ReportDraft) -> Story:
    """The resident reminds, the street supervises, the holder reports how far it is; still open."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.2)
    at = yield from _supervised(stage, case, at)
    at = yield from wait(case, opening(at + DAY))
    stage_report(case, text="材料已到，本周内完工。", by=stage.holder(case), at=at)


def play_unreported(stage: StoryStage, draft: ReportDraft) -> Story:
    """Under supervision, and the report on how far it is has not come."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.1)
    yield from _supervised(stage, case, at)


def _supervised(stage: StoryStage, case: Case, at: datetime) -> Part:
    at = yield from wait(case, at + 1.2 * DAY)
    remind(case, by=Actor.resident(), at=at)
    at = yield from wait(case, opening(at + HOUR))
    supervise(case, text="居民催办，请两个工作日内报进展。", by=stage.staff.by("supervisor"), at=at)
    return at


def not_reached(stage: StoryStage, draft: ReportDraft) -> Story:
    """Answered; the resident is called three times, nobody answers, and a colleague closes it."""
    at = yield draft.at
    case = stage.receive(draft.changed(channel="phone", phone="13900000000", name="王女士"), at)
    at = yield from stage.work_through(case, draft, at)
    for _attempt in range(3):
        at = yield from wait(case, opening(at + 5 * HOUR))
        call(case, reached=False, by=stage.hearer(case), at=at)
    at = yield from wait(case, at + 0.1 * HOUR)
    close(case, reason="三次回访没有接通", by=stage.hearer(case), at=at)


def left_out(stage: StoryStage, draft: ReportDraft) -> Story:
    """Not solved on time for a reason outside anybody's power: left out of the adjusted rates, by another person."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.work_through(case, draft, at, late=True)
    at = yield from stage.excuse(case, at)
    at = yield from wait(case, opening(at + HOUR))
    why = _reason(Asking.EXCLUSION, "impossible")
    exclude(case, reason=why, text="停水检修期间无法施工。", by=stage.holder(case, full=True), at=at)
    if stage.chance.random() < 0.6:
        at = yield from wait(case, opening(at + DAY))
        leave_out(case, text="情况属实，不计入调整后的比率。", by=stage.staff.by("supervisor"), at=at)


def play_helped(stage: StoryStage, draft: ReportDraft) -> Story:
    """Another organisation is called in to help and answers; the holder stays the lead."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.2)
    other = stage.other_department(case)
    at = yield from wait(case, opening(at + HOUR))
    join(case, organisation=other, task="请配合现场疏导和清理。", by=stage.holder(case, full=True), at=at)
    at = yield from wait(case, opening(at + DAY))
    answer_part(case, text="已派三人配合，现场清理完毕。", by=stage.desk_of(other), at=at)
    at = yield from stage.answer(case, at, draft.answer)
    yield from stage.confirm(case, draft, at)


def play_unhelped(stage: StoryStage, draft: ReportDraft) -> Story:
    """Another organisation is called in to help, and has not answered in its time."""
    at = yield draft.at
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.1)
    at = yield from wait(case, opening(at + HOUR))
    by = stage.holder(case, full=True)
    join(case, organisation=stage.other_department(case), task="请配合核实现场情况。", by=by, at=at)


def play_whistled(stage: StoryStage, draft: ReportDraft) -> Story:
    """The community calls departments to the spot; one has come, the conclusion is open."""
    at = yield opening(draft.at)
    case = stage.receive(draft, at)
    at = yield from stage.sort_out(case, draft, at)
    at = yield from stage.accept(case, at, share=0.2)
    first = stage.other_department(case)
    second = stage.other_department(case, first.pk)
    at = yield from wait(case, opening(at + HOUR))
    whistle(case, called=[first, second], where="小区东门集合", by=stage.caller(case), at=at)
    at = yield from wait(case, opening(at + HOUR))
    report(case, text="已到场，正在查看。", by=stage.desk_of(first), at=at)


SLOW = frozenset({"normal", "complex", "greenery"})
"""Deadlines long enough for what is hard to handle."""

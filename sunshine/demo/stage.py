"""Those who act in invented matters, and the parts of a matter's course: each the room's own action, by one who may."""

from datetime import datetime, timedelta
from random import Random

from sunshine.cases.actions import (
    accept,
    answer,
    ask,
    ask_more_time,
    call,
    classify,
    confirm,
    contact,
    excuse,
    explain,
    locate,
    note,
    receive,
    release,
    reply,
    return_case,
    rework,
    route,
    uphold,
)
from sunshine.cases.models import Case
from sunshine.cases.queries.calls import can_be_called
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import Asking
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import ClockKind
from sunshine.demo.course import Part, moment_between, opening, wait
from sunshine.demo.staff import Staff
from sunshine.demo.words import DemoWords, ReportDraft
from sunshine.matters.states import Channel
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind
from sunshine.record.states import Actor, ActorKind

ALWAYS_OPEN = frozenset({"critical", "urgent"})
"""Policies under which somebody works at night too."""

DESKS = {
    "county": "dispatcher-county",
    "street": "dispatcher",
    "street-desk": "supervision",
    "county-desk": "supervision-county",
}
RETURNS = (
    "经核实，不属于我单位职责范围，请重新派给责任单位。",
    "现场看过了，这件事的责任单位不是我们，请改派。",
    "按职责清单，此类事项由其他单位负责，退回调度。",
)
LOOKED = (
    "已电话联系居民，约好上门时间。",
    "现场已看过，情况属实，安排人员处理。",
    "已通知维修班组，材料明天到。",
    "和居民通过话，说明了大概办理时间。",
)
NOT_SOLVED = ("没弄好，过了两天又这样了。", "来人看了一眼就走了，问题还在。", "只修了一半，请再来看看。")
THANKS = ("谢谢，办得挺快。", "已经好了，感谢。", "师傅态度很好。", "问题解决了。", "辛苦了！", "", "", "")
QUESTION = ("请告诉我们方便上门的时间，最好再发一张照片。", "工作日下午三点以后都在家，照片已经发给社区了。")
OTHERS = ("light", "city", "clean", "green", "water", "transport", "environment")
"""Departments between which invented matters are pushed around."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class StoryStage:
    """The staff, the words and the chance that all stories share."""

    def __init__(self, staff: Staff, words: DemoWords, chance: Random, today: datetime) -> None:
        self.staff, self.words, self.chance, self.today = staff, words, chance, today
        self._usernames = {officer.pk: name for name, officer in staff.officers.items()}

    # -- who -------------------------------------------------------------------------------------------------

    def holder(self, case: Case, *, full: bool = False) -> Actor:
        """Whoever works on it where it is held; `full`: somebody who may also return or forward it."""
        key = self.staff.key_of(case.holder_id)
        if case.holder.kind != OrganisationKind.COMMUNITY:
            return self.staff.by(DESKS.get(key, f"handler-{key}"))
        if case.assignee_id and not full:
            return self.staff.by(self._usernames[case.assignee_id])
        return self.staff.by(f"worker{int(key[-3:])}")

    def hearer(self, case: Case) -> Actor:
        """Who asks the resident on the telephone and publishes: the secretary, for a complaint its desk."""
        if case.restricted:
            return self.holder(case)
        return self.staff.by(f"secretary{int(case.place[9:12])}")

    def counter(self, case: Case) -> Actor:
        """Who writes down at a counter what the resident says: never the organisation that holds it."""
        community = case.holder.kind == OrganisationKind.COMMUNITY
        return self.dispatcher(case) if community else self.hearer(case)

    def dispatcher(self, case: Case) -> Actor:
        """The desk that corrects and designates."""
        return self.staff.by(
            "dispatcher-county" if case.holder.kind == OrganisationKind.COUNTY else "dispatcher"
        )

    def taker(self, draft: ReportDraft) -> Actor:
        """Whoever hears the report: the resident alone, or staff at telephone, at the counter and in the grid."""
        n = int(draft.house.grid[9:12])
        channel = Channel(draft.report.channel)
        on_duty = f"grid{n}" if draft.house.grid[-1] in "12" else f"worker{n}"
        by = {Channel.PHONE: "dispatcher", Channel.COUNTER: f"worker{n}", Channel.GRID: on_duty}
        if channel in by:
            return self.staff.by(by[channel])
        return Actor(ActorKind.PARTNER, "demo") if channel == Channel.OPEN311 else Actor.resident()

    # -- parts of a course -----------------------------------------------------------------------------------

    def receive(self, draft: ReportDraft, at: datetime) -> Case:
        """Take it in."""
        return receive(draft.report, by=self.taker(draft), at=at).case

    def sort_out(self, case: Case, draft: ReportDraft, at: datetime) -> Part:
        """A dispatcher says where it is, what it is and whose it is, if it lies on a dispatch desk."""
        lies_here = case.holder.kind in (OrganisationKind.STREET, OrganisationKind.COUNTY)
        if len(case.place) < 12:
            at = yield from wait(
                case, moment_between(at, at + HOUR, self.chance.uniform(0.2, 0.9), office=True)
            )
            locate(case, building=draft.house.key, by=self.staff.by("dispatcher-county"), at=at)
        if not lies_here:
            return at
        at = yield from wait(
            case, moment_between(at, at + 4 * HOUR, self.chance.uniform(0.1, 0.9), office=True)
        )
        by = self.dispatcher(case)
        code = draft.code or case.category_id or "1106"
        if case.category_id != code:
            classify(case, category=code, by=by, at=at)
        target = catalogue().route(catalogue().categories[code], case.place, at.date())
        if target is not None and target.organisation.pk != case.holder_id:
            words = f"按“{catalogue().categories[code].zh}”派给责任单位"
            route(case, organisation=target.organisation, reason=words, by=by, at=at)
        return at

    def accept(self, case: Case, at: datetime, *, share: float | None = None) -> Part:
        """The holder signs for it, most often in time; at times with a note for colleagues."""
        by_then = calendar().term(case.policy, ClockKind.ACCEPT, at).due_at
        if case.contact_by and at < case.contact_by and self.chance.random() < 0.9:
            by_then = min(by_then, case.contact_by)
        share = self.chance.uniform(0.1, 0.85) if share is None else share
        at = yield from wait(case, moment_between(at, by_then, share, office=self._office(case)))
        accept(case, by=self.holder(case), at=at)
        if self.chance.random() < 0.93:
            by_then = max(case.contact_by or at, at + HOUR)
            at = yield from wait(
                case, moment_between(at, by_then, self.chance.uniform(0.1, 0.6), office=self._office(case))
            )
            contact(case, reached=self.chance.random() < 0.95, by=self.holder(case), at=at)
        if self.chance.random() < 0.3:
            at = yield from wait(case, at + self.chance.uniform(0.1, 0.9) * HOUR)
            note(case, text=self.chance.choice(LOOKED), by=self.holder(case), at=at)
        return at

    def send_back(self, case: Case, at: datetime, *, to: Organisation | None = None) -> Part:
        """Not ours: who asks to return it names who should hold it and on which rule; the clock runs on."""
        by_then = calendar().term(case.policy, ClockKind.ACCEPT, at).due_at
        at = yield from wait(
            case, moment_between(at, by_then, self.chance.uniform(0.2, 0.7), office=self._office(case))
        )
        reasons = [row for row in catalogue().reasons(Asking.RETURN, at.date()) if not row.off_list]
        return_case(
            case, text=self.chance.choice(RETURNS), target=to or self.other_department(case), rule="职责清单（演示）",
            reason=self.chance.choice(reasons), by=self.holder(case, full=True), at=at,
        )  # fmt: skip
        return at

    def uphold(self, case: Case, code: str, at: datetime) -> Part:
        """The dispatcher agrees: it goes to who answers for this kind of matter."""
        at = yield from wait(
            case, moment_between(at, at + 6 * HOUR, self.chance.uniform(0.1, 0.9), office=True)
        )
        dispatcher = self.staff.by("dispatcher")
        classify(case, category=code, by=dispatcher, at=at)
        found = catalogue().route(catalogue().categories[code], case.place, at.date())
        right = (
            found.organisation
            if found and found.organisation.pk != case.holder_id
            else self.other_department(case)
        )
        uphold(case, organisation=right, text="情况属实，同意改派。", by=dispatcher, at=at)
        return at

    def uphold_to_another(self, case: Case, at: datetime) -> Part:
        """The dispatcher agrees, and names another who will not want it either."""
        at = yield from wait(
            case, moment_between(at, at + 4 * HOUR, self.chance.uniform(0.1, 0.9), office=True)
        )
        named = case.proposals.get(decision="").target or self.other_department(case)
        uphold(case, organisation=named, text="同意改派。", by=self.staff.by("dispatcher"), at=at)
        return at

    def more_time(self, case: Case, at: datetime) -> Part:
        """The holder asks for more time while there is some left."""
        at = yield from wait(
            case, moment_between(at, case.due_at, self.chance.uniform(0.2, 0.5), office=True)
        )
        why = self.chance.choice(catalogue().reasons(Asking.EXTENSION, at.date()))
        text = "配件本周才到，请求延期，到货当天施工。"
        ask_more_time(case, amount=2, reason=why, text=text, by=self.holder(case), at=at)
        return at

    def excuse(self, case: Case, at: datetime) -> Part:
        """The holder explains the delay; the street finds it outside the holder's power."""
        at = yield from wait(case, opening(at + HOUR))
        why = self.chance.choice(catalogue().reasons(Asking.EXEMPTION, at.date()))
        explain(case, reason=why, text="连续降雨，无法施工。", by=self.holder(case, full=True), at=at)
        at = yield from wait(case, opening(at + DAY))
        excuse(case, text="有气象记录，情况属实。", by=self.staff.by("supervisor"), at=at)
        return at

    def can_act(self, organisation: Organisation) -> bool:
        """Whether somebody works there in the demonstration."""
        key = self.staff.key_of(organisation.pk)
        return f"handler-{key}" in self.staff.officers or organisation.kind == OrganisationKind.COMMUNITY

    def desk_of(self, organisation: Organisation) -> Actor:
        """Who acts for an organisation that is asked or called."""
        key = self.staff.key_of(organisation.pk)
        community = organisation.kind == OrganisationKind.COMMUNITY
        return self.staff.by(f"worker{int(key[-3:])}" if community else f"handler-{key}")

    def caller(self, case: Case) -> Actor:
        """The secretary of the community, who calls departments together."""
        return self.staff.by(f"secretary{int(case.place[9:12])}")

    def other_department(self, case: Case, *but: int) -> Organisation:
        """Another department than the holder."""
        keys = [key for key in OTHERS if self.staff.organisations[key].pk not in {case.holder_id, *but}]
        return self.staff.organisations[self.chance.choice(keys)]

    def answer(self, case: Case, at: datetime, text: str, *, share: float | None = None) -> Part:
        """The result, after some share of the time that is left; more than 1 is too late."""
        share = self.chance.uniform(0.2, 0.8) if share is None else share
        then = max(case.due_at, at + 2 * HOUR)
        at = yield from wait(case, moment_between(at, then, share, office=self._office(case)))
        answer(case, text=text, by=self.holder(case), at=at)
        return at

    def ask(self, case: Case, draft: ReportDraft, at: datetime) -> Part:
        """A question to the resident; the clock pauses."""
        at = yield from wait(
            case, moment_between(at, max(case.due_at, at + HOUR), 0.2, office=self._office(case))
        )
        ask(case, text=(draft.asked or QUESTION)[0], by=self.holder(case), at=at)
        return at

    def reply(self, case: Case, draft: ReportDraft, at: datetime) -> Part:
        """The resident's reply."""
        at = yield from wait(case, at + self.chance.uniform(0.1, 1.5) * DAY)
        reply(case, text=(draft.asked or QUESTION)[1], by=Actor.resident(), at=at)
        return at

    def not_solved(self, case: Case, at: datetime) -> Part:
        """The resident says: not solved."""
        at = yield from wait(case, at + self.chance.uniform(0.2, 2) * DAY)
        said = self.chance.choice(["no", "no", "fair", ""])
        rework(case, comment=self.chance.choice(NOT_SOLVED), satisfied=said, by=Actor.resident(), at=at)
        return at

    def confirm(self, case: Case, draft: ReportDraft, at: datetime) -> Part:
        """The resident says it is solved, by the link, or when a colleague of the handler calls."""
        at = yield from wait(case, at + self.chance.uniform(0.1, 5.5) * DAY)
        by_link = case.restricted or draft.report.channel in (Channel.WEB, Channel.OPEN311)
        if not by_link and can_be_called(case):
            call(
                case, reached=True, solved="yes", satisfied=self.chance.choice(["yes", "yes", "fair"]),
                by=self.hearer(case), at=at,
            )  # fmt: skip
            return at
        confirm(
            case,
            solved="partly" if self.chance.random() < 0.06 else "yes",
            satisfied=self.chance.choices(["yes", "fair", "no", ""], [48, 20, 9, 23])[0],
            comment=self.chance.choice(THANKS) if by_link else "",
            channel=Channel.WEB if by_link else self.chance.choice([Channel.PHONE, Channel.COUNTER]),
            by=Actor.resident() if by_link else self.hearer(case),
            at=at,
        )
        return at

    def publish(self, case: Case, draft: ReportDraft, at: datetime) -> Part:
        """A wording on the board, where the kind of matter allows one."""
        if draft.released is None or case.confidential or not (case.category and case.category.release):
            return at
        at = yield from wait(
            case, moment_between(at, at + 2 * DAY, self.chance.uniform(0.1, 0.9), office=True)
        )
        text, result = draft.released
        release(case, text=text, result=result, by=self.hearer(case), at=at)
        return at

    def work_through(self, case: Case, draft: ReportDraft, at: datetime, *, late: bool = False) -> Part:
        """From the desk it came to until its answer."""
        at = yield from self.sort_out(case, draft, at)
        at = yield from self.accept(case, at, share=self.chance.uniform(0.9, 1.8) if late else None)
        return (
            yield from self.answer(
                case, at, draft.answer, share=self.chance.uniform(1.1, 1.7) if late else None
            )
        )

    def _office(self, case: Case) -> bool:
        return case.policy not in ALWAYS_OPEN

"""A small town for tests of requests: places, organisations, officers, catalogue. One call, dull by intent."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sunshine.cases.actions import Received, load_handling, receive, return_case
from sunshine.cases.models import Case, Category, CommunityDuty, Reason, Route
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.rules import Report
from sunshine.cases.states import DutyList, Urgency
from sunshine.clocks.actions import load_defaults
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.actions.step import change_map
from sunshine.places.models import GridDuty, Place
from sunshine.record.states import Actor
from tests.factories.people import NOON, OfficerFactory, OrganisationFactory

STREET, FIRST, SECOND = "231282999", "231282999001", "231282999002"
GRID = FIRST + "001"
RESIDENT = Actor.resident()


@dataclass
class Town:
    """Who and what there is."""

    county: Organisation
    street: Organisation
    first: Organisation
    second: Organisation
    light: Organisation
    desk: Organisation
    county_desk: Organisation
    worker: Officer
    colleague: Officer
    secretary: Officer
    dispatcher: Officer
    handler: Officer
    supervisor: Officer
    auditor: Officer
    grid_worker: Officer

    def by(self, name: str) -> Actor:
        """That officer as an actor, fresh from the table."""
        return officer_actor(Officer.objects.get(pk=getattr(self, name).pk))


def _square(lon: float, lat: float, size: float = 0.01) -> dict[str, Any]:
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def _places() -> None:
    since = date(2026, 1, 1)
    rows = [
        ("231282", "county", "肇东市", "", None),
        (STREET, "street", "示例街道", "", None),
        (FIRST, "community", "第一社区", "", _square(125.90, 46.05, 0.02)),
        (SECOND, "community", "第二社区", "", _square(125.92, 46.05, 0.02)),
        (GRID, "grid", "第一网格", "general", _square(125.90, 46.05)),
        (FIRST + "002", "grid", "第二网格", "general", _square(125.91, 46.05)),
        (SECOND + "001", "grid", "第一网格", "general", _square(125.92, 46.05)),
    ]
    for code, level, name, kind, boundary in rows:
        Place.objects.create(code=code, level=level, name=name, kind=kind, boundary=boundary, since=since)
    change_map()


def _catalogue() -> None:
    load_defaults(NOON)
    rows = [
        ("01", None, "照明与道路", "", "", [], False, False),
        ("0101", "01", "路灯不亮", "normal", OrganisationKind.DEPARTMENT, ["路灯", "不亮"], True, False),
        ("02", None, "环境卫生", "", "", [], False, False),
        ("0201", "02", "楼道堆物", "normal", OrganisationKind.COMMUNITY, ["楼道", "杂物"], True, False),
        ("0202", "02", "邻里噪声", "normal", OrganisationKind.COMMUNITY, ["噪声"], False, False),
        ("09", None, "作风与收费", "", "", [], False, False),
        ("0901", "09", "工作人员态度", "normal", OrganisationKind.SUPERVISION, ["态度"], False, True),
    ]
    for code, parent, zh, policy, kind, keywords, release, restricted in rows:
        Category.objects.create(
            code=code, parent_id=parent, zh=zh, en=zh, urgency=Urgency.NORMAL, policy_id=policy or None, kind=kind,
            keywords=keywords, release=release, restricted=restricted,
        )  # fmt: skip
    CommunityDuty.objects.create(category_id="0201", place="231282", list=DutyList.STATUTORY)
    load_handling(by=Actor.system(), at=NOON, place="231282")
    forget_catalogue()


def town() -> Town:
    """Build it. The street light department leads for lamps; stairwells are the community's; noise is on no list."""
    _places()
    make = OrganisationFactory
    kind = OrganisationKind
    county = make(name="肇东市政府", kind=kind.COUNTY, place="231282")
    street = make(name="示例街道办", kind=kind.STREET, place=STREET, parent=county)
    county_desk = make(name="市监督台", kind=kind.SUPERVISION, place="231282", parent=county)
    desk = make(name="街道监督台", kind=kind.SUPERVISION, place=STREET, parent=county_desk)
    first = make(name="第一社区居委会", kind=kind.COMMUNITY, place=FIRST, parent=street)
    second = make(name="第二社区居委会", kind=kind.COMMUNITY, place=SECOND, parent=street)
    light = make(name="路灯管理所", kind=kind.DEPARTMENT, place="231282", parent=county)
    grid_worker = OfficerFactory(organisation=first, role=Role.GRID_WORKER, role__place=GRID)
    GridDuty.objects.create(
        grid_id=GRID,
        officer=grid_worker,
        name=grid_worker.name,
        telephone="0455-1",
        valid_from=date(2026, 1, 1),
    )
    _catalogue()
    Route.objects.create(category_id="0101", place="231282", organisation=light, source="test")
    return Town(
        county, street, first, second, light, desk, county_desk,
        worker=OfficerFactory(organisation=first, role=Role.COMMUNITY_WORKER, role__place=FIRST),
        colleague=OfficerFactory(organisation=first, role=Role.COMMUNITY_WORKER, role__place=FIRST),
        secretary=OfficerFactory(organisation=first, role=Role.SECRETARY, role__place=FIRST),
        dispatcher=OfficerFactory(organisation=street, role=Role.DISPATCHER, role__place=STREET),
        handler=OfficerFactory(organisation=light, role=Role.HANDLER, role__place="231282"),
        supervisor=OfficerFactory(organisation=desk, role=Role.SUPERVISION, role__place=STREET),
        auditor=OfficerFactory(organisation=county, role=Role.AUDITOR, role__place="231282"),
        grid_worker=grid_worker,
    )  # fmt: skip


def reported(*, by: Actor = RESIDENT, at: Any = NOON, **report: Any) -> Received:
    """A report about rubbish on the stairs of the first community, unless told otherwise."""
    told: dict[str, Any] = {"text": "三单元楼道堆满杂物", "category": "0201", "place": GRID, **report}
    return receive(Report(**told), by=by, at=at)


SAME = "三单元楼道堆满杂物没人管"
"""What `reported` tells of, in other words."""


def reported_twice() -> tuple[Case, Case]:
    """A report, and another of the same matter an hour later."""
    return reported().case, reported(text=SAME, at=NOON + timedelta(hours=1)).case


MERGING = "说的是同一件事"
"""Why a report is merged with another, where that is not what a test is about."""


def returned(case: Case, *, by: Actor, to: Organisation, at: Any, reason: str = "not_our_duty") -> Case:
    """A return that names who should hold it, the rule and a reason of the list."""
    why = Reason.objects.get(code=reason)
    return return_case(
        case, by=by, at=at, text="不属于我单位职责", target=to, rule="职责清单第三条", reason=why
    )

"""A small town for the desk: one street, two communities, three grids, every kind of office and every role."""

import io
from types import SimpleNamespace

from django.test import Client
from python_calamine import CalamineWorkbook

from sunshine.cases.actions import load_handling, receive
from sunshine.cases.jobs import export_list
from sunshine.cases.models import Case, Category, CommunityDuty
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.rules import Report
from sunshine.cases.states import DutyList
from sunshine.clocks.actions import load_defaults
from sunshine.files.models import Export
from sunshine.insight.actions import roll_up_all
from sunshine.notices.actions import load_templates
from sunshine.people.states import OrganisationKind, Role
from sunshine.places.actions import add_building, add_place
from sunshine.places.models import Place
from sunshine.record.actions import number_entries
from sunshine.record.states import Actor
from tests.factories.people import (
    COMMUNITY,
    COUNTY,
    FIRST_DAY,
    GRID,
    NOON,
    STREET,
    OfficerFactory,
    OrganisationFactory,
)

OTHER_COMMUNITY = "231282999002"
PLACES = {
    COUNTY: ("肇东市", "Zhaodong"),
    STREET: ("示范街道", "Model Sub-district"),
    COMMUNITY: ("阳光社区", "Sunshine Community"),
    GRID: ("第一网格", "Grid 1"),
    "231282999001002": ("第二网格", "Grid 2"),
    OTHER_COMMUNITY: ("和平社区", "Peace Community"),
    "231282999002001": ("第一网格", "Grid 1"),
}
OFFICES = {
    "county": ("肇东市人民政府", "County Government", OrganisationKind.COUNTY, COUNTY),
    "street": ("示范街道办事处", "Model Sub-district Office", OrganisationKind.STREET, STREET),
    "community": ("阳光社区居委会", "Sunshine Committee", OrganisationKind.COMMUNITY, COMMUNITY),
    "other": ("和平社区居委会", "Peace Committee", OrganisationKind.COMMUNITY, OTHER_COMMUNITY),
    "lamps": ("路灯管理所", "Street Lighting Office", OrganisationKind.DEPARTMENT, COUNTY),
    "supervision": ("街道监督岗", "Supervision Desk", OrganisationKind.SUPERVISION, STREET),
}
STAFF = {
    "admin": ("county", Role.COUNTY_ADMIN),
    "supervisor": ("street", Role.STREET_SUPERVISOR),
    "dispatcher": ("street", Role.DISPATCHER),
    "secretary": ("community", Role.SECRETARY),
    "worker": ("community", Role.COMMUNITY_WORKER),
    "gridder": ("community", Role.GRID_WORKER),
    "handler": ("lamps", Role.HANDLER),
    "watcher": ("supervision", Role.SUPERVISION),
    "auditor": ("county", Role.AUDITOR),
    "stranger": ("other", Role.COMMUNITY_WORKER),
}
SYSTEM = Actor.system("test")


def _square(code: str) -> dict | None:
    """Grids lie side by side, a hundredth of a degree wide."""
    if len(code) != 15:
        return None
    left = 125.9 + int(code[9:12]) * 0.1 + int(code[12:]) * 0.01
    ring = [(left, 46.0), (left + 0.01, 46.0), (left + 0.01, 46.01), (left, 46.01), (left, 46.0)]
    return {"type": "Polygon", "coordinates": [ring]}


def make_town() -> SimpleNamespace:
    """Places, rules, offices and staff; by name: town.worker, town.lamps."""
    forget_catalogue()
    load_defaults(NOON)
    load_templates(at=NOON)
    load_handling(by=Actor.system(), at=NOON, place=COUNTY)
    for code, (name, english) in PLACES.items():
        add_place(
            code=code, name=name, name_en=english, by=SYSTEM, at=NOON, since=FIRST_DAY, boundary=_square(code)
        )
    house = add_building(
        grid=Place.objects.get(code=GRID), name="阳光花园3号楼", by=SYSTEM, at=NOON, since=FIRST_DAY
    )
    _rules()
    offices = {
        key: OrganisationFactory(name=name, name_en=english, kind=kind, place=place)
        for key, (name, english, kind, place) in OFFICES.items()
    }
    staff = {
        key: OfficerFactory(username=key, name=f"员{key}", organisation=offices[office], role=role)
        for key, (office, role) in STAFF.items()
    }
    staff["stranger"].assignments.update(place=OTHER_COMMUNITY)
    return SimpleNamespace(**offices, **staff, house=house)


def _rules() -> None:
    """Three kinds of matter: the community's, a department's, and a complaint about staff."""
    Category.objects.create(code="01", zh="环境", en="Surroundings")
    Category.objects.create(code="02", zh="监督", en="Supervision")
    rows = [
        ("0101", "楼道垃圾", "Rubbish", "01", OrganisationKind.COMMUNITY, ["垃圾"], False),
        ("0102", "路灯不亮", "Street lamp out", "01", OrganisationKind.DEPARTMENT, ["路灯"], False),
        ("0201", "工作人员投诉", "Complaint about staff", "02", OrganisationKind.SUPERVISION, [], True),
    ]
    for code, zh, en, parent, kind, keywords, restricted in rows:
        Category.objects.create(
            code=code, zh=zh, en=en, parent_id=parent, kind=kind, keywords=keywords, restricted=restricted,
            policy_id="normal", release=not restricted,
        )  # fmt: skip
    CommunityDuty.objects.create(category_id="0101", place=STREET, list=DutyList.STATUTORY)


def tell(text: str = "3号楼楼道有垃圾", at=NOON, **more) -> Case:
    """Report something as a resident: tell("灯不亮", category="0102")."""
    told = {"category": "0101", "place": GRID, "phone": "13812341234", "name": "张三", **more}
    return receive(Report(text=text, **told), by=Actor.resident(), at=at).case


def exported(browser: Client, filters: dict[str, str]) -> list[list[object]]:
    """The list as a workbook: asked for, made, fetched; nothing for whoever may not ask."""
    if browser.post("/desk/cases/export/", filters).status_code == 404:
        return []
    export = Export.objects.latest("id")
    export_list(export.pk)
    file = browser.get(f"/desk/exports/{export.name}/").streaming_content
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file))).get_sheet_by_index(0).to_python()


def counted() -> None:
    """Number what happened and count it."""
    number_entries()
    roll_up_all()

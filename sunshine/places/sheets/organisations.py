"""Organisations from a file, a row for each, by the action that opens one at the desk."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial

from django.db.models import F, Q

from sunshine.lib.sheets import Row
from sunshine.lib.telephones import read_phone_cell
from sunshine.people.actions import create_organisation
from sunshine.people.actions.step import day_of
from sunshine.people.forms import OrganisationForm
from sunshine.people.models import Organisation
from sunshine.people.rules import check
from sunshine.people.states import OrganisationKind
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.reading import typed_day
from sunshine.places.sheets.report import Outcome, Progress, Report
from sunshine.places.sheets.tables import (
    Cells,
    answer_there,
    check_form,
    enter_once,
    enter_rows,
    find_above,
    find_differences,
    phone_doubts,
    read_place,
    read_word,
)
from sunshine.record.states import Actor

ORGANISATIONS = (
    Field("name", "机构名称", "Name", ("单位名称", "名称", "单位", "机构", "部门名称", "单位全称"), 26),
    Field("kind", "机构类别", "Kind", ("类别", "类型", "机构类型", "单位类别", "单位类型", "单位性质"), 18),
    Field("place", "辖区", "Place", ("区划编码", "辖区编码", "所属辖区", "管辖范围", "所在地", "编码"), 18),
    Field("parent", "上级单位", "Stands below", ("上级", "上级机构", "主管单位", "主管部门", "隶属"), 22),
    Field("telephone", "联系电话", "Telephone", ("电话", "办公电话", "值班电话", "联系方式"), 18),
    Field("address", "办公地址", "Address of the counter", ("地址", "窗口地址"), 26),
    Field("hours", "办公时间", "Office hours", ("工作时间",), 20),
    Field("email", "电子邮箱", "E-mail", ("邮箱", "电子邮件", "Email"), 22),
    Field("valid_from", "启用日期", "First day", ("起始日期", "开始日期", "成立日期", "设立日期"), 12),
    Field("name_en", "英文名称", "Name in English", ("English name",), 22),
)
OTHER_WORDS: Mapping[str, OrganisationKind] = {
    "区县政府": OrganisationKind.COUNTY,
    "街道": OrganisationKind.STREET,
    "街道办": OrganisationKind.STREET,
    "乡镇": OrganisationKind.STREET,
    "社区": OrganisationKind.COMMUNITY,
    "居委会": OrganisationKind.COMMUNITY,
    "社区居委会": OrganisationKind.COMMUNITY,
    "居民委员会": OrganisationKind.COMMUNITY,
    "部门": OrganisationKind.DEPARTMENT,
    "委办局": OrganisationKind.DEPARTMENT,
    "公用事业": OrganisationKind.UTILITY,
    "公共服务企业": OrganisationKind.UTILITY,
    "物业": OrganisationKind.PROPERTY,
    "物业公司": OrganisationKind.PROPERTY,
    "监督": OrganisationKind.SUPERVISION,
    "监督岗": OrganisationKind.SUPERVISION,
    "志愿队": OrganisationKind.VOLUNTEER_TEAM,
}
DEEPEST = 10
_PLAIN = ("name", "name_en", "address", "hours", "email")


def enter_organisations(
    rows: Iterable[Row], *, by: Actor, at: datetime, progress: Progress | None = None, preview: bool = False
) -> Report:
    """Open the organisations of a file, whoever stands above before those below, wherever they stand in it.

    One of the same name and place is there already; if the row says something else of it, the row is refused.
    """
    every = list(rows)
    parents = {row.cells["name"]: row.cells["parent"] for row in every}
    return enter_rows(
        sorted(every, key=lambda row: _depth(row.cells["name"], parents)),
        partial(_take, by=by, at=at),
        doubts=phone_doubts,
        progress=progress,
        preview=preview,
    )


def _depth(name: str, parents: Mapping[str, str]) -> int:
    """How many of the file stand above one; a circle of names ends somewhere, and its rows are refused in their turn."""
    depth = 0
    while depth < DEEPEST and (name := parents.get(name, "")):
        depth += 1
    return depth


def _take(cells: Cells, *, by: Actor, at: datetime) -> Outcome:
    day = day_of(at)
    form = OrganisationForm(_typed(cells, day), on=day)
    told = check_form(form)
    check(by, "staff", place=told["place"], on=day)
    return enter_once(
        partial(_standing, told["name"], told["place"], day),
        lambda there: answer_there(there.name, find_differences(there, form)),
        partial(create_organisation, **told, by=by, at=at),
    )


def _typed(cells: Cells, day: date) -> dict[str, object]:
    """The row as somebody would type it into the desk's form."""
    place = read_place(cells["place"])
    parent = find_above(cells["parent"], place, day)
    return {
        **{name: cells[name] for name in _PLAIN},
        "kind": read_word(OrganisationKind, cells["kind"], OTHER_WORDS).value if cells["kind"] else "",
        "place": place,
        "parent": parent.pk if parent else "",
        "telephone": read_phone_cell(cells["telephone"]).number,
        "valid_from": typed_day(cells["valid_from"]).isoformat() if cells["valid_from"] else "",
    }


def _standing(name: str, place: str, day: date) -> Organisation | None:
    """The one of this name at the place that is not closed, rather one without an end."""
    rows = Organisation.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), name=name, place=place)
    return rows.order_by(F("valid_to").desc(nulls_first=True), "id").first()

"""Organisations from a file, a row for each, by the action that opens one at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext as _

from sunshine.lib.division import is_code
from sunshine.lib.refusals import Refused
from sunshine.people.actions import create_organisation
from sunshine.people.actions.step import day_of
from sunshine.people.forms import OrganisationForm
from sunshine.people.models import Organisation
from sunshine.people.rules import check
from sunshine.people.states import OrganisationKind
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.finding import (
    find_above,
    find_elsewhere,
    find_unclosed,
    of_name,
    plain_words,
    read_place,
    read_word,
    same_place,
    spoken_place,
)
from sunshine.places.sheets.reading import typed_day
from sunshine.places.sheets.report import Progress, RowOutcome, SheetReport, Taken
from sunshine.places.sheets.tables import (
    Cells,
    TableRows,
    answer_there,
    check_form,
    enter_once,
    enter_rows,
    find_differences,
    read_phone,
    under_heading,
)
from sunshine.record.states import Actor

ORGANISATIONS = (
    Field(
        "name",
        "机构名称",
        "Name",
        ("单位名称", "名称", "单位", "机构", "部门名称", "单位全称", "机构全称", "工作单位名称"),
        26,
    ),
    Field(
        "kind",
        "机构类别",
        "Kind",
        ("类别", "类型", "机构类型", "单位类别", "单位类型", "单位性质", "机构性质"),
        18,
    ),
    Field(
        "place",
        "辖区",
        "Place",
        ("区划编码", "辖区编码", "所属辖区", "管辖范围", "所在地", "所在辖区", "所属区划", "编码"),
        18,
    ),
    Field(
        "parent",
        "上级单位",
        "Stands below",
        ("上级", "上级机构", "主管单位", "主管部门", "隶属", "上级单位名称"),
        22,
    ),
    Field(
        "telephone",
        "联系电话",
        "Telephone",
        ("电话", "办公电话", "值班电话", "联系方式", "电话号码", "手机", "手机号码"),
        18,
    ),
    Field("address", "办公地址", "Address of the counter", ("地址", "窗口地址"), 26),
    Field("hours", "办公时间", "Office hours", ("工作时间",), 20),
    Field("email", "电子邮箱", "E-mail", ("邮箱", "电子邮件", "Email"), 22),
    Field(
        "valid_from",
        "启用日期",
        "First day",
        ("起始日期", "开始日期", "成立日期", "设立日期", "启用时间", "成立时间"),
        12,
    ),
    Field("name_en", "英文名称", "Name in English", ("English name",), 22),
)
OTHER_WORDS: Mapping[str, OrganisationKind] = {
    "区县政府": OrganisationKind.COUNTY,
    "县政府": OrganisationKind.COUNTY,
    "市政府": OrganisationKind.COUNTY,
    "区政府": OrganisationKind.COUNTY,
    "街道": OrganisationKind.STREET,
    "街道办": OrganisationKind.STREET,
    "乡镇": OrganisationKind.STREET,
    "乡政府": OrganisationKind.STREET,
    "镇政府": OrganisationKind.STREET,
    "乡镇政府": OrganisationKind.STREET,
    "社区": OrganisationKind.COMMUNITY,
    "居委": OrganisationKind.COMMUNITY,
    "居委会": OrganisationKind.COMMUNITY,
    "社区居委": OrganisationKind.COMMUNITY,
    "社区居委会": OrganisationKind.COMMUNITY,
    "居民委员会": OrganisationKind.COMMUNITY,
    "部门": OrganisationKind.DEPARTMENT,
    "委办局": OrganisationKind.DEPARTMENT,
    "政府部门": OrganisationKind.DEPARTMENT,
    "行政部门": OrganisationKind.DEPARTMENT,
    "公用事业": OrganisationKind.UTILITY,
    "公用企业": OrganisationKind.UTILITY,
    "公用单位": OrganisationKind.UTILITY,
    "公共服务企业": OrganisationKind.UTILITY,
    "物业": OrganisationKind.PROPERTY,
    "物业公司": OrganisationKind.PROPERTY,
    "物业企业": OrganisationKind.PROPERTY,
    "监督": OrganisationKind.SUPERVISION,
    "监督岗": OrganisationKind.SUPERVISION,
    "志愿队": OrganisationKind.VOLUNTEER_TEAM,
    "志愿者队伍": OrganisationKind.VOLUNTEER_TEAM,
}
DEEPEST = 10
_PLAIN = ("name", "name_en", "address", "hours", "email")


@dataclass(frozen=True)
class _OrganisationImport:
    """Who brings the file and when; what stands above what in it."""

    table: TableRows
    by: Actor
    at: datetime

    @cached_property
    def day(self) -> date:
        return day_of(self.at)

    @cached_property
    def above(self) -> dict[str, str]:
        """What each name of the file stands below."""
        rows = [row.cells for row in self.table.rows]
        return {plain_words(cells["name"]): plain_words(cells["parent"]) for cells in rows}

    def depth(self, cells: Cells) -> int:
        """How many of the file stand above one; a circle of names ends somewhere, and is refused in its turn."""
        depth, name = 0, plain_words(cells["name"])
        while depth < DEEPEST and (name := self.above.get(name, "")):
            depth += 1
        return depth

    def take(self, cells: Cells) -> Taken:
        """Open the organisation of a row, or find it there."""
        typed = self.type_row(cells)
        first = typed["valid_from"] or self.day
        form = OrganisationForm(typed, on=max(first, self.day))
        told = check_form(form, self.table.titles)
        check(self.by, "staff", place=told["place"], on=self.day)
        outcome = enter_once(
            partial(_standing, told["name"], told["place"], self.day),
            lambda there: answer_there(there.name, find_differences(there, form, self.table.titles)),
            partial(create_organisation, **told, by=self.by, at=self.at),
        )
        if outcome is RowOutcome.THERE:
            return Taken(outcome)
        return Taken(outcome, _became(told, first), read_phone(cells["telephone"])[1])

    def type_row(self, cells: Cells) -> dict[str, Any]:
        """The row as somebody would type it into the desk's form."""
        titles = self.table.titles
        with under_heading(titles["place"]):
            place = read_place(cells["place"])
        with under_heading(titles["valid_from"]):
            first = typed_day(cells["valid_from"]) if cells["valid_from"] else None
        with under_heading(titles["kind"]):
            kind = read_word(OrganisationKind, cells["kind"], OTHER_WORDS).value if cells["kind"] else ""
        parent = self.parent(cells, place, max(first or self.day, self.day))
        return {
            **{name: cells[name] for name in _PLAIN},
            "kind": kind,
            "place": place,
            "parent": parent.pk if parent else "",
            "telephone": read_phone(cells["telephone"])[0],
            "valid_from": first,
        }

    def parent(self, cells: Cells, place: str, day: date) -> Organisation | None:
        """What a row stands below; where it is not found, Refused with what is wrong with that name."""
        try:
            return find_above(cells["parent"], place, day)
        except Refused as refusal:
            if refusal.code != "parent" or not is_code(place):
                raise
            raise Refused(self.parent_fault(cells) or str(refusal), code="parent") from None

    def parent_fault(self, cells: Cells) -> str:
        """Why the organisation that a row stands below is not there; empty where nothing more is known of it."""
        said = {"name": cells["parent"]}
        chain = self.chain(plain_words(cells["name"]))
        if len(chain) == 1:
            return _("An organisation cannot stand below itself.")
        if chain:
            said["names"] = " → ".join([*chain, chain[0]])
            return _("These stand below each other in a circle: %(names)s.") % said
        if there := find_elsewhere(cells["parent"], self.day):
            said["place"] = spoken_place(there.place)
            return _("“%(name)s” belongs to %(place)s, which is neither this place nor one around it.") % said
        if row := self.row_of(cells["parent"]):
            return _("“%(name)s” in row %(row)s of this file was not taken. Put that row right first.") % {
                **said,
                "row": row,
            }
        return ""

    def chain(self, name: str) -> list[str]:
        """The names of the file from one up to itself again; empty where it never comes again."""
        names = [name]
        while len(names) < DEEPEST and (above := self.above.get(names[-1])):
            if above == name:
                return names
            names.append(above)
        return []

    def row_of(self, name: str) -> int | None:
        """The number of the first row of a name."""
        rows = (row.number for row in self.table.rows if plain_words(row.cells["name"]) == plain_words(name))
        return next(rows, None)


def enter_organisations(
    table: TableRows, *, by: Actor, at: datetime, progress: Progress | None = None, preview: bool = False
) -> SheetReport:
    """Open the organisations of a file, whoever stands above before those below, wherever they stand in it.

    One of the same name and place is there already; if the row says something else of it, the row is refused.
    """
    every = _OrganisationImport(table, by, at)
    return enter_rows(
        table,
        every.take,
        key=lambda cells: (plain_words(cells["name"]), same_place(cells["place"])),
        twice=_(
            "Row %(row)s has this name at this place too, with other words. Keep one, or change the name."
        ),
        rank=every.depth,
        progress=progress,
        preview=preview,
    )


def _became(told: Mapping[str, Any], first: date) -> str:
    """What a row is now: its kind, its place, what it stands below, its first day."""
    parts = [str(OrganisationKind(told["kind"]).label), spoken_place(told["place"])]
    if parent := told["parent"]:
        parts.append(_("below %(name)s") % {"name": parent.spoken})
    return " · ".join([*parts, _("from %(day)s") % {"day": first.isoformat()}])


def _standing(name: str, place: str, day: date) -> Organisation | None:
    """The one of this name at the place that is not closed, rather one without an end."""
    return next(iter(of_name(find_unclosed(day).filter(place=place), name)), None)

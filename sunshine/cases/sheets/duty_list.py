"""The communities' duty list from a file, a row for each category and place, by the action that the desk uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sunshine.cases.actions.tables import hold_catalogue, set_duty
from sunshine.cases.models import Category, CommunityDuty
from sunshine.cases.states import DutyList
from sunshine.lib.refusals import Refused
from sunshine.people.actions.step import day_of
from sunshine.people.rules import check, check_place
from sunshine.places.sheets.columns import Field
from sunshine.places.sheets.finding import read_place, read_word, same_place, spoken_place
from sunshine.places.sheets.report import Progress, RowOutcome, SheetReport, Taken
from sunshine.places.sheets.tables import (
    Cells,
    TableRows,
    Titles,
    answer_there,
    enter_rows,
    missing_cell,
    under_heading,
)
from sunshine.record.states import Actor

DUTY_LIST = (
    Field(
        "category",
        "类别",
        "Category",
        ("事项类别", "诉求类别", "事项名称", "工作事项", "事项", "类别代码"),
        24,
    ),
    Field("place", "辖区", "Place", ("区划编码", "辖区编码", "适用辖区", "适用范围", "编码"), 18),
    Field("list", "职责", "Duty", ("职责类型", "清单", "清单类型", "清单类别", "责任类型"), 18),
    Field("source", "依据", "Source of the rule", ("规则来源", "来源", "文件依据", "政策依据"), 36),
)
OTHER_WORDS: Mapping[str, DutyList] = {
    "依法履职事项": DutyList.STATUTORY,
    "履职": DutyList.STATUTORY,
    "履职清单": DutyList.STATUTORY,
    "履职事项": DutyList.STATUTORY,
    "依法履职清单": DutyList.STATUTORY,
    "法定职责": DutyList.STATUTORY,
    "协助": DutyList.ASSIST,
    "协助事项": DutyList.ASSIST,
    "依法协助政府工作事项": DutyList.ASSIST,
    "协助清单": DutyList.ASSIST,
    "依法协助清单": DutyList.ASSIST,
    "负面": DutyList.NEGATIVE,
    "负面清单": DutyList.NEGATIVE,
    "负面事项": DutyList.NEGATIVE,
    "不属于社区": DutyList.NEGATIVE,
}
_NEEDED = frozenset({"category", "place", "list"})
LONGEST = 120
"""Characters of a source."""


@dataclass(frozen=True, kw_only=True)
class _DutyListImport:
    """Who brings the list, when, and what its words for categories mean: the codes of each."""

    by: Actor
    at: datetime
    codes: Mapping[str, frozenset[str]]
    titles: Titles

    def take(self, cells: Cells) -> Taken:
        """Enter a line, or find it there; whoever enters the same meanwhile is waited for."""
        check(self.by, "tables", on=day_of(self.at))
        told = self.read_row(cells)
        hold_catalogue()
        there = CommunityDuty.objects.filter(category_id=told["category"], place=told["place"]).first()
        if there is not None:
            return Taken(answer_there(_about(cells), _other(there, told, self.titles)))
        set_duty(**told, by=self.by, at=self.at)
        return Taken(RowOutcome.ACCEPTED, _became(told))

    def read_row(self, cells: Cells) -> dict[str, Any]:
        """What a row says, as `set_duty` takes it; Refused for what cannot be meant."""
        for one in DUTY_LIST:
            if one.key in _NEEDED and not cells[one.key]:
                raise missing_cell(self.titles[one.key])
        with under_heading(self.titles["place"]):
            place = read_place(cells["place"])
            check_place(place)
        if len(cells["source"]) > LONGEST:
            sentence = _("The source of a rule has at most %(most)s characters.")
            raise Refused(sentence % {"most": LONGEST}, code="source")
        with under_heading(self.titles["list"]):
            duty = read_word(DutyList, cells["list"], OTHER_WORDS)
        with under_heading(self.titles["category"]):
            category = self.category(cells["category"])
        return {
            "category": category,
            "place": place,
            "list": duty.value,
            "source": cells["source"],
        }

    def find_meant(self, said: str) -> frozenset[str]:
        """The codes of the categories that a cell may mean."""
        return self.codes.get(said.casefold(), frozenset())

    def category(self, said: str) -> str:
        """The code of the category that a cell names by its code or by its name in either language."""
        codes = self.find_meant(said)
        if not codes:
            sentence = _("There is no category “%(name)s” in use.")
            raise Refused(sentence % {"name": said}, code="category")
        if len(codes) > 1:
            sentence = _("Several categories are called “%(name)s”: %(codes)s. Write the code.")
            raise Refused(sentence % {"name": said, "codes": "、".join(sorted(codes))}, code="category")
        return next(iter(codes))


def enter_duty_list(
    table: TableRows, *, by: Actor, at: datetime, progress: Progress | None = None, preview: bool = False
) -> SheetReport:
    """Enter the lines of a duty list; one for the same category and place is there already.

    If the row says something else of it, the row is refused.
    """
    every = _DutyListImport(by=by, at=at, codes=_codes(day_of(at)), titles=table.titles)
    return enter_rows(
        table,
        every.take,
        about=_about,
        key=lambda cells: (every.find_meant(cells["category"]), same_place(cells["place"])),
        twice=_("Row %(row)s says something else of the same category and place. Keep one of the two."),
        progress=progress,
        preview=preview,
    )


def _about(cells: Cells) -> str:
    return f"{cells['category']} {cells['place']}".strip()


def _became(told: Mapping[str, str]) -> str:
    """What a row is now: the category, its place, the duty."""
    category = Category.objects.get(pk=told["category"]).spoken
    return " · ".join([category, spoken_place(told["place"]), str(DutyList(told["list"]).label)])


def _other(there: CommunityDuty, told: Mapping[str, str], titles: Titles) -> list[str]:
    """The headings under which a row says something else; a source that it leaves out is as before."""
    said = {"list": told["list"], "source": told["source"] or there.source}
    return [titles[name] for name, value in said.items() if getattr(there, name) != value]


def _codes(day: date) -> dict[str, frozenset[str]]:
    """The codes of the categories in use, by every word for one. Read from the table: a try must not fill the copy of a
    process with rows that are taken back."""
    found: dict[str, frozenset[str]] = {}
    for row in Category.live(day):
        for name in (row.code, row.zh, row.en):
            key = name.casefold()
            found[key] = found.get(key, frozenset()) | {row.code}
    return found

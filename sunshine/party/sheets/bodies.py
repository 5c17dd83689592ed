"""The party tree as a ledger, in and out: a row for each organisation, whoever stands above before those below."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sunshine.lib.ledgers import sheet_bytes
from sunshine.lib.refusals import Refused
from sunshine.lib.sheets import Column, Row
from sunshine.party.actions.bodies import create_body
from sunshine.party.models import Body
from sunshine.party.queries.bodies import bodies, body_of
from sunshine.people.actions.step import day_of
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.states import PARTY_KINDS, PARTY_RANK, OrganisationKind
from sunshine.places.models import Building
from sunshine.places.queries import place
from sunshine.places.sheets.columns import Field, cells_of
from sunshine.places.sheets.finding import find_above, find_word, read_word
from sunshine.places.sheets.reading import rows_of, typed_day, whole_number
from sunshine.places.sheets.report import Progress, RowOutcome, SheetReport, check_row, row_words, run
from sunshine.places.sheets.tables import run_and_roll_back
from sunshine.record.states import Actor

BODIES = (
    Field("name", "组织名称", "Name", ("名称", "党组织名称", "党组织"), 26),
    Field("kind", "组织类别", "Kind", ("类别", "类型", "组织类型"), 14),
    Field("place", "所在编码", "Place", ("区划编码", "编码", "网格编码", "社区编码", "code"), 18),
    Field("parent", "上级组织", "Stands below", ("上级", "上级党组织", "隶属"), 26),
    Field("building", "楼栋", "Building", ("楼栋名称", "所在楼栋"), 18),
    Field("term_from", "届期起", "Term from", ("任期起", "本届起"), 12),
    Field("term_to", "届期止", "Term to", ("任期止", "本届止"), 12),
    Field("contact_name", "联系人", "Contact", ("联系人员", "联系处室"), 14),
    Field("telephone", "联系电话", "Telephone", ("电话", "办公电话"), 18),
    Field("headcount", "党员数", "Members", ("人数", "党员人数"), 8),
    Field("name_en", "英文名称", "English name", (), 22),
)
OTHER_WORDS: Mapping[str, OrganisationKind] = {
    "街道党工委": OrganisationKind.PARTY_WORK_COMMITTEE,
    "社区党委": OrganisationKind.PARTY_COMMITTEE,
    "社区党总支": OrganisationKind.GENERAL_BRANCH,
    "支部": OrganisationKind.BRANCH,
    "社区党支部": OrganisationKind.BRANCH,
    "楼栋党小组": OrganisationKind.PARTY_GROUP,
    "党员联系户": OrganisationKind.MEMBER_HOUSEHOLD,
    "中心户": OrganisationKind.MEMBER_HOUSEHOLD,
}
LAST = max(PARTY_RANK.values()) + 1


def import_bodies(
    source: Path | bytes,
    filename: str,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
    preview: bool = False,
) -> SheetReport:
    """Enter the party organisations of a sheet, the higher kinds first wherever they stand in it.

    One of the same name, kind and place in force is there already. Raises Refused for a file that can't be read as
    a whole; a row that can't be taken comes back with its reason. A preview says the same and writes nothing.
    """
    rows = rows_of(source, filename, BODIES)
    enter = partial(_enter, rows, by, at, progress)
    return run_and_roll_back(enter) if preview else enter()


def _enter(rows: list[Row], by: Actor, at: datetime, progress: Progress | None) -> SheetReport:
    """Take the rows one after another, the higher kinds first."""
    day = day_of(at)

    def rank(row: Row) -> int:
        kind = find_word(PARTY_RANK, cells_of(row.cells, BODIES)["kind"], OTHER_WORDS)
        return LAST if kind is None else PARTY_RANK[kind]

    def take(row: Row) -> RowOutcome:
        cells = cells_of(row.cells, BODIES)
        check_row(row, cells.values())
        kind = read_word(PARTY_RANK, cells["kind"], OTHER_WORDS)
        same = Organisation.objects.filter(in_force(day), name=cells["name"], place=cells["place"], kind=kind)
        if same.exists():
            return RowOutcome.THERE
        parent = find_above(cells["parent"], cells["place"], day, kind__in=PARTY_KINDS)
        told = {"name": cells["name"], "kind": kind, "place": cells["place"], **_told(cells)}
        create_body(**told, parent=parent, by=by, at=at)
        return RowOutcome.ACCEPTED

    return run(
        rows,
        number=lambda row: row.number,
        about=lambda row: row_words(row, cells_of(row.cells, BODIES)["name"]),
        take=take,
        progress=progress,
        rank=rank,
    )


def _told(cells: Mapping[str, str]) -> dict[str, Any]:
    """What a row says beside name, kind and place; what it leaves out stays unsaid."""
    told: dict[str, Any] = {key: cells[key] for key in ("contact_name", "telephone", "name_en") if cells[key]}
    told |= {key: typed_day(cells[key]) for key in ("term_from", "term_to") if cells[key]}
    if cells["headcount"]:
        told["headcount"] = whole_number(cells["headcount"])
    if cells["building"]:
        told["building"] = _building(cells["place"], cells["building"])
    return told


def _building(grid: str, name: str) -> Building:
    found = list(Building.objects.filter(grid=grid, name=name, retired_on=None)[:1])
    if not found:
        sentence = _("There is no building “%(name)s” in this grid.")
        raise Refused(sentence % {"name": name}, code="building")
    return found[0]


def export_bodies(prefix: str, *, on: date) -> bytes:
    """The party organisations in force on a day at or below `prefix`, as an .xlsx ledger that can be read back."""
    rows = bodies(prefix, on).select_related("body__building", "parent")
    ordered = sorted(
        rows, key=lambda row: (PARTY_RANK[OrganisationKind(row.kind)], row.place, row.name, row.pk)
    )
    columns = [Column(one.spoken, one.width) for one in BODIES]
    lines = (_line(row, body_of(row) or Body()) for row in ordered)
    return sheet_bytes(
        title=_("Party organisations"), columns=columns, rows=lines, unit=place(prefix).name, day=on
    )


def _line(row: Organisation, body: Body) -> Sequence[object]:
    cells = [
        row.name,
        row.get_kind_display(),
        row.place,
        row.parent.name if row.parent else "",
        body.building.name if body.building else "",
        body.term_from,
        body.term_to,
        body.contact_name,
        row.telephone,
        body.headcount,
        row.name_en,
    ]
    return ["" if cell is None else cell for cell in cells]

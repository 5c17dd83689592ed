"""The columns of places, buildings and duties: how we head them, and what else people call them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sunshine.people.states import Spoken
from sunshine.places.states import DutyRole, GridKind


@dataclass(frozen=True, slots=True)
class Field(Spoken):
    """One column: our name for it in Chinese and English, the other names it goes by, its width."""

    key: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    width: float = 14

    @property
    def names(self) -> tuple[str, ...]:
        """Every heading under which the column is read."""
        return (self.zh, self.en, self.key, *self.also)


PLACES = (
    Field("code", "区划编码", "Code", ("编码", "代码", "区划代码", "网格编码", "社区编码", "村居编码"), 18),
    Field("name", "名称", "Name", ("网格名称", "社区名称", "街道名称", "单位名称"), 22),
    Field("name_en", "英文名称", "English name", (), 22),
    Field("kind", "网格类型", "Kind of grid", ("类型",), 12),
    Field("households", "户数", "Households", ("总户数",), 8),
    Field("extent", "范围", "Extent", ("网格范围", "四至范围", "四至"), 30),
)
BUILDINGS = (
    Field("grid", "网格编码", "Grid", ("所属网格编码", "所属网格", "grid_code"), 18),
    Field("name", "楼栋名称", "Building", ("名称", "楼名", "楼栋", "楼号", "name"), 22),
    Field("aliases", "别名", "Also called", ("曾用名", "俗称"), 22),
    Field("address", "地址", "Address", ("门牌", "门牌号", "标准地址"), 26),
    Field("external_code", "楼栋编码", "Building code", ("编码", "建筑编码"), 16),
    Field("households", "户数", "Households", ("总户数",), 8),
    Field("lon", "经度", "Longitude", ("lng", "x"), 12),
    Field("lat", "纬度", "Latitude", ("y",), 12),
)
DUTIES = (
    Field("grid", "网格编码", "Grid", ("所属网格编码", "所属网格", "grid_code", "code"), 18),
    Field("name", "姓名", "Name", ("网格员", "网格员姓名", "负责人"), 12),
    Field("telephone", "联系电话", "Telephone", ("电话", "手机", "手机号", "办公电话", "phone"), 18),
    Field("role", "角色", "Role", ("职务", "岗位"), 12),
    Field("valid_from", "起始日期", "From", ("开始日期", "上岗日期", "since"), 14),
)
KINDS: Mapping[str, GridKind] = {
    "综合网格": GridKind.GENERAL,
    "基础网格": GridKind.GENERAL,
    "综合": GridKind.GENERAL,
    "基础": GridKind.GENERAL,
    "一般网格": GridKind.GENERAL,
    "专属网格": GridKind.DEDICATED,
    "专属": GridKind.DEDICATED,
    "微网格": GridKind.MICRO,
    "微": GridKind.MICRO,
    **{kind.value: kind for kind in GridKind},
}
ROLES: Mapping[str, DutyRole] = {
    "": DutyRole.GRID_WORKER,
    "网格员": DutyRole.GRID_WORKER,
    "专职网格员": DutyRole.GRID_WORKER,
    "网格长": DutyRole.GRID_LEADER,
    **{role.value: role for role in DutyRole},
}


def known_headings(fields: Sequence[Field]) -> list[str]:
    """Every heading that any of the columns may have."""
    return [name for one in fields for name in one.names]


def cells_of(row: Mapping[str, str], fields: Sequence[Field]) -> dict[str, str]:
    """A row's cells by our keys, fit for the database; a column that is not there is empty."""
    plain = {name: cell.replace("\x00", "").strip() for name, cell in row.items()}
    return {one.key: next((plain[name] for name in one.names if plain.get(name)), "") for one in fields}

"""What an ugly file must come to: the rows that a person sees in it, and what becomes of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


class ReadRow(NamedTuple):
    """One row as a person reads it: number, words, when it was told (local time), who, and what the telephone cell comes to."""

    number: str
    text: str
    told: str = ""
    name: str = ""
    phone: str = ""

    def cells(self) -> list[str]:
        """The row under HEAD."""
        return list(self)


HEAD = ["工单编号", "诉求内容", "受理时间", "来电人", "联系电话"]
USUAL = (
    ReadRow("WH001", "楼道里堆满了杂物", "2026-11-20 09:05", "张三", "13800000021"),
    ReadRow("WH002", "小区的路灯不亮了", "2026-11-21 10:30", "李四", "13900000022"),
    ReadRow("WH003", "树枝挡住了窗户，请修剪", "2026-11-22 15:05", "王五", "0455-7770023"),
)
ROWS = [row.cells() for row in USUAL]


@dataclass(frozen=True)
class Ugly:
    """One file: its name, what is ugly about it, how it is made, and what must become of it.

    `taken` are the matters that come in and no others; `returned` the rows (as people count them) that come back, each with a
    cause; `there` how many say again what is there; `remarked` the numbers beside which something must be said. `refused` is
    the code of the refusal where the file as a whole cannot be read; `unread` are the sheets that must be named.
    """

    file: str
    about: str
    make: Callable[[], bytes]
    taken: tuple[ReadRow, ...] = USUAL
    returned: tuple[int, ...] = ()
    there: int = 0
    remarked: tuple[str, ...] = ()
    refused: str = ""
    unread: tuple[str, ...] = ()


def with_number(rows: Iterable[list[str]]) -> list[list[object]]:
    """The rows with 序号 first."""
    return [[serial, *row] for serial, row in enumerate(rows, start=1)]

"""Telephone cells as hotlines keep them, and the forms in which one number may be left and shown."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sunshine.lib.masks import normal_phone

_RUN = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[\s-]?)?"
    r"(?:0?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\(?0\d{2,3}\)?[\s-]?\d{7,8}|[2-9]\d{6,7}|400[\s-]?\d{3}[\s-]?\d{4})(?!\d)",
    re.ASCII,
)
_NONE = re.compile(
    r"(?:[暂均]?(?:无|没有|未知|不详|不祥|不明|空|未留|未提供|不提供|不愿透露|不便透露)(?:电话|号码|联系方式)?"
    r"|(?:(?:要求)?保密|匿名)(?:电话|号码|联系方式)?|none|null|nil|na|0*)",
    re.IGNORECASE,
)


class PhoneCell(NamedTuple):
    """What a telephone cell says: the first number that can be called, and the cell as it stood if it says more.

    The whole cell is the remark, not only its rest: “儿子138…、女儿139…” cut in two would give the first number to nobody.
    """

    number: str = ""
    remark: str = ""

    @property
    def several(self) -> bool:
        """Whether more than one number can be called, rather than one with an extension or words beside it."""
        return len(set(_numbers(self.remark))) > 1


@lru_cache(maxsize=8)
def read_phone_cell(cell: str, area: str = "") -> PhoneCell:
    """Read a cell with one number, several, an extension, words beside them, words for none, or nothing readable.

    A landline of the county's own `area` code is known without its 0: a spreadsheet drops the zero of a number.
    """
    plain = unicodedata.normalize("NFKC", cell).strip()
    if _NONE.fullmatch("".join(char for char in plain if char.isalnum())):
        return PhoneCell()
    if number := normal_phone(plain) or _without_zero(plain, area):
        return PhoneCell(number)
    return PhoneCell(next(_numbers(plain), ""), cell.strip())


def _without_zero(plain: str, area: str) -> str:
    """The landline that a run of digits is once the 0 of the own area code stands before it again; "" for any other."""
    if not area.startswith("0") or not re.fullmatch(rf"{area[1:]}[- ]?[2-9]\d{{6,7}}", plain, re.ASCII):
        return ""
    return normal_phone(f"0{plain}") or ""


def _numbers(text: str) -> Iterator[str]:
    """The numbers in a text that can be called, in their order."""
    plain = unicodedata.normalize("NFKC", text)
    return filter(None, (normal_phone(run[0]) for run in _RUN.finditer(plain)))


def phone_forms(number: str, area: str) -> tuple[str, ...]:
    """The forms of a normalised number: landlines of the county's own `area` code are left with and without it."""
    if number.startswith(f"{area}-"):
        return number, number.partition("-")[2]
    if area and re.fullmatch(r"[2-9]\d{6,7}", number, re.ASCII):
        return number, f"{area}-{number}"
    return (number,)

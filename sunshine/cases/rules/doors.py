"""What protects whoever tells something, the same at every door: it is asked here, and no door asks it by itself.

What is not essential never refuses what is: the matter is taken, and a doubt stands beside it and on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from sunshine.cases.queries.emergency import asks_secrecy
from sunshine.cases.rules.steps import Report
from sunshine.cases.states import Doubt
from sunshine.lib.telephones import PhoneCell, read_phone_cell


@dataclass(frozen=True, slots=True)
class Guarded:
    """Both telephones of a report as they can be read, whether it is confidential, and what is in doubt."""

    phone: PhoneCell
    for_phone: PhoneCell
    confidential: bool
    doubts: tuple[Doubt, ...]


def guard(report: Report) -> Guarded:
    """Read what was typed beside a matter, whatever stands there."""
    phone, other = (read_phone_cell(cell, settings.AREA_CODE) for cell in (report.phone, report.for_phone))
    asked = asks_secrecy("\n".join([report.text, report.name, report.phone]))
    doubts = dict.fromkeys(_of_telephones([phone, other]))
    if asked and not report.confidential:
        doubts[Doubt.SECRET] = None
    return Guarded(phone, other, report.confidential or asked, tuple(doubts))


def _of_telephones(cells: Iterable[PhoneCell]) -> Iterable[Doubt]:
    for cell in cells:
        if cell.remark and not cell.number:
            yield Doubt.PHONE_UNREAD
        elif cell.remark:
            yield Doubt.PHONE_MORE if cell.several else Doubt.PHONE_BESIDE

"""Which other reports probably tell of the same matter, and who is told with whom (R-REQ-07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sunshine.cases.models import Case, Near
from sunshine.cases.queries.around import there_is
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.reach import around_for
from sunshine.cases.states import MOVES, NoteKind, Outcome, State
from sunshine.lib.cells import find_cells_around
from sunshine.lib.division import Level
from sunshine.lib.likeness import Rarity, likeness, rarity, read_words
from sunshine.people.models import Officer

MOST, COMPARED, COUNTED, HEARD = 5, 300, 1000, timedelta(days=90)
"""Suggestions; reports compared with; texts, and their age, from which it is known how rare words are."""
HOUR = 3600
FLOOR = r"(^|[^0-9]){floor}[层楼]"
"""How the words of a place name a floor; “5号楼” is a house."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another report, and from 0 to 1 how alike its words are."""

    case: Case
    likeness: float

    @property
    def percent(self) -> int:
        """The likeness for the page."""
        return round(self.likeness * 100)


def likely(
    text: str, *, place: str, cell: str, at: datetime, officer: Officer | None = None, on: date | None = None
) -> list[Alike]:
    """The open reports near in place, time and words, most alike first, five at most.

    With an officer (and the day) from their reach; without, only what everybody may know of: public kinds, nothing
    confidential, no complaint about staff. A place no finer than the county is near to nothing.
    """
    if len(place) < Level.COMMUNITY and not cell:
        return []
    rows = around_for(officer, on) if officer and on else _public()
    found = _close_to(rows, place, cell, at).select_related("category", "holder")
    compared = list(found.order_by("-received_at", "-id")[:COMPARED])
    return _best(text, compared, at) if compared else []


def find_alike(case: Case, *, officer: Officer | None = None, on: date | None = None) -> list[Alike]:
    """The reports that this one may be the same as, if it can still be merged; see `likely`."""
    if case.restricted or case.state not in MOVES["merge" if officer else "follow"].frm:
        return []
    if case.compared_at is None:
        at = case.received_at
        rows = likely(_words(case), place=case.place, cell=case.cell, at=at, officer=officer, on=on)
        return [row for row in rows if row.case.pk != case.pk][:MOST]
    return _kept(case, around_for(officer, on) if officer and on else _public())


def _kept(case: Case, within: QuerySet[Case]) -> list[Alike]:
    """Of what was found alike, what is open, an ordinary matter and within reach now."""
    pairs = dict(Near.objects.filter(case=case).values_list("other", "likeness"))
    if not pairs:
        return []
    rows = within.filter(pk__in=pairs, open=True, restricted=False).select_related("category", "holder")
    found = [Alike(row, pairs[row.pk]) for row in rows]
    return sorted(found, key=lambda row: (-row.likeness, row.case.pk))[:MOST]


def told_already(
    text: str, *, place: str, officer: Officer, on: date, at: datetime, cell: str = ""
) -> list[Alike]:
    """What a call that is being taken may be about already, within reach of who takes it: nothing confidential."""
    found = likely(text, place=place, cell=cell, at=at, officer=officer, on=on)
    return [row for row in found if not row.case.confidential][:MOST]


def open_in(building: int, floor: int | None, *, officer: Officer, on: date) -> tuple[int, int]:
    """How many ordinary matters within reach are open in a building, and of these on a floor, by the words of their place."""
    rows = around_for(officer, on).filter(building=building, open=True, restricted=False, confidential=False)
    on_floor = Count("pk", filter=Q(location__regex=FLOOR.format(floor=floor or 0)))
    counts = rows.aggregate(everywhere=Count("pk"), on_floor=on_floor)
    return counts["everywhere"], counts["on_floor"]


def to_compare(limit: int) -> list[Case]:
    """Open requests of which it is not kept yet what is near and alike, the oldest first."""
    return list(Case.objects.filter(open=True, compared_at=None).order_by("pk")[:limit])


def alike_open(case: Case) -> list[Alike]:
    """Every open request near in place and time and alike in words, whoever may see it."""
    if len(case.place) < Level.COMMUNITY and not case.cell:
        return []
    found = _close_to(Case.objects.exclude(pk=case.pk), case.place, case.cell, case.received_at)
    compared = list(found.order_by("-received_at", "-id")[:COMPARED])
    return _best(_words(case), compared, case.received_at, most=COMPARED) if compared else []


def is_alike(case: Case, other: Case, *, ended: bool = False) -> bool:
    """Whether one report may be the same as the other, an open one unless `ended`: near in place and time, and alike
    in words."""
    at = case.received_at
    near = _close_to(Case.objects.filter(pk=other.pk), case.place, case.cell, at, ended=ended)
    return bool(_best(_words(case), list(near), at))


def _words(case: Case) -> str:
    return "\n".join(filter(None, [case.text, case.location]))


def _close_to(
    rows: QuerySet[Case], place: str, cell: str, at: datetime, *, ended: bool = False
) -> QuerySet[Case]:
    """Those of the reports that are open (or may have `ended`) and near in place and time."""
    rows = rows if ended else rows.filter(open=True)
    numbers = catalogue()
    days = timedelta(days=float(numbers.number("near_days")))
    near = _near(place, cell, float(numbers.number("near_metres")))
    return rows.filter(near, restricted=False, received_at__range=(at - days, at + days))


def _public() -> QuerySet[Case]:
    return Case.objects.filter(confidential=False, category__release=True)


def _near(place: str, cell: str, metres: float) -> Q:
    community = Q(community=place[: Level.COMMUNITY]) if len(place) >= Level.COMMUNITY else Q(pk__in=[])
    if not cell:
        return community
    return Q(cell__in=find_cells_around(cell, metres)) | community & Q(cell="")


def _best(text: str, rows: Sequence[Case], at: datetime, *, most: int = MOST + 1) -> list[Alike]:
    least = float(catalogue().number("near_likeness"))
    mine, rare = read_words(text), _rarity(int(at.timestamp()) // HOUR)
    found = [Alike(row, likeness(mine, read_words(f"{row.text}\n{row.location}"), rare)) for row in rows]
    enough = [row for row in found if row.likeness >= least]
    return sorted(enough, key=lambda row: (-row.likeness, row.case.pk))[:most]


@lru_cache(maxsize=8)
def _rarity(hour: int) -> Rarity:
    """How rare words are in the reports of the last months; counted once an hour in each process."""
    until = datetime.fromtimestamp((hour + 1) * HOUR).astimezone()
    rows = Case.objects.filter(received_at__range=(until - HEARD, until)).exclude(text="")
    texts = rows.order_by("-received_at", "-id").values_list("text", "location")[:COUNTED]
    return rarity([read_words(f"{text}\n{location}") for text, location in texts])


def forget_rarity() -> None:
    """Count words anew at the next question."""
    _rarity.cache_clear()


def followers(case: Case) -> list[Case]:
    """All whose report is handled together with this one, also through others that were merged into it.

    Nothing is merged into what is closed, so no chain leads back to itself.
    """
    found: list[Case] = []
    level = [case] if there_is(case, "merged") else []
    while level:
        level = list(Case.objects.filter(merged_into__in=level).select_related("contact").order_by("pk"))
        found += level
    return found


def main_of(case: Case) -> Case | None:
    """The report that this one is handled together with in the end."""
    found = case
    while found.merged_into_id is not None:
        found = Case.objects.select_related("holder").get(pk=found.merged_into_id)
    return found if found.pk != case.pk else None


def shared_result(main: Case) -> str:
    """What whoever holds the main report wrote for all who reported the same; else that it is done, in a sentence."""
    if main.answered_at is None or main.restricted or main.outcome in {Outcome.WITHDRAWN, Outcome.FORWARDED}:
        return ""
    rows = main.notes.filter(kind__in=[NoteKind.ANSWER, NoteKind.SHARED]).order_by("-step")
    kinds = {row.kind: row for row in reversed(rows)}
    answered, shared = kinds.get(NoteKind.ANSWER), kinds.get(NoteKind.SHARED)
    if shared and answered and shared.step == answered.step:
        return str(shared.text)
    return _("%(organisation)s says that it is done.") % {"organisation": main.holder.spoken}


def following_words(main: Case) -> str:
    """Where the main report stands, for those handled together with it: its state, none of its words."""
    if main.restricted:
        return _("Being handled")
    if main.state == State.CLOSED:
        return {
            Outcome.CONFIRMED: _("Done, confirmed by whoever reported it"),
            Outcome.UNCONFIRMED: _("Done; nobody said whether it is solved"),
            Outcome.WITHDRAWN: _(
                "The other report was taken back. If it is not solved, please tell us again."
            ),
            Outcome.FORWARDED: _("Passed on to the authority that the law names"),
        }.get(Outcome(main.outcome), _("Being handled"))
    return {
        State.RECEIVED: _("Arrived, waiting to be taken up"),
        State.SHELVED: _("It takes longer; there is a plan for it"),
        State.ANSWERED: _("Handled; we are asking whether it is solved"),
    }.get(State(main.state), _("Being handled"))

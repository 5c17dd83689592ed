"""Reads of the service catalogue: what is offered at a place, who answers for it, and search by word."""

from collections.abc import Iterable
from datetime import date

from sunshine.lib import segments
from sunshine.lib.division import ancestors
from sunshine.people.models import Organisation
from sunshine.people.queries import Directory
from sunshine.services.models import Service
from sunshine.services.states import Function

_ORDER = {value: number for number, value in enumerate(Function.values)}
_SHORTEST = 2


def services_at(place: str, on: date) -> list[Service]:
    """The services offered at a place on a day, by function: of each the most specific line, in one statement.

    `place` is a division code; a line for a narrower place than that does not show.
    """
    nearest: dict[str, Service] = {}
    for row in _lines(place, on):
        nearest[row.code] = row
    offered = [row for row in nearest.values() if row.offered]
    return sorted(offered, key=lambda row: (_ORDER[row.function], row.order, row.code))


def service_at(code: str, place: str, on: date) -> Service | None:
    """One service as it is offered at a place; None where it is not."""
    rows = [row for row in _lines(place, on) if row.code == code]
    return rows[-1] if rows and rows[-1].offered else None


def answers_for(service: Service, place: str, on: date, offices: Directory) -> Organisation | None:
    """The organisation to go to for a service at a place: the one named, or the nearest of its kind.

    Where that one is closed or none is near, the residents' committee, the street or the county: a number to call.
    """
    named = offices.organisations.get(service.organisation_id or 0)
    if named and named.in_service(on):
        return named
    kind = service.kind or (named.kind if named else "")
    return offices.nearest(kind, place, on) or offices.answering(place, on)


def matching(rows: Iterable[Service], text: str) -> list[Service]:
    """The services whose words hold what was asked, the best first; all of them when nothing was asked."""
    said = text.strip().casefold()
    if not said:
        return list(rows)
    words = {said, *(word for word in segments.search_words(said) if len(word) >= _SHORTEST)}
    scored = [(_score(row, words), row) for row in rows]
    return [row for score, row in sorted(scored, key=lambda pair: -pair[0]) if score]


def _lines(place: str, on: date) -> list[Service]:
    """The lines in use for a place and those above it, the least specific first."""
    rows = Service.live(on)
    found = rows.filter(place__in=[*ancestors(place), place]).order_by("order", "code")
    return sorted(found, key=lambda row: len(row.place))


def _score(row: Service, words: set[str]) -> int:
    """Names and keywords weigh more than what else is said."""
    strong = " ".join([row.zh, row.en, *row.keywords]).casefold()
    weak = " ".join([row.who, row.who_en, row.more, row.more_en, *row.bring, *row.bring_en]).casefold()
    return sum(len(word) * (3 * (word in strong) + (word in weak)) for word in words)

"""Figures side by side: places below a place, organisations, kinds of matter, channels; raw always beside adjusted.

What would tell of persons is withheld: rates of places and units with fewer than three staff with what they are made of,
and satisfaction below so many answers. Organisations and matters are compared, persons never.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunshine.cases.queries import catalogue
from sunshine.insight.queries.figures import Figures, Share, Times, figures_by, figures_of_places
from sunshine.insight.queries.staff import few_organisations, few_places
from sunshine.insight.states import TELLING, Dimension, Measure, Rate
from sunshine.matters.states import Channel
from sunshine.people.models import Organisation
from sunshine.people.states import pick_words
from sunshine.places.queries import locator


class By(TextChoices):
    """Along what figures are compared."""

    PLACE = "place", gettext_lazy("Places")
    ORGANISATION = "organisation", gettext_lazy("Organisations")
    CATEGORY = "category", gettext_lazy("Kind of matter")
    CHANNEL = "channel", gettext_lazy("How it came in")


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A rate as it may be shown, raw and adjusted; None where it is withheld."""

    raw: Share | None
    adjusted: Share | None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of a comparison; `few` when its rates would be those of fewer than three people."""

    key: str
    name: str
    figures: Figures
    rates: dict[Rate, ShownRate]
    few: bool

    def times(self, measure: Measure) -> Times | None:
        """How often something happened, and to how many requests; None where a rate could be worked out from it."""
        return None if self.few and measure in TELLING else self.figures.times(measure)


def show_rates(figures: Figures, *, few: bool = False, hush: bool = False) -> dict[Rate, ShownRate]:
    """The rates of some figures as they may be shown; `hush` withholds satisfaction whatever its base."""
    found = {}
    for rate in Rate:
        raw, adjusted = figures.rate(rate), figures.rate(rate, adjusted=True)
        found[rate] = ShownRate(None, None) if few else ShownRate(raw, adjusted)
        if rate is Rate.SATISFIED and not few:
            found[rate] = (
                ShownRate(None, None)
                if hush
                else _satisfied(raw, adjusted, figures.book.number("least_told"))
            )
    return found


def _satisfied(raw: Share, adjusted: Share, least: int) -> ShownRate:
    """Only totals of so many; nor may the two, taken from each other, tell what one of a few said."""
    apart = raw.base - adjusted.base
    if 0 < raw.base < least:
        return ShownRate(None, None)
    return ShownRate(raw, None if 0 < apart < least or 0 < adjusted.base < least else adjusted)


def one(figures: Figures, on: date, own: str) -> ComparedRow:
    """A place as a whole, for somebody whose widest place is `own`."""
    few = bool(few_places([figures.place], on, own))
    return ComparedRow(figures.place, _place()(figures.place), figures, show_rates(figures, few=few), few)


def compare(place: str, month: date, by: By, on: date) -> list[ComparedRow]:
    """The lines of a comparison at a place, in the order of their names."""
    found, name, few = _SIDES[by](place, month, on)
    hushed = _hushed(found)
    rows = [
        ComparedRow(key, name(key), each, show_rates(each, few=key in few, hush=key in hushed), key in few)
        for key, each in found.items()
        if each.rows
    ]
    return sorted(rows, key=lambda row: (row.name, row.key))


def is_withheld(
    place: str, month: date, measure: Measure, dimension: Dimension, key: str, on: date, own: str
) -> bool:
    """Whether the requests behind a number are not listed, because a rate that is not shown could be worked out."""
    if measure not in TELLING:
        return False
    if few_places([place], on, own):
        return True
    return dimension == Dimension.ORGANISATION and key in _organisations(place, month, on)[2]


def _hushed(found: dict[str, Figures]) -> set[str]:
    """Lines without satisfaction: those with too few answers, and as many more as hide them in the sum of all."""
    least, hushed, hidden = catalogue().number("least_told"), set(), 0
    bases = sorted((each.rate(Rate.SATISFIED).base, key) for key, each in found.items())
    for base, key in bases:
        if base and (base < least or 0 < hidden < least):
            hushed.add(key)
            hidden += base
    return hushed


_Side = tuple[dict[str, Figures], Callable[[str], str], Collection[str]]


def _places(place: str, month: date, on: date) -> _Side:
    below = [code for code in locator().names if len(code) == len(place) + 3 and code.startswith(place)]
    return figures_of_places(below, month, on=on), _place(), few_places(below, on, place)


def _organisations(place: str, month: date, on: date) -> _Side:
    found = figures_by(place, month, Dimension.ORGANISATION, on=on)
    rows = {str(pk): row for pk, row in Organisation.objects.in_bulk(found).items()}
    return found, lambda key: rows[key].spoken, few_organisations(rows)


def _categories(place: str, month: date, on: date) -> _Side:
    kinds = catalogue().categories
    return (
        figures_by(place, month, Dimension.CATEGORY, on=on),
        lambda key: kinds[key].spoken if key in kinds else _("not sorted yet"),
        (),
    )


def _channels(place: str, month: date, on: date) -> _Side:
    return figures_by(place, month, Dimension.CHANNEL, on=on), lambda key: str(Channel(key).label), ()


_SIDES: dict[By, Callable[[str, date, date], _Side]] = {
    By.PLACE: _places,
    By.ORGANISATION: _organisations,
    By.CATEGORY: _categories,
    By.CHANNEL: _channels,
}


def _place() -> Callable[[str], str]:
    """What a place is called: the book is opened once, however many places there are."""
    names = locator().names

    def name(code: str) -> str:
        row: dict[str, Any] = names.get(code) or {"name": code, "name_en": code}
        return str(pick_words(row["name"], row["name_en"]))

    return name

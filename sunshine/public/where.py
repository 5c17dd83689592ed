"""What is understood of the place of a report: said to whoever writes it, offered to choose from, asked for once."""

from dataclasses import dataclass

from sunshine.cases.actions import whereabouts
from sunshine.cases.forms.where import Key, Which, key_of, offer_places
from sunshine.cases.rules import Report
from sunshine.lib.refusals import Refused
from sunshine.places.queries import Located, Locator
from sunshine.places.states import Certainty
from sunshine.public.forms import NO_PLACE, ReportForm
from sunshine.public.spot import Spot

SUGGESTED = 5
NOTHING = Which([])


@dataclass(frozen=True, slots=True)
class Where:
    """The place that the words are taken for, "" where none is sure; why it must be asked; and what may be chosen.

    `ask`: conflict (point and words name two places), several (the words may mean several) or unsure.
    """

    understood: str = ""
    ask: str = ""
    which: Which = NOTHING


def where_of(form: ReportForm, book: Locator, spot: Spot) -> Where:
    """What is understood so far. Nothing is said of what was chosen or scanned: the page shows it already."""
    if spot.building:
        return Where()
    words, chosen = (form["location"].value() or "").strip(), form["which"].value() or ""
    told = {"which": chosen, **getattr(form, "cleaned_data", {})}
    if key_of(chosen) is not None and form.find_chosen(told) is None:
        chosen = ""  # the words were changed since
    found = _found(form, words, spot)
    meant = found.choices if found else ()
    # Who named a division has not begun to name a building.
    more = [] if any(isinstance(key, str) for key in meant) else _suggested(book, words, spot)
    which = offer_places(book, [*meant, *more], chosen)
    if found is None or key_of(chosen) is not None or form["community"].value():
        return Where(which=which)
    if found.certainty == Certainty.UNKNOWN:
        return Where("", _ask(found, words), which)
    if found.why["by"] != "text":
        return Where(which=which)
    place: Key = found.place if found.building is None else found.building
    return Where(book.words_of(place), "", which)


def is_placeless(form: ReportForm) -> bool:
    """Whether nothing in a valid form tells where it is, nor that it has no place or whom it is about."""
    report = form.report("zh-hans", photos=False)
    if report.about is not None or form.cleaned_data["community"] == NO_PLACE:
        return False
    try:
        found = whereabouts(report)
    except Refused:  # what cannot be is refused with its own sentence
        return False
    # A point where no grid is drawn is a place all the same.
    return found.certainty == Certainty.UNKNOWN and found.why.get("in") != "no_grid"


def _found(form: ReportForm, words: str, spot: Spot) -> Located | None:
    """Where the form says it is, by the same rule by which it is taken in; None for a point outside the county."""
    told = getattr(form, "cleaned_data", {})
    lon, lat, community = told.get("lon"), told.get("lat"), told.get("community")
    place = spot.place if community in (None, "", NO_PLACE) else community
    text = form["text"].value() or ""
    try:
        return whereabouts(Report(text, location=words, place=place or None, lon=lon, lat=lat))
    except Refused:
        return None


def _ask(found: Located, words: str) -> str:
    if found.why["by"] == "point":
        return "conflict" if found.choices else ""
    if found.choices:
        return "several"
    return "unsure" if words else ""


def _suggested(book: Locator, words: str, spot: Spot) -> list[Key]:
    """Buildings that what was typed may be the beginning of."""
    if not words:
        return []
    return [row["id"] for row in book.suggest(words, within=spot.community or None, limit=SUGGESTED)]

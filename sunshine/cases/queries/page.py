"""One request for the desk: timeline, custody, clocks, texts; and in words why it is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.models import Case, Supervision
from sunshine.cases.queries.around import clocks_and_record, there_is
from sunshine.cases.queries.catalogue import Catalogue, Target, catalogue
from sunshine.cases.states import NoteKind, doubt_words
from sunshine.clocks.models import Clock
from sunshine.files.models import Photo
from sunshine.files.queries import of_subject
from sunshine.matters.queries.timeline import Held, Line, custody_of, timeline
from sunshine.people.states import reads_chinese


@dataclass(frozen=True, slots=True)
class CasePage:
    """All that the desk shows of a request."""

    case: Case
    timeline: list[Line]
    custody: list[Held]
    clocks: list[Clock]
    photos: list[Photo]
    solved: str
    why_here: str
    why_place: str
    watched: list[Supervision]
    doubts: list[str]


def page_of(case: Case, *, at: datetime, reads: bool = False) -> CasePage:
    """The request with everything around it, in a fixed number of statements; fewer if `gather` was asked before.

    Whoever `reads` the resident's own words (`rules.may_read_words`) gets them as they were said.
    """
    rules, on = catalogue(), timezone.localtime(at).date()
    clocks, rows = clocks_and_record(case)
    notes = {(note.step, note.kind): note for note in sorted(case.notes.all(), key=lambda note: note.step)}
    own = {key: note for key, note in notes.items() if note.kind != NoteKind.SHARED}
    lines = timeline(case, clocks, own, offices=rules.directory, rows=rows, reads=reads)
    told = list(case.confirmations.all()) if case.reworks or case.closed_at else []
    last = max(told, key=lambda row: row.round, default=None)
    photos = of_subject(case.subject) if there_is(case, "photos") else []
    return CasePage(
        case, lines, custody_of(case, at), clocks, photos, last.solved if last else "",
        explain(case.why_here, on, rules), explain(case.why_place, on, rules),
        sorted(case.supervisions.all(), key=lambda row: row.at) if case.closed_at is None else [],
        doubt_words(doubts_in(rows, case)),
    )  # fmt: skip


def doubts_in(rows: Iterable[Any], case: Case) -> list[str]:
    """The codes of what was taken otherwise than told, from the entry of taking it in."""
    first = next((row for row in rows if row.subject == case.subject and row.verb == "receive"), None)
    return list(first.facts.get("doubts", [])) if first else []


def proposed(case: Case, on: date, category: str | None = None) -> Target | None:
    """Whom the duty catalogue names for a matter, of another kind if one is said; None where only a person can decide."""
    rows = catalogue()
    target = rows.route(rows.categories.get(category or case.category_id or ""), case.place, on)
    if target is None or target.why["by"] == "dispatcher" or target.organisation.pk == case.holder_id:
        return None
    return target


def clearly_proposed(case: Case, on: date) -> tuple[str, Target] | None:
    """Kind and organisation that the duty catalogue names by itself: of its own kind, or of the one its words clearly tell."""
    sure = None if case.category_id else catalogue().sure(case.text, on)
    kind = sure.code if sure else case.category_id or ""
    target = proposed(case, on, kind) if kind else None
    return (kind, target) if target else None


def explain(why: dict[str, Any], on: date, rules: Catalogue | None = None) -> str:
    """Why a request is with its holder, or why it was placed there, as a sentence in the language of the page."""
    said = {
        "route": _("A rule of the duty catalogue names this organisation: %(category)s."),
        "category": _("This kind of matter belongs to this kind of organisation: %(category)s."),
        "dispatcher": _("%(because)s The street's dispatch desk decides."),
        "supervision": _("Complaints about staff, fees or gifts go one level up, past those they concern."),
        "import": _("Imported without a place: it stays with the organisation that imported it."),
        "returned": _("%(from)s returned it: not its duty. The dispatch desk decides."),
        "dispatch": _("The dispatcher passed it on from %(from)s. %(reason)s"),
        "upheld": _("%(from)s returned it, and the dispatcher agreed. %(reason)s"),
        "consent": _("Taken over from %(from)s. %(reason)s"),
        "concluded": _("The joint conclusion gave it on from %(from)s. %(reason)s"),
        "point": _("By the point on the map."),
        "building": _("By the building: %(building)s."),
        "text": _("By the words of the place."),
        "hint": _("By the community or poster it was reported from."),
    }.get(str(why.get("by")), "")
    return " ".join([said % _filled(why, rules), *_doubts(why)]) if said else ""


def _doubts(why: dict[str, Any]) -> list[str]:
    """What speaks against a place, and the places it may be, for whoever sets it right."""
    against = [str(_("What was said of the place contradicts itself."))] if why.get("conflict") else []
    names = "、".join(map(str, why.get("candidates") or ()))
    more = why.get("count", 0) > len(why.get("candidates") or ())
    return (
        [*against, _("Perhaps: %(names)s.") % {"names": names + (" …" if more else "")}] if names else against
    )


def _filled(why: dict[str, Any], rules: Catalogue | None) -> dict[str, str]:
    because = {
        "no_rule": _("No rule fits."),
        "no_category": _("The kind of matter is not clear."),
        "off_list": _("It is not on the community's duty list."),
    }
    return {
        "category": category_name(str(why.get("category") or ""), rules) or _("every kind of matter"),
        "because": because.get(str(why.get("because")), ""),
        "from": str(why.get("from") or ""),
        "reason": str(why.get("reason") or ""),
        "building": str(why.get("building") or ""),
    }


def category_name(code: str, rules: Catalogue | None = None) -> str:
    """The name of a category in the language of the page, empty for none."""
    row = (rules or catalogue()).categories.get(code) if code else None
    return in_words(row) if row is not None else ""


def in_words(row: Any) -> str:
    """The name of a row of a table in the language of the page."""
    return str(row.zh if reads_chinese() else row.en)

"""All that is decided of a report before anything is written: place, kind, holder, danger, complaint and terms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases import rules
from sunshine.cases.models import Category
from sunshine.cases.queries.catalogue import Catalogue, Target
from sunshine.cases.queries.emergency import emergency_words, listed_words, says_rather_danger
from sunshine.cases.states import PRESSING, Doubt, Urgency
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Channel
from sunshine.people.states import OrganisationKind
from sunshine.places.queries import Located, Locator, locator
from sunshine.places.states import Certainty
from sunshine.record.states import Actor

DEFAULT_POLICY = "normal"
DANGER_POLICY = "critical"
FRESH = timedelta(days=1)
"""What a ledger tells of later than this has been in somebody's hands: it comes in with its own term."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is decided of a report before the first write."""

    report: rules.Report
    text: str
    located: Located
    place: str
    category: Category | None
    target: Target
    policy: str
    urgency: str
    solver: int | None
    danger: bool
    about: int | None
    guarded: rules.Guarded
    doubts: tuple[Doubt, ...]

    @property
    def patrolled(self) -> str | None:
        """The grid whose worker of the day has it in hand: of what is the community's and nobody has solved."""
        community = self.target.organisation.kind == OrganisationKind.COMMUNITY
        return self.located.grid if community and self.solver is None else None


def plan(report: rules.Report, *, by: Actor, at: datetime, rows: Catalogue) -> Plan:
    """Decide it. Raises Refused with a code naming the field when the report cannot be taken."""
    rules.check_report(report)
    rules.check_taker(report, by, on=timezone.localtime(at).date())
    return _plan(report, by, at, rows)


def _plan(report: rules.Report, by: Actor, at: datetime, rows: Catalogue) -> Plan:
    on = timezone.localtime(at).date()
    if report.about is not None and report.about not in rows.directory.organisations:
        raise Refused(_("This organisation is not known here. Please choose it again."), code="about")
    located = whereabouts(report)
    place = located.place or report.place or settings.COUNTY
    category = _classify(report, rows, on)
    _check_complaint(report, category)
    danger = _in_danger(report, category, by, at)
    guarded = rules.guard(report)
    complaint, doubts = _complaint(report, category, rows, place, on, danger=danger)
    if not danger and report.ended_at is None and _told_before(report, at) and listed_words(report.text):
        doubts = (*doubts, Doubt.OLD_DANGER)
    about = _about(report, complaint, rows, on)
    if complaint:
        category = complaint
    elif danger:
        category = None  # somebody must look at once: the office that a lamp or a stairwell belongs to is not who comes
    target = _importing(report, category, by, rows, place) or rows.route(category, place, on, about=about)
    if target is None:
        raise Refused(
            _("No organisation is set up to take this matter yet. Please call the telephone number below."),
            code="place",
        )
    policy, urgency = _pressing(report, category, danger=danger)
    return Plan(
        report, check_words(report.text, most=report.most), located, place, category, target, policy, urgency,
        _solver(report, by, target), danger, about, guarded, (*guarded.doubts, *doubts),
    )  # fmt: skip


def _complaint(
    report: rules.Report, category: Category | None, rows: Catalogue, place: str, on: date, *, danger: bool
) -> tuple[Category | None, tuple[Doubt, ...]]:
    """The kind of complaint about staff that the words make it, through whatever door and whatever kind was chosen.

    Danger that outweighs it comes first, and where nobody supervises it is taken as it is: both times the doubt stays.
    Whoever was asked, and said it is none, is believed; so is a matter that begins anew.
    """
    if category is not None and category.restricted:
        return None, ()
    if report.ordinary or report.follows is not None or not rows.complains(report.text, on):
        return None, ()
    kind = rows.complaint(report.text, on)
    if kind is None or (danger and says_rather_danger(report.text)):
        return None, (Doubt.PERHAPS_STAFF,)
    if rows.route(kind, place, on, about=_about(report, kind, rows, on)) is None:
        return None, (Doubt.PERHAPS_STAFF,)
    return kind, (Doubt.STAFF,)


def _about(report: rules.Report, complaint: Category | None, rows: Catalogue, on: date) -> int | None:
    """Whom it is about: as it was said, or the one organisation that a complaint names in its words."""
    if report.about is not None or complaint is None:
        return report.about
    named = rows.directory.named(report.text, on)
    return named.pk if named else None


def _in_danger(report: rules.Report, category: Category | None, by: Actor, at: datetime) -> bool:
    """Whether the words say, through whatever door, that somebody must come now, and the kind of matter does not.

    Of an unclear matter the table may say so by itself; where a kind is known, it must be a word of the list. A kind that
    an officer chose stands, and so do a complaint about staff and what a ledger tells of another day.
    """
    if report.ended_at is not None:
        return False
    if _told_before(report, at):
        return False
    if category is None:
        return bool(emergency_words(report.text))
    chosen = report.category is not None and by.officer is not None
    known = category.restricted or category.urgency == Urgency.CRITICAL
    return not chosen and not known and bool(listed_words(report.text))


def _told_before(report: rules.Report, at: datetime) -> bool:
    """Whether a ledger tells of another day: what it says has been in somebody's hands since."""
    return report.channel == Channel.IMPORT and report.told_at is not None and at - report.told_at > FRESH


def whereabouts(report: rules.Report) -> Located:
    """Where a report says it is, the surest way first: a chosen building, a point, words, the place whose code was opened."""
    book = locator()
    if report.building is not None:
        return book.at_building(report.building)
    if report.lon is not None and report.lat is not None:
        return book.at_point_and_text(report.lon, report.lat, report.location)
    words = report.location.strip() or report.text
    found = book.at_text(words, within=report.place)
    if report.place is None or (
        report.location.strip() and found.certainty not in {Certainty.UNKNOWN, Certainty.COARSE}
    ):
        return found
    return find_hinted_place(book, report.place)


def find_hinted_place(book: Locator, code: str) -> Located:
    """The place somebody came with, by its poster or as their community. Raises Refused for a code that is no place."""
    if code not in book.names:
        raise Refused(_("This community is not known here. Please choose it again."), code="place")
    sure = Certainty.LIKELY if len(code) == Level.GRID else Certainty.COARSE
    return Located(code, sure, (("by", "hint"),))


def _classify(report: rules.Report, rows: Catalogue, on: date) -> Category | None:
    if report.category is None:
        return rows.find_sure(report.text, on)
    category = rows.categories.get(report.category)
    if category is None or category.parent_id is None or not category.in_use(on):
        raise Refused(_("Please choose one of the listed kinds of matter."), code="category")
    return category


def _check_complaint(report: rules.Report, category: Category | None) -> None:
    """Who is named as complained of must never get the matter on their desk as an ordinary one."""
    if (report.about is not None or report.about_officers) and not (category and category.restricted):
        raise Refused(_("Please choose what the complaint is about."), code="category")


def _importing(
    report: rules.Report, category: Category | None, by: Actor, rows: Catalogue, place: str
) -> Target | None:
    """An imported matter without a place stays with whoever imported it, in their tray."""
    if report.channel != Channel.IMPORT or len(place) > len(settings.COUNTY) or by.organisation is None:
        return None
    if category and category.restricted:  # a complaint about staff may be about them
        return None
    return Target(rows.directory.organisations[by.organisation], {"by": "import"})


def _solver(report: rules.Report, by: Actor, target: Target) -> int | None:
    """Whoever solves it on the spot, and keeps it."""
    if not report.solved_on_the_spot:
        return None
    if by.officer is None or by.organisation != target.organisation.pk:
        raise Refused(
            _(
                "Only the organisation that answers for this matter can solve it on the spot. Please report it instead."
            )
        )
    return int(by.officer.pk)


def _pressing(report: rules.Report, category: Category | None, *, danger: bool) -> tuple[str, str]:
    """The deadline policy and the urgency: those of the kind, unless there is danger or the ledger says it is more urgent.

    A policy of the same name measures each of the pressing urgencies.
    """
    if danger:
        return DANGER_POLICY, Urgency.CRITICAL
    policy = category.policy_id if category and category.policy_id else DEFAULT_POLICY
    urgency = category.urgency if category else Urgency.NORMAL
    for each in PRESSING:
        if each == urgency:
            break
        if each == report.urgency:
            return each, each
    return policy, urgency

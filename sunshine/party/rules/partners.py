"""Who may keep agreements, the three lists and the reports of a community, and what each must say."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import check_public
from sunshine.matters.rules.words import check_words
from sunshine.party.models import ListLine, Partnership, Reporting
from sunshine.party.states import ListKind
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.rules import check, check_in_force, may
from sunshine.people.states import PARTY_KINDS, OrganisationKind
from sunshine.places.queries import standing
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Member, Volunteer

RIGHT = "party"
TEXT_MOST, AGREEMENT_MOST, COMMENT_MOST = 200, 2000, 500
AT_HOME = PARTY_KINDS | {OrganisationKind.COMMUNITY, OrganisationKind.VOLUNTEER_TEAM}
"""The community's own organisations: nobody reports to themselves."""


def check_keeper(by: Actor, community: str, on: date) -> None:
    """Raise Refused unless this is a standing community within reach of who asks."""
    check(by, RIGHT, place=community, on=on)
    if len(community) != Level.COMMUNITY or not standing(community, on).filter(code=community).exists():
        raise Refused(_("Choose a community that exists."), code="community")


def check_agreement(partner: Organisation, text: str, first: date, last: date | None, on: date) -> str:
    """The agreement's words; Refused for what is no partner unit, dates the wrong way round, or no words."""
    check_in_force(partner, on)
    if partner.kind != OrganisationKind.PARTNER:
        raise Refused(_("Choose a partner unit; enter it first if it is not there yet."), code="partner")
    if last is not None and last < first:
        raise Refused(_("The last day lies before the first."), code="valid_to")
    return check_words(text, least=4, most=AGREEMENT_MOST, what="agreement")


def check_running(agreement: Partnership) -> None:
    """Raise Refused for an agreement whose end is settled."""
    if agreement.valid_to is not None:
        raise Refused(_("The end of this agreement is settled; enter a new one."), code="ended")


def check_partner(partner: Organisation | None, community: str, on: date) -> None:
    """Raise Refused unless this unit has an agreement with the community on that day."""
    valid = Partnership.objects.filter(in_force(on), partner=partner, community=community)
    if partner is None or not valid.exists():
        raise Refused(
            _("This unit has no agreement with the community. Enter the agreement first."), code="partner"
        )


def check_line_words(kind: str, text: str) -> str:
    """The words of a line; Refused for an unknown list, too few or many words, or what leads to a person."""
    if kind not in ListKind.values:
        raise Refused(_("Choose one of the three lists."), code="kind")
    return check_public(text, least=2, most=TEXT_MOST, what="text")


def check_open(line: ListLine) -> None:
    """Raise Refused for a line that is done."""
    if line.done_on is not None:
        raise Refused(_("This line is done; its result stands."), code="done")


def check_kind(line: ListLine, kind: ListKind) -> None:
    """Raise Refused unless the line stands on that list and is not done."""
    check_open(line)
    if line.kind != kind:
        raise Refused(_WRONG_LIST[kind == ListKind.NEED], code="kind")


def check_droppable(line: ListLine) -> None:
    """Raise Refused for a line that is done, or a project: that is finished or given back."""
    check_open(line)
    if line.kind == ListKind.PROJECT:
        raise Refused(_("A project is done or given back, not taken off."), code="kind")


_WRONG_LIST = {
    True: _("Only what the community needs can be taken."),
    False: _("Only what somebody has taken on can be given back or done."),
}


_STEPS = {
    ListKind.NEED: ("take", "drop"),
    ListKind.RESOURCE: ("drop",),
    ListKind.PROJECT: ("finish", "give_back"),
}


def possible(line: ListLine, *, by: Actor, on: date) -> list[str]:
    """The steps on a line now, for whoever asks; buttons ask the same rules."""
    if line.done_on is not None or not may(by, RIGHT, place=line.community, on=on):
        return []
    return [*_STEPS[ListKind(line.kind)], "amend"]


# -- double reporting ----------------------------------------------------------------------------------------


def check_unit(unit: Organisation, on: date) -> None:
    """Raise Refused for a closed unit or one of the community's own."""
    check_in_force(unit, on)
    if unit.kind in AT_HOME:
        raise Refused(_("A unit from elsewhere reports; this is one of the community's own."), code="unit")


def check_day(day: date, on: date) -> None:
    """Raise Refused for a day to come or one of another year."""
    if day > on or day.year != on.year:
        raise Refused(_("Give a day of this year, today at the latest."), code="reported_on")


def check_person(person: Volunteer, community: str, *, by: Actor, on: date) -> None:
    """Raise Refused unless a member who is here reports by their own link, or staff of the community write it down."""
    if person.left_at is not None or not Member.objects.filter(volunteer=person).exists():
        raise Refused(
            _("Only who said that they are a party member reports; nobody is entered by others."),
            code="person",
        )
    if by.kind is ActorKind.HELPER and by.ident == person.ref:
        return
    check_keeper(by, community, on)


def check_comment(reporting: Reporting, text: str, *, by: Actor, on: date) -> str:
    """The words that go back to a unit; Refused about a person, a second time, or by nobody of the community."""
    check(by, RIGHT, place=reporting.community, on=on)
    if reporting.unit_id is None:
        raise Refused(_("Comments go back to units, never about a person."), code="person")
    if reporting.commented_on is not None:
        raise Refused(_("The comment of this year has gone back already."), code="commented")
    return check_words(text, least=4, most=COMMENT_MOST, what="comment")

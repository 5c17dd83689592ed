"""What an offer must bring, and who may write one down. Refusals speak in sentences; their code names the field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level
from sunshine.lib.masks import mask_text, normal_phone
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import WITHOUT_NAMES
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.people.rules import check as check_may
from sunshine.people.rules import check_place
from sunshine.people.states import OrganisationKind
from sunshine.places.models import Place
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Skill, Volunteer
from sunshine.volunteers.states import ConsentKind, Free

NAME_MOST = 20
GONE = _("This person is not here any more. Nothing about them is kept.")
_DIGITS = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody offers, in their own words: a chosen name, where, what they can do, when, and what they agree to.

    `place` is a community or a grid, `team` the key of a volunteer team. `adult` is their own word; no age is kept.
    `word` is that of a member of staff: the person is here or on the telephone and said so.
    """

    display_name: str
    place: str
    skills: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    team: int | None = None
    phone: str = ""
    consents: frozenset[str] = frozenset()
    adult: bool = False
    word: bool = False
    form_key: str | None = None


def check_offer(offer: Offer, *, on: date) -> None:
    """Raise Refused, its code naming the field, when an offer cannot be kept as it is."""
    if not offer.adult:
        raise Refused(
            _(
                "Only whoever is 18 or older can sign up here. If you are younger, come to the community with a parent."
            ),
            code="adult",
        )
    if ConsentKind.KEEP not in offer.consents:
        raise Refused(_("Without your consent we may not keep what you offer."), code="keep")
    check_details(offer, on=on)
    check_calling(ConsentKind.CALL in offer.consents, offer.phone)


def check_details(offer: Offer, *, on: date) -> None:
    """Raise Refused for a name, place, skill, time or team that cannot be."""
    check_name(offer.display_name)
    _check_where(offer.place, on)
    _check_team(offer.team, on)
    if len(set(offer.skills)) != known_skills(offer.skills, on=on):
        raise Refused(_("Please choose from the list what you can do."), code="skills")
    if not set(offer.free) <= set(Free.values):
        raise Refused(_("Please choose from the list when you have time."), code="free")


def check_name(name: str) -> str:
    """The chosen name without surrounding space; Refused when empty, too long, or by which one could be called."""
    said = name.strip()
    if not said:
        raise Refused(_("Please choose a name by which others may know you."), code="display_name")
    if len(said) > NAME_MOST or not said.isprintable():
        raise Refused(
            _("This name is too long or holds signs that cannot be printed. At most 20 characters, please."),
            code="display_name",
        )
    if _DIGITS.search(said) or mask_text(said, kinds=WITHOUT_NAMES) != said:
        raise Refused(
            _("Please leave numbers out of the name, so that nobody can call you who should not."),
            code="display_name",
        )
    return said


def check_calling(agreed: bool, phone: str) -> None:
    """Raise Refused unless a number comes with the consent to be called, and the consent with a number."""
    if phone.strip() and not agreed:
        raise Refused(
            _("You left a number but did not agree to be called. Please tick it, or leave the number out."),
            code="phone",
        )
    if agreed and normal_phone(phone) is None:
        raise Refused(_("Please leave the number at which we may call you."), code="phone")


def check_keeper(offer: Offer, by: Actor, *, organisation: int | None, on: date) -> None:
    """Raise Refused unless this actor may write the offer down: the person themselves, or staff with their word.

    A group leader may for their own team or branch: `organisation` is which.
    """
    if by.kind in (ActorKind.RESIDENT, ActorKind.SYSTEM):
        return
    check_may(by, "offers", place=offer.place, organisation=organisation or offer.team, on=on)
    check_word(offer.word, by)


def check_changer(volunteer: Volunteer, by: Actor, *, word: bool, organisation: int | None, on: date) -> None:
    """Raise Refused unless this actor may change what the person offered; who left has nothing to change."""
    if volunteer.left_at is not None:
        raise Refused(GONE, code="left")
    if by.kind is ActorKind.SYSTEM or (by.kind is ActorKind.HELPER and by.ident == volunteer.ref):
        return
    check_may(by, "offers", place=volunteer.place, organisation=organisation or volunteer.team_id, on=on)
    check_word(word, by)


def check_word(word: bool, by: Actor) -> None:
    """Raise Refused when staff write something down without the person's word."""
    if by.kind is ActorKind.OFFICER and not word:
        raise Refused(
            _("Write this down only when the person is here or on the telephone and says so, and tick that."),
            code="word",
        )


def check_consent(kind: str) -> ConsentKind:
    """The kind of consent; Refused for a word that is none."""
    if kind not in ConsentKind.values:
        raise Refused(_("Nobody asked for this consent."), code="consent")
    return ConsentKind(kind)


def known_skills(codes: Iterable[str], *, on: date) -> int:
    """How many of these skills are on the list on a day."""
    return Skill.live(on).filter(pk__in=set(codes)).count()


def _check_where(place: str, on: date) -> None:
    check_place(place)
    standing = Place.objects.filter(pk=place).exclude(retired_on__lte=on)
    if len(place) not in (Level.COMMUNITY, Level.GRID) or not standing.exists():
        raise Refused(_("Please choose your community from the list."), code="place")


def _check_team(team: int | None, on: date) -> None:
    teams = Organisation.objects.filter(in_force(on), kind=OrganisationKind.VOLUNTEER_TEAM)
    if team is not None and not teams.filter(pk=team).exists():
        raise Refused(_("This team does not exist any more. Please choose again."), code="team")

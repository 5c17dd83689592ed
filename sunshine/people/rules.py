"""Who may do what, on which day, and what a password must be. The table itself is `states.GRANTS`."""

from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import Level, is_code, is_within
from sunshine.lib.refusals import Refused
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import in_force
from sunshine.people.queries import reach as reach_on
from sunshine.people.states import CLOSE_KINDS, LEVELS, PARTY_KINDS, PARTY_RANK, OrganisationKind, Role
from sunshine.record.states import Actor, ActorKind, Shown

SHORTEST_REASON = 4


def may(
    who: Officer | Actor | None,
    verb: str,
    *,
    place: str | None = None,
    organisation: int | None = None,
    restricted: bool = False,
    on: date,
) -> bool:
    """Whether somebody may do `verb` to a matter at `place` held by `organisation`, on a day.

    The system may; a resident or partner never by a role (their own link decides, in the room of the matter).
    """
    if isinstance(who, Actor) and who.kind is ActorKind.SYSTEM:
        return True
    return reach_on(who, on).can(verb, place=place, organisation=organisation, restricted=restricted)


def check(
    who: Officer | Actor | None,
    verb: str,
    *,
    place: str | None = None,
    organisation: int | None = None,
    restricted: bool = False,
    on: date,
) -> None:
    """Raise Refused with the reason in words unless `may` says yes."""
    if may(who, verb, place=place, organisation=organisation, restricted=restricted, on=on):
        return
    reach = reach_on(who, on)
    if not reach.roles:
        raise Refused(_("You hold no post today. Ask your county administrator."), code="no_role")
    if not reach.anywhere(verb):
        raise Refused(_("This step is not among the tasks of your post."), code="not_your_task")
    raise Refused(
        _("This matter lies outside your area or is in another organisation's hands."), code="out_of_reach"
    )


def check_place(place: str) -> None:
    """Raise Refused unless the code is one of this county's."""
    if not (is_code(place) and is_within(place, settings.COUNTY)):
        raise Refused(
            _("The place must be a code of this county with 6, 9, 12 or 15 digits."), code="bad_place"
        )


def check_in_force(organisation: Organisation, on: date) -> None:
    """Raise Refused for an organisation that is closed on that day."""
    if organisation.valid_to is not None and organisation.valid_to <= on:
        raise Refused(_("This organisation is closed."), code="closed")


def check_parent(organisation: Organisation, parent: Organisation | None) -> None:
    """Raise Refused when the parent is the organisation itself, lies below it, or is not above it in the party's line."""
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise Refused(_("An organisation cannot stand below itself."), code="circle")
        above = above.parent
    check_line(organisation.kind, organisation.place, parent)


def check_line(kind: str, place: str, parent: Organisation | None) -> None:
    """Raise Refused unless a party organisation stands below one of a higher kind, at the same place or one around it."""
    if parent is None or kind not in PARTY_KINDS:
        return
    above = PARTY_RANK.get(OrganisationKind(parent.kind))
    if above is None or above >= PARTY_RANK[OrganisationKind(kind)]:
        raise Refused(
            _(
                "A party organisation stands below one of a higher kind, such as a grid branch below a general branch."
            ),
            code="parent",
        )
    if not is_within(place, parent.place):
        raise Refused(_("The organisation above belongs to another place."), code="parent")


def check_closing(organisation: Organisation, on: date) -> None:
    """Raise Refused while somebody works there or an organisation stands below it."""
    if on < organisation.valid_from:
        raise Refused(_("The last day lies before the first."), code="dates")
    if organisation.officers.filter(is_active=True).exists():
        raise Refused(
            _("Staff still belong to this organisation. Move or deactivate them first."), code="has_staff"
        )
    if organisation.children.filter(in_force(on)).exists():
        raise Refused(
            _("Other organisations still stand below this one. Move or close them first."),
            code="has_children",
        )


def check_not_oneself(officer: Officer, by: Actor) -> None:
    """Raise Refused when somebody changes their own posts or account: another person has to."""
    if by.kind is ActorKind.OFFICER and by.ident == str(officer.pk):
        raise Refused(
            _("Nobody changes their own post or account. Ask another administrator."), code="oneself"
        )


def needs_second_factor(officer: Officer, *, on: date) -> bool:
    """Whether a password is too little for the posts somebody holds, or stands in for, on a day; in a demonstration for none."""
    return not settings.DEMO and not settings.SECOND_FACTOR_FOR.isdisjoint(reach_on(officer, on).roles)


def speaks_for(who: Officer | Actor | None, officer: int | None, *, on: date) -> bool:
    """Whether somebody is that officer, or holds their posts while they are on leave: both count as one person."""
    if officer is None:
        return False
    mine = reach_on(who, on)
    return officer == mine.officer or officer in mine.stands_in_for


def check_post(officer: Officer, role: Role, place: str, *, on: date, until: date | None = None) -> None:
    """Raise Refused when a role does not fit the place's level or what the officer holds from a day until another."""
    check_place(place)
    if len(place) not in LEVELS[role]:
        raise Refused(_("This post cannot be held over a place of this level."), code="wrong_level")
    if not officer.is_active:
        raise Refused(_("This account is not active."), code="inactive")
    posts = officer.assignments.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    if until is not None:
        posts = posts.filter(valid_from__lt=until)
    held = {Role(each) for each in posts.values_list("role", flat=True)}
    if held and (role is Role.AUDITOR) != (Role.AUDITOR in held):
        raise Refused(
            _("An auditor holds no other post, so that nobody audits their own work."), code="auditor_only"
        )


def check_reason(reason: str) -> str:
    """The reason without surrounding space; Refused when it says nothing."""
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Refused(
            _("Say in a few words why you need to see this (at least four characters)."), code="no_reason"
        )
    return said


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    text = (resources.files("sunshine.people") / "data" / "weak_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


class NotAHabit:
    """Refuses passwords that pass every counting rule and are still the first that anybody tries."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a habit of the weak list, the log-in name or the county code in it."""
        plain = "".join(character for character in password.lower() if character.isalnum())
        own = getattr(user, "username", "").lower()
        if plain in _weak() or settings.COUNTY in plain or (len(own) > 2 and own in password.lower()):
            raise ValidationError(
                gettext("This password is easy to guess. Choose another."), code="password_habit"
            )

    def get_help_text(self) -> str:
        """The rule in the user's words."""
        return gettext("Do not use your log-in name, the county code or a common pattern such as Abc@123456.")


def public_name(organisation: Organisation) -> Shown:
    """Return the name that the public part of an entry may say: empty for one that stands for a grid, a building or a home
    (design §2.5)."""
    close = len(organisation.place) >= Level.GRID or organisation.kind in CLOSE_KINDS
    return Shown("" if close else organisation.name)

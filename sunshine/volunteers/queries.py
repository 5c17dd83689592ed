"""Reads of those who offer themselves: by their own link, by place, their branch, and how they may be named to others."""

import unicodedata
from datetime import date, datetime
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sunshine.lib import seal
from sunshine.lib.division import is_code
from sunshine.matters.queries.links import link_token
from sunshine.people.models import Organisation
from sunshine.record.states import Actor
from sunshine.volunteers.models import Consent, Member, Skill, Volunteer
from sunshine.volunteers.states import ConsentKind

token_of = partial(link_token, purpose="volunteer-link")
"""The token of somebody's own link, by their reference."""


def volunteer_by_token(token: str) -> Volunteer | None:
    """The person of a link, with their consents and skills; None for an unknown link and for who left."""
    return _whole().filter(access=seal.token_digest(token), left_at__isnull=True).first()


def left_by_token(token: str) -> datetime | None:
    """When the person of a link left; None for everybody else."""
    left = Volunteer.objects.filter(access=seal.token_digest(token), left_at__isnull=False)
    return left.values_list("left_at", flat=True).first()


def present(prefix: str) -> QuerySet[Volunteer]:
    """Who offers themselves at or below a place now, by chosen name; consents and skills come with them."""
    if not is_code(prefix):
        return Volunteer.objects.none()
    found = _whole().filter(left_at__isnull=True, place__startswith=prefix)
    return found.order_by("display_name", "id")


def perhaps_same(person: Volunteer, within: QuerySet[Volunteer]) -> list[Volunteer]:
    """Who else, among some, offered under the same name and number: perhaps one person who signed up twice.

    For whoever keeps the list, who can ask; a page of the public would tell a stranger that somebody is there.
    """
    if person.contact is None or not person.contact.phone_index:
        return []
    alike = within.filter(contact__phone_index=person.contact.phone_index).exclude(pk=person.pk)
    return [other for other in alike if _plain(other.display_name) == _plain(person.display_name)]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def consented(kind: ConsentKind) -> QuerySet[Volunteer]:
    """Those present who agreed to one thing, without an order that could say something of them."""
    given = Consent.objects.filter(kind=kind, withdrawn_at__isnull=True).values("volunteer")
    return Volunteer.objects.filter(left_at__isnull=True, pk__in=given)


def consents(volunteer: Volunteer) -> frozenset[ConsentKind]:
    """What somebody agrees to now; no query where the consents were fetched with the person."""
    rows = volunteer.consents.all()
    return frozenset(ConsentKind(row.kind) for row in rows if row.withdrawn_at is None)


def public_name(volunteer: Volunteer | None) -> str:
    """How the public may read of somebody: the chosen name with their consent, else that it is a member or volunteer.

    Fetch lists with `consents` (prefetch), else each name asks once.
    """
    if volunteer is None or volunteer.left_at is not None or ConsentKind.PUBLIC not in consents(volunteer):
        return _("a party member or volunteer")
    return volunteer.display_name


def staff_name(volunteer: Volunteer) -> str:
    """How staff of one's reach read of somebody: the chosen name while they are here."""
    return volunteer.display_name or _("a party member or volunteer")


def skills_on(day: date) -> QuerySet[Skill]:
    """The list of what a person can do for another on a day."""
    return Skill.live(day)


def _whole() -> QuerySet[Volunteer]:
    return Volunteer.objects.select_related("team").prefetch_related("consents", "skills")


def branch_of(volunteer: Volunteer) -> Organisation | None:
    """The branch a member named; None for everybody who named none."""
    member = Member.objects.select_related("branch").filter(volunteer=volunteer).first()
    return member.branch if member else None


def branch_key(volunteer: Volunteer) -> int | None:
    """The key of the branch a member named; for the rules, which ask whose leader may write down what."""
    return Member.objects.filter(volunteer=volunteer).values_list("branch", flat=True).first()


def helper_actor(volunteer: Volunteer) -> Actor:
    """A member or volunteer by their own link, acting for the branch they named, else for their team."""
    branch = branch_key(volunteer)
    return Actor.helper(volunteer.ref, volunteer.team_id if branch is None else branch)

"""The words for organisations, roles and consent, and the one table of who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def reads_chinese() -> bool:
    """Whether the reader of the page at hand reads Chinese; names of rows stand in both languages in their tables."""
    return (get_language() or "").startswith("zh")


Words = TypeVar("Words")


def pick_words(chinese: Words, english: Words) -> Words:
    """Return what is said in both languages in that of the page; in Chinese where nothing is said in English."""
    return chinese if reads_chinese() else english or chinese


class Spoken:
    """What has its name, and perhaps more, in both languages; whoever shows it asks here which of them to show."""

    names_in: ClassVar[tuple[str, str]] = ("zh", "en")
    """The fields with its Chinese and its English name."""

    @property
    def spoken(self) -> str:
        """The name in the language of the page; in Chinese where there is no English one."""
        return str(pick_words(*(getattr(self, name) for name in self.names_in)))

    def say(self, field: str) -> Any:
        """Return what a field says, in the language of the page; the English of `words` stands in `words_en`."""
        return pick_words(getattr(self, field), getattr(self, f"{field}_en"))


class OrganisationKind(TextChoices):
    """What an organisation is; routing rules name kinds, places tell which one."""

    COUNTY = "county", _("County government")
    STREET = "street", _("Sub-district office")
    COMMUNITY = "community", _("Residents' committee")
    DEPARTMENT = "department", _("Department")
    UTILITY = "utility", _("Public utility")
    PROPERTY = "property", _("Property management")
    SUPERVISION = "supervision", _("Supervision desk")
    PARTY_WORK_COMMITTEE = "party_work_committee", _("Party working committee")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    GENERAL_BRANCH = "general_branch", _("General party branch")
    BRANCH = "branch", _("Party branch")
    GRID_BRANCH = "grid_branch", _("Grid party branch")
    PARTY_GROUP = "party_group", _("Party group")
    MEMBER_HOUSEHOLD = "member_household", _("Party member household")
    PARTNER = "partner", _("Partner unit")
    VOLUNTEER_TEAM = "volunteer_team", _("Volunteer team")


CLOSE_KINDS = frozenset({OrganisationKind.PARTY_GROUP, OrganisationKind.MEMBER_HOUSEHOLD})
"""Organisations that stand for a building or a home, wherever they are written down."""

PARTY_KINDS = frozenset(
    {
        OrganisationKind.PARTY_WORK_COMMITTEE,
        OrganisationKind.PARTY_COMMITTEE,
        OrganisationKind.GENERAL_BRANCH,
        OrganisationKind.BRANCH,
        OrganisationKind.GRID_BRANCH,
        OrganisationKind.PARTY_GROUP,
        OrganisationKind.MEMBER_HOUSEHOLD,
    }
)
"""The line from the street's working committee down to a member's household (domain §6.1)."""

HANDLING_KINDS = frozenset(
    {
        OrganisationKind.COUNTY,
        OrganisationKind.STREET,
        OrganisationKind.COMMUNITY,
        OrganisationKind.DEPARTMENT,
        OrganisationKind.UTILITY,
        OrganisationKind.PROPERTY,
        OrganisationKind.SUPERVISION,
    }
)
"""Who can be given a matter: somebody there may accept and answer it. Party organisations, teams and partners cannot."""

PARTY_RANK: dict[OrganisationKind, int] = {
    OrganisationKind.PARTY_WORK_COMMITTEE: 1,
    OrganisationKind.PARTY_COMMITTEE: 2,
    OrganisationKind.GENERAL_BRANCH: 3,
    OrganisationKind.BRANCH: 4,
    OrganisationKind.GRID_BRANCH: 4,
    OrganisationKind.PARTY_GROUP: 5,
    OrganisationKind.MEMBER_HOUSEHOLD: 6,
}
"""How far down the line a kind stands: below a smaller number, never beside or above it; a level may be left out."""

TAKERS = frozenset(
    {
        OrganisationKind.GENERAL_BRANCH,
        OrganisationKind.BRANCH,
        OrganisationKind.GRID_BRANCH,
        OrganisationKind.PARTY_GROUP,
        OrganisationKind.MEMBER_HOUSEHOLD,
        OrganisationKind.VOLUNTEER_TEAM,
    }
)
"""Who may take a wish into their hands: a party organisation close to the people, or a volunteer team."""


class Role(TextChoices):
    """What an officer may do; where, is the reach: role × place prefix or organisation."""

    COUNTY_ADMIN = "county_admin", _("County administrator")
    STREET_SUPERVISOR = "street_supervisor", _("Street supervisor")
    DISPATCHER = "dispatcher", _("Street dispatcher")
    SECRETARY = "secretary", _("Community secretary")
    COMMUNITY_WORKER = "community_worker", _("Community worker")
    GRID_WORKER = "grid_worker", _("Grid worker")
    HANDLER = "handler", _("Department handler")
    GROUP_LEADER = "group_leader", _("Leader of a party group or volunteer team")
    SUPERVISION = "supervision", _("Supervision officer")
    AUDITOR = "auditor", _("Auditor")


class Purpose(TextChoices):
    """Why a contact is kept; collect once, as little as serves."""

    CASE = "case", _("To answer your report")
    FOR_PERSON = "for_person", _("To reach the person you reported for")
    WISH = "wish", _("To help you with your wish")
    OFFER = "offer", _("To reach you about what you offered to do")


class Bound(StrEnum):
    """What ties a permission to a matter."""

    ANYWHERE = "anywhere"  # holding the role is enough
    PLACE = "place"  # the matter lies within the place of the role
    HOLDER = "holder"  # the officer's own organisation holds the matter
    BOTH = "both"  # both


@dataclass(frozen=True, slots=True)
class Grant:
    """A verb that a role may do, and where."""

    verb: str
    bound: Bound


def _may(bound: Bound, *groups: Iterable[str]) -> frozenset[Grant]:
    return frozenset(Grant(verb, bound) for group in groups for verb in group)


HANDLE = frozenset(
    {
        "accept",
        "note",
        "ask",
        "reply",
        "answer",
        "assign",
        "return",
        "refer",
        "merge",
        "locate",
        "classify",
        "restrict",
        "transfer",
        "contact",
        "join",
        "extend",
        "shelve",
        "review",
        "take_up",
        "stage_report",
        "conceal",
        "exclude",
        "explain",
    }
)
"""The steps of the organisation that holds a request."""

CALLED = frozenset({"consent", "decline", "report", "part"})
"""What an organisation does that is asked to take a request over, or was called in to it."""

DISPATCH = frozenset(
    {
        "route",
        "locate",
        "classify",
        "restrict",
        "forward",
        "keep_here",
        "merge",
        "assign",
        "note",
        "uphold",
        "refuse",
        "consent",
        "decline",
        "join",
        "grant",
        "deny",
        "conceal",
    }
)
"""Correcting and designating, whoever holds it."""

WHISTLE = frozenset({"whistle", "conclude"})
"""Calling departments together (吹哨报到)."""

WATCH = frozenset(
    {
        "remind",
        "supervise",
        "grant",
        "deny",
        "set_aside",
        "keep_on",
        "leave_out",
        "count_in",
        "excuse",
        "not_excused",
    }
)
"""What one level up does: remind, supervise, and decide what those below ask for."""

HEAR = frozenset({"confirm", "rework", "close", "withdraw", "reopen", "reply", "print", "call", "inspect"})
"""Writing down what the resident says at the counter or by telephone, and giving the slip; never the handler (cases)."""

SEE = frozenset({"read", "export"})
REVEAL = frozenset({"reveal"})
REVEAL_CONFIDENTIAL = frozenset({"reveal", "reveal_confidential"})
"""Names and numbers of a confidential matter: handler, dispatcher and auditor only (R-REQ-06)."""

GROUND = frozenset({"places", "duty"})
"""Boundaries and buildings; who answers for a grid on a day."""

CHECK_WISHES = frozenset(
    {f"wish.{step}" for step in ("read", "amend", "offer", "decline", "recall", "pair", "note", "reveal")}
)
"""What the community's desk does with a wish before a group takes it (社区下单), and naming who goes for a group that has
no leader at the desk."""

HEAR_WISHES = frozenset({f"wish.{step}" for step in ("confirm", "not_yet", "withdraw", "print", "lapse")})
"""Writing down what the wisher says; never whoever helps (party)."""

CARRY_WISHES = frozenset(
    {f"wish.{step}" for step in ("read", "pair", "visit", "hand_back", "fulfil", "note", "reveal")}
)
"""What the group or team that took a wish does (党员接单)."""

LINE = frozenset({"party", "offers", "posts", "pledges", "programmes", "services", "week"})
"""Keeping the party tree and partners, those who offer themselves, posts, pledges, brands and plans, the service
catalogue; seeing the week's page."""

GRANTS: dict[Role, frozenset[Grant]] = {
    Role.COUNTY_ADMIN: _may(
        Bound.PLACE,
        SEE,
        HANDLE,
        DISPATCH,
        WHISTLE,
        WATCH,
        HEAR,
        REVEAL,
        GROUND,
        {"release", "staff", "audit", "forget", "figures"},
    )
    | _may(Bound.PLACE, CHECK_WISHES, HEAR_WISHES, LINE, {"stage", "wish.forget"})
    | _may(Bound.ANYWHERE, {"receive", "import", "tables", "outbox", "wish.ask"}),
    Role.STREET_SUPERVISOR: _may(
        Bound.PLACE, SEE, WHISTLE, WATCH, HEAR, REVEAL, GROUND, {"note", "release", "exclude", "figures"}
    )
    | _may(Bound.PLACE, {"wish.read"}, LINE, {"stage"})
    | _may(Bound.HOLDER, {"read"}, HANDLE, CALLED, CHECK_WISHES)
    | _may(Bound.ANYWHERE, {"receive", "import", "wish.ask"}),
    Role.DISPATCHER: _may(
        Bound.PLACE, SEE, DISPATCH, WHISTLE, HEAR, REVEAL_CONFIDENTIAL, {"remind", "exclude", "figures"}
    )
    | _may(Bound.HOLDER, {"read"}, HANDLE, CALLED, REVEAL_CONFIDENTIAL)
    | _may(Bound.ANYWHERE, {"receive", "import", "outbox", "wish.ask"}),
    Role.SECRETARY: _may(
        Bound.PLACE, SEE, WHISTLE, HEAR, {"note", "release", "remind", "exclude", "figures"}, GROUND
    )
    | _may(Bound.PLACE, CHECK_WISHES, HEAR_WISHES, LINE)
    | _may(Bound.HOLDER, {"read"}, HANDLE, CALLED, REVEAL_CONFIDENTIAL)
    | _may(Bound.ANYWHERE, {"receive", "import", "wish.ask"}),
    Role.COMMUNITY_WORKER: _may(Bound.PLACE, SEE, HEAR, {"note"})
    | _may(Bound.PLACE, CHECK_WISHES, HEAR_WISHES, {"party", "offers", "posts", "pledges", "services"})
    | _may(Bound.HOLDER, {"read"}, HANDLE, CALLED, REVEAL_CONFIDENTIAL)
    | _may(Bound.ANYWHERE, {"receive", "wish.ask"}),
    Role.GRID_WORKER: _may(Bound.PLACE, {"read"})
    | _may(
        Bound.BOTH,
        {"accept", "note", "ask", "reply", "answer", "contact", "extend", "stage_report", "explain"},
        REVEAL_CONFIDENTIAL,
    )
    | _may(Bound.ANYWHERE, {"receive", "wish.ask"}),
    Role.HANDLER: _may(Bound.HOLDER, SEE, HANDLE - {"classify"}, CALLED, REVEAL_CONFIDENTIAL),
    Role.GROUP_LEADER: _may(Bound.PLACE, {"wish.claim"})
    | _may(Bound.HOLDER, CARRY_WISHES, {"offers", "posts", "pledges"}),
    Role.SUPERVISION: _may(
        Bound.HOLDER,
        SEE,
        HANDLE,
        CALLED,
        HEAR,
        REVEAL_CONFIDENTIAL,
        {"route", "uphold", "refuse", "grant", "deny", "forward", "keep_here"},
    )
    | _may(Bound.ANYWHERE, {"receive"}),
    Role.AUDITOR: _may(Bound.PLACE, SEE, REVEAL_CONFIDENTIAL, {"audit", "wish.read", "figures"}),
}
"""The single source of who may do what. Rules and buttons ask it, a test walks it."""

VERBS = frozenset(grant.verb for grants in GRANTS.values() for grant in grants)

SUPERVISING = frozenset({Role.SUPERVISION, Role.AUDITOR})
"""The roles for which matters about staff, fees or gifts exist at all."""

READ_ONLY = frozenset(
    {"read", "export", "reveal", "reveal_confidential", "audit", "wish.read", "week", "figures"}
)
"""The verbs that change no matter; an auditor has no other."""

LEVELS: dict[Role, frozenset[int]] = {
    Role.COUNTY_ADMIN: frozenset({6}),
    Role.STREET_SUPERVISOR: frozenset({9}),
    Role.DISPATCHER: frozenset({6, 9}),
    Role.SECRETARY: frozenset({12}),
    Role.COMMUNITY_WORKER: frozenset({12}),
    Role.GRID_WORKER: frozenset({15}),
    Role.HANDLER: frozenset({6, 9, 12}),
    Role.GROUP_LEADER: frozenset({9, 12, 15}),
    Role.SUPERVISION: frozenset({6, 9}),
    Role.AUDITOR: frozenset({6, 9, 12}),
}
"""Digits of the place codes over which a role can be held."""

"""Who may take which step of a wish, and what a wish must bring. Refusals speak in sentences."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import is_within
from sunshine.lib.masks import NUMBERED, Kind, mask_text, normal_phone
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.possible import possible_verbs
from sunshine.matters.rules.words import check_words
from sunshine.matters.states import Channel
from sunshine.people.models import Organisation
from sunshine.people.rules import check as check_may
from sunshine.people.rules import check_in_force, may, speaks_for
from sunshine.people.states import TAKERS
from sunshine.record.queries import entries
from sunshine.record.states import Actor, ActorKind
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.states import Free
from sunshine.wishes.models import Wish, WishKind
from sunshine.wishes.queries.families import pair_of, ready
from sunshine.wishes.queries.refused import asks_for_money, is_a_child
from sunshine.wishes.rules.telling import Telling
from sunshine.wishes.states import WISH_MOVES, WishState

TEXT_MOST, PUBLIC_MOST, LONGEST_DAYS, PAIR = 1000, 120, 366, 2

RESIDENTS = frozenset({"confirm", "not_yet", "withdraw"})
"""What the wisher does by the link."""

ITSELF = frozenset({"recall", "lapse", "forget", "move_due"})
"""What a clock or the law sets off."""

VERIFYING = frozenset({"confirm", "not_yet", "withdraw", "lapse", "print"})
"""What nobody who helps may do once a group has the wish: the one who handles does not verify."""

HELPING = frozenset({"claim", "pair", "visit", "fulfil"})
IN_HAND = frozenset({WishState.CLAIMED, WishState.DONE})
OF_THE_PAIR = frozenset({"visit", "fulfil", "note"})
"""What whoever was named for the visit does by their own link, also from a group below the one that has the wish.

Anybody can sign up without an account and say to which group they belong. So nobody names themselves, reads the wisher's
own words or sees a telephone before the group's leader or the community, who know them, has named them.
"""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody wishes, however it came in. `name` and `phone` are the wisher's; of a minor, the guardian's.

    `for_name` and `for_phone` are those of another grown-up it is for, who agreed (`for_consent`). A minor's own name is
    not asked and not kept. `kind` is a code of the kinds, `times` are words of `Free`.
    """

    text: str
    kind: str
    place: str | None = None
    building: int | None = None
    channel: str = Channel.WEB
    name: str = ""
    phone: str = ""
    for_name: str = ""
    for_phone: str = ""
    for_consent: bool = False
    for_minor: bool = False
    times: tuple[str, ...] = ()
    wanted_by: date | None = None
    language: str = "zh-hans"
    form_key: str | None = None


class Facts:
    """What the database says of an actor and a wish, asked at most once for all steps."""

    def __init__(self, wish: Wish, by: Actor, on: date) -> None:
        self.wish, self.by, self.on = wish, by, on

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation the actor acts for."""
        if self.by.officer is not None:
            return self.by.officer.organisation
        return Organisation.objects.filter(pk=self.by.organisation or 0).first()

    @cached_property
    def pair(self) -> frozenset[str]:
        """The references of those named for the visit who still agree."""
        return frozenset(one.ref for one in pair_of(self.wish))

    @cached_property
    def helped(self) -> bool:
        """Whether this officer's own hand brought the wish forward."""
        return any(row.verb in HELPING and row.actor == self.by.ident for row in entries(self.wish.subject))


def check_wish(step: str, wish: Wish, *, by: Actor, on: date, facts: Facts | None = None) -> None:
    """Raise Refused unless this actor may take this step of a wish now; the sentence says what stands in the way.

    Claiming is asked for the organisation the actor acts for. `facts` lets `possible` ask the database once.
    """
    if wish.state not in WISH_MOVES[step].frm:
        raise Refused(
            _("This step is not possible any more: the wish is “%(state)s”.")
            % {"state": wish.get_state_display()}
        )
    _WHO.get(by.kind, _nobody)(step, wish, facts or Facts(wish, by, on))
    if step in _MORE:
        _MORE[step](wish, facts or Facts(wish, by, on))


def possible(wish: Wish, *, by: Actor, on: date) -> list[str]:
    """The steps this actor may take now, in the order of the table; buttons ask the same rule as the action."""
    facts = Facts(wish, by, on)
    return possible_verbs(WISH_MOVES, lambda verb: check_wish(verb, wish, by=by, on=on, facts=facts))


def _not_yours() -> Refused:
    return Refused(
        _("Only the community that checks this wish, or the group that took it, may do that."),
        code="not_yours",
    )


def _nobody(step: str, wish: Wish, facts: Facts) -> None:
    raise _not_yours()


def _check_resident(step: str, wish: Wish, facts: Facts) -> None:
    if step not in RESIDENTS:
        raise _not_yours()


def _check_system(step: str, wish: Wish, facts: Facts) -> None:
    if step not in ITSELF:
        raise _not_yours()


def _check_officer(step: str, wish: Wish, facts: Facts) -> None:
    by, on = facts.by, facts.on
    if step == "claim":
        _check_leader(wish, facts)
    elif not may(by, f"wish.{step}", place=wish.place, organisation=wish.holder_id, on=on):
        raise _not_yours()
    if step == "offer" and speaks_for(by, wish.filed_by_id, on=on):
        raise Refused(_("You wrote this wish down yourself. A colleague has to check it."), code="not_yours")
    if step in VERIFYING and wish.state in IN_HAND and (wish.holder_id == by.organisation or facts.helped):
        raise _helps()


def _helps() -> Refused:
    return Refused(
        _("Whoever helps may not speak for the wisher. The wisher says it, or the community writes it down."),
        code="not_yours",
    )


def _check_leader(wish: Wish, facts: Facts) -> None:
    """A leader speaks for their own organisation; the wish must be one that it may take."""
    organisation = check_taker(wish, facts.organisation, on=facts.on)
    if not any(may(facts.by, "wish.claim", place=at, on=facts.on) for at in (wish.place, organisation.place)):
        raise _not_yours()


def _check_helper(step: str, wish: Wish, facts: Facts) -> None:
    """A member or volunteer by their own link: claims for their group, goes when named, says that it is done; confirms nothing."""
    if step == "claim":
        check_taker(wish, facts.organisation, on=facts.on)
        return
    ours, named = facts.by.organisation == wish.holder_id, facts.by.ident in facts.pair
    if step in VERIFYING and (ours or named):
        raise _helps()
    gives_back = step == "hand_back" and ours and (named or not facts.pair)
    if step == "pair":
        raise Refused(
            _("Who goes is named by the leader of your group or by the community: they know you. Call them."),
            code="not_yours",
        )
    if not (gives_back or (named and step in OF_THE_PAIR)):
        raise _not_yours()


_WHO: dict[ActorKind, Callable[[str, Wish, Facts], None]] = {
    ActorKind.OFFICER: _check_officer,
    ActorKind.HELPER: _check_helper,
    ActorKind.RESIDENT: _check_resident,
    ActorKind.SYSTEM: _check_system,
}


def check_taker(wish: Wish, organisation: Organisation | None, *, on: date) -> Organisation:
    """The organisation, if wishes of this place may be put into its hands; raises Refused in words."""
    if organisation is None or organisation.kind not in TAKERS:
        raise Refused(
            _("Wishes are taken by party branches, groups and households, and by volunteer teams."),
            code="organisation",
        )
    check_in_force(organisation, on)
    if not (is_within(organisation.place, wish.place[:12]) or is_within(wish.place, organisation.place)):
        raise Refused(
            _("This wish belongs to another community; its own groups take it."), code="organisation"
        )
    return organisation


def _check_visit(wish: Wish, facts: Facts) -> None:
    if len(facts.pair) < PAIR:
        raise Refused(_("First name two people: the first visit is made by two."), code="pair")
    if wish.visited_on is not None:
        raise Refused(_("The first visit is written down already."), code="visit")


def _check_fulfil(wish: Wish, facts: Facts) -> None:
    if wish.kind.at_home and wish.visited_on is None:
        raise Refused(_("First write down the visit by two; then say what was done."), code="visit")


def _check_kept(wish: Wish, facts: Facts) -> None:
    if wish.forgotten:
        raise Refused(_("What this wish said has been erased, as the law asks."), code="erased")


_MORE: dict[str, Callable[[Wish, Facts], None]] = {
    "visit": _check_visit,
    "fulfil": _check_fulfil,
    "forget": _check_kept,
}


def check_pair(wish: Wish, helpers: Iterable[int], *, family: frozenset[int]) -> list[Volunteer]:
    """Those named for the first visit: two or more, here, of the group or one below it, who agreed to be asked."""
    wanted = set(helpers)
    found = list(ready(family).filter(pk__in=wanted).order_by("id").distinct())
    if len(found) != len(wanted):
        raise Refused(
            _("Only people of your group who agreed that wishes are proposed to them can be named."),
            code="helpers",
        )
    if len(found) < PAIR:
        raise Refused(_("Please name two people at least: the first visit is made by two."), code="helpers")
    return found


def may_read(wish: Wish, *, by: Actor, on: date) -> bool:
    """Whether this actor may read the wisher's own words and the notes: the wisher, the community, the leader of the group
    that has it in hand, and whoever was named to go."""
    if by.kind is ActorKind.HELPER:
        return wish.state in IN_HAND and by.ident in Facts(wish, by, on).pair
    if by.kind is ActorKind.RESIDENT:
        return True
    return may(by, "wish.read", place=wish.place, organisation=wish.holder_id, on=on)


def check_reveal(wish: Wish, *, by: Actor, on: date) -> None:
    """Raise Refused unless this actor may see name and telephone: the community, or the group once two are named.

    Of a wish for a minor only the community sees the guardian's; a group that gave the wish back sees nothing.
    """
    desk = wish.holder_id if wish.state in {WishState.ASKED, WishState.OFFERED} else None
    if by.kind is ActorKind.OFFICER and may(by, "wish.reveal", place=wish.place, organisation=desk, on=on):
        return
    if wish.for_minor:
        raise Refused(_("Only the community calls the guardian; ask it."), code="not_yours")
    pair = Facts(wish, by, on).pair
    ours = by.organisation == wish.holder_id and may(by, "wish.reveal", organisation=wish.holder_id, on=on)
    named = by.kind is ActorKind.HELPER and by.ident in pair
    if wish.state not in IN_HAND or not (ours or named):
        raise _not_yours()
    if len(pair) < PAIR:
        raise Refused(
            _("Name and telephone are shown once two people are named for the first visit."), code="pair"
        )


def check_asking(asking: Asking, *, office: Organisation | None, on: date) -> WishKind:
    """The kind of the wish; raises Refused, its code naming the field, when it cannot be taken as it is.

    A text with a number by which somebody could be found raises Telling, which brings the masked text to offer.
    `office` is named with its telephone where somebody has to call instead.
    """
    check_wish_words(asking.text, office=office)
    _check_minor(asking, office)
    kind = check_kind(asking.kind, on=on)
    _check_reach(asking)
    if (asking.for_name or asking.for_phone) and not asking.for_consent:
        raise Refused(_("Please confirm that the person you ask for agrees."), code="for_consent")
    check_times(asking.times, asking.wanted_by, on=on)
    return kind


def check_wish_words(
    text: str, *, office: Organisation | None, least: int = 2, most: int = TEXT_MOST, what: str = "text",
    kinds: Collection[Kind] = NUMBERED,
) -> str:  # fmt: skip
    """The words of a wish without surrounding space: no numbers to be found by, and never a wish for money.

    `kinds` is EVERYTHING for what everybody may read.
    """
    words = check_words(text, least=least, most=most, what=what)
    if mask_text(words, kinds=kinds) != words:
        raise Telling(words, code=what, kinds=kinds)
    if asks_for_money(words):
        raise Refused(
            _(
                "A wish is for help, company or an errand; money cannot be asked for here. "
                "If you are short of money, you are not alone: %(office)s tells you which aid there is for you, "
                "at its aid counter or by telephone."
            )
            % {"office": _called(office)},
            code="money",
        )
    return words


def _called(office: Organisation | None) -> str:
    """Name and number of an office, or the number that is always there."""
    return f"{office.spoken} {office.telephone}".strip() if office else "12345"


def _check_minor(asking: Asking, office: Organisation | None) -> None:
    if not asking.for_minor:
        if is_a_child(asking.text):
            raise Refused(
                _(
                    "If you are under 18, please ask together with a parent or guardian: tick that the wish is for a "
                    "minor and leave the guardian's name and telephone. Or call %(office)s, somebody listens."
                )
                % {"office": _called(office)},
                code="for_minor",
            )
        return
    if not asking.name.strip():
        raise Refused(_("For somebody under 18, please leave the guardian's name."), code="name")
    if not asking.phone.strip():
        raise Refused(_("For somebody under 18, please leave the guardian's telephone."), code="phone")


def check_kind(code: str, *, on: date) -> WishKind:
    """The kind of that code; Refused for one that is not on the list on that day."""
    kind = WishKind.live(on).filter(pk=code).first()
    if kind is None:
        raise Refused(_("Please choose one of the listed kinds of wishes."), code="kind")
    return kind


def _check_reach(asking: Asking) -> None:
    """Whoever helps calls first, so there must be a number to call."""
    for field in ("phone", "for_phone"):
        number = getattr(asking, field)
        if number.strip() and normal_phone(number) is None:
            raise Refused(_("This is not a telephone number we can call. Please check it."), code=field)
    if not (asking.phone.strip() or asking.for_phone.strip()):
        raise Refused(_("Please leave a telephone number: whoever helps calls first."), code="phone")


def check_times(times: Iterable[str], wanted_by: date | None, *, on: date) -> None:
    """Raise Refused for a time that is not on the list, or a day that has passed or lies too far ahead."""
    if not set(times) <= set(Free.values):
        raise Refused(_("Please choose from the list when it suits you."), code="times")
    if wanted_by is not None and not on <= wanted_by <= on + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Please choose a day from today on, within a year."), code="wanted_by")


def check_asker(by: Actor, *, on: date) -> None:
    """Raise Refused unless this actor may bring a wish: anybody for themselves, staff by their post."""
    if by.kind is ActorKind.OFFICER:
        check_may(by, "wish.ask", on=on)
    elif by.kind is ActorKind.PARTNER:
        raise _not_yours()


def check_changes(wish: Wish, place: str, desk: Organisation | None) -> dict[str, Any]:
    """What a new place changes; Refused where no desk looks after it, or once the wish is on the list of the old one."""
    if desk is None:
        raise Refused(_("This community is not known here. Please choose it again."), code="place")
    if desk.pk != wish.holder_id and wish.state != WishState.ASKED:
        raise Refused(
            _("Take the wish off the list first; then it can go to another community."), code="place"
        )
    return {"place": place}

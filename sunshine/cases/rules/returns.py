"""What bounds the passing on of a request: once each, for a listed reason, within the window, and so many changes of
holder in all."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case, Category, Reason
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import Asking
from sunshine.clocks.queries import calendar
from sunshine.clocks.states import Unit
from sunshine.lib.refusals import Refused
from sunshine.matters.states import Decision
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind

NEVER_RETURNS = frozenset({OrganisationKind.STREET, OrganisationKind.COUNTY, OrganisationKind.SUPERVISION})
"""Desks that decide who shall hold a matter; none of them has one to give back."""


def hand_over(case: Case) -> dict[str, Any]:
    """The changes that go with a change of holder: counted since the first organisation that handles; at the bound the
    next one is designated. A complaint about staff climbs among supervision desks, and that is no passing on."""
    if case.restricted:
        return {}
    counts = case.hand_overs > 0 or case.holder.kind not in NEVER_RETURNS
    made = case.hand_overs + counts
    return {"hand_overs": made, "designated": case.designated or made >= _most()}


def check_hand_over(case: Case) -> None:
    """Raise Refused when this matter has changed hands as often as it may; a holder that ceases to exist gives it on."""
    if case.hand_overs >= _most() and not case.restricted and case.holder.valid_to is None:
        raise Refused(
            _(
                "This matter has changed hands %(most)s times and stays where it is (hand-overs are bounded). "
                "%(holder)s has to bring it to an end; others can be called in to help."
            )
            % {"most": _most(), "holder": case.holder.name},
            code="hand_overs",
        )


def _most() -> int:
    return int(catalogue().number("hand_overs_most"))


def _check_designated(case: Case) -> None:
    if case.designated:
        raise Refused(
            _(
                "This matter was designated to your organisation; after that it is not passed on any more (R-REQ-02)."
            ),
            code="designated",
        )


def _asked_by_holder(case: Case, kind: Asking) -> bool:
    """Whether the holder has asked this before; a page that has read all proposals asks the database nothing."""
    return any(row.kind == kind and row.organisation_id == case.holder_id for row in case.proposals.all())


def _taken_over(case: Case) -> bool:
    """Whether it came to its holder by consent, their own or the dispatcher's."""
    return any(
        row.kind == Asking.TRANSFER and row.decision == Decision.YES and row.target_id == case.holder_id
        for row in case.proposals.all()
    )


def _check_return(case: Case) -> None:
    if case.holder.kind in NEVER_RETURNS:
        raise Refused(_("A dispatch desk cannot return a matter; it decides who shall hold it."))
    if _taken_over(case):
        raise Refused(
            _("Your organisation took this matter over by consent. It is not returned any more."),
            code="consented",
        )
    if _asked_by_holder(case, Asking.RETURN):
        raise Refused(
            _("Your organisation has already returned this matter once. It has to handle it now."),
            code="returned_once",
        )
    _check_designated(case)
    check_hand_over(case)


def _check_transfer(case: Case) -> None:
    if case.holder.kind in NEVER_RETURNS:
        raise Refused(_("A dispatch desk decides itself who shall hold a matter; it asks nobody to take it."))
    if _asked_by_holder(case, Asking.TRANSFER):
        raise Refused(
            _("Your organisation has already asked once that another take this matter over."),
            code="transferred_once",
        )
    _check_designated(case)
    check_hand_over(case)


PASSED: dict[str, Callable[[Case], None]] = {
    "return": _check_return,
    "transfer": _check_transfer,
    "route": check_hand_over,
    "uphold": check_hand_over,
    "consent": check_hand_over,
}
"""What the matter itself says to each step that passes it on."""


def return_until(case: Case) -> datetime:
    """Until when the holder may return it: the window of its policy, counted from when it came to them."""
    policy = calendar().policy(case.policy)
    began = case.custody.values_list("began", flat=True).get(link=case.link)
    return calendar().after(began, policy.return_amount, Unit(policy.return_unit))


def check_window(case: Case, *, at: datetime) -> None:
    """Raise Refused, naming the deadline, when the window for a return is over."""
    until = return_until(case)
    if at > until:
        raise Refused(
            _(
                "A return had to be made by %(until)s, counted from when the matter came to you. Now it is yours to handle."
            )
            % {"until": timezone.localtime(until).strftime("%Y-%m-%d %H:%M")},
            code="window",
        )


def check_reason(case: Case, reason: Reason | None, *, on: date) -> None:
    """Raise Refused unless the reason for a return is one of the list and true of this matter (R-REQ-02, R-REQ-03)."""
    if reason is None or reason not in catalogue().reasons(Asking.RETURN, on):
        raise Refused(_("Please choose one of the listed reasons for a return."), code="reason")
    if not reason.off_list:
        return
    if case.holder.kind != OrganisationKind.COMMUNITY:
        raise Refused(_("Only a community has a duty list. Please choose another reason."), code="reason")
    if case.category is not None and catalogue().on_duty_list(case.category, case.holder.place):
        raise Refused(
            _("“%(kind)s” is on the community's duty list, so this reason does not hold.")
            % {"kind": case.category},
            code="reason",
        )


def check_duty(case: Case, organisation: Organisation, kind: Category | None = None) -> None:
    """Nothing off its duty list is put onto a community, by a dispatcher neither (domain §0.2, 6; R-REQ-03).

    `kind` is asked about where the matter shall first become one of another kind.
    """
    if organisation.kind != OrganisationKind.COMMUNITY:
        return
    kind = kind or case.category
    if kind is None or not catalogue().on_duty_list(kind, organisation.place):
        raise Refused(
            _(
                "This kind of matter is not on the community's duty list. Choose the responsible department, or correct the kind."
            )
        )

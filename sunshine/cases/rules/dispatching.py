"""Whom a matter goes to when it is dispatched, asked before it is done and when it is done; and what several may take at once."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.cases.models import Case
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.page import clearly_proposed, explain, propose_holder
from sunshine.cases.rules.returns import check_duty
from sunshine.cases.rules.steps import check, check_target
from sunshine.lib.refusals import Refused
from sunshine.people.models import Organisation
from sunshine.record.states import Actor

SEVERAL = frozenset({"route", "accept", "remind"})
"""What may be done to several matters by one press: nothing that ends one or speaks for a resident."""


def check_several(verb: str, case: Case, *, by: Actor, on: date) -> None:
    """Raise Refused unless this step may be taken of this matter together with others."""
    if verb not in SEVERAL:
        raise Refused(_("This step is taken for each matter by itself."), code="one_by_one")
    if case.restricted:
        raise Refused(_("Complaints about staff are handled one by one."), code="restricted")
    if verb == "route" and any(row.open for row in case.proposals.all()):
        raise Refused(
            _("Something was asked about it and waits for a decision. Please open it."), code="asked"
        )
    check(verb, case, by=by, on=on)


def check_chosen(organisation: Organisation | None, reason: str) -> None:
    """Raise Refused where somebody chooses an organisation and does not say why."""
    if organisation is not None and not reason.strip():
        raise Refused(
            _("Please say why it is another than the one that the duty catalogue names."), code="reason"
        )


def destination(
    case: Case, *, on: date, category: str = "", organisation: Organisation | None = None, reason: str = ""
) -> tuple[Organisation, str]:
    """Whom a matter goes to and why: the organisation chosen, otherwise whom the duty catalogue names. Raises Refused."""
    check_chosen(organisation, reason)
    if organisation is not None:
        return organisation, reason
    target = propose_holder(case, on, category)
    if target is None:
        raise Refused(
            _("The duty catalogue names nobody for this kind and place. Please choose the organisation."),
            code="organisation",
        )
    return target.organisation, reason.strip() or explain(target.why, on)


def check_dispatch(
    case: Case, *, by: Actor, on: date, category: str = "", organisation: Organisation | None = None,
    reason: str = "",
) -> Organisation:  # fmt: skip
    """The organisation that dispatching would hand a matter to, asked before anything is done. Raises Refused."""
    check_several("route", case, by=by, on=on)
    kind = case.category
    if category and category != case.category_id:
        check("classify", case, by=by, on=on)
        kind = catalogue().categories.get(category)
    found, _why = destination(case, on=on, category=category, organisation=organisation, reason=reason)
    check_target(case, found, on=on)
    check_duty(case, found, kind)
    return found


def check_proposal(case: Case, *, by: Actor, on: date) -> tuple[str, Organisation]:
    """The kind and the organisation that the duty catalogue clearly proposes. Raises Refused where nothing is clear."""
    check_several("route", case, by=by, on=on)
    found = clearly_proposed(case, on)
    if found is None:
        raise Refused(_why_not(case, on), code="proposal")
    category, _target = found
    return category, check_dispatch(case, by=by, on=on, category=category)


def _why_not(case: Case, on: date) -> Any:
    """Why the duty catalogue has no clear proposal for a matter."""
    if case.category is None:
        return _("It is not sorted yet, and its words do not say clearly what it is about.")
    target = catalogue().route(case.category, case.place, on)
    if target is not None and target.organisation.pk == case.holder_id and target.why["by"] != "dispatcher":
        return _("It is already with the organisation that the duty catalogue names.")
    return _("The duty catalogue has no clear proposal for it.")

"""Who reads a resident's own words as they were said; everybody else within reach reads the mask."""

from datetime import date

from sunshine.cases.models import Case
from sunshine.people.rules import may
from sunshine.record.states import Actor


def may_read_words(case: Case, *, by: Actor, on: date) -> bool:
    """Whether this actor reads what leads to a person in the words of a request: handler, dispatcher, auditor, and whoever
    is called in (R-REQ-06). Others may open it with a reason that is recorded, together with whom to call."""
    if any(part.organisation_id == by.organisation for part in case.parts.all()):
        return True
    return may(
        by,
        "reveal_confidential",
        place=case.place,
        organisation=case.holder_id,
        restricted=case.restricted,
        on=on,
    )

"""Four eyes: nothing is asked twice at a time, only what was asked is decided, and never by whoever asked."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from sunshine.lib.refusals import Refused
from sunshine.matters.models import DecidedByAnother
from sunshine.matters.states import Decided
from sunshine.people.rules import speaks_for
from sunshine.record.states import Actor


def check_proposal(
    verb: str, waiting: Callable[[], Mapping[str, DecidedByAnother]], kinds: Mapping[str, Decided], *, by: Actor, on: date,
    unasked: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Raise Refused when a verb asks what is asked already, or decides what was not asked or was asked by the same person.

    `waiting` reads the proposals not decided yet, which most verbs need not; `kinds` are the verbs of each kind; `unasked` may be
    decided without having been asked.
    """
    for kind, verbs in kinds.items():
        if verb == verbs.ask and kind in waiting():
            raise Refused(_("This has been asked already and is not decided yet."), code="asked_already")
        if verb in (verbs.yes, verbs.no):
            if kind in waiting():
                check_another(waiting()[kind], by=by, on=on)
            elif verb not in unasked:
                raise Refused(_("There is nothing to decide here any more."), code="nothing_asked")


def check_another(proposal: DecidedByAnother, *, by: Actor, on: date) -> None:
    """Raise Refused for whoever proposed it: the database holds that too."""
    if speaks_for(by, proposal.officer_id, on=on):
        raise Refused(_("Whoever asks does not decide. Another person has to."), code="own_proposal")

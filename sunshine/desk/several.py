"""Several matters take the same step: which steps those are, what would happen to each, and what became of it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.cases import actions, rules
from sunshine.cases.forms import several as forms
from sunshine.cases.models import Case
from sunshine.cases.queries import category_name, visible_to
from sunshine.desk.door import DeskUser
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.queries import reach as reach_of

MOST = 50
"""As many as stand on a page of the list."""
_TICK = re.compile(r"([0-9-]{1,24}):([0-9]{1,9})(?::([0-9]{0,6}):([0-9]{1,18}))?", re.ASCII)


class Tick(NamedTuple):
    """A row that was ticked: its number, the step it was at, and what was proposed for it, if anything was."""

    number: str
    seen: int
    category: str = ""
    organisation: int = 0

    @property
    def value(self) -> str:
        """What its box sends on."""
        return ":".join(map(str, self if self.organisation else self[:2]))


class SeveralRow(NamedTuple):
    """One of several: what happens to it, or why it is left out."""

    tick: Tick
    case: Case | None
    happens: str = ""
    refused: str = ""


class Several(NamedTuple):
    """One step for several matters.

    `looks` tells what would happen to one of them and what its box sends on, or raises Refused; `act` is the action.
    With `asks` its form is asked before that can be told.
    """

    label: Any
    hint: Any
    verb: str
    form: type[forms.SeveralForm]
    looks: Callable[[Case, Tick, DeskUser, dict[str, Any]], tuple[str, Tick]]
    act: Callable[..., Any]
    asks: bool = False


def _look_proposed(case: Case, tick: Tick, who: DeskUser, _told: dict[str, Any]) -> tuple[str, Tick]:
    category, target = rules.check_proposal(case, by=who.by, on=who.on)
    return _goes(target.spoken, category), tick._replace(category=category, organisation=target.pk)


def _look_route(case: Case, tick: Tick, who: DeskUser, told: dict[str, Any]) -> tuple[str, Tick]:
    target = rules.check_dispatch(case, by=who.by, on=who.on, **told)
    return _goes(target.spoken, told["category"] or case.category_id or ""), tick


def _goes(organisation: str, category: str) -> str:
    return " · ".join(filter(None, [organisation, category_name(category)]))


def _look_accept(case: Case, tick: Tick, who: DeskUser, _told: dict[str, Any]) -> tuple[str, Tick]:
    rules.check_several("accept", case, by=who.by, on=who.on)
    return gettext("%(holder)s accepts it.") % {"holder": case.holder.spoken}, tick


def _look_remind(case: Case, tick: Tick, who: DeskUser, _told: dict[str, Any]) -> tuple[str, Tick]:
    rules.check_several("remind", case, by=who.by, on=who.on)
    return gettext("%(holder)s is reminded.") % {"holder": case.holder.spoken}, tick


def _as_proposed(case: Case, tick: Tick, **told: Any) -> Case:
    return actions.dispatch_as_proposed(
        case, category=tick.category, organisation=tick.organisation, seen=tick.seen, **told
    )


def _seen(act: Callable[..., Any]) -> Callable[..., Any]:
    return lambda case, tick, **told: act(case, seen=tick.seen, **told)


SEVERAL: dict[str, Several] = {
    "proposed": Several(
        _("Hand over as proposed"),
        _("Each goes to the organisation and the category that the duty catalogue proposes for it."),
        "route",
        forms.SeveralForm,
        _look_proposed,
        _as_proposed,
    ),
    "route": Several(
        _("Hand over by one choice"),
        _("One category, one organisation, or both, for all of them."),
        "route",
        forms.SeveralRouteForm,
        _look_route,
        _seen(actions.dispatch),
        asks=True,
    ),
    "accept": Several(
        _("Accept"),
        _("You sign for each of them; the time for handling runs."),
        "accept",
        forms.SeveralForm,
        _look_accept,
        _seen(actions.accept),
    ),
    "remind": Several(
        _("Remind the holder"),
        _("They are told at once; it stays in the timeline of each."),
        "remind",
        forms.SeveralRemindForm,
        _look_remind,
        _seen(actions.remind),
    ),
}
"""Beside STEPS: what may be done to several at once. The rules name the verbs (`rules.SEVERAL`)."""


def offer_steps(who: DeskUser) -> list[tuple[str, Several]]:
    """The steps that this post may take of several matters."""
    reach = reach_of(who.officer, who.on)
    return [(name, row) for name, row in SEVERAL.items() if reach.anywhere(row.verb)]


def ticks(sent: QueryDict) -> list[Tick]:
    """The rows that were ticked, or all of the page; what cannot be read was not sent by our page."""
    values = sent.getlist("listed" if "all" in sent else "row")
    read = [found.groups() for value in values if (found := _TICK.fullmatch(value))]
    rows = {number: Tick(number, int(seen), kind or "", int(to or 0)) for number, seen, kind, to in read}
    return list(rows.values())[:MOST]


def fetch(who: DeskUser, ticked: list[Tick]) -> list[SeveralRow]:
    """The matters that were ticked, those within reach, by one statement; actions are given them as they were read."""
    found = visible_to(who.officer, who.on).filter(number__in=[tick.number for tick in ticked])
    cases = {
        row.number: row
        for row in found.select_related("category", "holder", "assignee").prefetch_related("proposals")
    }
    return [SeveralRow(tick, cases.get(tick.number)) for tick in ticked]


def foresee(chosen: Several, rows: list[SeveralRow], who: DeskUser, told: dict[str, Any]) -> list[SeveralRow]:
    """What would happen to each, or why it is left out."""
    return [_foreseen(chosen, row, who, told) for row in rows]


def _foreseen(chosen: Several, row: SeveralRow, who: DeskUser, told: dict[str, Any]) -> SeveralRow:
    try:
        case = _as_seen(row)
        happens, tick = chosen.looks(case, row.tick, who, told)
    except Refused as refusal:
        return row._replace(refused=str(refusal))
    return row._replace(happens=happens, tick=tick)


def _as_seen(row: SeveralRow) -> Case:
    """The matter as it stood on the page. Raises Refused when it is out of reach or somebody took a step meanwhile."""
    if row.case is None:
        raise Refused(gettext("No report with this number is within your reach."))
    if row.case.version != row.tick.seen:
        raise Overtaken(
            gettext("Somebody else took a step on %(number)s meanwhile. Please look at it again.")
            % {"number": row.tick.number}
        )
    return row.case


def take(chosen: Several, rows: list[SeveralRow], who: DeskUser, told: dict[str, Any]) -> list[SeveralRow]:
    """Take the step of each in a transaction of its own; who is refused or overtaken is told, and the others go on."""
    return [_taken(chosen, row, who, told) for row in rows]


def _taken(chosen: Several, row: SeveralRow, who: DeskUser, told: dict[str, Any]) -> SeveralRow:
    try:
        case = _as_seen(row)
        rules.check_several(chosen.verb, case, by=who.by, on=who.on)
        chosen.act(case, row.tick, by=who.by, at=who.at, **told)
    except Refused as refusal:
        return row._replace(refused=str(refusal))
    return row._replace(happens=_goes(case.holder.spoken, case.category_id or ""))

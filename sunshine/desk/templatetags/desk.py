"""Names, states and deadlines of rows, as the desk says them: {% load desk %}."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.forms import BoundField
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sunshine.cases.states import WORKING, State
from sunshine.desk.lists import choice_words
from sunshine.notices.models import Message
from sunshine.people.queries import reach
from sunshine.places.queries.naming import place_words
from sunshine.ui.templatetags.ui import day, moment, until
from sunshine.wishes.states import WORKING as WISH_WORKING
from sunshine.wishes.states import WishState

register = template.Library()

LINE = 60
KINDS = {
    State.RECEIVED: "active",
    State.ACCEPTED: "active",
    State.WAITING: "waiting",
    State.SHELVED: "waiting",
    State.ANSWERED: "waiting",
    State.CLOSED: "done",
    WishState.ASKED: "active",
    WishState.OFFERED: "waiting",
    WishState.CLAIMED: "active",
    WishState.DONE: "waiting",
}
"""The look of a state, of any kind of matter; no two kinds use one word for different things."""

RESIDENTS_TURN = frozenset({State.ANSWERED, WishState.DONE})
RUNNING = frozenset({*WORKING, *WISH_WORKING})
"""States of any kind of matter in which its time runs."""


@register.filter
def named(row: Any) -> str:
    """The name of a category, policy, place or organisation in the reader's language."""
    return "" if row is None else str(row.spoken)


@register.filter
def place_name(code: str, names: dict[str, dict[str, str]]) -> str:
    """Community and grid of a code, from the map in memory."""
    return place_words(code, names)


@register.filter
def oneline(text: str) -> str:
    """The beginning of a text on one line; what has been erased is said to be."""
    return truncatechars(" ".join(text.split()), LINE) if text else _("erased as the law asks")


@register.inclusion_tag("ui/parts/badge.html")
def state_badge(matter: Any) -> dict[str, str]:
    """The state in a word."""
    label = matter.get_outcome_display() if matter.state == State.CLOSED else matter.get_state_display()
    return {"label": label, "kind": KINDS[matter.state], "icon": ""}


@register.simple_tag
def in_their_place(row: Any, user: Any) -> str:
    """The colleague on leave in whose hands a request is, where the user stands in for them; asks the database nothing."""
    absent = reach(user, timezone.localdate()).stands_in_for
    return row.assignee.name if row.assignee_id in absent else ""


@register.filter
def late(matter: Any, at: datetime) -> bool:
    """Whether its time has passed, as far as a clock runs: what waits by a plan or for a resident is not late."""
    return matter.state in RUNNING and matter.due_at < at


@register.simple_tag
def due(matter: Any, at: datetime) -> SafeString | str:
    """Until when, as far as a clock runs."""
    if matter.state == State.CLOSED:
        return format_html("{} {}", pgettext("state", "closed"), day(matter.closed_at))
    if matter.state in RESIDENTS_TURN:
        return _("the resident's turn")
    if matter.state == State.WAITING:
        return _("clock paused")
    if matter.state == State.SHELVED:
        return format_html("{} {}", _("set aside until"), day(matter.shelved_until))
    return until(matter.due_at, at)


@register.filter
def chosen(bound: BoundField) -> str:
    """What was chosen in a filter, in words."""
    return choice_words(bound.field, bound.value())


@register.inclusion_tag("ui/parts/timeline_item.html")
def line_of(line: Any, last: bool) -> dict[str, Any]:
    """One line of what has happened; the last is where it stands now."""
    told = _("told: %(names)s") % {"names": "、".join(line.told)} if line.told else ""
    who = " · ".join(filter(None, [line.actor, str(line.organisation or ""), told]))
    return {
        "title": line.words,
        "at": line.at,
        "who": who,
        "text": line.text,
        "state": "now" if last else "done",
    }


@register.simple_tag
def clock_facts(clock: Any, at: datetime) -> SafeString:
    """A clock as a line of facts: what it measures, its terms, and where it stands."""
    stands = _("paused") if clock.paused_at else until(clock.due_at, at)
    terms = f"{clock.amount} {clock.get_unit_display()}"
    return format_html(
        '<dt>{}</dt><dd>{}<br><small class="soft">{} · {}</small></dd>',
        clock.get_kind_display(), stands, terms, moment(clock.due_at),
    )  # fmt: skip


@register.filter
def pairs(first: Any, second: Any) -> list[tuple[Any, Any]]:
    """Two rows side by side."""
    return list(zip(first, second, strict=True))


_ADDRESS = re.compile(r"https?://[^\s，。；：、（）]+")
_ENDS = {"：": "。", ":": "."}


@register.filter
def address(message: Message) -> str:
    """The page a message is about, as a path of this desk; nothing when it names none."""
    found = _ADDRESS.search(message.body)
    path = urlsplit(found[0]).path if found else ""
    return path if path.startswith("/desk/") else ""


@register.filter
def without_address(message: Message) -> str:
    """The words of a message without the address, which its title already is; a colon that led to it ends a sentence."""
    if not address(message):
        return message.body
    words = _ADDRESS.sub("", message.body).strip()
    return words[:-1] + _ENDS[words[-1]] if words[-1:] in _ENDS else words

"""What the pages of the party line do the same way: which place is meant, one form for one action."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sunshine.desk.door import DONE, DeskUser, attempt, page, require, say_done
from sunshine.desk.tables.core import prefix_condition
from sunshine.lib.division import Level, is_code, is_within
from sunshine.lib.typed import parse_day
from sunshine.people.queries import reach
from sunshine.places.models import Place

RIGHT = "party"
TABS = (
    ("party", _("Tree")),
    ("coverage", _("Where nobody stands")),
    ("partners", _("Partner units")),
    ("lists", _("Three lists")),
    ("reporting", _("Double reporting")),
)


def codes(who: DeskUser) -> list[str]:
    """The places over which this person keeps the party line, by code."""
    return sorted(reach(who.officer, who.on).prefixes(RIGHT))


def is_in_reach(who: DeskUser, place: str) -> bool:
    """Whether a place lies within reach."""
    return any(is_within(place, code) for code in codes(who))


def require_line(request: HttpRequest) -> DeskUser:
    """Return the signed-in officer, if this person keeps the party line anywhere; otherwise there is no such page."""
    return require(request, RIGHT)


def require_place(request: HttpRequest, who: DeskUser) -> Place:
    """The place that is asked for, or the widest within reach; 404 outside it."""
    code = request.GET.get("place") or codes(who)[0]
    known = is_code(code) and is_in_reach(who, code)
    found = Place.objects.filter(code=code).defer("boundary").first() if known else None
    if found is None:
        raise Http404
    return found


def community(request: HttpRequest, who: DeskUser) -> Place:
    """The community that is asked for, or the first within reach; 404 where there is none."""
    code = request.GET.get("place", "")
    rows = Place.objects.filter(level="community", retired_on=None).defer("boundary").order_by("code")
    if code and not (is_code(code) and is_in_reach(who, code)):
        raise Http404
    inside = (
        rows.filter(code__startswith=code[: Level.COMMUNITY])
        if code
        else rows.filter(prefix_condition("code", codes(who)))
    )
    found = inside.first()
    if found is None:
        raise Http404
    return found


def day(request: HttpRequest, who: DeskUser) -> date:
    """The day as of which the page is asked for; today when none can be read."""
    try:
        return parse_day(request.GET.get("on", ""))
    except ValueError:
        return who.on


def places(who: DeskUser, *, most: int) -> list[Place]:
    """The standing places within reach down to a level, to choose from."""
    rows = Place.objects.filter(prefix_condition("code", codes(who)), retired_on=None).defer("boundary")
    return [row for row in rows.order_by("code") if len(row.code) <= most]


def show(request: HttpRequest, template: str, tab: str, context: dict[str, Any], **more: Any) -> HttpResponse:
    """A page of the party line with its tabs."""
    place = context["place"]
    tabs = [(f"{reverse(f'desk:{name}')}?place={place.code}", label, name == tab) for name, label in TABS]
    return page(request, template, {"tabs": tabs, **context}, **more)


class LineTask(NamedTuple):
    """One thing to do: its words, its form, its action, and where one goes afterwards."""

    title: Any
    button: Any
    done: Any
    back: str
    make: Callable[..., BaseForm]
    act: Callable[..., Any]
    hint: Any = ""
    facts: Sequence[tuple[Any, Any]] = ()


def perform(request: HttpRequest, task: LineTask) -> HttpResponse:
    """Show the form, or take what was sent and go back; what cannot be is said on the form."""
    if request.method != "POST":
        return page(request, "desk/party/task.html", {"task": task, "form": task.make()})
    form = task.make(request.POST, request.FILES)
    status, _result = attempt(form, task.act)
    if status != DONE:
        return page(request, "desk/party/task.html", {"task": task, "form": form}, status=status)
    return say_done(request, str(task.done), task.back)

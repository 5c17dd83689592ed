"""My work: what waits for us by due time, and the four functions as the way in."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sunshine.cases.models import Case
from sunshine.cases.queries import visible_to
from sunshine.cases.queries.listing import Filters, listing, mine
from sunshine.cases.states import State
from sunshine.clocks.queries import missing_years
from sunshine.desk.door import DONE, DeskUser, NoForm, attempt, desk_user, page, say_done
from sunshine.desk.functions import functions
from sunshine.notices.actions import tell_deputies
from sunshine.notices.models import Message
from sunshine.notices.queries import said_in, tray
from sunshine.people.actions import appoint_deputy, end_deputy
from sunshine.people.forms import DeputyForm
from sunshine.people.models import Assignment, Officer
from sunshine.people.queries import deputies, lent_posts, standing_in
from sunshine.people.queries import reach as reach_of
from sunshine.places.queries import locator
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import visible_wishes
from sunshine.wishes.queries.listing import WishFilters, wish_list
from sunshine.wishes.rules import may_read

WAITING_MOST = 10
NEWS_MOST = 4
TRAY_ROWS = 30
_DAY = timedelta(days=1)
KEY_DIGITS = 18
"""No key of the database is longer; Python refuses to read numbers of thousands of digits."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page after log-in."""
    who = desk_user(request)
    context = {
        "counts": mine(who.officer, who.on, at=who.at),
        "to_accept": _waiting(who, State.RECEIVED),
        "in_handling": _waiting(who, State.ACCEPTED),
        "ours": bool(reach_of(who.officer, who.on).holders("accept")),
        "places": locator().names,
        "functions": functions(who),
        "wishes": (wishes := _wishes(who)),
        "reads": {row.pk for row in wishes if may_read(row, by=who.by, on=who.on)},
        "missing_years": missing_years(who.at),
        "news": _told(who, limit=NEWS_MOST),
        "standing_in": _grouped(standing_in(who.officer, who.on)),
        "at": who.at,
    }
    return page(request, "desk/home.html", context)


def _waiting(who: DeskUser, state: State) -> Any:
    """The most urgent of one state: those our organisation holds, or for onlookers those within reach."""
    handles = reach_of(who.officer, who.on).holders("accept")
    filters = Filters(state=state, holder=who.officer.organisation_id if handles else None)
    return listing(who.officer, who.on, filters, at=who.at, limit=WAITING_MOST)


def _wishes(who: DeskUser) -> list[Wish]:
    """The most urgent wishes on our desk; for a group also those it may take."""
    of = reach_of(who.officer, who.on)
    if not of.anywhere("wish.read"):
        return []
    ours = None if of.anywhere("wish.claim") else who.officer.organisation_id
    return wish_list(who.officer, who.on, WishFilters(holder=ours), at=who.at, limit=WAITING_MOST).rows


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The tray: what the platform told our organisation."""
    who = desk_user(request)
    said = request.GET.get("before", "")
    before = int(said) if said.isdecimal() and len(said) <= KEY_DIGITS else None
    rows = _told(who, before, limit=TRAY_ROWS)
    older = f"?before={rows[-1].pk}" if len(rows) == TRAY_ROWS else ""
    return page(request, "desk/notices.html", {"rows": rows, "older": older, "at": who.at})


def _told(who: DeskUser, before: int | None = None, *, limit: int) -> list[Message]:
    """What was told to us, in the language of the page, but for matters that this officer may not open, or not any more."""
    reach = {
        Case.kind_of_subject: visible_to(who.officer, who.on),
        Wish.kind_of_subject: visible_wishes(who.officer, who.on),
    }
    rows = tray([who.officer.organisation_id], who.officer.pk, before, limit, reach=reach)
    return said_in(get_language() or "", rows)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here: my posts, who stands in for me, password and second factor."""
    who = desk_user(request)
    return _account(request, who, DeputyForm(row=who.officer))


@require_POST
def deputy(request: HttpRequest) -> HttpResponse:
    """Name who stands in for me while I am on leave."""
    who = desk_user(request)
    form = DeputyForm(request.POST, row=who.officer)
    status, _posts = attempt(form, partial(tell_deputies, appoint_deputy, who.officer, by=who.by, at=who.at))
    if status != DONE:
        return _account(request, who, form, status)
    return say_done(request, _("The deputy is named."), "desk:account")


@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """I am back: nobody stands in for me any more."""
    who = desk_user(request)
    form = NoForm(request.POST)
    status, _officer = attempt(form, partial(tell_deputies, end_deputy, who.officer, by=who.by, at=who.at))
    if status != DONE:
        return _account(request, who, DeputyForm(row=who.officer), status, back=form)
    return say_done(request, _("Nobody stands in for you any more."), "desk:account")


def _account(
    request: HttpRequest, who: DeskUser, form: DeputyForm, status: int = DONE, *, back: Form | None = None
) -> HttpResponse:
    own, around = reach_of(who.officer, who.on), lent_posts([who.officer.pk], who.on)
    context = {
        "posts": [(role, sorted(codes)) for role, codes in own.places.items()],
        "places": locator().names,
        "deputies": [(row, row.valid_to - _DAY) for row in deputies(who.officer, who.on) if row.valid_to],
        "form": form,
        "back": back or NoForm(),
        "standing_in": _grouped(row for row in around if row.officer_id == who.officer.pk),
    }
    return page(request, "desk/account.html", context, status=status)


class StandingIn(NamedTuple):
    """For whom one stands in: which posts, and from which day to which."""

    whose: Officer
    posts: str
    since: date
    until: date


def _grouped(posts: Iterable[Assignment]) -> list[StandingIn]:
    """One line for each colleague and first day."""
    found: dict[Any, list[Assignment]] = {}
    for post in posts:
        found.setdefault((post.stands_in_for, post.valid_from), []).append(post)
    return [
        StandingIn(
            whose,
            _(", ").join(dict.fromkeys(str(row.get_role_display()) for row in rows)),
            since,
            max(row.valid_to for row in rows if row.valid_to) - _DAY,
        )
        for (whose, since), rows in found.items()
    ]

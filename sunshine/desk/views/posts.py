"""Posts and pledges at the desk: empty ones first, what is due, and residents' words that wait for a decision."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.desk.door import REFUSED, DeskUser, NoForm, area, page, require, say_done
from sunshine.desk.line import LineTask, perform
from sunshine.desk.templatetags.desk import place_name
from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.party.queries.members import offered_to
from sunshine.people.queries import reach
from sunshine.places.forms import place_choices
from sunshine.places.queries import locator
from sunshine.posts.actions.pledges import (
    make_pledge,
    release_comment,
    set_comment_aside,
    settle_pledge,
)
from sunshine.posts.actions.posts import (
    claim_post,
    close_post,
    hand_back_post,
    open_post,
)
from sunshine.posts.forms.desk import (
    ClaimForm,
    OpenPostForm,
    OrganisationPledgeForm,
    WordForm,
)
from sunshine.posts.forms.posts import SettleForm
from sunshine.posts.models import Post
from sunshine.posts.models import Task as Duty
from sunshine.posts.queries.pledges import comments_waiting, visible_pledges
from sunshine.posts.queries.posts import (
    WINDOW,
    Counts,
    counts,
    visible_posts,
)
from sunshine.posts.rules.pledges import may_settle
from sunshine.posts.rules.posts import possible_for_staff

LISTED = 50
TABS = (
    ("posts", "posts", _("Posts")),
    ("pledges", "pledges", _("Pledges")),
    ("comments", "release", _("Residents' words")),
)
HEAPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "empty": (_("Wait for somebody"), {"closed_on": None, "holder": None}),
    "held": (_("Somebody serves"), {"holder__isnull": False}),
    "closed": (_("Closed posts"), {"closed_on__isnull": False}),
}
PLEDGE_HEAPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "open": (_("To come or to be settled"), {"settled_on": None}),
    "settled": (_("Settled"), {"settled_on__isnull": False}),
}


class Sheet(NamedTuple):
    """One page of a heap, and the address of the next."""

    rows: list[Any]
    on: str
    heaps: list[tuple[str, Any, bool]]


def _sheet(request: HttpRequest, rows: QuerySet[Any], heaps: dict[str, tuple[Any, dict[str, Any]]]) -> Sheet:
    """The heap asked for (the first by itself), in the order in which it is given, fifty at a time."""
    key = request.GET.get("heap", "")
    key = key if key in heaps else next(iter(heaps))
    number = request.GET.get("page", "")
    first = int(number) * LISTED if number.isdecimal() and len(number) < 6 else 0
    found = list(rows.filter(**heaps[key][1])[first : first + LISTED + 1])
    on = f"?heap={key}&page={first // LISTED + 1}" if len(found) > LISTED else ""
    return Sheet(
        found[:LISTED], on, [(f"?heap={name}", label, name == key) for name, (label, _is) in heaps.items()]
    )


def _show(
    request: HttpRequest, who: DeskUser, tab: str, template: str, context: dict[str, Any], **more: Any
) -> HttpResponse:
    """A page with the tabs this person may open."""
    mine = reach(who.officer, who.on)
    tabs = [
        (reverse(f"desk:{name}"), label, name == tab) for name, verb, label in TABS if mine.anywhere(verb)
    ]
    shown = {"tabs": tabs, "places": locator().names, "on": who.on, "at": who.at, **context}
    return page(request, f"desk/posts/{template}", shown, **more)


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The posts within reach: those that wait for somebody first, the longest waiting before others."""
    who = require(request, "posts")
    rows = visible_posts(who.officer, who.on).order_by("opened_on", "id")
    context = {"sheet": _sheet(request, rows, HEAPS), "brought": _brought(who)}
    return _show(request, who, "posts", "posts.html", context)


def _brought(who: DeskUser) -> Counts:
    """What all posts within reach did in the last ninety days together."""
    first = who.on - WINDOW
    if reach(who.officer, who.on).prefixes("posts"):
        return counts(first, who.on, prefix=_area(who, "posts"))
    return counts(first, who.on, organisation=who.officer.organisation_id)


def _post(request: HttpRequest, pk: int) -> tuple[Post, DeskUser]:
    who = require(request, "posts")
    return get_object_or_404(visible_posts(who.officer, who.on), pk=pk), who


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: who holds it, what it brought in counts, and what can be done now."""
    found, who = _post(request, pk)
    duties = Duty.objects.filter(post=found, done_on__isnull=False).select_related("case")
    context = {
        "post": found,
        "brought": counts(found.opened_on, who.on, post=found.pk),
        "written": [(duty, found.kind.duty(duty.duty)) for duty in duties.order_by("-done_on", "-id")[:20]],
        "steps": [(step, STEPS[step].label) for step in possible_for_staff(found, by=who.by, on=who.on)],
    }
    return _show(request, who, "posts", "post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    """Set up a post."""
    who = require(request, "posts")
    within = _area(who, "posts")
    form = partial(OpenPostForm, places=_places(within, who), within=within, on=who.on)
    task = LineTask(
        _("Set up a post"), _("Set up"), _("Set up. It is open to be taken."), reverse("desk:posts"), form,
        partial(open_post, by=who.by, at=who.at),
        _("It stays empty until somebody takes it of their own will. The plate can be printed at once."),
    )  # fmt: skip
    return perform(request, task)


class PostButton(NamedTuple):
    """A step on a post as the desk offers it."""

    label: Any
    done: Any
    form: Callable[[Post, DeskUser], Callable[..., Any]]
    act: Callable[..., Any]
    hint: Any = ""


STEPS: dict[str, PostButton] = {
    "claim": PostButton(
        _("Somebody takes it"),
        _("Taken. The coming week's duties are on their own page."),
        lambda found, who: partial(ClaimForm, people=_people(found, who)),
        claim_post,
        _("People take posts themselves, by their own link. Only write down what somebody said."),
    ),
    "hand_back": PostButton(
        _("It is handed back"),
        _("Handed back."),
        lambda found, who: WordForm,
        hand_back_post,
        _("Without reasons; nobody is asked why."),
    ),
    "close": PostButton(
        _("Close the post"),
        _("Closed."),
        lambda found, who: NoForm,
        close_post,
        _("For good. It stays readable."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def post_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Open the form of a step on a post, or take it."""
    found, who = _post(request, pk)
    if step not in STEPS:
        raise Http404
    button, back = STEPS[step], reverse("desk:post", args=[pk])
    facts = ((_("Kind of post"), found.kind.spoken), (_("Organisation"), found.organisation.spoken))
    act = partial(button.act, found, by=who.by, at=who.at)
    return perform(
        request,
        LineTask(
            button.label, button.label, button.done, back, button.form(found, who), act, button.hint, facts
        ),
    )


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """The pledges within reach: open ones by their day."""
    who = require(request, "pledges")
    rows = visible_pledges(who.officer, who.on).order_by("-settled_on", "due_on", "id")
    return _show(request, who, "pledges", "pledges.html", {"sheet": _sheet(request, rows, PLEDGE_HEAPS)})


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest) -> HttpResponse:
    """Write down what an organisation promises."""
    who = require(request, "pledges")
    within = _area(who, "pledges")
    form = partial(OrganisationPledgeForm, places=_communities(within, who), within=within, on=who.on)
    task = LineTask(
        _("Pledge of an organisation"), _("Promise it"), _("Promised."), reverse("desk:pledges"), form,
        partial(make_pledge, by=who.by, at=who.at), _("Everybody can read it. People promise for themselves, by their own link."),
    )  # fmt: skip
    return perform(request, task)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, ref: str) -> HttpResponse:
    """One pledge, with the form to say what became of it while it is open."""
    who = require(request, "pledges")
    found = get_object_or_404(visible_pledges(who.officer, who.on), ref=ref)
    if request.method != "POST" and not may_settle(found, by=who.by, on=who.on):
        return _show(request, who, "pledges", "pledge.html", {"pledge": found})
    facts = ((_("Pledge"), found.text), (_("By when"), f"{found.due_on:%Y-%m-%d}"))
    task = LineTask(
        _("What became of it?"), _("Write down"), _("Written down."), reverse("desk:pledges"),
        partial(SettleForm, pledge=found, on=who.on), partial(settle_pledge, found, by=who.by, at=who.at), "", facts,
    )  # fmt: skip
    return perform(request, task)


@require_safe
def comments(request: HttpRequest) -> HttpResponse:
    """Residents' words that nobody sees yet, the oldest first."""
    who = require(request, "release")
    return _comments(request, who)


def _comments(request: HttpRequest, who: DeskUser, *, sentence: str = "", status: int = 200) -> HttpResponse:
    rows = comments_waiting(who.officer, who.on)[:LISTED]
    context = {"rows": rows, "sentence": sentence}
    return _show(request, who, "comments", "comments.html", context, status=status)


DECISIONS = {
    "show": (release_comment, _("Shown beside the service.")),
    "aside": (set_comment_aside, _("Set aside; the words are gone, the answer counts.")),
}


@require_POST
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Show a resident's words, or set them aside."""
    who = require(request, "release")
    if step not in DECISIONS:
        raise Http404
    found = get_object_or_404(comments_waiting(who.officer, who.on), pk=pk)
    act, words = DECISIONS[step]
    try:
        act(found, by=who.by, at=who.at)
    except Refused as refusal:
        return _comments(request, who, sentence=str(refusal), status=REFUSED)
    return say_done(request, str(words), "desk:comments")


def _area(who: DeskUser, verb: str) -> str:
    """The place within which one chooses: that of the verb; a group leader's own organisation says where."""
    prefixes = reach(who.officer, who.on).prefixes(verb)
    return area(who, verb) if prefixes else who.officer.organisation.place[: Level.COMMUNITY]


def _places(within: str, who: DeskUser) -> list[Any]:
    return place_choices(within, who.on, blank=_("choose"))


def _communities(within: str, who: DeskUser) -> list[Any]:
    """The communities within, without their grids."""
    found = locator().names
    rows = sorted(
        code for code in found if len(code) == Level.COMMUNITY and code.startswith(within[: Level.COMMUNITY])
    )
    return [("", _("choose")), *[(code, place_name(code, found)) for code in rows]]


def _people(found: Post, who: DeskUser) -> QuerySet[Any]:
    """Those who offered themselves near the post."""
    return offered_to(who.officer, who.on).filter(place__startswith=found.place[: Level.STREET])

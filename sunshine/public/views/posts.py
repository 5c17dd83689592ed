"""Posts and pledges in public: which are open, who serves, what was promised and what came of it; how it was."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from sunshine.lib.masks import HIDDEN
from sunshine.lib.refusals import Refused
from sunshine.posts.actions.pledges import comment
from sunshine.posts.forms.posts import CommentForm
from sunshine.posts.models import Pledge, Post
from sunshine.posts.queries.pledges import (
    comments_on,
    find_released,
    helpful,
    pledge_by_ref,
    public_pledges,
)
from sunshine.posts.queries.posts import (
    SMALLEST,
    WINDOW,
    Counts,
    counts,
    post_by_id,
    public_posts,
)
from sunshine.public.door import OK, REFUSED, WRONG, SeeOther, page, today
from sunshine.public.limits import COMMENTS, address
from sunshine.public.serving import (
    LISTED,
    find_community,
    shown_pledge,
    shown_pledges,
    shown_post,
    shown_posts,
)
from sunshine.record.states import Actor
from sunshine.ui.tries import ask_to_wait
from sunshine.ui.words import waiting
from sunshine.volunteers.queries import consents
from sunshine.volunteers.states import ConsentKind


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of a community, those that wait for somebody first."""
    here = find_community(request)
    rows = shown_posts(public_posts(here.prefix)[: LISTED + 1])
    context = {"here": here, "rows": rows[:LISTED], "more": len(rows) > LISTED}
    return page(request, "serve/posts.html", context, place=here.code)


@csrf_exempt  # says something of a service, on nobody's behalf
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: duties, who serves, what it did in counts, what residents say."""
    found = _post(pk)
    if request.method == "POST":
        return _say(request, found, reverse("public:post", args=[pk]))
    return _show_post(request, found, CommentForm())


@require_safe
def plate(request: HttpRequest, pk: int) -> HttpResponse:
    """岗位牌 to print: post, duties, who serves by consent, organisation and telephone."""
    shown = shown_post(_post(pk))
    return page(request, "serve/plate.html", {"shown": shown, "at": timezone.now()}, place=shown.post.place)


@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """The pledges of a community: the open ones by their day, then what became of the others."""
    here = find_community(request)
    rows = shown_pledges(public_pledges(here.prefix)[: LISTED + 1])
    context = {"here": here, "rows": rows[:LISTED], "more": len(rows) > LISTED}
    return page(request, "serve/pledges.html", context, place=here.code)


@csrf_exempt  # says something of a service, on nobody's behalf
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, ref: str) -> HttpResponse:
    """One pledge: what, for whom, by when, what became of it, what residents say."""
    found = _pledge(ref)
    if request.method == "POST":
        return _say(request, found, reverse("public:pledge", args=[ref]))
    return _show_pledge(request, found, CommentForm())


@require_safe
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """承诺书 to print and sign."""
    shown = shown_pledge(_pledge(ref))
    context = {"shown": shown, "at": timezone.now()}
    return page(request, "serve/pledge_paper.html", context, place=shown.pledge.community)


def _post(pk: int) -> Post:
    found = post_by_id(pk)
    if found is None or found.closed_on is not None:
        raise Http404
    return found


def _pledge(ref: str) -> Pledge:
    found = pledge_by_ref(ref)
    if found is None:
        raise Http404
    return found


def _say(request: HttpRequest, about: Post | Pledge, where: str) -> HttpResponse:
    """Keep what a resident says, or show the form again with the reason why not."""
    form, on_post = CommentForm(request.POST), isinstance(about, Post)
    show: Any = _show_post if on_post else _show_pledge
    if not form.is_valid():
        return show(request, about, form, status=WRONG)
    if wait := COMMENTS.take(address(request)):
        often = _("Many answers came from your connection. Please try again in %(wait)s, or call us.")
        form.add_error(None, often % {"wait": waiting(wait)})
        return ask_to_wait(show(request, about, form), wait)
    try:
        subject: dict[str, Any] = {"post" if on_post else "pledge": about}
        said = comment(**subject, **form.cleaned_data, by=Actor.resident(), at=timezone.now())
    except Refused as refusal:
        field = refusal.code if refusal.code in form.fields else None
        form.add_error(field, str(refusal))
        return show(request, about, form, status=WRONG if field else REFUSED)
    return SeeOther(f"{where}?said{'=hidden' if HIDDEN in said.text else ''}#said")


def _said(request: HttpRequest, form: CommentForm, **about: Any) -> dict[str, Any]:
    rows = comments_on(**about)
    return {
        "form": form,
        "thanks": "said" in request.GET,
        "hidden": request.GET.get("said") == "hidden",
        "helpful": helpful(rows),
        "words": find_released(rows),
    }


def _show_post(request: HttpRequest, found: Post, form: CommentForm, *, status: int = OK) -> HttpResponse:
    shown = shown_post(found)
    context = {
        "shown": shown,
        "brought": _brought(found),
        "named": _named(found),
        "days": WINDOW // timedelta(days=1),
        **_said(request, form, post=found),
    }
    return page(request, "serve/post.html", context, place=found.place, status=status)


def _named(found: Post) -> bool:
    """Whether a name stands beside the post."""
    return found.holder is not None and ConsentKind.PUBLIC in consents(found.holder)


def _brought(found: Post) -> Counts | None:
    """What was done lately: of the post while nobody is named beside it, else of all posts of its organisation.

    Beside a name the figures of one post would be that person's; so there must be three who serve, and three times.
    """
    on, named = today(), _named(found)
    whose: dict[str, Any] = {"organisation": found.organisation_id} if named else {"post": found.pk}
    brought = counts(on - WINDOW, on, **whose)
    enough = brought.done >= SMALLEST and (not named or brought.held >= SMALLEST)
    return brought if enough else None


def _show_pledge(request: HttpRequest, found: Pledge, form: CommentForm, *, status: int = OK) -> HttpResponse:
    context = {"shown": shown_pledge(found), "today": today(), **_said(request, form, pledge=found)}
    return page(request, "serve/pledge.html", context, place=found.community, status=status)

"""My posts, my duties and my pledges, by my own link: take, hand back, write down, promise, say what became of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.queries.links import token_of as case_token
from sunshine.lib.refusals import Refused
from sunshine.posts.actions.pledges import make_pledge, settle_pledge
from sunshine.posts.actions.posts import claim_post, do_task, hand_back_post
from sunshine.posts.forms.posts import OwnPledgeForm, SettleForm, TaskForm
from sunshine.posts.models import Post, Task
from sunshine.posts.queries.pledges import pledges_of
from sunshine.posts.queries.posts import reported_by
from sunshine.public.door import OK, REFUSED, WRONG, SeeOther, keep_private, page, today
from sunshine.public.forms import category_choices
from sunshine.public.serving import own
from sunshine.public.views.serve import show_gone
from sunshine.record.states import Actor
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import volunteer_by_token

WITH = ("kind", "organisation", "holder")


def _self(volunteer: Volunteer) -> Actor:
    """The person themselves: which branch they named stands in no entry."""
    return Actor.helper(volunteer.ref, None)


def mine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find whose link it is; an unknown link leads nowhere."""

    def wrapped(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        volunteer = volunteer_by_token(token)
        return show_gone(request, token) if volunteer is None else view(request, volunteer, token, **more)

    return wrapped


@require_safe
@mine
def posts(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """My posts with what waits, and posts I could take."""
    return _show(request, volunteer, token)


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_POST
@mine
def take(request: HttpRequest, volunteer: Volunteer, token: str, pk: int) -> HttpResponse:
    """Take an empty post."""
    post = get_object_or_404(Post.objects.select_related(*WITH), pk=pk)
    return _step(request, volunteer, token, "taken", partial(claim_post, volunteer=volunteer), post)


@csrf_exempt
@require_POST
@mine
def hand_back(request: HttpRequest, volunteer: Volunteer, token: str, pk: int) -> HttpResponse:
    """Give a post back, without reasons."""
    post = get_object_or_404(Post.objects.select_related(*WITH), pk=pk)
    return _step(request, volunteer, token, "given", hand_back_post, post)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def task(request: HttpRequest, volunteer: Volunteer, token: str, pk: int) -> HttpResponse:
    """A duty: what was found, and what somebody has to put right."""
    rows = Task.objects.select_related("post__kind", "post__organisation", "post__holder")
    found = get_object_or_404(rows, pk=pk, post__holder=volunteer)
    form = TaskForm(request.POST if request.method == "POST" else None)
    status = _try(form, do_task, volunteer, found) if request.method == "POST" else OK
    if request.method == "POST" and status == OK:
        return SeeOther(f"{reverse('public:own_posts', args=[token])}?done=written")
    form.offer(category_choices(catalogue(), today(), form["hazard"].value() or ""))
    context = {"task": found, "duty": found.post.kind.duty(found.duty), "form": form, "token": token}
    return keep_private(page(request, "serve/task.html", context, place=found.post.place, status=status))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def promise(request: HttpRequest, volunteer: Volunteer, token: str) -> HttpResponse:
    """Make a pledge of one's own."""
    held = list(Post.objects.filter(holder=volunteer).select_related(*WITH).order_by("id"))
    choices = [(post.pk, post.kind.spoken) for post in held]
    form = OwnPledgeForm(request.POST if request.method == "POST" else None, posts=choices)
    if request.method == "POST":

        def make(*, post: int | None, **told: Any) -> Any:
            chosen = next((row for row in held if row.pk == post), None)
            return make_pledge(**told, post=chosen, person=volunteer)

        status = _try(form, make, volunteer)
        if status == OK:
            return SeeOther(f"{reverse('public:own_posts', args=[token])}?done=promised#pledges")
        return _promise(request, volunteer, token, form, status)
    return _promise(request, volunteer, token, form, OK)


def _promise(
    request: HttpRequest, volunteer: Volunteer, token: str, form: OwnPledgeForm, status: int
) -> HttpResponse:
    context = {"form": form, "token": token}
    return keep_private(page(request, "serve/promise.html", context, place=volunteer.place, status=status))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@mine
def settle(request: HttpRequest, volunteer: Volunteer, token: str, ref: str) -> HttpResponse:
    """Say what became of one's own pledge."""
    pledge = get_object_or_404(pledges_of(volunteer).select_related("organisation", "person"), ref=ref)
    form = SettleForm(request.POST if request.method == "POST" else None, pledge=pledge, on=today())
    status = _try(form, settle_pledge, volunteer, pledge) if request.method == "POST" else OK
    if request.method == "POST" and status == OK:
        return SeeOther(f"{reverse('public:own_posts', args=[token])}?done=settled#pledges")
    context = {"form": form, "pledge": pledge, "token": token}
    return keep_private(page(request, "serve/settle.html", context, place=pledge.community, status=status))


def _try(form: Any, act: Callable[..., Any], volunteer: Volunteer, *row: Any) -> int:
    """Validate and take the one action; a refusal stands on the form, beside its field if it names one."""
    if not form.is_valid():
        return WRONG
    try:
        act(*row, by=_self(volunteer), at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        field = refusal.code if refusal.code in form.fields else None
        form.add_error(field, str(refusal))
        return WRONG if field else REFUSED
    return OK


def _step(
    request: HttpRequest,
    volunteer: Volunteer,
    token: str,
    done: str,
    act: Callable[..., Any],
    post: Post,
) -> HttpResponse:
    """One tap: the step is taken, or the page says in a sentence why not."""
    try:
        act(post, by=_self(volunteer), at=timezone.now())
    except Refused as refusal:
        return _show(request, volunteer, token, sentence=str(refusal), status=REFUSED)
    return SeeOther(f"{reverse('public:own_posts', args=[token])}?done={done}")


def _show(
    request: HttpRequest, volunteer: Volunteer, token: str, *, sentence: str = "", status: int = OK
) -> HttpResponse:
    told = [(task, case_token(task.case.ref)) for task in reported_by(volunteer) if task.case]
    context = {
        **own(volunteer, token, today()),
        "done": request.GET.get("done", ""),
        "sentence": sentence,
        "told": told,
    }
    return keep_private(page(request, "serve/own_posts.html", context, place=volunteer.place, status=status))

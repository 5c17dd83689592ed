"""我的事办到哪了: by number and four digits, or by the link; the resident's own steps."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.cases.actions import confirm, reply, withdraw
from sunshine.cases.models import Case
from sunshine.cases.queries import by_number_and_tail, by_token, public_view
from sunshine.cases.rules import possible
from sunshine.files.queries import photo_path, thumb_path
from sunshine.lib.numbers import parse_case_number
from sunshine.lib.refusals import Refused
from sunshine.public.door import NOT_FOUND, OK, REFUSED, TOO_MANY, WRONG, SeeOther, keep_private, page, today
from sunshine.public.forms import ConfirmForm, ReplyForm, SeenForm, TrackForm, WithdrawForm
from sunshine.public.limits import GUESSES, address
from sunshine.record.states import GENESIS_STEP, Actor

STEPS: dict[str, tuple[type[SeenForm], Callable[..., Case]]] = {
    "reply": (ReplyForm, reply),
    "confirm": (ConfirmForm, confirm),
    "withdraw": (WithdrawForm, withdraw),
}
"""What the resident may do by link: the form, and the one action behind it."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and digits; answer with state, dates and organisation, and nothing else."""
    if request.method != "POST":
        number = request.GET.get("number", "")[:40]
        return page(request, "track.html", {"form": TrackForm(initial={"number": number})})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return page(request, "track.html", {"form": form}, status=WRONG)
    who = [address(request), _canonical(form.cleaned_data["number"])]
    if GUESSES.reached(*who):
        form.add_error(None, _("Too many wrong tries. Please wait a quarter of an hour, or call us."))
        return page(request, "track.html", {"form": form}, status=TOO_MANY)
    case = by_number_and_tail(form.cleaned_data["number"], form.cleaned_data["tail"])
    if case is None:
        return _not_found(request, form, who)
    context = {"view": public_view(case, by_link=False)}
    return keep_private(page(request, "state.html", context, place=case.place))


def _not_found(request: HttpRequest, form: TrackForm, who: list[str]) -> HttpResponse:
    """One sentence for every reason: whether a number exists is nobody's business."""
    GUESSES.take(*who)
    form.add_error(None, _("Number and last four digits do not fit together. Please check both, or call us."))
    return keep_private(page(request, "track.html", {"form": form}, status=WRONG))


def _canonical(number: str) -> str:
    try:
        return parse_case_number(number)
    except ValueError:
        return "no number"


@require_safe
def case(request: HttpRequest, token: str) -> HttpResponse:
    """The matter behind a link; with ?new the receipt on top."""
    found = by_token(token)
    if found is None:
        return _unknown(request)
    return _show(request, found, token, new="new" in request.GET)


@require_safe
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """The slip to print and take home: number, link, telephone, nothing of the matter."""
    found = by_token(token)
    if found is None:
        return _unknown(request)
    context = {"view": public_view(found, by_link=False), "link": _link(request, token), "token": token}
    return keep_private(page(request, "slip.html", context, place=found.place))


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_POST
def step(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Reply, confirm or withdraw."""
    found = by_token(token)
    if found is None:
        return _unknown(request)
    form_class, action = STEPS[name]
    form = form_class(request.POST)
    if not form.is_valid():
        return _show(request, found, token, forms={name: form}, status=WRONG)
    try:
        action(found, by=Actor.resident(), at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        field = refusal.code if refusal.code in form.fields else None
        form.add_error(field, str(refusal))
        again, status = by_token(token) or found, WRONG if field else REFUSED
        return _show(request, again, token, forms={name: form}, status=status)
    return SeeOther(reverse("public:case", args=[token]))


@require_safe
def photo(request: HttpRequest, token: str, name: str, size: str) -> HttpResponse:
    """A photo of the matter, only through its link."""
    found = by_token(token)
    photos = public_view(found, by_link=True).photos if found else ()
    row = next((row for row in photos if row.name == name), None)
    if row is None:
        return _unknown(request)
    path = thumb_path(row) if size == "small" else photo_path(row)
    return keep_private(HttpResponse(path.read_bytes(), content_type="image/jpeg"))


def _show(
    request: HttpRequest,
    found: Case,
    token: str,
    *,
    new: bool = False,
    forms: dict[str, SeenForm] | None = None,
    status: int = OK,
) -> HttpResponse:
    """The page behind the link, with the steps that are possible now."""
    open_steps = possible(found, by=Actor.resident(), on=today())
    offered = {
        name: form(initial={"seen": found.step}) for name, (form, _act) in STEPS.items() if name in open_steps
    }
    view = public_view(found, by_link=True)
    context = {
        "view": view,
        "told_photos": [photo for photo in view.photos if photo.step <= GENESIS_STEP],
        "result_photos": [photo for photo in view.photos if photo.step > GENESIS_STEP],
        "forms": {**offered, **_again(found, forms or {})},
        "refused": [] if status == OK else _sentences(forms or {}),
        "new": new,
        "token": token,
        "link": _link(request, token),
    }
    return keep_private(page(request, "case.html", context, place=found.place, status=status))


def _again(found: Case, forms: dict[str, SeenForm]) -> dict[str, SeenForm]:
    """Forms as filled, but with the step that is shown now: whoever looked again may send again."""
    for form in forms.values():
        form.data = {**form.data.dict(), "seen": found.step}  # type: ignore[attr-defined]
    return forms


def _sentences(forms: dict[str, SeenForm]) -> list[Any]:
    return [error for form in forms.values() for error in form.non_field_errors()]


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("public:case", args=[token]))


def _unknown(request: HttpRequest) -> HttpResponse:
    return keep_private(page(request, "unknown.html", status=NOT_FOUND))

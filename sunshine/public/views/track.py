"""我的事办到哪了: by number and four digits, or by the link; the resident's own steps."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sunshine.cases.actions import (
    agree,
    conceal,
    confirm,
    follow,
    photograph,
    remind,
    reopen,
    reply,
    withdraw,
)
from sunshine.cases.models import Case
from sunshine.cases.queries import (
    by_number_and_tail,
    by_token,
    category_name,
    public_view,
    says_danger,
)
from sunshine.cases.queries.duplicates import find_alike, following_words
from sunshine.cases.rules import possible, way_back_until
from sunshine.files.queries import photo_path, thumb_path
from sunshine.lib.division import Level
from sunshine.lib.numbers import parse_case_number
from sunshine.matters.queries.tracking import Tracking
from sunshine.people.queries import directory
from sunshine.people.states import OrganisationKind, pick_words
from sunshine.places.queries import locator
from sunshine.public.door import OK, WRONG, keep_private, office, page, today
from sunshine.public.forms import (
    AgreeForm,
    FollowForm,
    OwnConfirmForm,
    OwnReopenForm,
    OwnWithdrawForm,
    PhotographForm,
    ReplyForm,
    SeenForm,
    TrackForm,
)
from sunshine.public.limits import REPORTS, TRACKING, address
from sunshine.public.links import ByLink, show_unknown
from sunshine.record.queries import steps_of
from sunshine.record.states import GENESIS_STEP
from sunshine.ui.tries import Attempt, ask_to_wait
from sunshine.ui.words import waiting
from sunshine.wishes.queries import wish_by_number
from sunshine.wishes.queries.page import wish_tracking


def _where(found: Case) -> str:
    """The place that it was taken for, so that whoever told it notices when that is another one; "" for none."""
    book = locator()
    if found.building_id in book.buildings:
        return book.words_of(found.building_id)
    return book.words_of(found.place) if len(found.place) >= Level.COMMUNITY else ""


def _described(found: Case) -> dict[str, Any]:
    """What the page says: photos of the telling and of the result apart."""
    view = public_view(found, by_link=True)
    later = any(photo.step > GENESIS_STEP for photo in view.photos)
    answers = (
        set(steps_of("answer").filter(subject=found.subject).values_list("step", flat=True)) if later else ()
    )
    return {
        "view": view,
        "danger": says_danger(view.text, found.category),
        "where": _where(found),
        "told_photos": [photo for photo in view.photos if photo.step not in answers],
        "result_photos": [photo for photo in view.photos if photo.step in answers],
        "until": way_back_until(found) if found.closed_at else None,
        "alike": [_public_words(row.case) for row in find_alike(found)],
    }


def _public_words(other: Case) -> dict[str, Any]:
    """What everybody may know of another report: kind, community, day and state, and the number to follow it by."""
    community = locator().names.get(other.community or "", {})
    return {
        "number": other.number,
        "kind": category_name(other.category_id or ""),
        "place": pick_words(community.get("name", ""), community.get("name_en", "")),
        "at": other.received_at,
        "state": following_words(other),
    }


REPORT = ByLink(
    name="case",
    template="case.html",
    receipt="public/parts/case_next.html",
    draft="report",
    paper="slip.html",
    find=by_token,
    possible=possible,
    describe=_described,
    told=partial(public_view, by_link=False),
    steps={
        "reply": (ReplyForm, reply),
        "photograph": (PhotographForm, photograph),
        "confirm": (OwnConfirmForm, confirm),
        "agree": (AgreeForm, agree),
        "reopen": (OwnReopenForm, reopen),
        "follow": (FollowForm, follow),
        "remind": (SeenForm, remind),
        "conceal": (SeenForm, conceal),
        "withdraw": (OwnWithdrawForm, withdraw),
    },
)
"""A report, as whoever holds its link sees it."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and digits; answer with state, dates and organisation, and nothing else."""
    if request.method != "POST":
        number = request.GET.get("number", "")[:40]
        return _ask(request, TrackForm(initial={"number": number}))
    form = TrackForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, WRONG)
    number, tail = form.cleaned_data["number"], form.cleaned_data["tail"]
    attempt = TRACKING.attempt(_canonical(number), address(request), longer=form.is_whole_number())
    if not attempt.allowed:
        return _wait(request, form, attempt)
    view = _look_up(number, tail)
    if view is None:
        return _not_found(request, form)
    attempt.clear()
    return keep_private(page(request, "state.html", {"view": view}, place=view.matter.place))


def _ask(request: HttpRequest, form: TrackForm, status: int = OK) -> HttpResponse:
    """The form, and for everybody the same words on what opens by its link alone."""
    desk = directory().nearest(OrganisationKind.SUPERVISION, settings.COUNTY, today())
    return page(request, "track.html", {"form": form, "supervision": office(desk)}, status=status)


def _look_up(number: str, tail: str) -> Tracking | None:
    """The little that number and digits show, of a report or of a wish: both are numbered from one book."""
    if case := by_number_and_tail(number, tail):
        return public_view(case, by_link=False)
    wish = wish_by_number(number, tail)
    return wish_tracking(wish, by_link=False) if wish else None


def _not_found(request: HttpRequest, form: TrackForm) -> HttpResponse:
    """One sentence for every reason: whether a number exists is nobody's business."""
    form.add_error(None, _("Number and last four digits do not fit together. Please check both, or call us."))
    return keep_private(_ask(request, form, WRONG))


def _wait(request: HttpRequest, form: TrackForm, attempt: Attempt) -> HttpResponse:
    """How long to wait, or what else to type at once."""
    if attempt.besieged and not form.is_whole_number():
        said = _(
            "Four digits were tried too often for this number. Please type your whole telephone number instead, "
            "open your link, or call us."
        )
    else:
        said = _("Too many wrong tries. Please wait %(wait)s, open your link, or call us.")
    form.add_error(None, said % {"wait": waiting(attempt.seconds)})
    return ask_to_wait(keep_private(_ask(request, form)), attempt.seconds)


def _canonical(number: str) -> str:
    try:
        return parse_case_number(number)
    except ValueError:
        return "no number"


@require_safe
def case(request: HttpRequest, token: str) -> HttpResponse:
    """The matter behind a link; with ?new the receipt on top."""
    return REPORT.show(request, token)


@require_safe
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """The slip to print and take home: number, link, telephone, nothing of the matter."""
    return REPORT.slip(request, token)


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_POST
def step(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Reply, confirm, remind or withdraw. Photos cost what a report with photos costs, so they take a turn like one."""
    wait = REPORTS.take(address(request)) if name == "photograph" else 0
    return REPORT.step(request, token, name, wait=wait)


@require_safe
def photo(request: HttpRequest, token: str, name: str, size: str) -> HttpResponse:
    """A photo of the matter, only through its link."""
    found = by_token(token)
    photos = public_view(found, by_link=True).photos if found else ()
    row = next((row for row in photos if row.name == name), None)
    if row is None:
        return show_unknown(request)
    path = thumb_path(row) if size == "small" else photo_path(row)
    return keep_private(HttpResponse(path.read_bytes(), content_type="image/jpeg"))

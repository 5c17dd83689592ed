"""我要反映: the report form, its advice while typing, and taking it in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from sunshine.cases.actions import receive
from sunshine.cases.actions.receive import Received
from sunshine.cases.forms import FIELD_OF
from sunshine.cases.queries import emergency_words, says_danger
from sunshine.cases.queries.catalogue import Catalogue, catalogue
from sunshine.files.actions import Unreadable, crowded_refusal, parked
from sunshine.lib.refusals import Refused
from sunshine.places.queries import locator
from sunshine.public.door import NOT_FOUND, OK, REFUSED, TOO_MANY, WRONG, SeeOther, page, today
from sunshine.public.forms import ReportForm
from sunshine.public.limits import DANGER, REPORTS, address
from sunshine.public.spot import Spot, spot_of
from sunshine.public.where import is_placeless, where_of
from sunshine.record.states import Actor
from sunshine.ui.tries import ask_to_wait
from sunshine.ui.uploads import passed_over, words_first
from sunshine.ui.words import waiting

PARTS = ("what", "where")


# Nothing here acts on anyone's authority: there is no session to borrow, to expire, or to lose words with.
@gzip_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@words_first
def report(request: HttpRequest) -> HttpResponse:
    """Show the form, advise while somebody types, or take the report in."""
    staff = request.GET.get("about") == "staff"
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, staff=staff)
        return _advise(request, form) if "look" in request.POST else _take(request, form)
    spot = spot_of(request, request.GET)
    form = ReportForm(initial=spot.initial(), staff=staff)
    return _show(request, form, spot, status=NOT_FOUND if spot.unknown else OK)


def _take(request: HttpRequest, form: ReportForm) -> HttpResponse:
    valid, rows, danger = form.is_valid(), catalogue(), bool(emergency_words(form.words))
    if danger and "emergency" not in request.POST:
        return _again(request, form, OK, ask="danger")
    if not valid:
        return _by_words(request, form, rows) if danger and not form.staff else _again(request, form, WRONG)
    if ask := _question(request, form, rows):
        return _again(request, form, OK, ask=ask)
    return _send(request, form, rows)


def _question(request: HttpRequest, form: ReportForm, rows: Catalogue) -> str:
    """What to ask before it is taken, each once: where it is ("place"), and whether it complains about "staff"."""
    if "asked" not in request.POST and not _danger(form, rows) and is_placeless(form):
        return "place"
    asks_staff = not form.staff and "ordinary" not in request.POST
    return "staff" if asks_staff and rows.complains(form.cleaned_data["text"], today()) else ""


def _send(request: HttpRequest, form: ReportForm, rows: Catalogue) -> HttpResponse:
    """Take in what is right as it stands; danger that is refused for something beside it by its words alone."""
    if passed_over(request):
        danger = emergency_words(form.words) and not form.staff
        return _by_words(request, form, rows) if danger else _refused(request, form, crowded_refusal())
    wait, bare = REPORTS.take(address(request)), False
    if wait and _danger(form, rows):
        wait, bare = DANGER.take(), True
    if wait:
        return _queue(request, form, wait, danger=bare)
    try:
        told = form.report(get_language() or "zh-hans", photos=not bare)
        received = receive(told, by=Actor.resident(), at=timezone.now(), rows=rows)
    except Refused as refusal:
        if emergency_words(form.words) and not form.staff:
            return _by_words(request, form, rows)
        return _refused(request, form, refusal)
    parked.drop(form.kept)
    return _receipt(received, "=words" if bare and form.has_photos() else "")


def _by_words(request: HttpRequest, form: ReportForm, rows: Catalogue) -> HttpResponse:
    """Danger is taken by its words and what is right beside them; what else was typed or chosen stands in no one's way."""
    if REPORTS.take(address(request)) and (wait := DANGER.take()):
        return _queue(request, form, wait, danger=True)
    try:
        told = form.by_words(get_language() or "zh-hans", rows)
        received = receive(told, by=Actor.resident(), at=timezone.now(), rows=rows)
    except Refused as refusal:
        return _refused(request, form, refusal)
    return _receipt(received, "=part")


def _receipt(received: Received, less: str) -> HttpResponse:
    """To the receipt, which says what was left out, and in which ways it was taken otherwise than told."""
    said = "".join(f"&said={doubt}" for doubt in received.doubts)
    return SeeOther(reverse("public:case", args=[received.token]) + f"?new{less}{said}")


def _danger(form: ReportForm, rows: Catalogue) -> bool:
    """Whether it is of danger: by its words, by the kind that was chosen or else by the one the words point to."""
    text, chosen = form.cleaned_data["text"], form.cleaned_data["category"]
    return says_danger(text, rows.categories.get(chosen) if chosen else rows.find_sure(text, today()))


def _queue(request: HttpRequest, form: ReportForm, wait: int, *, danger: bool) -> HttpResponse:
    """Nobody is sent away: when to send it again, and of danger to call at once."""
    if danger:
        said = _(
            "Very many reports of danger arrive just now. Please call at once; do not wait for this page."
        )
    else:
        said = _(
            "Many reports come from this connection just now. Please send it again in %(wait)s: nothing you typed is lost. "
            "Or call us."
        )
    return ask_to_wait(_again(request, form, TOO_MANY, said % {"wait": waiting(wait)}), wait)


def _refused(request: HttpRequest, form: ReportForm, refusal: Refused) -> HttpResponse:
    """A refusal that names a field is a form to correct; any other is a step that may not be taken."""
    if isinstance(refusal, Unreadable):
        refusal = form.lose_photos(refusal.faults, address(request))
    field = FIELD_OF.get(refusal.code, refusal.code)
    if field not in form.fields:
        return _again(request, form, REFUSED, str(refusal))
    return _again(request, form, WRONG, str(refusal), field)


def _again(
    request: HttpRequest,
    form: ReportForm,
    status: int,
    sentence: str = "",
    field: str | None = None,
    *,
    ask: str = "",
) -> HttpResponse:
    """The form as it was filled, and what there is to say, or to ask first: "danger", its "place", whether it is about "staff"."""
    if sentence:
        form.add_error(field, sentence)
    form.keep_photos(address(request))
    form.not_kept += passed_over(request)
    return _show(request, form, spot_of(request, request.POST), status=status, ask=ask)


def _advise(request: HttpRequest, form: ReportForm) -> HttpResponse:
    """What the words so far suggest; nothing is examined yet."""
    form.is_valid()
    form.keep_photos(address(request))
    form.errors.clear()
    part = request.POST["look"] if request.POST["look"] in PARTS else ""
    return _show(request, form, spot_of(request, request.POST), part=part)


def _show(
    request: HttpRequest,
    form: ReportForm,
    spot: Spot,
    *,
    status: int = OK,
    ask: str = "",
    part: str = "",
) -> HttpResponse:
    book, rows = locator(), catalogue()
    form.offer(rows, book, today())
    text = form["text"].value() or ""
    context = {
        "form": form,
        "spot": spot,
        "emergencies": emergency_words(text),
        "interrupted": ask == "danger",
        "refused": status in (REFUSED, TOO_MANY),
        "perhaps_staff": ask == "staff",
        "placeless": ask == "place",
        "asked": ask == "place" or "asked" in form.data,
        "where": where_of(form, book, spot),
    }
    return page(request, "report.html", context, place=spot.place, part=part, status=status)

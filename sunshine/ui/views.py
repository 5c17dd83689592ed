"""The elder-mode switch and the pages that show the kit."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sunshine.ui import samples
from sunshine.ui.middleware import ELDER_COOKIE

YEAR = 365 * 24 * 3600


@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Switch 长辈版 on or off and return to the page."""
    back = request.POST.get("next", "/")
    known = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(back if known else "/", status=303)
    response.set_cookie(
        ELDER_COOKIE,
        "1" if request.POST.get("elder") == "1" else "0",
        max_age=YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _sample(request: HttpRequest) -> dict[str, Any]:
    moment = now()
    return {
        "now": moment,
        "rows": samples.rows(moment),
        "links": samples.custody_links(moment),
        "form": samples.SampleForm(prefix="open"),
        "wrong_form": samples.SampleForm({}, prefix="wrong"),
        "report_url": request.build_absolute_uri("/report/"),
    }


def _for_makers(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The kit is shown by a demonstration, while developing, and to staff; to others it does not exist."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if not (settings.DEMO or settings.DEBUG or request.user.is_authenticated):
            raise Http404
        return view(request)

    return shown


@require_GET
@_for_makers
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    messages.info(request, _("Your matter has arrived."))
    return render(request, "ui/gallery.html", _sample(request))


@require_GET
@_for_makers
def desk(request: HttpRequest) -> HttpResponse:
    """The frame of the desk with a work list."""
    return render(request, "ui/gallery_desk.html", _sample(request))


@require_GET
@_for_makers
def paper(request: HttpRequest) -> HttpResponse:
    """A printed form as the field uses it."""
    return render(request, "ui/gallery_paper.html", _sample(request))


@require_GET
@_for_makers
def areas(request: HttpRequest) -> HttpResponse:
    """The grids of the sample map."""
    return JsonResponse(samples.areas(), content_type="application/geo+json")

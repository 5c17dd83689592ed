"""A community's board: who serves which grid, what came in, what was done, what is open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from sunshine.disclosure.queries import board as board_of
from sunshine.disclosure.queries import released_photo
from sunshine.files.queries import photo_path, thumb_path
from sunshine.lib.division import Level
from sunshine.public.door import SeeOther, my_community, office, page


@gzip_page
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of a community; a grid's code leads to the board of its community."""
    community = code[: Level.COMMUNITY]
    if code != community:
        return SeeOther(reverse("public:board", args=[community]))
    shown = board_of(code, at=timezone.now())
    if shown is None:
        raise Http404
    context = {"board": shown, "mine": my_community(request) == code, "office": office(shown.office)}
    return page(request, "board.html", context, place=code)


@require_safe
def photo(request: HttpRequest, name: str, size: str) -> HttpResponse:
    """A photo that was published with its matter; kept for minutes only, because it may be withdrawn."""
    row = released_photo(name)
    if row is None:
        raise Http404
    path = thumb_path(row) if size == "small" else photo_path(row)
    response = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response

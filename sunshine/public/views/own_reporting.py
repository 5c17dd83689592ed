"""双报到 by one's own link: a member reports where they live with one tap, and reads what the community needs."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sunshine.lib.division import Level
from sunshine.lib.refusals import Refused
from sunshine.party.actions.reporting import report_person
from sunshine.party.queries.partners import needs
from sunshine.public.door import OK, REFUSED, SeeOther, keep_private, page, today
from sunshine.public.serving import reporting_part
from sunshine.public.views.serve import show_gone
from sunshine.record.states import Actor
from sunshine.volunteers.models import Volunteer
from sunshine.volunteers.queries import volunteer_by_token


@csrf_exempt  # the link is the authority; whoever does not hold it has no address to send to
@require_http_methods(["GET", "HEAD", "POST"])
def reporting(request: HttpRequest, token: str) -> HttpResponse:
    """The list of needs; with the button I report here this year, once."""
    person = volunteer_by_token(token)
    if person is None:
        return show_gone(request, token)
    if request.method != "POST":
        return _show(request, person, token)
    community = person.place[: Level.COMMUNITY]
    try:
        report_person(person, community=community, by=Actor.helper(person.ref, None), at=timezone.now())
    except Refused as refusal:
        return _show(request, person, token, str(refusal), REFUSED)
    return SeeOther(reverse("public:own_reporting", args=[token]))


def _show(
    request: HttpRequest, person: Volunteer, token: str, sentence: str = "", status: int = OK
) -> HttpResponse:
    context = {
        **reporting_part(person, token, today()),
        "needs": list(needs(person.place[: Level.COMMUNITY])),
        "sentence": sentence,
    }
    return keep_private(page(request, "serve/own_reporting.html", context, place=person.place, status=status))

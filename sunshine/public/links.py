"""What stands behind an unguessable link: the page of a matter, its slip, and what whoever holds the link may do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sunshine.cases.states import TOLD_OUTSIDE, doubt_words
from sunshine.lib.refusals import Refused
from sunshine.matters.models import Matter
from sunshine.public.door import NOT_FOUND, OK, REFUSED, TOO_MANY, WRONG, SeeOther, keep_private, page, today
from sunshine.public.forms import SeenForm
from sunshine.record.states import Actor
from sunshine.ui.tries import ask_to_wait
from sunshine.ui.words import waiting

Step = tuple[type[SeenForm], Callable[..., Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLink:
    """A kind of matter behind links. `name` is that of its address, `steps` the form and the one action of each step.

    `find(token)` gives the matter or None, `possible(matter, by=, on=)` the steps allowed now, `describe(matter)` what
    the page says of it, `told(matter)` the little that its slip says; `receipt` says what happens next, `draft` is the
    form whose typed words are no longer needed once the matter is there.
    """

    name: str
    template: str
    receipt: str
    draft: str
    paper: str
    find: Callable[[str], Any]
    possible: Callable[..., list[str]]
    describe: Callable[[Any], dict[str, Any]]
    told: Callable[[Any], Any]
    steps: dict[str, Step]

    def show(self, request: HttpRequest, token: str) -> HttpResponse:
        """The page; with ?new the receipt on top."""
        found = self.find(token)
        if found is None:
            return show_unknown(request)
        return self._page(request, found, token, new="new" in request.GET)

    def slip(self, request: HttpRequest, token: str) -> HttpResponse:
        """The paper to print and take home: number, link, telephone, nothing of the matter."""
        found = self.find(token)
        if found is None:
            return show_unknown(request)
        context = {"view": self.told(found), "link": self.link(request, token), "token": token}
        return keep_private(page(request, self.paper, context, place=found.place))

    def step(self, request: HttpRequest, token: str, name: str, *, wait: int = 0) -> HttpResponse:
        """Take a step; what stands in its way is said beside the form as it was filled, or in how many seconds to send it."""
        found = self.find(token)
        if found is None:
            return show_unknown(request)
        form_class, action = self.steps[name]
        form = form_class(request.POST, request.FILES)
        if wait:
            said = _(
                "Very much comes from this connection just now. Please send it again in %(wait)s, or call us."
            )
            form.add_error(None, said % {"wait": waiting(wait)})
            return ask_to_wait(self._page(request, found, token, forms={name: form}, status=TOO_MANY), wait)
        if not form.is_valid():
            return self._page(request, found, token, forms={name: form}, status=WRONG)
        try:
            action(found, by=Actor.resident(), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            field = refusal.code if refusal.code in form.fields else None
            form.add_error(field, str(refusal))
            again, status = self.find(token) or found, WRONG if field else REFUSED
            return self._page(request, again, token, forms={name: form}, status=status)
        return SeeOther(self.address(token))

    def address(self, token: str) -> str:
        """Where the page is."""
        return reverse(f"public:{self.name}", args=[token])

    def link(self, request: HttpRequest, token: str) -> str:
        """The whole link, to copy and to print."""
        return request.build_absolute_uri(self.address(token))

    def _page(
        self,
        request: HttpRequest,
        found: Matter,
        token: str,
        *,
        new: bool = False,
        forms: dict[str, SeenForm] | None = None,
        status: int = OK,
    ) -> HttpResponse:
        """The page with the steps that are possible now."""
        allowed = self.possible(found, by=Actor.resident(), on=today())
        offered = {
            name: form(initial={"seen": found.version})
            for name, (form, _act) in self.steps.items()
            if name in allowed
        }
        context = {
            **self.describe(found),
            "forms": {**offered, **_again(found, forms or {})},
            "refused": [] if status == OK else _sentences(forms or {}),
            "new": new,
            "doubts": doubt_words(request.GET.getlist("said"), TOLD_OUTSIDE) if new else [],
            "token": token,
            "link": self.link(request, token),
            "slip_url": reverse(f"public:{self.name}_slip", args=[token]),
            "urls": {name: reverse(f"public:{self.name}_step", args=[token, name]) for name in self.steps},
            "next": self.receipt,
            "draft": self.draft,
        }
        return keep_private(page(request, self.template, context, place=found.place, status=status))


def show_unknown(request: HttpRequest) -> HttpResponse:
    """A link that leads nowhere: what to do instead, and whom to call."""
    return keep_private(page(request, "unknown.html", status=NOT_FOUND))


def _again(found: Matter, forms: dict[str, SeenForm]) -> dict[str, SeenForm]:
    """Forms as filled, but with the step that is shown now: whoever looked again may send again."""
    for form in forms.values():
        form.data = {**form.data.dict(), "seen": found.version}  # type: ignore[attr-defined]
    return forms


def _sentences(forms: dict[str, SeenForm]) -> list[Any]:
    return [error for form in forms.values() for error in form.non_field_errors()]

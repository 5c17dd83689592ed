"""One page for every kind of matter at the desk: what was said, where it stands, its steps as forms, its slip."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sunshine.desk.door import DONE, DeskUser, attempt, desk_user, page, say_done
from sunshine.matters.forms import StepForm
from sunshine.matters.models import Matter
from sunshine.people.forms import RevealForm
from sunshine.people.models import Contact
from sunshine.places.models import Place

LONGEST_STEP = 24
"""Characters of a step in an address."""


class StepButton(NamedTuple):
    """One step: what its button and heading say, what is said afterwards, its form and its action."""

    label: Any
    done: Any
    """A sentence, or what gives one for the matter as the step left it."""
    form: type[StepForm]
    act: Callable[..., Any]
    hint: Any = ""
    rare: bool = False
    """Seldom needed: it waits behind “more steps”."""


class OfferedStep(NamedTuple):
    """A step that this person may take now, with its form when it is open."""

    step: str
    button: StepButton
    url: str
    form: StepForm | None = None
    possible: bool = True


@dataclass(frozen=True, kw_only=True)
class Matters:
    """A kind of matter at the desk; its addresses are desk:NAME, desk:NAME_step, desk:NAME_contact and desk:NAME_slip,
    that of all of them desk:LISTED.

    `rows(who)` are those within reach, `allowed` the steps that the rules allow, `likely` the step most likely meant
    among these; `describe(matter, who)` is what its page says, `parts` names the templates that say it; `reveal` shows
    a contact, `link` prints the secret link for the reason that `slip_form` asks for, `paper` is its slip, and `public`
    the resident's page behind that link.
    `gather` reads once what lies around a matter that is shown; actions are given matters around which nothing was read.
    `open_words(matter)` is what a look that was given a reason shows besides whom to call;
    `following(matter, step, who)` is what comes next after a step, if anything.
    """

    name: str
    listed: str
    title: Any
    parts: Mapping[str, str]
    buttons: Mapping[str, StepButton]
    rows: Callable[[DeskUser], Any]
    allowed: Callable[[Any, DeskUser], list[str]]
    likely: Callable[[Any, DeskUser, set[str]], str | None]
    describe: Callable[[Any, DeskUser], dict[str, Any]]
    reveal: Callable[..., tuple[str, str]]
    link: Callable[..., str]
    paper: str
    public: str
    slip_form: type[StepForm] = StepForm
    open_words: Callable[[Any], dict[str, Any]] = lambda _matter: {}
    gather: Callable[[Any], None] = lambda _matter: None
    following: Callable[[Any, str, DeskUser], Any] = lambda _matter, _step, _who: None

    def fetch(self, request: HttpRequest, number: str) -> tuple[Any, DeskUser]:
        """The matter, if it is within reach of who asks; otherwise it does not exist for them."""
        who = desk_user(request)
        matter = self.rows(who).filter(number=number).first()
        if matter is None:
            raise Http404
        return matter, who

    def at(self, matter: Matter, page: str = "", *more: str) -> str:
        """The address of a matter, or of one of its pages."""
        return reverse(f"desk:{self.name}{page}", args=[matter.number, *more])

    def form(self, step: str, matter: Matter, who: DeskUser, *sent: Any) -> StepForm:
        """The form of a step, empty or with what was sent."""
        make = self.buttons[step].form
        return make(*sent, matter=matter, officer=who.officer, on=who.on, auto_id=f"id_{step}_%s")

    def offer(
        self, step: str, matter: Matter, form: StepForm | None = None, possible: bool = True
    ) -> OfferedStep:
        """A step with the address it is sent to."""
        return OfferedStep(step, self.buttons[step], self.at(matter, "_step", step), form, possible)

    def offered(self, matter: Matter, who: DeskUser) -> list[OfferedStep]:
        """What this person may do now, in the order of the page; no form is open yet."""
        self.gather(matter)
        allowed = set(self.allowed(matter, who))
        return [self.offer(step, matter) for step in self.buttons if step in allowed]

    def show(
        self,
        request: HttpRequest,
        matter: Matter,
        who: DeskUser,
        *,
        offers: list[OfferedStep] | None = None,
        chosen: OfferedStep | None = None,
        status: int = DONE,
        **more: Any,
    ) -> HttpResponse:
        """The page of one matter, with the form of one step open: the one chosen, or the one most likely meant."""
        request.looked_at = matter.subject  # type: ignore[attr-defined]
        offers = self.offered(matter, who) if offers is None else offers
        likely = self.likely(matter, who, {offer.step for offer in offers})
        opened = chosen or (likely and self.offer(likely, matter, self.form(likely, matter, who)))
        others = [offer for offer in offers if not opened or offer.step != opened.step]
        context = {
            "matter": matter,
            "kind": self,
            "opened": opened,
            "others": others,
            "rare": any(offer.button.rare for offer in others),
            "finished": (finished := request.GET.get("after", "")[:LONGEST_STEP]),
            "following": self.following(matter, finished, who) if finished else None,
            "overtaken": False,
            "revealed": None,
            "reveal_form": RevealForm(),
            "contact_url": self.at(matter, "_contact"),
            "slip_url": self.at(matter, "_slip"),
            "list_url": reverse(f"desk:{self.listed}"),
            "at": who.at,
            **self.describe(matter, who),
            **more,
        }
        return page(request, "desk/matter.html", context, part="matter", status=status)

    def page(self, request: HttpRequest, number: str) -> HttpResponse:
        """One matter: what was said, where it stands, what may be done now."""
        matter, who = self.fetch(request, number)
        return self.show(request, matter, who)

    def step(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        """Open the form of a step, or take the step."""
        if step not in self.buttons:
            raise Http404
        matter, who = self.fetch(request, number)
        if request.method != "POST":
            return self._open(request, matter, who, step)
        form = self.form(step, matter, who, request.POST, request.FILES)
        act = partial(self.buttons[step].act, matter, by=who.by, at=who.at)
        status, result = attempt(form, act)
        if status != DONE:
            return self._refused(request, number, step, form, status)
        said = self.buttons[step].done
        return say_done(request, said(result) if callable(said) else said, self._after(matter, step, who))

    def _open(self, request: HttpRequest, matter: Matter, who: DeskUser, step: str) -> HttpResponse:
        """The page with that step's form open, if the step is possible now."""
        offers = self.offered(matter, who)
        if step not in {offer.step for offer in offers}:
            return redirect(self.at(matter))
        form = self.form(step, matter, who)
        form.initial.update(
            (name, request.GET[name][:40]) for name in form.from_address if name in request.GET
        )
        return self.show(request, matter, who, offers=offers, chosen=self.offer(step, matter, form))

    def _refused(self, request: HttpRequest, number: str, step: str, form: Any, status: int) -> HttpResponse:
        """The page as it is now, the form as it was typed; to send it again is to have looked."""
        matter, who = self.fetch(request, number)
        first = matter.version != form.cleaned_data.get("seen", matter.version)
        form.data = form.data.copy()
        form.data["seen"] = str(matter.version)
        offers = self.offered(matter, who)
        chosen = self.offer(step, matter, form, step in {offer.step for offer in offers})
        return self.show(request, matter, who, offers=offers, chosen=chosen, status=status, overtaken=first)

    def _after(self, matter: Matter, step: str, who: DeskUser) -> str:
        """Where to go after a step: back to the matter, or to my work when it has left my reach."""
        if self.rows(who).filter(pk=matter.pk).exists():
            return f"{self.at(matter)}?after={step}"
        return reverse("desk:home")

    def contact(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show whom to call, once, for a reason that is recorded."""
        matter, who = self.fetch(request, number)
        form = RevealForm(request.POST)
        whose: Contact | None = (
            matter.for_person if request.POST.get("whose") == "for_person" else matter.contact
        )
        if whose is None:
            raise Http404
        status, revealed = attempt(form, partial(self.reveal, whose, matter, who))
        opened = self.open_words(matter) if revealed else {}
        return self.show(request, matter, who, status=status, reveal_form=form, revealed=revealed, **opened)

    def slip(self, request: HttpRequest, number: str) -> HttpResponse:
        """The paper to take home: number and what happens next; asked for by its button, also the secret link."""
        matter, who = self.fetch(request, number)
        if request.method != "POST":
            return self._slip(request, matter, who, self._seen(matter, who))
        form = self._seen(matter, who, request.POST)
        status, token = attempt(form, partial(self.link, matter, by=who.by, at=who.at))
        return self._slip(request, self.fetch(request, number)[0], who, form, token, status)

    def _seen(self, matter: Matter, who: DeskUser, *sent: Any) -> StepForm:
        return self.slip_form(*sent, matter=matter, officer=who.officer, on=who.on)

    def _slip(
        self,
        request: HttpRequest,
        matter: Matter,
        who: DeskUser,
        form: BaseForm,
        token: str | None = None,
        status: int = DONE,
    ) -> HttpResponse:
        """The slip with the link, or with the number alone and, for whoever may print the link, the button."""
        tracked = f"{reverse('public:track')}?number={matter.number}"
        where = reverse(self.public, args=[token]) if token else tracked
        context = {
            "matter": matter,
            "address": f"{settings.PUBLIC_URL}{where}",
            "secret": token is not None,
            "form": form,
            "may_print": token is None and "print" in self.allowed(matter, who),
            "back": self.at(matter),
            "slip_url": self.at(matter, "_slip"),
            "at": who.at,
        }
        return page(request, self.paper, context, status=status)


def place_names() -> ArraySubquery:
    """The names of street, community and grid, in the statement that fetches the matter."""
    around = Place.objects.filter(code__in=[OuterRef("street"), OuterRef("community"), OuterRef("place")])
    return ArraySubquery(around.values(row=JSONObject(code="code", name="name", name_en="name_en")))


def names_of(matter: Any) -> dict[str, dict[str, str]]:
    """These names by code."""
    return {row["code"]: row for row in vars(matter)["names"]}

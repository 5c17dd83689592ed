"""Forms of the steps of a request; each names what its action takes, and carries the step that was seen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms.choices import category_choices
from sunshine.cases.forms.where import NONE, key_of, offer_places
from sunshine.cases.models import Case
from sunshine.cases.queries import catalogue, explain, visible_to
from sunshine.cases.queries.around import there_is
from sunshine.cases.queries.called import quote_answers
from sunshine.cases.queries.page import propose_holder
from sunshine.cases.queries.where import lies_in, places_meant
from sunshine.cases.states import Asking, Lawful
from sunshine.files.forms import PhotosField
from sunshine.lib.numbers import parse_case_number
from sunshine.matters.forms import SpokenForm, StepForm, text_field
from sunshine.matters.queries.originals import original
from sunshine.matters.states import Solved
from sunshine.people.forms import handles, organisation_words
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import directory
from sunshine.places.forms import place_choices
from sunshine.places.models import Building
from sunshine.places.queries import locator


class ReopenForm(StepForm):
    """The resident says that it goes on: what they said."""

    comment = text_field(_("What the resident said (they read it too)"))


class ClassifyForm(StepForm):
    """What the matter is about."""

    category = forms.ChoiceField(label=_("Category"))

    def prepare(self) -> None:
        """Offer the categories in use."""
        self.fields["category"].choices = category_choices(self.on)  # type: ignore[attr-defined]
        self.initial.setdefault("category", self.matter.category_id)


class RouteForm(StepForm):
    """What kind of matter it is and who shall take it: the duty catalogue's proposal, or another with the reason."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    organisation = forms.TypedChoiceField(label=_("Organisation"), required=False, empty_value=None)
    reason = text_field(
        _("Reason"),
        required=False,
        help_text=_(
            "Needed if it is another than the duty catalogue names. The organisation reads it, and it stays in the timeline."
        ),
    )

    def prepare(self) -> None:
        """Offer the categories that the words suggest and all others, and the organisations in service, but the holder."""
        target = propose_holder(self.matter, self.on)
        rows = directory().organisations
        offered = [(str(pk), organisation_words(row)) for pk, row in rows.items() if self._fits(row)]
        field: Any = self.fields["organisation"]
        field.choices = [("", _("whoever the duty catalogue names")), *offered]
        field.coerce = lambda pk: rows[int(pk)]
        if target is not None:
            field.help_text = _("The duty catalogue names %(organisation)s. %(why)s") % {
                "organisation": target.organisation.spoken,
                "why": explain(target.why, self.on),
            }
        self._offer_categories()

    def _offer_categories(self) -> None:
        field: Any = self.fields["category"]
        if self.matter.restricted:
            del self.fields["category"]
            return
        likely = [(row.code, row.spoken) for row in catalogue().suggest(self.matter.text, self.on)]
        suggested = [(_("Perhaps"), likely)] if likely and not self.matter.category_id else []
        field.choices = [("", _("not clear")), *suggested, *category_choices(self.on)[1:]]
        self.initial.setdefault("category", self.matter.category_id or "")

    def _fits(self, row: Organisation) -> bool:
        return handles(row, self.on) and row.pk != self.matter.holder_id


class AssignForm(StepForm):
    """Which colleague does it."""

    officer = forms.ModelChoiceField(
        label=_("Colleague"), queryset=Officer.objects.none(), empty_label=_("choose")
    )

    def prepare(self) -> None:
        """Offer the colleagues of the organisation that holds the matter."""
        rows = Officer.objects.filter(organisation_id=self.matter.holder_id, is_active=True)
        self.fields["officer"].queryset = rows.order_by("name", "id")  # type: ignore[attr-defined]


class ConfirmForm(SpokenForm):
    """Whether the matter is solved."""

    solved = forms.ChoiceField(
        label=_("Is the matter solved?"),
        choices=Solved.choices,
        widget=forms.RadioSelect(attrs={"class": "across"}),
    )
    field_order = ("channel", "solved", "satisfied", "comment")


def find_report(number: str, form: StepForm) -> Case:
    """The report of a number within reach of who asks. Raises ValidationError."""
    try:
        number = parse_case_number(number)
    except ValueError:
        raise ValidationError(_("This is not the number of a report. Please check it.")) from None
    other = visible_to(form.asker, form.on).filter(number=number).first()
    if other is None:
        raise ValidationError(_("No report with this number is within your reach."))
    return other


class MergeForm(StepForm):
    """Another report of the same matter."""

    from_address = ("into",)
    into = forms.CharField(
        label=_("Number of the other report"),
        max_length=20,
        help_text=_(
            "Nothing is lost: both stay readable, and the resident is told when the other is answered."
        ),
    )
    reason = text_field(_("Why it is the same matter (the resident reads it)"))

    def clean_into(self) -> Case:
        """The other report, if it is within reach."""
        return find_report(self.cleaned_data["into"], self)


class ForwardForm(StepForm):
    """The lawful channel for what is not ours to decide."""

    lawful = forms.ChoiceField(label=_("Lawful channel"), choices=[("", _("choose")), *Lawful.choices])
    reason = text_field(_("What to tell the resident"))

    def prepare(self) -> None:
        """Begin with the channel that the holder asked for."""
        asked = [row for row in self.matter.proposals.all() if row.kind == Asking.FORWARDING and row.open]
        self.initial.setdefault("lawful", asked[0].rule if asked else "")


class ReferForm(StepForm):
    """The lawful channel that the holder thinks of, and why."""

    lawful = forms.ChoiceField(label=_("Lawful channel"), choices=[("", _("choose")), *Lawful.choices])
    text = text_field(_("Reason"), help_text=_("The dispatcher decides, and tells the resident."))


class LocateForm(StepForm):
    """Where it is: by grid, by building, by words or by a point on the map; or one of the places that the words may mean."""

    from_address = ("which",)
    which = forms.ChoiceField(label=_("Is it one of these?"), required=False, widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_("Grid or community"), required=False)
    building = forms.ModelChoiceField(
        label=_("Building"), queryset=Building.objects.none(), required=False, empty_label=_("not known")
    )
    location = forms.CharField(label=_("Place in words"), max_length=200, required=False)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Offer the places of the street and the buildings of the community; begin with what is known."""
        case = self.matter
        self.fields["place"].choices = place_choices(case.place[:9], self.on)  # type: ignore[attr-defined]
        near = Building.objects.filter(grid__code__startswith=case.place[:12], retired_on=None)
        self.fields["building"].queryset = near.order_by("grid_id", "name", "id")  # type: ignore[attr-defined]
        self._offer_meant()
        known = {
            "place": case.place,
            "building": case.building_id,
            "location": original(case, "location"),
            "lon": case.lon,
            "lat": case.lat,
        }
        self.initial = {**known, **self.initial}

    def _offer_meant(self) -> None:
        """Offer what the words may mean, where the place is not sure."""
        meant = places_meant(self.matter, original(self.matter, "location"), original(self.matter))
        if not meant:
            del self.fields["which"]
            return
        offered = offer_places(locator(), meant).offered
        self.fields["which"].choices = [*offered, (NONE, _("None of them"))]  # type: ignore[attr-defined]

    def clean_building(self) -> int | None:
        """The building's key."""
        building = self.cleaned_data["building"]
        return building.pk if building else None

    def clean(self) -> dict[str, Any]:
        """Put what was chosen of the places that the words may mean before what the form began with."""
        told: dict[str, Any] = super().clean() or {}
        key = key_of(told.pop("which", ""))
        if key is None:
            return told
        chosen = {"building": key, "place": ""} if isinstance(key, int) else {"building": None, "place": key}
        stays = lies_in(key, told.get("lon"), told.get("lat"))
        return {**told, **chosen, **({} if stays else {"lon": None, "lat": None})}


class AnswerForm(StepForm):
    """The result, word for word as the resident reads it."""

    text = text_field(_("Result"), help_text=_("The resident reads this word for word."))
    others = text_field(
        _("For those who reported the same"),
        required=False,
        help_text=_(
            "What was done, without any name, telephone or flat. Left empty, they read only that it is done."
        ),
    )
    photos = PhotosField()

    def prepare(self) -> None:
        """Begin with what the called organisations answered; say whose answer is still missing."""
        said, missing = quote_answers(self.matter)
        self.initial.setdefault("text", said)
        if not there_is(self.matter, "merged"):
            del self.fields["others"]
        if missing:
            self.fields["text"].help_text = _(
                "Still without an answer: %(names)s. If you answer now, their part falls away, and that is shown."
            ) % {"names": "、".join(missing)}

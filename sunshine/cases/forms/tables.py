"""Forms of the rule tables: categories, the community duty list, routes, and a try of all three."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms.choices import category_choices, first_levels
from sunshine.cases.models import CommunityDuty, Route
from sunshine.cases.states import DutyList, Urgency
from sunshine.clocks.models import Policy
from sunshine.people.forms import PlaceCodeField, holder_choices
from sunshine.people.states import OrganisationKind
from sunshine.places.forms import place_choices
from sunshine.record.queries import last_step
from sunshine.tables.forms import KeywordsField, KindForm

_NONE = [("", _("none"))]


class CategoryForm(KindForm):
    """A category: two digits for the first level, four for a kind of matter below it."""

    ends_with = ("source", "order", "retired_on", "seen")

    code = forms.RegexField(  # type: ignore[assignment]
        r"^\d{2}(\d{2})?$",
        label=_("Code"),
        help_text=_("Two digits for the first level, four for a kind of matter."),
        error_messages={"invalid": _("The code has two or four digits.")},
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    policy = forms.ModelChoiceField(
        Policy.objects.none(), label=_("Deadline"), required=False, empty_label=_("none")
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation that answers"),
        choices=[*_NONE, *OrganisationKind.choices],
        required=False,
    )
    keywords = KeywordsField(help_text=_("Parted by commas; they suggest the category while typing."))
    release = forms.BooleanField(label=_("Texts may be published in our own words"), required=False)
    restricted = forms.BooleanField(label=_("Complaint about staff, fees or gifts"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = Policy.objects.order_by("code")  # type: ignore[attr-defined]


class CommunityDutyForm(forms.Form):
    """Whether a kind of matter is the community's, within a place."""

    category = forms.ChoiceField(label=_("Category"))
    place = PlaceCodeField()
    list = forms.ChoiceField(label=_("Duty"), choices=DutyList.choices)
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: CommunityDuty | None, on: date, **kwargs: Any) -> None:
        if row is not None:
            known = {"category": row.category_id, "place": row.place, "list": row.list, "source": row.source}
            kwargs["initial"] = {**known, "seen": last_step(row.subject)}
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("choose")), *first_levels(on)]  # type: ignore[attr-defined]
        for name in ("category", "place"):
            self.fields[name].disabled = row is not None


class RouteRuleForm(forms.Form):
    """Who leads for a category at a place: one organisation, or the nearest of a kind."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    place = PlaceCodeField()
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    kind = forms.ChoiceField(
        label=_("or the nearest of this kind"), choices=[*_NONE, *OrganisationKind.choices], required=False
    )
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Route | None, on: date, **kwargs: Any) -> None:
        if row is not None:
            names = ("place", "kind", "source")
            known = {"category": row.category_id, "organisation": row.organisation_id, "seen": row.version}
            kwargs["initial"] = {**known, **{name: getattr(row, name) for name in names}}
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("every kind of matter")), *first_levels(on)]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [*_NONE, *holder_choices(on)]  # type: ignore[attr-defined]
        for name in ("category", "place"):
            self.fields[name].disabled = row is not None

    def clean_organisation(self) -> int | None:
        """The organisation's key."""
        return int(self.cleaned_data["organisation"] or 0) or None

    def clean_category(self) -> str | None:
        """The code, None for every kind of matter."""
        return self.cleaned_data["category"] or None

    def clean(self) -> dict[str, Any]:
        """One organisation or one kind of organisation, before the rule is tried."""
        told = super().clean() or {}
        if not told.get("organisation") and not told.get("kind") and not self.errors:
            self.add_error("organisation", _("Please name an organisation or a kind of organisation."))
        return told


class TryForm(forms.Form):
    """Try the rules: who would hold this kind of matter at this place, and why."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    place = forms.ChoiceField(label=_("Grid or community"))

    def __init__(self, *args: Any, on: date, prefix_of_places: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "category": [("", _("not known")), *category_choices(on)[1:]],
            "place": place_choices(prefix_of_places, on, blank=_("choose")),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

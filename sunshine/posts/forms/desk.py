"""What staff fill in about posts and pledges, and the list of kinds."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sunshine.lib.division import ancestors
from sunshine.people.models import Organisation
from sunshine.people.queries import in_force
from sunshine.posts.forms.posts import PledgeForm
from sunshine.posts.models import PostKind
from sunshine.posts.queries.posts import kinds
from sunshine.posts.rules.posts import DUTIES_MOST, OWNERS
from sunshine.tables.forms import KindForm
from sunshine.tables.models import Kind
from sunshine.volunteers.models import Skill, Volunteer

WORD = _("This person said so, here or on the telephone.")


def owners(prefix: str, on: date) -> list[Organisation]:
    """The party organisations and teams that may own posts and promise within a place, or above it."""
    there = Q(place__startswith=prefix) | Q(place__in=ancestors(prefix))
    rows = Organisation.objects.filter(in_force(on), there, kind__in=OWNERS)
    return list(rows.order_by("place", "kind", "id"))


class OpenPostForm(forms.Form):
    """A new post: its kind, where, and which organisation answers for it."""

    kind = forms.ModelChoiceField(
        PostKind.objects.none(), label=_("Kind of post"), empty_label=_("choose"), to_field_name="code"
    )
    place = forms.ChoiceField(label=_("Grid or community"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        help_text=_(
            "A party organisation or volunteer team of the place; it stands on the plate with its number."
        ),
        empty_label=_("choose"),
    )

    def __init__(self, *args: Any, places: list[Any], within: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds(on)  # type: ignore[attr-defined]
        self.fields["kind"].label_from_instance = lambda row: row.spoken  # type: ignore[attr-defined]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        _offer_owners(self, within, on)


class OrganisationPledgeForm(PledgeForm):
    """The pledge of an organisation."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who promises?"), empty_label=_("choose")
    )
    community = forms.ChoiceField(label=_("To which community?"))

    field_order = ("organisation", "community", "text", "scope", "due_on")

    def __init__(self, *args: Any, places: list[Any], within: str, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = places  # type: ignore[attr-defined]
        _offer_owners(self, within, on)


def _offer_owners(form: forms.Form, within: str, on: date) -> None:
    rows = owners(within, on)
    field = form.fields["organisation"]
    field.queryset = Organisation.objects.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
    field.choices = [("", _("choose")), *[(row.pk, row.spoken) for row in rows if row.in_service(on)]]  # type: ignore[attr-defined]


class ClaimForm(forms.Form):
    """Somebody takes a post, on their own word."""

    volunteer = forms.ModelChoiceField(
        Volunteer.objects.none(), label=_("Who takes it?"), empty_label=_("choose")
    )
    word = forms.BooleanField(label=WORD)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The word is a question to whoever writes it down; the entry says that it was theirs."""
        told = super().clean() or {}
        told.pop("word", None)
        return told


class WordForm(forms.Form):
    """A step on somebody's own word."""

    word = forms.BooleanField(label=WORD)

    def clean(self) -> dict[str, Any]:
        """Nothing but the tick."""
        super().clean()
        return {}


class PostKindForm(KindForm):
    """A kind of post with its duties, one a line."""

    duties = forms.CharField(
        label=_("Duties in Chinese, one a line"), widget=forms.Textarea(attrs={"rows": 4})
    )
    duties_en = forms.CharField(
        label=_("Duties in English, one a line"), widget=forms.Textarea(attrs={"rows": 4})
    )
    every_days = forms.IntegerField(label=_("Every how many days?"), min_value=1, max_value=366, initial=7)
    skill = forms.ModelChoiceField(
        Skill.objects.none(), label=_("Skill that fits"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.order_by("order", "code")  # type: ignore[attr-defined]

    def initial_of(self, row: Kind) -> dict[str, Any]:
        """The row with its duties as they are typed."""
        known = super().initial_of(row)
        return {**known, **{name: "\n".join(known[name]) for name in ("duties", "duties_en")}}

    def clean_duties(self) -> list[str]:
        """The duties in Chinese."""
        return _lines(self.cleaned_data["duties"], 80)

    def clean_duties_en(self) -> list[str]:
        """The duties in English."""
        return _lines(self.cleaned_data["duties_en"], 120)


def _lines(text: str, most: int) -> list[str]:
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > DUTIES_MOST or any(len(line) > most for line in found):
        raise ValidationError(
            _("At most %(lines)s lines with %(most)s characters each."),
            params={"lines": DUTIES_MOST, "most": most},
        )
    return found

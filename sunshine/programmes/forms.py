"""What is filled in about the line: character, brand, review, plan and milestones."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.cases.forms.choices import category_choices
from sunshine.programmes.actions.line import NAME_MOST, WORDS_MOST
from sunshine.programmes.actions.plans import RESULT_MOST, TEXT_MOST
from sunshine.programmes.models import Brand, Character, IndicatorDefinition, Milestone, YearPlan
from sunshine.programmes.queries.line import carriers
from sunshine.programmes.states import MOVES, RATES, Stage, Topic


class _SpokenChoice(forms.ModelChoiceField):
    """Rows by their name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.spoken)


class ProgrammeRowForm(forms.Form):
    """A form that remembers which step of the thing was looked at."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CarriedForm(ProgrammeRowForm):
    """Something that a party organisation of the place carries."""

    owner = _SpokenChoice(
        queryset=None,
        label=_("Carried by"),
        help_text=_("The general branch or party committee of this very place."),
        empty_label=None,
    )

    def __init__(self, *sent: Any, place: str, on: date, **more: Any) -> None:
        super().__init__(*sent, **more)
        self.fields["owner"].queryset = carriers(place, on)  # type: ignore[attr-defined]


class CharacterForm(CarriedForm):
    """A character of a community."""

    character = _SpokenChoice(
        queryset=Character.objects.order_by("order"), label=_("Character"), empty_label=None
    )
    main = forms.BooleanField(
        label=_("This is its main character"),
        required=False,
        help_text=_("A community has one main character and may have further ones."),
    )
    field_order = ["character", "main", "owner"]


class BrandForm(CarriedForm):
    """The brand of a place and what it achieved."""

    name = forms.CharField(label=_("Name of the brand"), max_length=NAME_MOST)
    name_en = forms.CharField(label=_("Name in English"), max_length=2 * NAME_MOST, required=False)
    words = forms.CharField(label=_("In one sentence"), max_length=WORDS_MOST, required=False, widget=_area())
    outcome = forms.CharField(
        label=_("What it achieved"),
        required=False,
        widget=_area(5),
        help_text=_("Everybody reads it. A showcase needs it. Please no names of persons."),
    )
    field_order = ["name", "name_en", "words", "owner", "outcome"]

    def __init__(self, *sent: Any, brand: Brand | None, **more: Any) -> None:
        known = (
            {name: getattr(brand, name) for name in ("name", "name_en", "words", "outcome", "owner")}
            if brand
            else {}
        )
        super().__init__(*sent, **{**more, "initial": {**known, "seen": brand.version if brand else None}})


class ReviewForm(ProgrammeRowForm):
    """The review that leads a brand to its next stage."""

    to = forms.ChoiceField(label=_("Next stage"), choices=[])
    reason = forms.CharField(
        label=_("Why, and what was looked at"),
        widget=_area(5),
        help_text=_("Everybody reads it, with the date and the name of your organisation."),
    )

    def __init__(self, *sent: Any, brand: Brand, **more: Any) -> None:
        super().__init__(*sent, **{**more, "initial": {"seen": brand.version}})
        following = MOVES.get(brand.stage)
        self.fields["to"].choices = [(following, Stage(following).label)] if following else []  # type: ignore[attr-defined]


class PlanForm(CarriedForm):
    """The plan of a community for a year."""

    text = forms.CharField(label=_("What the community wants to do this year"), widget=_area(6))
    field_order = ["text", "owner"]

    def __init__(self, *sent: Any, plan: YearPlan | None, **more: Any) -> None:
        known = {"text": plan.text, "owner": plan.owner} if plan else {}
        super().__init__(*sent, **{**more, "initial": {**known, "seen": plan.version if plan else None}})


class MilestoneForm(ProgrammeRowForm):
    """What is to be reached by a day."""

    text = forms.CharField(label=_("What is to be reached"), max_length=TEXT_MOST)
    due_on = forms.DateField(label=_("By which day"), widget=_day())

    def __init__(self, *sent: Any, plan: YearPlan, **more: Any) -> None:
        super().__init__(*sent, **{**more, "initial": {"seen": plan.version}})


class ReachForm(ProgrammeRowForm):
    """A milestone that was reached."""

    result = forms.CharField(
        label=_("With what result"),
        max_length=RESULT_MOST,
        widget=_area(),
        help_text=_("Everybody reads it."),
    )

    def __init__(self, *sent: Any, milestone: Milestone, **more: Any) -> None:
        super().__init__(*sent, **{**more, "initial": {"seen": milestone.plan.version}})


class DropForm(ProgrammeRowForm):
    """A milestone that is given up."""

    reason = forms.CharField(
        label=_("Why it is given up"),
        max_length=RESULT_MOST,
        widget=_area(),
        help_text=_("Everybody reads it."),
    )

    def __init__(self, *sent: Any, milestone: Milestone, **more: Any) -> None:
        super().__init__(*sent, **{**more, "initial": {"seen": milestone.plan.version}})


class WordsForm(ProgrammeRowForm):
    """Our own wording of a character; the paper's words stay as they are printed."""

    words = forms.CharField(label=_("In Chinese"), max_length=300, widget=_area())
    words_en = forms.CharField(label=_("In English"), max_length=400, widget=_area())

    def __init__(self, *sent: Any, row: Character, **more: Any) -> None:
        known = {"words": row.words, "words_en": row.words_en, "seen": row.version}
        super().__init__(*sent, **{**more, "initial": known})


class DefinitionForm(forms.Form):
    """A new version of a definition: its words and from when it is in force; what is computed is code and stays."""

    zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    en = forms.CharField(label=_("Name in English"), max_length=80)
    denominator = forms.CharField(label=_("Out of"), max_length=200, required=False, widget=_area())
    denominator_en = forms.CharField(
        label=_("Out of (English)"), max_length=300, required=False, widget=_area()
    )
    numerator = forms.CharField(label=_("Counted"), max_length=200, widget=_area())
    numerator_en = forms.CharField(label=_("Counted (English)"), max_length=300, widget=_area())
    source = forms.CharField(label=_("Source of the rule"), max_length=160)
    valid_from = forms.DateField(label=_("In force from"), widget=_day())

    def __init__(self, *sent: Any, row: IndicatorDefinition, **more: Any) -> None:
        names = [name for name in self.base_fields if name != "valid_from"]
        super().__init__(*sent, **{**more, "initial": {name: getattr(row, name) for name in names}})
        self.fields["denominator"].required = row.unit in RATES


class TopicForm(forms.Form):
    """A kind of matter that counts under a topic."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    category = forms.ChoiceField(label=_("Category"))
    source = forms.CharField(label=_("Source of the rule"), max_length=120, required=False)

    def __init__(self, *sent: Any, on: date, **more: Any) -> None:
        super().__init__(*sent, **more)
        self.fields["category"].choices = category_choices(on)  # type: ignore[attr-defined]

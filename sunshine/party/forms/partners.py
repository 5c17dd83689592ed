"""What the desk fills in about partner units, the three lists and double reporting."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sunshine.party.forms.bodies import PartyRowForm, day_field, place_label
from sunshine.party.models import ListLine, Partnership, Reporting
from sunshine.party.queries.partners import find_agreed, members_here, partners, units
from sunshine.party.rules.partners import AGREEMENT_MOST, COMMENT_MOST, TEXT_MOST
from sunshine.party.states import ListKind
from sunshine.people.forms import TelephoneField
from sunshine.people.models import Organisation
from sunshine.places.queries import standing
from sunshine.volunteers.models import Volunteer


def _text(label: Any, most: int, help_text: Any = "", rows: int = 2) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=area)


class PartnerForm(forms.Form):
    """A new partner unit: what `create_partner` takes."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    place = forms.ChoiceField(label=_("Sits in"))
    telephone = TelephoneField(required=False)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)

    def __init__(self, *args: Any, scope: str, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        places = standing(scope, on).defer("boundary")
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(p.code, place_label(p)) for p in places if len(p.code) < 15]


class _Choosing(forms.Form):
    """A form that offers rows of a community."""

    def choose(self, name: str, rows: QuerySet[Any]) -> None:
        """Offer these rows under that name."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared below
        field.queryset = rows


class AgreementForm(_Choosing):
    """A new agreement: what `sign` takes."""

    partner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Partner unit"))
    agreement = _text(_("What was agreed"), AGREEMENT_MOST, rows=5)
    valid_from = day_field(_("First day"), _("Today, if left empty."))
    valid_to = day_field(_("First day without it"), _("Open, if left empty."))

    def __init__(self, *args: Any, community: str, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("partner", partners(community, on))


class EndAgreementForm(PartyRowForm):
    """The end of an agreement: what `end_agreement` takes."""

    on = day_field(_("First day without it"), _("Today, if left empty."))

    def __init__(self, *args: Any, row: Partnership, **more: Any) -> None:
        super().__init__(*args, row=row, **more)


class LineForm(_Choosing):
    """A new line of one of the three lists: what `add_line` takes."""

    kind = forms.ChoiceField(label=_("List"), choices=ListKind)
    text = _text(_("In a few words"), TEXT_MOST, _("No names of residents, no door numbers."))
    partner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Partner unit"),
        help_text=_("For what a unit can give and for projects; it needs an agreement."),
        required=False,
    )
    due_on = day_field(_("Until when"))

    def __init__(self, *args: Any, community: str, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("partner", find_agreed(community, on))


class AmendLineForm(PartyRowForm):
    """Words and day of a line: what `amend_line` takes."""

    text = _text(_("In a few words"), TEXT_MOST, _("No names of residents, no door numbers."))
    due_on = day_field(_("Until when"))

    def __init__(self, *args: Any, row: ListLine, **more: Any) -> None:
        super().__init__(*args, row=row, initial={"text": row.text, "due_on": row.due_on}, **more)


class TakeForm(PartyRowForm, _Choosing):
    """Which unit takes a need on: what `take_need` takes."""

    partner = forms.ModelChoiceField(Organisation.objects.none(), label=_("Partner unit"))
    due_on = day_field(_("Until when"))

    def __init__(self, *args: Any, row: ListLine, on: date, **more: Any) -> None:
        super().__init__(*args, row=row, initial={"due_on": row.due_on}, **more)
        self.choose("partner", find_agreed(row.community, on))


class FinishForm(PartyRowForm):
    """What came of a project: what `finish_line` takes."""

    result = _text(_("What came of it"), TEXT_MOST)
    done_on = day_field(_("Done on"), _("Today, if left empty."))


class DropLineForm(PartyRowForm):
    """Why a line is taken off: what `drop_line` takes."""

    result = _text(_("Why it is taken off"), TEXT_MOST)


class UnitForm(_Choosing):
    """A unit that reports: what `report_unit` takes."""

    unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Unit"),
        help_text=_("Not in the list? Enter it as a partner unit first."),
    )
    reported_on = day_field(_("Reported on"), _("Today, if left empty."))

    def __init__(self, *args: Any, community: str, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("unit", units(community, on))


class PersonForm(_Choosing):
    """A member who reports where they live: what `report_person` takes."""

    person = forms.ModelChoiceField(
        Volunteer.objects.none(),
        label=_("Member"),
        help_text=_("Only members who offer themselves here; write it down when they say so."),
    )
    reported_on = day_field(_("Reported on"), _("Today, if left empty."))

    def __init__(self, *args: Any, community: str, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.choose("person", members_here(community))


class ReportCommentForm(PartyRowForm):
    """What goes back to a unit: what `comment_report` takes."""

    comment = _text(
        _("What we say to the unit about this year"),
        COMMENT_MOST,
        _("Once a year; about the unit, not persons."),
        4,
    )

    def __init__(self, *args: Any, row: Reporting, **more: Any) -> None:
        super().__init__(*args, row=row, **more)

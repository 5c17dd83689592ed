"""The desk's forms: what is typed becomes what the action takes, and nonsense gets a sentence."""

import pytest

from sunshine.lib.refusals import Overtaken
from sunshine.people import forms
from sunshine.people.actions import change_officer, change_organisation, create_organisation
from sunshine.record.states import Actor
from tests.factories.people import COMMUNITY, DAY, NOON, STREET, OfficerFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SYSTEM = {"by": Actor.system(), "at": NOON}
TYPED = {"name": "向阳社区", "kind": "community", "place": COMMUNITY, "telephone": "0455 777 0001"}


def test_a_new_organisation_goes_from_form_to_action():
    street = OrganisationFactory(place=STREET)
    form = forms.OrganisationForm(TYPED | {"parent": street.pk}, on=DAY)

    assert form.is_valid()
    row = create_organisation(**form.cleaned_data, **SYSTEM)

    assert (row.name, row.telephone, row.parent, row.valid_from) == ("向阳社区", "0455-7770001", street, DAY)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "x"),
        ("kind", "king"),
        ("place", "231283"),
        ("place", ""),
        ("telephone", "12"),
        ("email", "at home"),
    ],
)
def test_nonsense_gets_a_sentence_at_its_field(field, typed):
    form = forms.OrganisationForm(TYPED | {field: typed}, on=DAY)

    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_an_organisation_does_not_offer_itself_or_closed_ones_as_parent():
    row, closed, open_one = OrganisationFactory(), OrganisationFactory(valid_to=DAY), OrganisationFactory()

    form = forms.OrganisationChangeForm(row=row, on=DAY)

    assert list(form.fields["parent"].queryset) == [open_one]
    assert closed.pk
    assert (form["name"].value(), form["seen"].value()) == (row.name, 0)


def test_a_change_names_the_step_that_was_on_the_page():
    row = OrganisationFactory()
    page = {"name": row.name, "telephone": "0455-7770009", "seen": 0}
    form = forms.OrganisationChangeForm(page, row=row, on=DAY)
    change_organisation(row, telephone="0455-7770008", **SYSTEM)

    assert form.is_valid()
    with pytest.raises(Overtaken):
        change_organisation(row, **form.cleaned_data, **SYSTEM)


def test_a_change_without_a_seen_step_takes_the_row_as_it_is():
    officer = OfficerFactory()
    typed = {"name": "新名字", "organisation": officer.organisation_id}
    form = forms.OfficerChangeForm(typed, row=officer, on=DAY)

    assert form.is_valid()
    assert change_officer(officer, **form.cleaned_data, **SYSTEM).name == "新名字"


@pytest.mark.parametrize(
    ("username", "good"), [("li.mei", True), ("李梅", False), ("1li", False), ("li", False)]
)
def test_a_log_in_name_is_plain(username, good):
    home = OrganisationFactory()
    form = forms.OfficerForm({"username": username, "name": "李梅", "organisation": home.pk}, on=DAY)

    assert form.is_valid() == good


def test_a_post_and_its_end_and_a_reason_take_what_their_actions_take():
    post = forms.AssignmentForm({"role": "secretary", "place": COMMUNITY})
    end, reason = forms.EndForm({"on": "2026-12-01"}), forms.RevealForm({"reason": "看"})

    assert post.is_valid()
    assert post.cleaned_data == {"role": "secretary", "place": COMMUNITY, "valid_from": None}
    assert end.is_valid()
    assert end.cleaned_data["on"].isoformat() == "2026-12-01"
    assert not reason.is_valid()

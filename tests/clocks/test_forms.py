"""The desk's forms for rules: the step that was seen travels along, keys stay, hours are in order."""

from datetime import date, time

import pytest

from sunshine.clocks import actions
from sunshine.clocks.forms import CalendarDayForm, OfficeHoursForm, PolicyForm
from sunshine.clocks.models import OfficeHours, Policy
from tests.clocks.clocks import MONDAY, SYSTEM

POLICY = {
    "code": "lift", "zh": "电梯", "en": "Lift", "accept_amount": 1, "accept_unit": "natural_hour",
    "handle_amount": 2, "handle_unit": "working_day", "contact_amount": 1, "contact_unit": "natural_hour",
    "return_amount": 1, "return_unit": "working_day", "confirm_days": 7, "escalate_hours": 24, "version": 0,
}  # fmt: skip
HOURS = {
    "valid_from": "2026-05-01",
    "opens": "08:00",
    "closes": "12:00",
    "reopens": "13:00",
    "ends": "16:00",
    "version": 0,
}

pytestmark = pytest.mark.django_db


def test_a_new_policy_goes_from_form_to_action():
    form = PolicyForm(POLICY)
    assert form.is_valid(), form.errors

    actions.set_policy(form.instance, by=SYSTEM, at=MONDAY)

    assert Policy.objects.get().handle_amount == 2


def test_an_old_policy_keeps_its_code_and_says_which_step_was_seen():
    actions.load_defaults(MONDAY)
    form = PolicyForm({**POLICY, "version": 1}, instance=Policy.objects.get(code="normal"))

    assert (form.is_valid(), form.instance.code, form.instance.version) == (True, "normal", 1)
    assert PolicyForm(instance=Policy.objects.get(code="normal")).initial["version"] == 1


def test_a_new_form_has_seen_nothing():
    assert (PolicyForm().initial["version"], OfficeHoursForm().initial["version"]) == (0, 0)


@pytest.mark.parametrize("name", ["accept_amount", "handle_amount", "contact_amount", "confirm_days"])
def test_a_deadline_of_nothing_is_said_in_the_form(name):
    assert PolicyForm({**POLICY, name: 0}).is_valid() is False


def test_office_hours_go_from_form_to_action():
    form = OfficeHoursForm(HOURS)
    assert form.is_valid(), form.errors

    actions.set_office_hours(form.instance, by=SYSTEM, at=MONDAY)

    assert (OfficeHours.objects.get().ends, OfficeHours.objects.get().version) == (time(16), 1)


def test_office_hours_may_have_no_break():
    assert OfficeHoursForm({**HOURS, "reopens": "", "ends": ""}).is_valid()


@pytest.mark.parametrize("changes", [{"closes": "07:00"}, {"ends": ""}, {"reopens": "11:00"}, {"opens": ""}])
def test_hours_out_of_order_are_said_in_the_form(changes):
    assert OfficeHoursForm({**HOURS, **changes}).is_valid() is False


def test_a_day_can_be_set_back_to_the_rule_of_the_week():
    form = CalendarDayForm({"day": "2026-05-01", "kind": ""})

    assert (form.is_valid(), form.cleaned_data["day"], form.cleaned_data["kind"]) == (
        True,
        date(2026, 5, 1),
        "",
    )

"""The first account of a county, and the way back in."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sunshine.people.actions import appoint_administrator
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.queries import entries
from sunshine.record.states import Actor
from tests.factories.people import COUNTY, NOON, OfficerFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
ASKED = {
    "username": "chief",
    "name": "管理员",
    "organisation": "肇东市人民政府",
    "by": Actor.system("operator"),
    "at": NOON,
}


def test_the_first_administrator_brings_the_county_government():
    officer, secret = appoint_administrator(**ASKED)

    assert Organisation.objects.get().name == "肇东市人民政府"
    assert Assignment.objects.values_list("role", "place").get() == (Role.COUNTY_ADMIN, COUNTY)
    assert (officer.check_password(secret), officer.must_change_password) == (True, True)
    assert [entry.verb for entry in entries(officer.subject)] == ["create", "assign"]


def test_the_county_government_that_is_there_is_taken():
    home = OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)

    officer, _ = appoint_administrator(**ASKED)

    assert officer.organisation == home


def test_a_locked_out_administrator_gets_a_new_password():
    first, _ = appoint_administrator(**ASKED)

    again, secret = appoint_administrator(**ASKED)

    assert (again, again.check_password(secret), Officer.objects.count()) == (first, True, 1)


def test_somebody_elses_account_is_not_touched():
    OfficerFactory(username="chief", role=Role.SECRETARY)

    with pytest.raises(CommandError):
        call_command("administrator", "chief")


def test_the_command_prints_the_password_once_and_refuses_strange_names():
    out = StringIO()

    call_command("administrator", "chief", stdout=out)

    officer = Officer.objects.get()
    assert officer.check_password(out.getvalue().split()[-1])
    with pytest.raises(CommandError):
        call_command("administrator", "李")

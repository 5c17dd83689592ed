"""The first account of a county, and the way back in."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from sunshine.people.actions import appoint_administrator
from sunshine.people.models import Assignment, Officer, Organisation
from sunshine.people.queries import has_second_factor
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


def test_whoever_lost_the_phone_too_gets_in_by_the_new_password_alone():
    first, _ = appoint_administrator(**ASKED)
    Authenticator.objects.create(user=first, type="totp", data={})

    appoint_administrator(**ASKED, second_factor=True)

    assert not has_second_factor(first)
    assert [entry.verb for entry in entries(first.subject)][2:] == ["reset_second_factor", "reset_password"]


@pytest.mark.parametrize(("roles", "told"), [({"county_admin"}, True), (set(), False)])
def test_the_command_says_that_a_phone_will_be_needed(settings, roles: set, told: bool):
    settings.SECOND_FACTOR_FOR = frozenset(roles)
    said = StringIO()

    call_command("administrator", "chief", stdout=said)

    assert ("两步验证" in said.getvalue()) is told


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

"""A password is too little for administrators and auditors; another administrator helps when the phone is lost."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from sunshine.notices.actions import load_templates
from sunshine.people.models import Officer
from sunshine.people.queries import has_second_factor
from sunshine.people.states import OrganisationKind, Role
from tests.factories.people import COUNTY, NOON, OfficerFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP = reverse("mfa_activate_totp")


@pytest.fixture(autouse=True)
def _required(settings) -> None:
    settings.SECOND_FACTOR_FOR = frozenset({"county_admin", "auditor"})


@pytest.fixture
def chief() -> Officer:
    county = OrganisationFactory(kind=OrganisationKind.COUNTY, place=COUNTY)
    return OfficerFactory(organisation=county, role=Role.COUNTY_ADMIN)


@pytest.fixture
def desk(client: Client, chief: Officer) -> Client:
    """The administrator's browser."""
    client.force_login(chief)
    return client


def reset(client: Client, officer: Officer):
    return client.post(reverse("desk:row", args=["staff", officer.pk, "factor"]))


@pytest.mark.parametrize("address", ["/desk/", "/desk/cases/", "/desk/account/"])
def test_an_administrator_without_one_is_led_to_set_it_up(desk: Client, address: str):
    assert desk.get(address)["Location"] == SET_UP


def test_a_part_of_a_page_leads_there_too(desk: Client):
    assert desk.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == SET_UP


def test_the_pages_of_log_in_and_of_residents_stay_open(desk: Client):
    assert [desk.get(address).status_code for address in (reverse("mfa_index"), "/")] == [200, 200]


def test_with_one_the_desk_is_open(desk: Client, chief: Officer):
    TOTP.activate(chief, SECRET)

    assert desk.get("/desk/").status_code == 200


def test_nobody_else_and_no_demonstration_is_asked(desk: Client, settings):
    settings.DEMO = True
    assert desk.get("/desk/").status_code == 200

    settings.DEMO = False
    desk.force_login(OfficerFactory(role=Role.COMMUNITY_WORKER))
    assert desk.get("/desk/").status_code == 200


def test_whose_post_needs_it_cannot_switch_it_off(desk: Client, chief: Officer):
    TOTP.activate(chief, SECRET)
    session = desk.session
    session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
    session.save()

    desk.post(reverse("mfa_deactivate_totp"))

    assert has_second_factor(chief)


def test_another_administrator_takes_away_that_of_a_lost_phone(desk: Client, chief: Officer):
    load_templates(at=NOON)
    officer = OfficerFactory(organisation=chief.organisation)
    for one in (chief, officer):
        TOTP.activate(one, SECRET)

    answer = reset(desk, officer)

    assert (answer.status_code, list(Authenticator.objects.values_list("user", flat=True))) == (
        302,
        [chief.pk],
    )


def test_nobody_takes_away_their_own(desk: Client, chief: Officer):
    TOTP.activate(chief, SECRET)

    assert (reset(desk, chief).status_code, has_second_factor(chief)) == (409, True)

"""A deputy for leave, named on one's own page; the colleague sees for whom they stand in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.people.models import Assignment
from sunshine.people.states import Role

pytestmark = pytest.mark.django_db


def told(deputy, first: int = 0, last: int = 4) -> dict:
    today = timezone.localdate()
    return {"deputy": deputy.pk, "since": today + timedelta(first), "until": today + timedelta(last)}


def test_a_deputy_is_named_and_both_are_told(town, as_):
    answer = as_(town.secretary).post("/desk/account/deputy/", told(town.worker))

    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/")
    assert town.worker.name in as_(town.secretary).get("/desk/account/").content.decode()
    assert f"您正在代{town.secretary.name}办理" in as_(town.worker).get("/desk/").content.decode()


def test_the_deputy_has_what_the_other_has(town, as_):
    assert as_(town.worker).get("/desk/lead/").status_code == 404

    as_(town.secretary).post("/desk/account/deputy/", told(town.worker))

    assert as_(town.worker).get("/desk/lead/").status_code == 200


@pytest.mark.parametrize("last", [-1, 4])
def test_wrong_days_and_oneself_come_back_with_a_sentence(town, as_, last):
    deputy = town.secretary if last > 0 else town.worker

    answer = as_(town.secretary).post("/desk/account/deputy/", told(deputy, 0, last))

    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)
    assert not Assignment.objects.exclude(stands_in_for=None).exists()


def test_whoever_is_back_ends_it_and_twice_is_a_sentence(town, as_):
    browser = as_(town.secretary)
    browser.post("/desk/account/deputy/", told(town.worker))

    assert browser.post("/desk/account/back/").status_code == 302
    assert "现在没有人代这个人办理" in browser.post("/desk/account/back/").content.decode()


def test_an_administrator_names_the_deputy_of_somebody_who_fell_ill(town, as_):
    admin = as_(town.admin)

    answer = admin.post(f"/desk/tables/staff/{town.secretary.pk}/deputy/", told(town.worker))

    [post] = Assignment.objects.filter(stands_in_for=town.secretary)
    assert (answer.status_code, post.officer, post.role) == (302, town.worker, Role.SECRETARY)
    assert town.secretary.name in admin.get("/desk/tables/posts/").content.decode()
    assert admin.post(f"/desk/tables/posts/{post.pk}/end/", {}).status_code == 302

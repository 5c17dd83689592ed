"""A deputy for leave, named on one's own page; the colleague sees for whom they stand in."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from sunshine.cases.actions import accept
from sunshine.notices.models import Message
from sunshine.people.actions import officer_actor
from sunshine.people.models import Assignment
from sunshine.people.states import Role
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def told(deputy, first: int = 0, last: int = 4) -> dict:
    today = timezone.localdate()
    return {"deputy": deputy.pk, "since": today + timedelta(first), "until": today + timedelta(last)}


def test_a_deputy_is_named_and_both_are_told(town, as_):
    answer = as_(town.secretary).post("/desk/account/deputy/", told(town.worker))

    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/")
    assert town.worker.name in as_(town.secretary).get("/desk/account/").content.decode()
    assert f"您正在代{town.secretary.name}（社区书记）办理" in as_(town.worker).get("/desk/").content.decode()


def sent(officer) -> list[str]:
    return list(Message.objects.filter(officer=officer).order_by("id").values_list("kind", flat=True))


def test_the_deputy_gets_a_message_when_named_and_when_it_ends_early(town, as_):
    browser = as_(town.secretary)
    browser.post("/desk/account/deputy/", told(town.worker, 2, 4))
    assert "请您代同事办理" in as_(town.worker).get("/desk/notices/").content.decode()

    browser.post("/desk/account/back/")

    assert (sent(town.worker), sent(town.secretary)) == (["deputy_named", "deputy_ended"], [])


def test_days_to_come_stand_on_the_deputys_own_page(town, as_):
    as_(town.secretary).post("/desk/account/deputy/", told(town.worker, 2, 4))

    page = as_(town.worker).get("/desk/account/").content.decode()

    assert f"您代{town.secretary.name}（社区书记）办理" in page


def test_what_is_in_the_hands_of_the_absent_one_is_marked_and_listed(town, as_, tell):
    case = accept(tell(), by=officer_actor(town.secretary), at=NOON)
    tell("楼下又有垃圾")
    browser = as_(town.worker)
    assert "手里，您正在代" not in browser.get("/desk/").content.decode()
    as_(town.secretary).post("/desk/account/deputy/", told(town.worker))

    page = BeautifulSoup(browser.get("/desk/").content, "html.parser")
    link = page.find("a", href=f"/desk/cases/?assignee={town.secretary.pk}")
    listed = BeautifulSoup(browser.get(link["href"]).content, "html.parser").select("main tbody tr")

    assert [case.number in row.get_text() for row in listed] == [True]
    assert f"在{town.secretary.name}手里，您正在代" in listed[0].get_text()


def test_nobody_filters_by_the_hands_of_another_colleague(town, as_, tell):
    accept(tell(), by=officer_actor(town.secretary), at=NOON)

    form = as_(town.worker).get(f"/desk/cases/?assignee={town.secretary.pk}").context["form"]

    assert (list(form.errors), len(form.fields["assignee"].choices)) == (["assignee"], 2)


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

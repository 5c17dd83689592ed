"""Taking a report at the desk, and taking the list away as a ledger."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.cases.models import Case
from sunshine.people.models import Contact
from tests.factories.people import COMMUNITY, GRID

pytestmark = pytest.mark.django_db
TOLD = {"channel": "phone", "text": "3号楼楼道有垃圾", "category": "0101", "place": GRID, "form_key": "k1"}


def test_a_call_becomes_a_request_with_its_slip(town, as_):
    answer = as_(town.worker).post("/desk/report/", {**TOLD, "name": "李四", "phone": "13812345678"})

    case = Case.objects.get()
    assert answer["Location"] == f"/desk/cases/{case.number}/"
    assert (case.channel, case.filed_by, case.holder, case.place) == (
        "phone",
        town.worker,
        town.community,
        GRID,
    )
    assert case.contact.phone_masked == "138****5678"


def test_the_same_form_twice_is_one_request(town, as_):
    browser = as_(town.worker)
    numbers = {browser.post("/desk/report/", TOLD)["Location"] for _ in range(2)}

    assert (len(numbers), Case.objects.count()) == (1, 1)


def test_other_words_on_the_same_page_are_another_request(town, as_):
    browser = as_(town.worker)
    for text in ("3号楼楼道有垃圾", "5号楼楼道有垃圾"):
        browser.post("/desk/report/", {**TOLD, "text": text})

    assert Case.objects.count() == 2


def test_a_complaint_taken_down_leaves_its_number_and_is_not_shown(town, as_):
    told = {**TOLD, "category": "0201", "about": str(town.community.pk)}

    answer = as_(town.worker).post("/desk/report/", told, follow=True)

    case = Case.objects.get()
    assert (case.restricted, answer.redirect_chain[-1][0]) == (True, "/desk/")
    assert case.number in answer.content.decode()


def test_who_is_complained_of_never_gets_it_as_an_ordinary_matter(town, as_):
    answer = as_(town.worker).post("/desk/report/", {**TOLD, "about": str(town.community.pk)})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["category"])
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "长" * 20_000}, "text"),
        ({"place": "999999999999"}, "place"),
        ({"for_name": "王五"}, "for_consent"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_kept(wrong, field, town, as_):
    answer = as_(town.worker).post("/desk/report/", {**TOLD, "location": "东门", **wrong})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert 'value="东门"' in answer.content.decode()
    assert not Case.objects.exists()


def test_a_point_outside_and_a_photo_that_is_none_are_said_at_their_fields(town, as_):
    no_photo = SimpleUploadedFile("a.jpg", b"nope", "image/jpeg")
    wrong = {"location": {"lon": "10.0", "lat": "50.0"}, "photos": {"photos": no_photo}}

    for field, sent in wrong.items():
        answer = as_(town.worker).post("/desk/report/", {**TOLD, "name": "李四", **sent})

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert 'value="李四"' in answer.content.decode()


def test_a_report_for_another_person_keeps_both_apart(town, as_):
    for_another = {"for_name": "王五", "for_phone": "13900001111", "for_consent": "on"}

    as_(town.worker).post("/desk/report/", {**TOLD, "name": "李四", "phone": "13812345678", **for_another})

    case = Case.objects.get()
    assert (case.contact.name_masked, case.for_person.name_masked) == ("李*", "王*")
    assert Contact.objects.count() == 2


def test_what_a_grid_worker_solved_on_the_spot_is_answered_and_not_closed(town, as_):
    solved = {"channel": "grid", "solved_on_the_spot": "已当场清走"}

    as_(town.gridder).post("/desk/report/", {**TOLD, **solved})

    assert Case.objects.values_list("state", "self_handled").get() == ("answered", True)


def test_hints_name_the_emergency_number_before_the_category(town, as_):
    page = as_(town.worker).post("/desk/report/hints/", {"text": "楼道着火了，垃圾烧起来了"}).content.decode()

    assert page.index("119") < page.index("楼道垃圾")


def test_a_place_outside_the_reach_filters_nothing_away_by_error(town, tell, as_):
    tell()

    assert (
        as_(town.worker).get(f"/desk/cases/?place={COMMUNITY}&category=zzz&cursor=nonsense").status_code
        == 200
    )

"""The service catalogue at the desk: own lines beside those from above."""

import pytest

from sunshine.record.models import Entry
from sunshine.services.models import Service
from tests.desk.town import OTHER_COMMUNITY
from tests.factories.people import COMMUNITY, COUNTY

pytestmark = pytest.mark.django_db

TOLD = {
    "code": "print",
    "place": COUNTY,
    "function": "service",
    "zh": "打印",
    "who": "居民",
    "bring": "原件\n身份证\n",
    "how_long": "当场",
    "kind": "community",
    "ways": ["proxy"],
    "keywords": "复印、打印",
    "offered": "on",
    "order": 0,
}
ADD = "/desk/tables/services/add/"


@pytest.fixture
def line(town, as_):
    """A line for the whole county."""
    assert as_(town.admin).post(ADD, TOLD).status_code == 302
    return Service.objects.get()


def change(browser, row, **more):
    """Send the form of a line as the page offered it, with changes."""
    address = f"/desk/tables/services/{row.pk}/change/"
    seen = browser.get(address).context["form"]["seen"].value()
    return browser.post(address, {**TOLD, "seen": "" if seen is None else seen, **more})


def test_a_line_is_added_and_recorded(line):
    assert (line.bring, line.keywords, line.ways) == (["原件", "身份证"], ["复印", "打印"], ["proxy"])
    assert Entry.objects.get(subject=f"service:print:{COUNTY}").verb == "add"


def test_a_fee_without_its_law_comes_back_beside_the_field(town, as_):
    answer = as_(town.admin).post(ADD, {**TOLD, "fee": "一元"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["fee_basis"])


@pytest.mark.parametrize("wrong", [{"bring": "长" * 81}, {"keywords": "长" * 21}])
def test_what_is_too_long_comes_back_with_a_sentence(town, as_, wrong):
    assert as_(town.admin).post(ADD, {**TOLD, **wrong}).status_code == 422


def test_changing_a_line_from_above_makes_an_own_one(line, town, as_):
    answer = change(as_(town.secretary), line, zh="打印（二楼）")
    assert (answer.status_code, sorted(Service.objects.values_list("place", "zh"))) == (
        302,
        [(COUNTY, "打印"), (COMMUNITY, "打印（二楼）")],
    )


def test_changing_it_again_changes_the_own_one(line, town, as_):
    browser = as_(town.secretary)
    for words in ("打印（二楼）", "打印（三楼）"):
        assert change(browser, line, zh=words).status_code == 302
    assert Service.objects.values_list("zh", "version").get(place=COMMUNITY) == ("打印（三楼）", 2)


def test_the_own_line_is_taken_out_again(line, town, as_):
    browser = as_(town.secretary)
    change(browser, line)
    own = Service.objects.get(place=COMMUNITY)
    assert browser.post(f"/desk/tables/services/{own.pk}/end/", {}).status_code == 302
    assert Service.objects.get() == line


def test_the_line_of_the_county_is_not_a_communitys_to_take_out(line, town, as_):
    assert as_(town.secretary).post(f"/desk/tables/services/{line.pk}/end/", {}).status_code == 409


def test_a_community_does_not_see_the_lines_of_another(line, town, as_):
    as_(town.admin).post(ADD, {**TOLD, "place": OTHER_COMMUNITY})
    shown = as_(town.secretary).get("/desk/tables/services/").context["lines"]
    assert [row.place for row, _cells in shown] == [COUNTY]


def test_whoever_has_nothing_to_do_with_services_does_not_find_the_table(town, as_):
    assert as_(town.handler).get("/desk/tables/services/").status_code == 404

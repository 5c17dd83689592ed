"""A place that somebody chooses among those their words may mean: what is chosen wins."""

import pytest
from django.utils import timezone

from sunshine.cases.actions import locate
from sunshine.cases.forms.steps import LocateForm
from sunshine.cases.forms.where import MOST, key_of, offer_places, settle_place, value_of
from sunshine.cases.models import Case
from sunshine.cases.queries.where import lies_in, places_meant
from sunshine.places.models import Building, Place
from sunshine.places.queries import locator
from sunshine.places.states import Certainty
from tests.factories.cases import FIRST, GRID, SECOND, Town, reported
from tests.factories.people import DAY
from tests.factories.places import BuildingFactory

IN_FIRST, IN_SECOND, NOWHERE = (125.905, 46.055), (125.925, 46.055), (2.35, 48.85)


def house(code: str, name: str = "老楼") -> Building:
    return BuildingFactory(name=name, grid=Place.objects.get(code=code))


def told(**more: object) -> dict[str, object]:
    return {"location": "", "place": None, "building": None, "lon": None, "lat": None, **more}


@pytest.mark.parametrize("key", [17, GRID])
def test_what_is_sent_for_a_place_is_read_as_its_key(key: int | str) -> None:
    assert key_of(value_of(key)) == key


@pytest.mark.parametrize(
    "value", ["", "none", "17", "building-", "building-x", "building-" + "9" * 19, "place-12", "building-١"]
)
def test_what_is_no_choice_chooses_nothing(value: str) -> None:
    assert key_of(value) is None


def test_what_was_chosen_stays_among_what_is_offered(there: Town) -> None:
    old, new = house(GRID), house(GRID, "新楼")

    which = offer_places(locator(), [new.pk, 0, "231282999888"], value_of(old.pk))

    assert [value for value, _words in which.offered] == [value_of(new.pk), value_of(old.pk)]


def test_a_choice_is_never_long(there: Town) -> None:
    houses = [house(GRID, f"老楼{n}号楼").pk for n in range(MOST + 2)]

    assert len(offer_places(locator(), houses).offered) == MOST


@pytest.mark.parametrize(
    ("point", "words", "stays"),
    [
        (IN_FIRST, "", True),
        (IN_FIRST, "第二社区门口", False),
        (NOWHERE, "", False),
    ],
)
def test_a_division_that_was_chosen_wins_over_a_point_that_is_not_sure(
    there: Town, point: tuple[float, float], words: str, stays: bool
) -> None:
    form = told(location=words, lon=point[0], lat=point[1], building=3)

    settle_place(form, SECOND)

    assert (form["place"], form["building"], form["lon"] is not None) == (SECOND, None, stays)


@pytest.mark.parametrize(("point", "stays"), [(IN_FIRST, True), (IN_SECOND, False), (NOWHERE, False)])
def test_a_point_stays_beside_a_chosen_building_of_its_community(
    there: Town, point: tuple[float, float], stays: bool
) -> None:
    key = house(GRID).pk
    form = told(place=SECOND, lon=point[0], lat=point[1])

    settle_place(form, key)

    assert (form["building"], form["place"], form["lon"] is not None) == (key, SECOND, stays)


def test_whoever_chose_nothing_changes_nothing(there: Town) -> None:
    form = told(building=3, lon=1.0, lat=2.0)

    settle_place(form, None)

    assert form == told(building=3, lon=1.0, lat=2.0)


def test_a_building_that_is_not_known_holds_no_point(there: Town) -> None:
    assert not lies_in(0, *IN_FIRST)


def test_a_matter_whose_place_is_not_sure_offers_what_its_words_may_mean(there: Town) -> None:
    twins = {house(GRID).pk, house(SECOND + "001").pk}

    case = reported(place=None, location="老楼").case

    assert (case.certainty, set(places_meant(case, "老楼", case.text))) == (Certainty.UNKNOWN, twins)


def test_point_and_words_that_disagree_are_both_offered(there: Town) -> None:
    case = reported(place=None, location="第二社区门口", lon=IN_FIRST[0], lat=IN_FIRST[1]).case

    assert places_meant(case, case.location, case.text) == (GRID, SECOND)


def test_a_matter_whose_place_is_sure_offers_nothing(there: Town) -> None:
    house(GRID), house(SECOND + "001")
    case = reported(place=GRID).case

    assert places_meant(case, "老楼", "") == ()


def test_a_point_beyond_the_map_of_today_offers_nothing(there: Town) -> None:
    case = reported(place=None, location="第二社区门口", lon=IN_FIRST[0], lat=IN_FIRST[1]).case
    case.lon, case.lat = NOWHERE

    assert places_meant(case, case.location, case.text) == ()


def correct(there: Town, case: Case, which: str, **more: object) -> Case:
    shown = LocateForm(matter=case, officer=there.worker, on=DAY).initial
    known = {name: value for name, value in shown.items() if value is not None}
    # A place that is not offered is not sent by a browser.
    sent = {**known, "place": "", "which": which, **more}
    form = LocateForm(sent, matter=case, officer=there.worker, on=DAY)
    assert form.is_valid(), form.errors
    locate(case, by=there.by("dispatcher"), at=timezone.now(), **form.cleaned_data)
    return Case.objects.get()


def test_the_building_that_is_chosen_wins_over_what_the_form_began_with(there: Town) -> None:
    key = house(SECOND + "001").pk
    house(GRID)
    case = reported(place=None, location="老楼").case

    after = correct(there, case, value_of(key))

    assert (after.building_id, after.place, after.certainty) == (key, SECOND + "001", Certainty.EXACT)


@pytest.mark.parametrize(("chosen", "stays"), [(SECOND, False), (GRID, True)])
def test_of_two_places_the_chosen_one_wins_and_a_point_within_it_stays(
    there: Town, chosen: str, stays: bool
) -> None:
    case = reported(place=None, location="第二社区门口", lon=IN_FIRST[0], lat=IN_FIRST[1]).case

    after = correct(there, case, value_of(chosen))

    assert (after.place, after.lon is not None) == (chosen, stays)


def test_none_of_them_leaves_the_rest_of_the_form(there: Town) -> None:
    house(GRID), house(SECOND + "001")
    case = reported(place=None, location="老楼").case

    assert correct(there, case, "none", place=FIRST).place == FIRST


def test_where_the_place_is_sure_nothing_is_asked(there: Town) -> None:
    assert "which" not in LocateForm(matter=reported().case, officer=there.worker, on=DAY).fields

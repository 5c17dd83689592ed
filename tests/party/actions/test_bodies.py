"""Party organisations: founded, changed and closed, each in one step with one entry."""

from datetime import date

import pytest

from sunshine.lib.refusals import Refused
from sunshine.party.actions.bodies import change_body, close_body, create_body
from sunshine.party.actions.members import leave
from sunshine.party.models import Body
from sunshine.party.queries.bodies import line_of
from sunshine.people.actions import officer_actor
from sunshine.people.models import Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from sunshine.volunteers.actions import withdraw_consent
from sunshine.volunteers.states import ConsentKind
from tests.factories.bodies import line, party
from tests.factories.people import COMMUNITY, DAY, GRID, NOON, OfficerFactory
from tests.factories.places import BuildingFactory, PlaceFactory
from tests.factories.volunteers import volunteer

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")


@pytest.fixture
def grid():
    return PlaceFactory(code=GRID)


def make(kind="grid_branch", place=GRID, **told):
    return create_body(name="第一网格党支部", kind=kind, place=place, by=SYSTEM, at=NOON, **told)


def refusal(act, *args, **told) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **told)
    return refused.value.code


def test_a_grid_branch_is_founded_with_its_body_in_one_entry(grid):
    above = party("general_branch", COMMUNITY)
    secretary = officer_actor(OfficerFactory(role=Role.SECRETARY))

    made = create_body(
        name="第一网格党支部", kind="grid_branch", place=GRID, parent=above, by=secretary, at=NOON,
        headcount=9, contact_name="支部办公室", telephone="0455-7770001",
    )  # fmt: skip

    assert (made.body.headcount, made.telephone, made.valid_from) == (9, "0455-7770001", DAY)
    entry = Entry.objects.get()
    assert (entry.subject, entry.verb, entry.facts["headcount"]) == (made.subject, "create", 9)


def test_a_handler_founds_nothing(grid):
    handler = officer_actor(OfficerFactory(role=Role.HANDLER))
    told = {"name": "党支部", "kind": "branch", "place": COMMUNITY, "by": handler, "at": NOON}

    assert refusal(create_body, **told) == "not_your_task"


@pytest.mark.parametrize(
    ("kind", "place", "code"),
    [
        ("department", COMMUNITY, "kind"),
        ("grid_branch", COMMUNITY, "place"),
        ("general_branch", GRID, "place"),
        ("general_branch", "231282999777", "place"),
        ("grid_branch", GRID, "parent"),
        ("party_group", GRID, "parent"),
    ],
)
def test_a_place_or_kind_that_cannot_be_is_refused(kind, place, code, grid):
    assert refusal(make, kind, place) == code


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("party_group", GRID),
        ("grid_branch", GRID),
        ("general_branch", "231282999002"),
        ("department", COMMUNITY),
    ],
)
def test_only_a_higher_kind_of_the_same_line_stands_above(above, place, grid):
    assert refusal(make, parent=party(above, place)) == "parent"


def test_a_level_may_be_left_out(grid):
    work = party("party_work_committee", COMMUNITY[:9])

    assert make("party_group", parent=work).parent == work


def test_a_branch_below_itself_is_refused_with_a_sentence():
    told = line()

    with pytest.raises(Refused) as refused:
        change_body(told["general"], parent=told["general"], by=SYSTEM, at=NOON)

    assert (refused.value.code, str(refused.value)) == ("circle", "单位不能设在自己下面。")


def test_a_group_names_a_building_of_its_grid(grid):
    house = BuildingFactory(grid=grid)
    above = party("grid_branch", GRID)

    assert make("party_group", parent=above, building=house).body.building == house


@pytest.mark.parametrize("kind", ["grid_branch", "party_group"])
def test_a_building_elsewhere_or_of_a_branch_is_refused(kind, grid):
    house = BuildingFactory(grid=PlaceFactory(code=COMMUNITY + "002"))
    above = party("general_branch", COMMUNITY)

    assert refusal(make, kind, parent=above, building=house) == "building"


def test_a_building_that_is_gone_is_refused(grid):
    house = BuildingFactory(grid=grid, retired_on=date(2026, 5, 1))

    assert refusal(make, "party_group", parent=party("grid_branch", GRID), building=house) == "retired"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"term_to": date(2029, 1, 1)}, "term_to"),
        ({"term_from": date(2029, 1, 1), "term_to": date(2029, 1, 1)}, "term_to"),
        ({"contact_name": "王师傅13812341234"}, "contact_name"),
        ({"contact_name": "王" * 41}, "too_long"),
    ],
)
def test_a_detail_that_cannot_be_is_refused(told, code, grid):
    assert refusal(make, "general_branch", COMMUNITY, **told) == code


def test_a_change_of_body_and_office_is_one_entry():
    told = line()

    changed = change_body(told["branch"], headcount=20, telephone="0455-7770002", by=SYSTEM, at=NOON)

    assert (Body.objects.get(pk=changed.pk).headcount, changed.telephone) == (20, "0455-7770002")
    assert Entry.objects.get().facts == {"changed": ["headcount", "telephone"]}


def test_what_is_as_before_is_no_step():
    branch = line()["branch"]

    change_body(branch, headcount=12, by=SYSTEM, at=NOON)

    assert Entry.objects.count() == 0


def test_one_entered_among_the_offices_gets_its_body_with_the_first_change(grid):
    kind, name = OrganisationKind.PARTY_GROUP, "老党小组"
    above = party("grid_branch", GRID)
    old = Organisation.objects.create(name=name, kind=kind, place=GRID, parent=above, valid_from=DAY)

    change_body(old, building=BuildingFactory(grid=grid), parent=above, by=SYSTEM, at=NOON)

    assert Body.objects.get(pk=old.pk).building.grid == grid


def test_a_group_moved_below_another_branch_says_from_where_to_where():
    told = line()
    other = party("branch", GRID)

    change_body(told["group"], parent=other, by=SYSTEM, at=NOON)

    assert Entry.objects.get().facts["parent"] == [told["branch"].pk, other.pk]


def test_a_group_stands_below_somebody():
    assert refusal(change_body, line()["group"], parent=None, by=SYSTEM, at=NOON) == "parent"


def test_a_closed_organisation_stays():
    house = line()["house"]

    close_body(house, by=SYSTEM, at=NOON)

    house.refresh_from_db()
    assert (house.valid_to, house.body.headcount) == (DAY, 12)


def test_whoever_has_others_below_is_not_closed():
    assert refusal(close_body, line()["group"], by=SYSTEM, at=NOON) == "has_children"


# -- whom to ask for -----------------------------------------------------------------------------------------


def test_a_person_who_agrees_to_be_named_is_the_contact_until_they_take_it_back(grid):
    person = volunteer(display_name="老李", place=GRID)
    made = make("general_branch", COMMUNITY, contact=person, contact_name="支部办公室")
    before = line_of(COMMUNITY, DAY).lead.contact

    withdraw_consent(person, kind=ConsentKind.PUBLIC, by=Actor.helper(person.ref, None), at=NOON)

    assert (made.body.contact, before) == (person, "老李")
    assert line_of(COMMUNITY, DAY).lead.contact == "支部办公室"


def test_who_leaves_is_no_contact_any_more(grid):
    person = volunteer(display_name="老李", place=GRID)
    make("general_branch", COMMUNITY, contact=person)

    leave(person, by=Actor.helper(person.ref, None), at=NOON)

    assert line_of(COMMUNITY, DAY).lead.contact == ""


@pytest.mark.parametrize("told", [{"place": "231282999002001"}, {"consents": frozenset({ConsentKind.KEEP})}])
def test_who_is_elsewhere_or_does_not_agree_is_not_named(told, grid):
    person = volunteer(**{"place": GRID, **told})

    assert refusal(make, "general_branch", COMMUNITY, contact=person) == "contact"


def test_a_chosen_name_is_chosen_and_not_typed(grid):
    volunteer(display_name="老李", place=GRID)
    branch = make("general_branch", COMMUNITY)

    assert refusal(change_body, branch, contact_name="老李", by=SYSTEM, at=NOON) == "contact_name"

"""The invented street: what it holds, that nobody is left without an answer, and that a second start changes nothing."""

import gzip
import json
import tomllib
from collections import Counter
from datetime import UTC, datetime
from importlib import resources

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from shapely.geometry import shape

from sunshine import demo
from sunshine.cases.models import Case, Category, Confirmation, Custody
from sunshine.cases.queries import forget_catalogue
from sunshine.cases.queries.catalogue import catalogue
from sunshine.cases.states import NOT_OURS, Outcome, State
from sunshine.clocks.queries import due
from sunshine.config import announcement, demo_accounts
from sunshine.demo import loading
from sunshine.demo.staff import COUNTY
from sunshine.lib.periods import parse
from sunshine.people.models import Officer, Organisation
from sunshine.people.queries import reach
from sunshine.people.rules import public_name
from sunshine.people.states import PARTY_KINDS, OrganisationKind, Role
from sunshine.places.models import Building, Place
from sunshine.places.queries import communities, grids, locator, notice_card
from sunshine.places.rules import boundary_warnings, household_warning, missing_on_card
from sunshine.posts.models import Pledge, Post, Task
from sunshine.programmes.models import Brand, CommunityCharacter, Milestone, YearPlan
from sunshine.programmes.queries.indicators import tallies
from sunshine.programmes.queries.measures import MEASURES
from sunshine.record.models import Entry
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import find_consented, token_of
from sunshine.volunteers.states import ConsentKind
from sunshine.wishes.models import Wish
from sunshine.wishes.queries.links import wish_token
from sunshine.wishes.states import WishOutcome, WishState
from tests.programmes.recompute import recompute

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = AT.date()
STREET = "231282999"
MATTERS = 40
CHARACTERS = {
    "learning", "culture_sports", "assistance", "science", "volunteering", "safety", "service", "low_carbon", "civility",
}  # fmt: skip


@pytest.fixture(scope="module")
def _street(django_db_setup, django_db_blocker):
    """The whole street with a tenth of its matters, once for all tests here; nothing of it is committed."""
    forget_catalogue()
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load(AT, amount=MATTERS)
        yield
        transaction.set_rollback(True)
    forget_catalogue()
    demo_accounts.path().unlink()


inside = pytest.mark.usefixtures("_street")


@inside
def test_it_has_36_grids_300_buildings_and_enough_people():
    assert (grids(STREET).count(), Building.objects.count()) == (36, 300)
    assert (Organisation.objects.count(), Officer.objects.count()) == (101, 81)


@inside
def test_everything_invented_says_so():
    invented = Place.objects.exclude(code=COUNTY)

    assert set(invented.values_list("source", flat=True)) == {"演示数据（虚构）"}
    assert not Organisation.objects.exclude(address__contains="演示数据").exists()


@inside
def test_no_public_part_names_who_stands_for_a_grid_a_building_or_a_home():
    close = {row.name for row in Organisation.objects.all() if not public_name(row)}

    said = [json.loads(text) for text in Entry.objects.values_list("public", flat=True)]

    assert len(close) > 9
    assert [one for one in said if close & {one.get("organisation"), one.get("to_organisation")}] == []


@inside
def test_no_invented_telephone_can_be_dialled():
    told = [*Organisation.objects.values_list("telephone", flat=True)]
    told += Officer.objects.values_list("telephone", flat=True)

    assert [number for number in told if not number.startswith("0455-0000")] == []
    assert max(Counter(told).values()) == 1


@inside
def test_boundaries_leave_no_gap_and_reach_nowhere_beyond():
    drawn = Place.objects.filter(code__startswith=STREET)

    assert [boundary_warnings(place.code, shape(place.boundary)) for place in drawn] == [[]] * 46


@inside
def test_sizes_are_usual():
    assert {
        household_warning(it.level, it.households) for it in Place.objects.filter(code__startswith=STREET)
    } == {None}


@inside
def test_every_building_stands_in_its_grid_and_is_found_by_its_name():
    book, houses = locator(), Building.objects.all()

    assert [it.name for it in houses if book.at_point(it.lon, it.lat).grid != it.grid_id] == []
    assert [it.name for it in houses if book.at_text(it.name).building != it.pk] == []
    assert [it.name for it in houses if book.at_text(it.aliases[0]).building != it.pk] == []


@inside
def test_every_grid_can_post_its_notice_card():
    assert [missing_on_card(notice_card(grid, DAY)) for grid in grids(STREET)] == [[]] * 36


@inside
def test_every_role_is_held():
    held = {role for officer in Officer.objects.all() for role in reach(officer, DAY).roles}

    assert held == set(Role)


@inside
def test_everybody_listed_can_log_in_with_the_one_password():
    accounts = demo_accounts.listing()
    staff = Officer.objects.filter(must_change_password=False, password_set_on=DAY)

    assert {account.username for account in accounts} == set(staff.values_list("username", flat=True))
    [encoded] = set(staff.values_list("password", flat=True))
    assert check_password(accounts[0].password, encoded)


@inside
def test_every_organisation_has_somebody():
    held = Organisation.objects.exclude(kind__in=[*PARTY_KINDS, "volunteer_team", "partner"])

    assert list(held.filter(officers=None)) == []


@inside
def test_every_kind_of_matter_has_its_organisation_in_every_community():
    rows = catalogue()
    wrong = [
        (row.code, place.code)
        for row in rows.live(DAY)
        for place in communities(STREET)
        if (target := rows.route(row, place.code, DAY)) is None or not _right(target, row, place)
    ]

    assert wrong == []


def _right(target, category: Category, place: Place) -> bool:
    kind = target.organisation.kind
    if category.kind == OrganisationKind.COMMUNITY:
        return target.organisation.place == place.code
    if category.kind in (OrganisationKind.SUPERVISION, OrganisationKind.PROPERTY):
        return kind == category.kind and target.organisation.place == STREET
    return target.why["by"] == "route" and kind in (OrganisationKind.DEPARTMENT, OrganisationKind.UTILITY)


@inside
def test_matters_stand_in_every_state_and_ended_in_every_way():
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    assert set(Case.objects.exclude(outcome="").values_list("outcome", flat=True)) == set(Outcome) - set(
        NOT_OURS  # what another office finished or an import brought by mistake
    )
    assert Case.objects.count() >= MATTERS


@inside
def test_every_step_of_a_matter_has_its_entry():
    entries = Counter(Entry.objects.filter(subject__startswith="case:").values_list("subject", flat=True))

    assert entries == {case.subject: case.version for case in Case.objects.all()}


@inside
def test_custody_is_whole():
    connection.check_constraints()
    ends = {link.case_id: link.holder_id for link in Custody.objects.filter(ended=None)}

    assert ends == dict(Case.objects.filter(open=True).values_list("pk", "holder_id"))
    assert Custody.objects.filter(link=1).count() == Case.objects.count()


@inside
def test_clocks_have_said_all_that_was_due():
    assert due(AT, 1) == []
    assert set(Entry.objects.filter(subject__startswith="clock:").values_list("verb", flat=True)) == {
        "due_soon", "breached", "escalated",
    }  # fmt: skip


@inside
def test_time_runs_forward_and_never_beyond_now():
    late = Entry.objects.filter(subject__startswith="case:", at__gt=AT)
    steps = (
        Entry.objects.filter(subject__startswith="case:")
        .order_by("subject", "step")
        .values_list("subject", "at")
    )

    assert not late.exists()
    assert list(steps) == sorted(steps)


@inside
def test_complaints_lie_with_a_supervision_desk_and_never_on_the_board():
    complaints = Case.objects.filter(restricted=True)

    assert {case.holder.kind for case in complaints} == {OrganisationKind.SUPERVISION}
    assert not complaints.exclude(released_text="").exists()


@inside
def test_residents_were_heard_and_some_wordings_are_published():
    assert Confirmation.objects.exclude(satisfied="").count() > 5
    assert Case.objects.exclude(released_text="").exists()


@inside
def test_a_second_start_changes_nothing():
    before = Entry.objects.count()

    assert loading.load(AT, amount=MATTERS) == 0
    assert Entry.objects.count() == before


def test_residents_speak_in_many_ways():
    told = tomllib.loads((resources.files(demo) / "data" / "matters.toml").read_text(encoding="utf-8"))
    texts = [text for rows in told.values() for row in rows for text in row["texts"]]

    assert len(set(texts)) == len(texts) > 120


# -- the line ----------------------------------------------------------------------------------------------------------


@inside
def test_the_tree_has_nine_general_branches_and_two_grids_without():
    count = Counter(Organisation.objects.values_list("kind", flat=True))
    branches = Organisation.objects.filter(kind=OrganisationKind.GRID_BRANCH).values_list("place", flat=True)

    assert (count["general_branch"], count["grid_branch"], count["volunteer_team"], count["partner"]) == (
        9,
        34,
        9,
        4,
    )
    assert sorted(set(grids(STREET).values_list("code", flat=True)) - set(branches)) == [
        "231282999004004",
        "231282999007003",
    ]


@inside
def test_sixty_people_offer_themselves_and_some_do_not_want_to_be_named():
    hidden = Volunteer.objects.count() - find_consented(ConsentKind.PUBLIC).count()

    assert (Volunteer.objects.count(), Member.objects.count(), hidden) == (60, 36, 9)


@inside
def test_forty_wishes_are_in_all_states():
    states = Counter(Wish.objects.values_list("state", "outcome"))

    assert sum(states.values()) == 40
    assert {state for state, _ in states} == set(WishState)
    assert {outcome for _, outcome in states} == {"", *WishOutcome}


@inside
def test_some_wishes_came_back_to_the_desk_or_were_given_back():
    verbs = Counter(Entry.objects.filter(subject__startswith="wish:").values_list("verb", flat=True))

    assert (verbs["recall"], verbs["hand_back"], verbs["not_yet"]) == (2, 2, 2)


@inside
def test_six_of_thirty_posts_are_empty_and_duties_were_done():
    assert (Post.objects.count(), Post.objects.filter(holder=None).count()) == (30, 6)
    assert Task.objects.exclude(done_on=None).count() > 100


@inside
def test_pledges_were_kept_late_broken_or_wait():
    assert Counter(Pledge.objects.values_list("state", flat=True)) == {
        "kept": 8, "late": 4, "not_kept": 3, "made": 10,
    }  # fmt: skip


@inside
def test_each_community_has_its_character_brand_and_plan_and_two_milestones_are_late():
    mains = CommunityCharacter.objects.filter(main=True).values_list("character", flat=True)
    late = Milestone.objects.filter(reached_on=None, due_on__lt=DAY)

    assert set(mains) == CHARACTERS
    assert (Brand.objects.count(), YearPlan.objects.count(), late.count()) == (10, 9, 2)


@inside
@pytest.mark.parametrize("name", ["2026", "2026-Q4", "2026-11"])
def test_every_figure_of_the_street_is_the_same_from_the_record_alone(name):
    period, codes = parse(name), list(communities(STREET).values_list("code", flat=True))
    told = tallies([key for key, measure in MEASURES.items() if measure], codes, [period.before, period], AT)
    said = {
        (place, key): (it.top, it.base) for (place, key, span), it in told.items() if span == 1 and it.base
    }

    assert said == recompute(codes, period.first, period.until, AT)


@inside
def test_it_tells_one_members_link_and_one_wishers():
    told = announcement.demo()

    assert (told.count("/serve/me/"), told.count("/w/")) == (1, 1)


# -- what the pages of the line cost with all of it -------------------------------------------------------------------

HERE = f"{STREET}005"
FIRST_LOAD = 60 * 1024
LINKS = {
    "own": lambda: f"/serve/me/{token_of(Post.objects.exclude(holder=None).first().holder.ref)}/",
    "wish": lambda: f"/w/{wish_token(Wish.objects.filter(state=WishState.DONE).first().ref)}/",
}


@pytest.fixture
def visit(_street, client):
    """Opens a page as a resident: statements, its own weight packed as it is sent, status."""

    def _visit(address: str) -> tuple[int, int, int]:
        client.get(address)  # what a process reads once
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        return len(captured), len(gzip.compress(answer.content)), answer.status_code

    return _visit


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/help/", 5),
        (f"/help/list/?at={HERE}", 5),
        ("/serve/", 8),
        ("/serve/posts/", 5),
        ("/serve/pledges/", 5),
        ("/services/", 5),
        ("/line/", 12),
        (f"/line/{HERE}/", 12),
        (f"/c/{HERE}/", 21),  # with photos of what was published
        ("own", 18),
        ("wish", 5),
    ],
)
def test_a_page_of_the_line_costs_no_more(visit, address, most):
    statements, weight, status = visit(LINKS[address]() if address in LINKS else address)

    assert (status, statements <= most, weight < FIRST_LOAD // 4) == (200, True, True), (statements, weight)

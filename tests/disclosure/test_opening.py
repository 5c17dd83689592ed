"""The board opens with what a community is and who stands for it; one or two of something are not counted out loud."""

from datetime import timedelta

from sunshine.disclosure.queries import Board, board
from sunshine.party.models import Body
from sunshine.programmes.actions import load_line, set_brand, set_character
from sunshine.record.states import Actor
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID, SECOND
from tests.factories.people import NOON
from tests.factories.posts import HelperFactory, PostFactory, held
from tests.factories.wishes import WishTown, brought_to, line
from tests.worlds import world

LATER = NOON + timedelta(days=1)


@world
def there() -> WishTown:
    """A small town with its party line."""
    load_line(by=Actor.system("shipped"), at=NOON)
    return line()


def shown(community: str = FIRST) -> Board:
    found = board(community, at=LATER)
    assert found is not None
    return found


def test_character_and_brand_open_the_board(there: WishTown) -> None:
    by = there.by("secretary")
    set_character(community=FIRST, character="assistance", main=False, owner=there.general, by=by, at=NOON)
    set_character(community=FIRST, character="service", main=True, owner=there.general, by=by, at=NOON)
    brand = set_brand(place=FIRST, name="首问负责到底", owner=there.general, by=by, at=NOON)

    opening = shown().opening
    assert ([row.character_id for row in opening.characters], opening.brand) == (
        ["service", "assistance"],
        brand,
    )


def test_a_community_without_a_line_opens_all_the_same(there: WishTown) -> None:
    opening = shown(SECOND).opening
    assert (opening.characters, opening.brand, opening.wishes) == ([], None, [])


def test_who_leads_stands_there_with_contact_and_number(there: WishTown) -> None:
    Body.objects.create(organisation=there.general, contact_name="总支办公室")
    [lead] = shown().opening.leads
    assert (lead.organisation, lead.contact, lead.telephone) == (
        there.general,
        "总支办公室",
        there.general.telephone,
    )


def test_each_grid_names_who_is_on_duty_and_who_stands_there(there: WishTown) -> None:
    first, second = shown().served
    assert (first.grid.code, [duty.name for duty in first.duties]) == (GRID, [there.town.grid_worker.name])
    assert [one.organisation for one in (*first.branches, *first.groups)] == [there.branch, there.group]
    assert (second.duties, second.branches, second.groups) == ([], (), ())


def test_one_or_two_are_not_counted_out_loud(there: WishTown) -> None:
    for number in range(3):
        before = shown().opening.brought
        assert (before.wishes, before.posts) == ((0, 0) if number == 0 else (None, None))
        brought_to(WishState.CLOSED, there)
        held(PostFactory(organisation=there.general, place=GRID), HelperFactory())

    after = shown().opening.brought
    assert (after.wishes, after.posts, after.held, after.waiting) == (3, 3, 3, 0)


def test_what_ended_long_ago_is_not_counted(there: WishTown) -> None:
    for _ in range(3):
        brought_to(WishState.CLOSED, there)
    found = board(FIRST, at=NOON + timedelta(days=92))
    assert found is not None
    assert found.opening.brought.wishes == 0


def test_open_wishes_stand_in_the_communitys_words(there: WishTown) -> None:
    brought_to(WishState.ASKED, there)
    brought_to(WishState.OFFERED, there)
    assert [wish.text for wish in shown().opening.wishes] == ["老人家水龙头漏水，需换垫圈"]

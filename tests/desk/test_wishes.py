"""Wishes at the desk: the list, one wish and its steps, the slip, taking one down, and what a group may see."""

import pytest
from bs4 import BeautifulSoup

from sunshine.notices.actions import load_templates
from sunshine.record.models import Entry
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish, WishConfirmation
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, asked, brought_to, claimed, line, offered
from tests.generic.pages import ListCost, OutOfReach
from tests.worlds import world

pytestmark = pytest.mark.django_db
PUBLIC = "老人家水龙头漏水，需换垫圈"


@world
def there():
    """The line, with a leader and people."""
    made = line()
    load_templates(at=NOON)
    return made


def at(wish: Wish, page: str = "") -> str:
    return f"/desk/wishes/{wish.number}/{page and page + '/'}"


def words(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def heading(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").find(id="next").get_text(strip=True)


@pytest.mark.parametrize("state", list(WishState))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_community_sees_a_wish_in_every_state(there, as_, state, language):
    wish = brought_to(state, there)
    answer = as_(there.town.worker, language).get(at(wish))
    assert (answer.status_code, wish.text in words(answer)) == (200, True)


@pytest.mark.parametrize(
    ("state", "who", "step"),
    [
        (WishState.ASKED, "worker", "列入心愿单"),
        (WishState.OFFERED, "leader", "我们来接"),
        (WishState.CLAIMED, "leader", "定好谁去"),
        (WishState.DONE, "worker", "登记本人的答复"),
    ],
)
def test_the_step_most_likely_meant_is_open(there, as_, state, who, step):
    wish = brought_to(state, there)
    officer = getattr(there, who, None) or getattr(there.town, who)
    assert heading(as_(officer).get(at(wish))) == step


def test_after_the_pair_the_visit_and_then_the_result_is_meant(there, as_):
    wish, browser = brought_to(WishState.CLAIMED, there), as_(there.leader)
    wishes.pair(wish, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])
    first = heading(browser.get(at(wish)))
    wishes.visit(wish, by=there.by("leader"), at=NOON + 3 * HOUR)

    assert (first, heading(browser.get(at(wish)))) == ("已首次上门", "帮完了")


def test_checked_it_stands_on_the_list(there, as_):
    wish = asked()
    answer = as_(there.town.worker).post(at(wish, "offer"), {"seen": wish.version, "public_text": PUBLIC})
    assert (answer.status_code, Wish.objects.get().state) == (302, "offered")


def test_whoever_wrote_it_down_does_not_check_it(there, as_):
    wish = asked(by=there.by("worker"))
    answer = as_(there.town.worker).post(at(wish, "offer"), {"seen": wish.version, "public_text": PUBLIC})
    assert (answer.status_code, PUBLIC in answer.content.decode()) == (409, True)


def test_a_number_in_the_public_words_comes_back_hidden(there, as_):
    wish = asked()
    sent = {"seen": wish.version, "public_text": "换垫圈，找13912345678"}
    answer = as_(there.town.worker).post(at(wish, "offer"), sent)

    field = BeautifulSoup(answer.content, "html.parser").find(id="id_offer_public_text")
    assert (answer.status_code, field.text.strip()) == (422, "换垫圈，找＊＊＊")


def test_a_leader_reads_the_public_words_until_the_group_has_taken_it(there, as_):
    wish, browser = brought_to(WishState.OFFERED, there), as_(there.leader)
    before = words(browser.get(at(wish)))
    browser.post(at(wish, "claim"), {"seen": wish.version})
    after = words(browser.get(at(wish)))

    assert (PUBLIC in before, wish.text in before, wish.text in after) == (True, False, True)


def test_of_two_leaders_one_wins_and_the_other_is_told(there, as_):
    wish = brought_to(WishState.OFFERED, there)
    seen = wish.version
    claimed(wish, there)
    other = wishes.hand_back(wish, by=there.by("leader"), at=NOON + 4 * HOUR)

    answer = as_(there.leader).post(at(other, "claim"), {"seen": seen})

    assert (answer.status_code, "有人先了一步" in words(answer) or "先" in words(answer)) == (409, True)


def test_a_leader_names_two(there, as_):
    wish = brought_to(WishState.CLAIMED, there)
    sent = {"seen": wish.version, "helpers": [there.mei.pk, there.zhou.pk]}
    answer = as_(there.leader).post(at(wish, "pair"), sent)
    assert (answer.status_code, wish.pair.count()) == (302, 2)


def test_one_alone_is_not_enough_and_the_choice_is_kept(there, as_):
    wish = brought_to(WishState.CLAIMED, there)
    answer = as_(there.leader).post(at(wish, "pair"), {"seen": wish.version, "helpers": [there.mei.pk]})

    chosen = BeautifulSoup(answer.content, "html.parser").select("input[name=helpers][checked]")
    assert (answer.status_code, [box["value"] for box in chosen]) == (422, [str(there.mei.pk)])


def test_name_and_telephone_open_for_a_reason_once_two_are_named(there, as_):
    wish, browser = brought_to(WishState.CLAIMED, there), as_(there.leader)
    before = browser.post(at(wish, "contact"), {"reason": "先打电话约时间"})
    wishes.pair(wish, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])
    after = browser.post(at(wish, "contact"), {"reason": "先打电话约时间"})

    assert (before.status_code, "13812345678" in words(before)) == (409, False)
    assert (after.status_code, "13812345678" in words(after)) == (200, True)


def test_of_a_child_the_group_never_sees_the_guardian(there, as_):
    wish = brought_to(WishState.CLAIMED, there, for_minor=True)
    wishes.pair(wish, by=there.by("leader"), at=NOON + 3 * HOUR, helpers=[there.mei.pk, there.lin.pk])

    assert as_(there.leader).post(at(wish, "contact"), {"reason": "先打电话约时间"}).status_code == 409
    assert as_(there.town.worker).post(at(wish, "contact"), {"reason": "先打电话约时间"}).status_code == 200


def test_the_community_writes_down_what_the_wisher_says(there, as_):
    wish = brought_to(WishState.DONE, there)
    sent = {"seen": wish.version, "channel": "phone", "fulfilled": "yes", "satisfied": "fair", "comment": ""}
    as_(there.town.worker).post(at(wish, "confirm"), sent)

    assert WishConfirmation.objects.values_list("fulfilled", "recorded_by").get() == (
        "yes", there.town.worker.pk,
    )  # fmt: skip


def test_its_helpers_do_not_confirm(there, as_):
    wish = brought_to(WishState.DONE, there)
    sent = {"seen": wish.version, "channel": "phone", "fulfilled": "yes"}
    assert as_(there.leader).post(at(wish, "confirm"), sent).status_code == 409


@pytest.mark.parametrize("step", ["amend", "decline", "withdraw", "note", "recall"])
def test_every_step_opens_at_its_own_address(there, as_, step):
    wish = brought_to(WishState.OFFERED, there)
    assert as_(there.town.worker).get(at(wish, step)).status_code == 200


def test_kind_and_time_are_put_right(there, as_):
    wish = asked()
    sent = {"seen": wish.version, "kind": "errand", "times": ["weekend_day"], "place": GRID}
    as_(there.town.worker).post(at(wish, "amend"), sent)
    assert Wish.objects.values_list("kind", "times").get() == ("errand", ["weekend_day"])


def test_groups_are_proposed_with_numbers_and_nobody_by_name(there, as_):
    page = words(as_(there.town.worker).get(at(brought_to(WishState.OFFERED, there))))
    assert [part in page for part in ("第一网格党支部", "谁能帮上忙", "梅")] == [True, True, False]


def test_an_auditor_leaves_a_trace_at_list_and_wish(there, as_):
    wish, browser = asked(), as_(there.town.auditor)
    browser.get("/desk/wishes/")
    browser.get(at(wish))
    looks = Entry.objects.filter(verb="look").order_by("id")
    assert [entry.facts["about"] for entry in looks] == ["wishes", wish.subject]


# -- the slip ------------------------------------------------------------------------------------------------


def test_the_slip_bears_the_number_and_asked_for_the_link(there, as_):
    wish, browser = asked(), as_(there.town.worker)
    plain = browser.get(at(wish, "slip")).content.decode()
    secret = browser.post(at(wish, "slip"), {"seen": wish.version}).content.decode()

    assert (wish.number in plain, "/w/" in plain, "/w/" in secret) == (True, False, True)


# -- the list ------------------------------------------------------------------------------------------------


def titles(answer) -> list[str]:
    return [row.text for row in BeautifulSoup(answer.content, "html.parser").select("td a b")]


def test_the_list_goes_by_due_time(there, as_):
    asked(at=NOON + 24 * HOUR, form_key="b", text="第二个心愿")
    asked(form_key="a", text="第一个心愿")
    assert titles(as_(there.town.worker).get("/desk/wishes/")) == ["第一个心愿", "第二个心愿"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2), ("state=asked", 1), ("kind=errand", 1), ("kind=errand&state=offered", 0), (f"place={GRID}", 2),
        (f"place={FIRST}", 2), ("closed=on", 0), ("mine=on", 2), ("due=overdue", 0), ("due=nonsense", 2),
    ],
)  # fmt: skip
def test_filters_are_plain_addresses(there, as_, query, count):
    asked(form_key="a", kind="errand", at=_soon())
    offered(asked(form_key="b", at=_soon()), there, at=_soon())
    assert len(titles(as_(there.town.worker).get(f"/desk/wishes/?{query}"))) == count


def _soon():
    from django.utils import timezone

    return timezone.now()


def test_a_leader_sees_what_can_be_taken_and_what_the_group_holds(there, as_):
    offered(asked(form_key="a"), there)
    claimed(offered(asked(form_key="b", text="修一下门把手"), there), there)
    asked(form_key="c", text="还没审核的心愿")

    browser = as_(there.leader)

    assert titles(browser.get("/desk/wishes/?state=offered")) == [PUBLIC]
    assert titles(browser.get("/desk/wishes/?mine=on")) == ["修一下门把手"]
    assert len(titles(browser.get("/desk/wishes/"))) == 2


def test_swapped_and_fresh_the_list_is_the_same(there, as_, swapped):
    asked()
    fresh, fetched = swapped(as_(there.town.worker), "/desk/wishes/?state=asked", "list")
    assert fresh == fetched


# -- taking one down -----------------------------------------------------------------------------------------


def told(**more) -> dict:
    return {
        "channel": "phone", "whom": "me", "kind": "errand", "text": "请帮我买袋米", "place": GRID, "phone": "13812345678",
        "form_key": "k", **more,
    }  # fmt: skip


def test_a_wish_is_taken_down_at_the_desk(there, as_):
    answer = as_(there.town.worker).post("/desk/wishes/ask/", told())
    wish = Wish.objects.get()
    assert (answer["Location"], wish.channel, wish.filed_by) == (at(wish), "phone", there.town.worker)


def test_a_grid_worker_takes_one_down_and_is_told_its_number(there, as_):
    browser = as_(there.town.grid_worker)
    answer = browser.post("/desk/wishes/ask/", told(channel="grid"), follow=True)
    assert (answer.status_code, Wish.objects.get().number in answer.content.decode()) == (200, True)


def test_a_number_in_the_text_is_hidden_at_the_desk_too(there, as_):
    answer = as_(there.town.worker).post("/desk/wishes/ask/", told(text="买米，打13912345678"))
    field = BeautifulSoup(answer.content, "html.parser").find(id="id_text")
    assert (answer.status_code, field.text.strip()) == (422, "买米，打＊＊＊")


@pytest.mark.parametrize(
    ("more", "status"),
    [({"text": "借我点钱"}, 409), ({"kind": ""}, 422), ({"whom": "child"}, 422), ({"phone": ""}, 422)],
)
def test_what_cannot_be_taken_down_is_said_and_kept(there, as_, more, status):
    answer = as_(there.town.worker).post("/desk/wishes/ask/", told(**more))
    assert (answer.status_code, Wish.objects.count()) == (status, 0)


# -- what it costs -------------------------------------------------------------------------------------------


class WishesAtTheDesk:
    """The line, and who there is."""

    @pytest.fixture
    def scene(self, there):
        return there

    def officer(self, who, scene):
        return getattr(scene, who, None) or getattr(scene.town, who)


class TestWishList(WishesAtTheDesk, ListCost):
    lists = (("worker", "/desk/wishes/", 8), ("leader", "/desk/wishes/", 8), ("auditor", "/desk/wishes/", 9))

    def fill(self, scene, first, last):
        for n in range(first, last):
            offered(asked(form_key=f"k{n}"), scene)


class TestOutOfReach(WishesAtTheDesk, OutOfReach):
    strangers, steps = ("stranger", "handler"), ("claim", "offer", "note")

    def make(self, scene):
        return brought_to(WishState.OFFERED, scene)

    def page(self, matter):
        return at(matter)


@pytest.mark.parametrize("who", ["worker", "leader"])
@pytest.mark.parametrize("state", [WishState.OFFERED, WishState.CLAIMED, WishState.DONE])
def test_a_wish_takes_twelve_statements_at_most(there, cost, state, who):
    wish = brought_to(state, there)
    assert cost(getattr(there, who, None) or getattr(there.town, who), at(wish)) <= 12

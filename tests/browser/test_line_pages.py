"""The line in a browser, outside and at the desk: accessible, and as wide as the window."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.cases.actions import accept, answer, confirm
from sunshine.programmes.actions import add_milestone, make_plan, reach_milestone, review_stage
from sunshine.programmes.models import CommunityCharacter
from tests.factories.cases import FIRST, SECOND, reported
from tests.factories.line import lined_town
from tests.factories.people import NOON
from tests.factories.wishes import WISHER

pytestmark = pytest.mark.django_db(transaction=True)
OUT, DESK = f"/line/{FIRST}/", f"/desk/line/{FIRST}/"
PUBLIC = [
    "/line/", OUT, f"/line/{SECOND}/", f"{OUT}solved/", f"{OUT}satisfied/", f"{OUT}solved/?period={{year}}",
    f"{OUT}errands/", "/line/?period={year}",
]  # fmt: skip
SECRETARY = [
    "/desk/line/", DESK, f"{DESK}brand/", f"{DESK}end-brand/", f"{DESK}character/", f"{DESK}end-character/{{character}}/",
    f"{DESK}plan/", f"{DESK}plan/{{year}}/", f"{DESK}milestone/", f"{DESK}reach/{{milestone}}/",
    f"{DESK}drop/{{milestone}}/", f"{DESK}figures/solved/", f"{DESK}figures/errands/", f"{DESK}?period={{year}}",
]  # fmt: skip
SUPERVISOR = [DESK, f"{DESK}review/", f"{DESK}figures/satisfied/"]


@pytest.fixture
def there(live_server):
    """A community with character, brand, a review, a plan and six answered matters; and what the addresses need."""
    lined, now, today = lined_town(), timezone.now(), timezone.localdate()
    by, worker = lined.secretary, lined.town.by("worker")
    brand = lined.brand(words="谁先接待，谁负责到底", outcome="事情当天有人管")
    review_stage(brand, to="quality", reason="到现场看过，查了记录。", by=lined.reviewer, at=now)
    plan = make_plan(
        community=FIRST, year=today.year, text="每月一次服务日", owner=lined.branch, by=by, at=now
    )
    told = [
        add_milestone(plan, text=text, due_on=today + timedelta(days=days), by=by, at=now)
        for text, days in (("开出第一期", 0), ("办一次展览", 0))
    ]
    reach_milestone(told[0], result="来了三十户", by=by, at=now)
    for case in [reported(at=NOON if number % 2 else now).case for number in range(6)]:
        accept(case, by=worker, at=now)
        answer(case, by=worker, at=now, text="清走了")
        confirm(case, by=WISHER, at=now, solved="yes", satisfied="yes")
    names = {"year": today.year, "milestone": told[1].pk, "character": CommunityCharacter.objects.get().pk}
    return lined, names


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_of_the_line_is_accessible_and_fits_its_width(there, look):
    lined, names = there
    visitors = ((PUBLIC, None), (SECRETARY, lined.town.secretary), (SUPERVISOR, lined.supervisor))

    assert [
        fault
        for pages, who in visitors
        for fault in look([one.format(**names) for one in pages], officer=who)
    ] == []

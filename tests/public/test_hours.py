"""No hour is told: two towns that differ only in the hours at which things happened look alike, whatever is asked.

A filter, an order, a count, a header, or the moment at which one of them changes would else be finer than what is shown.
"""

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from urllib.parse import urlencode

import pytest
import time_machine
from django.db.models import DateTimeField, Model
from django.test import Client

from sunshine.cases.actions import accept, answer, confirm, release
from sunshine.cases.models import Case, Confirmation
from sunshine.clocks.queries import local_day, midnight
from sunshine.notices.actions import load_templates
from sunshine.record.states import Actor
from sunshine.wishes.models import Wish
from sunshine.wishes.states import WishState
from tests.factories.cases import FIRST, reported
from tests.factories.people import NOON
from tests.factories.wishes import brought_to, line
from tests.worlds import world

DAY = timedelta(days=1)
DRAWN = random.Random("any hours will do")
LOOKED = [NOON + 3 * DAY - timedelta(hours=11), NOON + 3 * DAY + timedelta(hours=9), NOON + 90 * DAY]
"""When strangers look: by night, in the evening, and on the day on which the window of ninety days ends."""
ASKED = [NOON + timedelta(hours=hours) for hours in (-14, -6, -1, 3, 10, 27)]
"""Moments that a search begins and ends at, within the day and around it."""
TOKEN = re.compile(rb"(?<=[\" ])[0-9A-Za-z]{64}(?=\")")
"""Against forged forms, another for each visitor."""
PAGES = [
    "/",
    f"/c/{FIRST}/",
    f"/help/list/?at={FIRST}",
    "/line/",
    f"/line/{FIRST}/",
    "/serve/posts/",
    "/serve/pledges/",
]


@world
def there() -> None:
    """A community with matters and wishes in every state."""
    made = line()
    load_templates(at=NOON)
    worker, secretary = made.town.by("worker"), made.town.by("secretary")
    for number in range(8):
        case = reported(at=NOON).case
        if number > 2:
            accept(case, by=worker, at=NOON)
        if number > 3:
            answer(case, by=worker, at=NOON + DAY, text="清走了")
        if number > 5:
            confirm(case, by=Actor.resident(), at=NOON + 2 * DAY, solved="yes", satisfied="yes")
            release(case, by=secretary, at=NOON + 2 * DAY, text="一处楼道有旧家具", result="当天清走")
    for state in WishState:
        brought_to(state, made)


def move() -> None:
    """Give everything that happened another hour of its day, one after the other as before."""
    for model in (Case, Wish, Confirmation):
        fields = [field.name for field in model._meta.fields if isinstance(field, DateTimeField)]
        for row in model.objects.order_by("pk"):
            _move(row, fields)


def _move(row: Model, fields: list[str]) -> None:
    told = sorted((moment, name) for name in fields if (moment := getattr(row, name)) is not None)
    seconds = sorted(DRAWN.sample(range(86_400), len(told)))
    moved = {
        name: midnight(local_day(moment)) + timedelta(seconds=at)
        for (moment, name), at in zip(told, seconds, strict=True)
    }
    type(row)._base_manager.filter(pk=row.pk).update(**moved)


def addresses() -> Iterator[str]:
    """Everything a stranger may ask."""
    yield from PAGES
    for form in ("json", "xml"):
        yield f"/open311/v2/requests.{form}"
    for status, (start, end) in product(("closed", "open,closed"), product(ASKED, ASKED)):
        dates = {"start_date": start.isoformat(), "end_date": end.isoformat(), "status": status}
        yield f"/open311/v2/requests.json?{urlencode(dates)}"


def look(at: datetime) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """What a stranger is told at a moment: status, body and headers of each address."""
    browser = Client()
    with time_machine.travel(at, tick=False):
        answers = {address: browser.get(address) for address in addresses()}
    return {
        address: (told.status_code, TOKEN.sub(b"", told.content), dict(told.headers))
        for address, told in answers.items()
    }


@pytest.mark.parametrize("at", LOOKED)
def test_nobody_learns_the_hour_of_anything(there: None, at: datetime) -> None:
    before = look(at)

    move()
    after = look(at)

    assert [address for address in before if before[address] != after[address]] == []
    assert {status for status, _body, _headers in before.values()} == {200}

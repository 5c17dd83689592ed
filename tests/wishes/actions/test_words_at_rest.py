"""A wisher's own words at rest: the mask lies open, the whole is under seal, helpers and wisher read it."""

from datetime import timedelta

import pytest

from sunshine.matters.queries.originals import NOTHING, original
from sunshine.matters.states import RETENTION
from sunshine.record.states import Actor
from sunshine.wishes.actions import forget, withdraw
from sunshine.wishes.jobs import rest_wishes
from sunshine.wishes.models import Wish, WishNote
from sunshine.wishes.queries.page import wish_page, wish_tracking
from tests.factories.people import NOON
from tests.factories.wishes import WISHER, WishTown, asked

WORDS = "想找人陪我看病，我家2单元9907，找王师傅也行"
pytestmark = pytest.mark.django_db


def fresh(wish: Wish) -> Wish:
    return Wish.objects.select_related("holder", "contact", "for_person").get(pk=wish.pk)


def test_the_mask_lies_open_and_whoever_helps_or_wished_reads_the_whole(there: WishTown) -> None:
    wish = fresh(asked(text=WORDS))
    assert not [secret for secret in ("9907", "王师傅") if secret in wish.text]
    assert (wish_page(wish, at=NOON, reads=True).text, wish_tracking(wish, by_link=True).text) == (
        WORDS,
        WORDS,
    )


def test_erasing_takes_the_sealed_words_with_it(there: WishTown) -> None:
    wish = fresh(asked(text=WORDS))
    withdraw(wish, by=WISHER, at=NOON + timedelta(days=1), reason="不用了，我是王师傅")
    forget(fresh(wish), by=Actor.system(RETENTION), at=NOON + timedelta(days=1200), why=RETENTION)
    assert (fresh(wish).text, bytes(fresh(wish).original)) == ("", NOTHING)
    assert not WishNote.objects.exclude(text="").exists()


def test_what_lay_open_before_is_sealed_once(there: WishTown) -> None:
    wish = asked(text="想看书")
    Wish.objects.filter(pk=wish.pk).update(text=WORDS, original=None)
    WishNote.objects.create(wish=wish, step=2, kind="comment", text="我是王师傅", at=NOON)
    assert (rest_wishes(0), rest_wishes(0)) == (2, 0)
    assert (original(fresh(wish)), original(WishNote.objects.get())) == (WORDS, "我是王师傅")
    assert "9907" not in fresh(wish).text

"""The wisher's word, and what happens to a wish afterwards: confirmed, not yet, taken back, erased."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from sunshine.clocks.models import Clock
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.matters.states import RETENTION
from sunshine.notices.models import Message
from sunshine.people.models import Contact
from sunshine.record.models import Entry
from sunshine.record.queries import open_sealed
from sunshine.record.states import Actor
from sunshine.wishes import actions as wishes
from sunshine.wishes.jobs import forget_wishes
from sunshine.wishes.models import (
    Helper,
    Wish,
    WishConfirmation,
    WishNote,
)
from sunshine.wishes.states import WishState
from tests.factories.people import NOON
from tests.factories.wishes import HOUR, PHONE, SYSTEM, WISHER, WishTown, asked, brought_to, link_of, offered
from tests.wishes.actions.test_steps import code_of, last_entry, running

A, L, T, D, C = WishState.ASKED, WishState.OFFERED, WishState.CLAIMED, WishState.DONE, WishState.CLOSED
LATER = NOON + 6 * HOUR


def test_the_wishers_yes_closes_it_as_fulfilled(there: WishTown) -> None:
    wish = wishes.confirm(
        brought_to(D, there), by=WISHER, at=LATER, fulfilled="yes", satisfied="yes", comment="谢谢孩子们"
    )

    assert Wish.objects.values_list("state", "outcome", "closed_at").get() == (C, "fulfilled", LATER)
    assert WishConfirmation.objects.values_list("fulfilled", "satisfied", "channel").get() == (
        "yes",
        "yes",
        "web",
    )
    assert WishNote.objects.get(kind="comment").text == "谢谢孩子们"
    entry = last_entry(wish)
    assert (entry.facts["fulfilled"], entry.facts["outcome"], "satisfied" in entry.facts) == (
        "yes",
        "fulfilled",
        False,
    )
    assert '"outcome":"fulfilled"' in entry.public


def test_the_group_is_told_and_the_contact_is_kept_no_longer_than_the_rule_says(there: WishTown) -> None:
    wish = brought_to(C, there)

    told = Message.objects.latest("id")
    assert (told.kind, told.organisation, running(wish)) == ("wish_confirmed", there.branch, [])
    assert Contact.objects.get(pk=wish.contact_id).keep_until is not None


def test_staff_who_did_not_help_write_down_what_the_wisher_said(there: WishTown) -> None:
    wish = brought_to(D, there)

    wishes.confirm(wish, by=there.by("worker"), at=LATER, fulfilled="partly", channel="phone")

    assert WishConfirmation.objects.values_list("fulfilled", "channel", "recorded_by").get() == (
        "partly", "phone", there.town.worker.pk,
    )  # fmt: skip


def test_not_yet_brings_it_back_to_the_same_group_with_new_time(there: WishTown) -> None:
    wish = brought_to(D, there)

    wishes.confirm(wish, by=WISHER, at=LATER, fulfilled="no", comment="还有一点漏")

    row = Wish.objects.get()
    assert (row.state, row.holder, row.reworks, row.fulfilled_at) == (T, there.branch, 1, None)
    assert (running(wish), Helper.objects.count()) == ([("handle", "wish")], 2)
    assert Message.objects.latest("id").kind == "wish_not_yet"


def test_after_not_yet_it_can_be_done_and_confirmed_again(there: WishTown) -> None:
    wish = brought_to(D, there)
    wishes.not_yet(wish, by=WISHER, at=LATER)
    wishes.fulfil(wish, by=there.by("mei"), at=LATER + timedelta(days=30), text="又换了一个新的")

    assert last_entry(wish).facts["late"] is True
    wishes.confirm(wish, by=WISHER, at=LATER + timedelta(days=31), fulfilled="yes")
    rounds = WishConfirmation.objects.order_by("round").values_list("fulfilled", flat=True)
    assert list(rounds) == ["no", "yes"]


def test_without_a_word_it_ends_unconfirmed(there: WishTown) -> None:
    wishes.lapse(brought_to(D, there), by=SYSTEM, at=LATER)

    assert Wish.objects.get().outcome == "unconfirmed"
    assert Message.objects.latest("id").kind == "wish_closed"


def test_the_wisher_takes_it_back_without_a_reason(there: WishTown) -> None:
    wishes.withdraw(offered(asked(), there), by=WISHER, at=LATER)

    assert (Wish.objects.get().outcome, WishNote.objects.count()) == ("withdrawn", 0)


def test_staff_say_why_when_they_take_it_back_for_the_wisher(there: WishTown) -> None:
    wish = asked()

    assert code_of(lambda: wishes.withdraw(wish, by=there.by("worker"), at=LATER)) == "reason"
    wishes.withdraw(wish, by=there.by("worker"), at=LATER, reason="老人来电说女儿已修好")
    assert WishNote.objects.get().kind == "reason"


# -- paper ------------------------------------------------------------------------------------------------------


def test_a_note_is_for_those_who_help(there: WishTown) -> None:
    wishes.note(brought_to(T, there), by=there.by("leader"), at=LATER, text="周末上午去")

    assert WishNote.objects.values_list("kind", "to_resident").get() == ("note", False)


def test_the_slip_gives_the_link_and_is_a_step(there: WishTown) -> None:
    wish = asked()

    assert wishes.slip(wish, by=there.by("worker"), at=LATER) == link_of(wish)
    assert last_entry(wish).verb == "print"
    assert code_of(lambda: wishes.slip(wish, by=WISHER, at=LATER)) == "not_yours"


# -- erasing ----------------------------------------------------------------------------------------------------


def test_an_old_wish_is_erased_and_its_figures_stay(there: WishTown) -> None:
    wish = brought_to(C, there)
    mail = Message.objects.filter(subject=wish.subject).count()

    wishes.forget(wish, by=Actor.system(RETENTION), at=LATER, why=RETENTION)

    row = Wish.objects.get()
    assert (mail > 0, row.text, row.public_text, row.place != "") == (
        True,
        "",
        "老人家水龙头漏水，需换垫圈",
        True,
    )
    assert row.forgotten
    assert set(WishNote.objects.values_list("text", flat=True)) == {""}
    assert Message.objects.filter(subject=wish.subject).count() == 0
    assert Contact.objects.get(pk=wish.contact_id).erased_at == LATER
    assert open_sealed(Entry.objects.filter(subject=wish.subject).exclude(verb="forget")) == {}


def test_erased_on_request_the_public_words_go_too_and_the_reason_is_sealed(there: WishTown) -> None:
    wish = brought_to(C, there)
    wishes.forget(wish, by=Actor.system("operator"), at=LATER, why="本人要求删除")

    entry = last_entry(wish)
    assert (Wish.objects.get().public_text, entry.facts["why"]) == ("", "request")
    assert open_sealed([entry])[entry.pk]["reason"] == "本人要求删除"


def test_a_contact_erased_before_stays_erased(there: WishTown) -> None:
    wish = brought_to(C, there, for_name="李爷爷", for_phone=PHONE, for_consent=True)
    before = LATER - HOUR
    Contact.objects.filter(pk=wish.contact_id).update(
        erased_at=before, name_sealed=None, phone_sealed=None, name_masked="", phone_masked="", phone_index="", tail_index=""
    )  # fmt: skip
    row = Wish.objects.select_related("contact", "for_person", "holder").get()

    wishes.forget(row, by=Actor.system(RETENTION), at=LATER, why=RETENTION)

    assert list(Contact.objects.order_by("pk").values_list("erased_at", flat=True)) == [before, LATER]


def test_an_open_or_an_erased_wish_is_not_erased(there: WishTown) -> None:
    wish = brought_to(D, there)
    forget = lambda: wishes.forget(wish, by=Actor.system(RETENTION), at=LATER, why=RETENTION)  # noqa: E731
    with pytest.raises(Refused, match=r"."):
        forget()
    wishes.confirm(wish, by=WISHER, at=LATER, fulfilled="yes")
    forget()

    assert code_of(forget) == "erased"


def test_every_night_what_was_kept_long_enough_is_erased_once(there: WishTown) -> None:
    brought_to(C, there)
    brought_to(D, there)
    assert forget_wishes(0) == 0

    Wish.objects.filter(state=C).update(closed_at=NOON - timedelta(days=1200))
    Wish.objects.filter(state=C).update(closed_at=NOON - timedelta(days=1200))
    assert (forget_wishes(0), forget_wishes(0)) == (1, 0)


def test_a_wish_that_cannot_be_erased_now_waits_for_the_next_night(
    there: WishTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = brought_to(C, there)
    Wish.objects.filter(pk=wish.pk).update(closed_at=NOON - timedelta(days=1200))
    stale = Wish.objects.select_related("holder", "contact", "for_person").get()
    wishes.forget(wish, by=Actor.system(RETENTION), at=LATER, why=RETENTION)
    monkeypatch.setattr("sunshine.wishes.jobs.wishes_closed_before", lambda before, limit: [stale])

    assert forget_wishes(0) == 0
    with pytest.raises(Overtaken):
        wishes.forget(stale, by=Actor.system(RETENTION), at=LATER, why=RETENTION)


def test_clocks_of_a_closed_wish_are_stopped(there: WishTown) -> None:
    wish = brought_to(C, there)

    assert not Clock.objects.filter(subject=wish.subject, stopped_at__isnull=True).exists()
    assert Entry.objects.filter(subject=wish.subject).count() == wish.version


def test_an_operator_erases_a_wish_by_its_number(there: WishTown, capsys: pytest.CaptureFixture[str]) -> None:
    wish = brought_to(C, there)

    call_command("forget", wish.number, why="本人书面申请")

    assert Wish.objects.get().forgotten
    assert wish.number in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("forget", wish.number, why="本人书面申请")

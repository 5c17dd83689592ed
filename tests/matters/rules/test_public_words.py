"""What everybody may read: decided span by span, refused with what was found, or hidden at once."""

import pytest

from sunshine.cases.actions import accept, answer, release
from sunshine.cases.models import Case
from sunshine.lib.masks import EVERYTHING, HIDDEN, mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.public_words import (
    OFFICE,
    check_public,
    check_public_values,
    hide_decided,
    hide_personal,
    passages,
    personal,
)
from sunshine.record.models import Entry
from tests.factories.cases import Town, reported
from tests.factories.people import NOON

NAME, FLAT, PHONE = "王大娘", "3号楼2单元501室", "13812345678"
TEXT = f"{NAME}家（{FLAT}）漏水"


def keys(text: str, result: str = "") -> list[str]:
    return [one.key for one in passages({"text": text, "result": result})]


@pytest.fixture
def case(there: Town) -> Case:
    """A matter in hand."""
    case = reported().case
    return accept(case, by=there.by("worker"), at=NOON)


def test_findings_are_named_by_field_words_and_turn() -> None:
    assert keys(f"{NAME}和{NAME}", f"已告知{NAME}") == [
        f"text-0-{NAME}",
        f"text-1-{NAME}",
        f"result-0-{NAME}",
    ]


def test_a_finding_that_crosses_a_line_has_a_name_that_a_form_sends_back_as_it_is() -> None:
    assert keys("黑\nM·3K807") == ["text-0-黑 M·3K807"]


def test_what_is_hidden_is_hidden_and_what_is_kept_stays_with_its_kind() -> None:
    name, flat = keys(TEXT)

    assert hide_decided({"text": TEXT}, kept=[], hidden=[name, flat]) == (
        {"text": f"{HIDDEN}家（3号楼2单元{HIDDEN}室）漏水"},
        [],
    )
    assert hide_decided({"text": TEXT}, kept=[name], hidden=[flat])[1] == ["name"]


@pytest.mark.parametrize("kept", [[], [f"text-0-{NAME}"], ["text-0-501"]])
def test_what_is_undecided_is_refused_and_named(kept: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        hide_decided({"text": TEXT}, kept=kept, hidden=kept)
    assert (refusal.value.code, NAME in str(refusal.value)) == ("kept", True)


def test_all_hidden_is_the_mask() -> None:
    text = f"打{PHONE}{NAME}家3-2-302漏水李主任王师傅"

    assert hide_decided({"text": text}, kept=[], hidden=keys(text))[0]["text"] == mask_text(
        text, kinds=EVERYTHING
    )


def test_undecided_words_are_not_published(there: Town, case: Case) -> None:
    with pytest.raises(Refused):
        release(case, by=there.by("secretary"), at=NOON, text=TEXT, result="")
    assert Case.objects.get(pk=case.pk).released_text == ""


def test_the_result_is_looked_at_as_well(there: Town, case: Case) -> None:
    with pytest.raises(Refused):
        release(case, by=there.by("secretary"), at=NOON, text="漏水", result=f"已告知{NAME}")


def test_the_entry_says_which_kinds_were_kept_and_never_their_words(there: Town, case: Case) -> None:
    name, flat = keys(TEXT)
    release(case, by=there.by("secretary"), at=NOON, text=TEXT, result="", kept=[name], hidden=[flat])

    entry = Entry.objects.get(verb="release")
    assert (entry.facts["kept"], NAME in str(entry.facts) + entry.public) == (["name"], False)
    assert case.released_text == f"{NAME}家（3号楼2单元{HIDDEN}室）漏水"


def test_words_in_which_nothing_is_found_need_no_decision(there: Town, case: Case) -> None:
    release(case, by=there.by("secretary"), at=NOON, text="楼道堆物，热线12345", result="已清理")

    assert "kept" not in Entry.objects.get(verb="release").facts


@pytest.mark.parametrize("planted", [NAME, FLAT, PHONE])
def test_words_of_staff_are_refused_with_what_was_found(planted: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_public(f"请找{planted}商量", what="reason")
    assert refusal.value.code == "reason"
    assert personal(f"请找{planted}商量") in str(refusal.value)


def test_words_of_staff_that_lead_to_nobody_are_given_back_trimmed() -> None:
    assert check_public(" 3号楼2单元楼道，热线12345 ", what="reason") == "3号楼2单元楼道，热线12345"


def test_of_many_findings_five_are_named() -> None:
    said = personal("，".join(f"1381234567{n}" for n in range(7)))

    assert (said.count("1381234567"), said[-1]) == (5, "…")


def test_an_office_says_its_room_and_telephone_but_names_nobody() -> None:
    check_public_values({"where": "三楼302室，0455-7771234"}, ("where", "when"), kinds=OFFICE)

    with pytest.raises(Refused):
        check_public_values({"where": "找李主任"}, ("where",), kinds=OFFICE)


def test_each_line_of_a_list_is_looked_at() -> None:
    with pytest.raises(Refused) as refusal:
        check_public_values({"bring": ["身份证", f"给{NAME}看"]}, ("zh", "bring"))
    assert refusal.value.code == "bring"


def test_residents_words_are_hidden_at_once() -> None:
    assert hide_personal(f" 谢谢{NAME} ", most=20) == f"谢谢{HIDDEN}"


def test_what_those_read_who_reported_the_same_names_nobody(there: Town, case: Case) -> None:
    with pytest.raises(Refused) as refusal:
        answer(case, by=there.by("worker"), at=NOON, text="已修好", others=f"{NAME}家已修好")
    assert refusal.value.code == "others"

"""Publishing in our own words: what leads to a person is marked, each with one tick; without script."""

import pytest
from bs4 import BeautifulSoup

from sunshine.cases.models import Case
from sunshine.record.models import Entry
from tests.desk.test_steps import address

NAME, DESK = "李大娘", "张主任"
TEXT = f"{NAME}家门口有垃圾，3号楼2单元501室"
RESULT = f"已由社区{DESK}安排清走"


@pytest.fixture
def publish(town, tell, as_):
    """Send the form of a fresh matter, or send it again: publish(asked=[…], kept=[…])."""
    case, browser = tell(), as_(town.secretary)
    accepted = as_(town.worker)
    accepted.post(address(case, "accept"), {"seen": case.version})

    def _publish(**told):
        case.refresh_from_db()
        sent = {"seen": case.version, "text": TEXT, "result": RESULT, **told}
        return browser.post(address(case, "release"), sent)

    return _publish


def form(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser").find("section", class_="next-step")


def values(answer, name: str) -> list[str]:
    return [field["value"] for field in form(answer).find_all("input", {"name": name})]


def published() -> tuple[str, str]:
    return Case.objects.values_list("released_text", "released_result").get()


def test_what_is_found_is_marked_and_nothing_typed_is_lost(publish):
    answer = publish()

    assert (answer.status_code, published()) == (422, ("", ""))
    marked = [
        mark.get_text()
        for mark in form(answer).find(class_="help").find_next(class_="quote").find_all("mark")
    ]
    assert marked == [NAME, "501"]
    assert [
        form(answer).find("textarea", {"name": name}).get_text().strip() for name in ("text", "result")
    ] == [
        TEXT,
        RESULT,
    ]


def test_each_finding_has_one_tick_and_none_is_ticked(publish):
    answer = publish()

    assert len(values(answer, "kept")) == 3
    assert values(answer, "kept") == values(answer, "asked")
    assert form(answer).find_all("input", {"name": "kept", "checked": True}) == []


def test_what_is_ticked_stays_and_the_rest_is_hidden(publish):
    asked = values(publish(), "asked")
    answer = publish(asked=asked, kept=[asked[2]])

    assert answer.status_code == 302
    assert published() == ("＊＊＊家门口有垃圾，3号楼2单元＊＊＊室", RESULT)
    assert Entry.objects.get(verb="release").facts["kept"] == ["name"]


def test_a_tick_that_was_not_shown_decides_nothing(publish):
    asked = values(publish(), "asked")

    assert publish(kept=asked).status_code == 422
    assert published() == ("", "")


def test_what_is_typed_anew_is_asked_and_the_ticks_stay(publish):
    asked = values(publish(), "asked")
    answer = publish(text=f"{TEXT}，电话13812345678", asked=asked, kept=[asked[0]])

    assert (answer.status_code, len(values(answer, "asked"))) == (422, 4)
    ticked = form(answer).find_all("input", {"name": "kept", "checked": True})
    assert [tick["value"] for tick in ticked] == [asked[0]]


def test_what_was_edited_away_is_no_fault(publish):
    asked = values(publish(), "asked")

    assert publish(text="楼道有垃圾", result="已清走", asked=asked, kept=asked).status_code == 302
    assert published() == ("楼道有垃圾", "已清走")


def test_words_in_which_nothing_is_found_go_out_at_once(publish):
    assert publish(text="楼道有垃圾", result="").status_code == 302
    assert "kept" not in Entry.objects.get(verb="release").facts


def test_what_is_typed_is_shown_as_text(publish):
    answer = publish(text=f"<b>{NAME}</b>", result="")

    assert "<b>" not in str(form(answer).find(class_="quote"))

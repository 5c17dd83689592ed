"""Danger and complaints about staff, told by lists and trained tables; measured on sentences that nothing was trained on."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from sunshine.cases.queries import emergency_words, says_danger, says_staff
from sunshine.cases.queries.emergency import says_rather_danger
from tools.words import Maker, told

Say = Callable[[str], bool]


DATA = Path(__file__).resolve().parents[3] / "sunshine" / "cases" / "data"


def danger(text: str) -> bool:
    return says_danger(text, None)


def measured(say: Say, rows: list[tuple[str, bool]]) -> tuple[float, float]:
    """(recall, precision)."""
    said = [(say(text), right) for text, right in rows]
    hits = sum(yes and right for yes, right in said)
    return hits / sum(right for _, right in said), hits / sum(yes for yes, _ in said)


def hard(folder: Path, name: str, key: str) -> list[tuple[str, bool]]:
    lines = (folder / "sentences" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row[key]) for row in map(json.loads, lines)]


def kinds() -> Callable[[str], bool]:
    """Whether words of a shipped kind of complaint stand in a text first of all."""
    rows = tomllib.loads((DATA / "catalogue.toml").read_text(encoding="utf-8"))["top"]
    shipped = [(sub.get("restricted", False), sub["keywords"]) for top in rows for sub in top["sub"]]

    def listed(text: str) -> bool:
        scored = [(sum(len(w) * min(text.count(w), 2) for w in words), held) for held, words in shipped]
        best = max(scored, key=lambda pair: pair[0])
        return best[0] > 0 and best[1]

    return listed


def letters(folder: Path) -> list[str]:
    """Every fourth of two files of real messages."""
    found: list[str] = []
    for name in ("unlabelled-2801", "replied-half"):
        book = CalamineWorkbook.from_path(str(folder / "messages" / f"{name}.xlsx"))
        found += [str(row[4]).strip() for row in book.get_sheet_by_index(0).to_python()[1:]]
    return found[::4]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("孩子卡在电梯里快来人", "119"),
        ("屋里煤气味越来越大", "119"),
        ("有人拿刀堵在门口", "110"),
        ("老人摔倒流血起不来", "120"),
    ],
)
def test_danger_in_other_words_than_the_list_has_its_number(text: str, number: str) -> None:
    assert number in [found for _, found in emergency_words(text)]


def test_the_words_that_say_it_stand_in_the_text() -> None:
    text = "快来人啊孩子从窗台翻出去了"
    found = emergency_words(text)
    assert found
    assert all(word in text for word, _ in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "灯",
        "今天消防演练,模拟楼道着火,请大家不要惊慌",
        "去年着火的那户现在想问赔偿找谁",
        "请问防火讲座几点开始,失火怎么逃生",
    ],
)
def test_a_drill_the_past_and_a_question_raise_no_alarm_though_a_word_of_the_list_stands_there(
    text: str,
) -> None:
    assert emergency_words(text) == []


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        ("网格员收了我五百块钱不开票", False, True),
        ("路灯坏了半个月", False, False),
        ("网格员态度太差了", True, True),
    ],
)
def test_a_complaint_about_staff_says_who_did_what(text: str, listed: bool, expected: bool) -> None:
    assert says_staff(text, listed=listed) is expected


@pytest.mark.parametrize(("question", "say"), [("danger", danger), ("staff", says_staff)])
def test_our_own_sentences_that_were_not_trained_on(question: str, say: Say) -> None:
    rows = [(text, right) for text, right, _ in told(question, rest=True)]
    recall, precision = measured(say, rows)
    assert recall >= OWN[question][0]
    assert precision >= OWN[question][1]


def test_ordinary_reports_that_were_never_trained_on_seldom_ask_about_danger() -> None:
    said = [danger(text) for text, _, _ in Maker().daily(rest=True)]

    assert len(said) > 100
    assert sum(said) / len(said) <= 0.1


@pytest.mark.parametrize("text", ["路过的人说", "我来说一下", "三号楼的人", "他们说的", "社区的人说"])
def test_a_few_words_say_nothing_of_staff(text: str) -> None:
    assert not says_staff(text)


OWN = {"danger": (0.94, 0.77), "staff": (0.66, 0.82)}


def test_hard_sentences_of_danger_by_another_hand(shared_data: Path) -> None:
    recall, precision = measured(danger, hard(shared_data, "danger", "danger"))
    assert recall >= 0.95
    assert precision >= 0.8


def test_hard_sentences_about_staff_by_another_hand(shared_data: Path) -> None:
    recall, precision = measured(says_staff, hard(shared_data, "staff", "about_staff"))
    assert recall >= 0.85
    assert precision >= 0.8


def test_at_a_door_complaints_are_held_and_danger_is_not_taken_for_one(shared_data: Path) -> None:
    listed = kinds()

    def held(text: str) -> bool:
        both = danger(text) and says_rather_danger(text)
        return says_staff(text, listed=listed(text)) and not both

    recall, precision = measured(held, hard(shared_data, "staff", "about_staff"))
    assert (recall >= 0.85, precision >= 0.8) == (True, True)
    assert sum(map(held, letters(shared_data))) <= 0.03 * len(letters(shared_data))
    dangers = [text for text, right in hard(shared_data, "danger", "danger") if right]
    assert sum(map(held, dangers)) <= 0.05 * len(dangers)


def test_real_messages_raise_few_alarms(shared_data: Path) -> None:
    texts = letters(shared_data)
    assert sum(map(danger, texts)) <= 0.06 * len(texts)
    assert sum(map(says_staff, texts)) <= 0.03 * len(texts)

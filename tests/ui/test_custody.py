"""The custody chain as a bar."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from sunshine.ui.custody import LEAST, WIDTH, spans

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def link(holder: str, began: int, ended: int | None, **more: object) -> dict[str, object]:
    return {
        "holder": holder,
        "began": NOON + began * HOUR,
        "ended": None if ended is None else NOON + ended * HOUR,
        **more,
    }


def test_the_spans_lie_side_by_side_over_the_whole_bar() -> None:
    laid = spans([link("a", 0, 1), link("b", 1, 3), link("c", 3, None)], NOON + 4 * HOUR)

    assert [part.x for part in laid] == [0, laid[0].width, laid[0].width + laid[1].width]
    assert laid[-1].x + laid[-1].width == WIDTH


def test_even_a_moment_stays_visible() -> None:
    laid = spans([link("a", 0, 0), link("b", 0, 1000)], NOON + 1000 * HOUR)

    assert laid[0].width == LEAST


def test_one_holder_keeps_one_tone_and_the_late_one_is_marked() -> None:
    laid = spans(
        [link("a", 0, 1), link("b", 1, 2), link("a", 2, 3), link("c", 3, None, over=True)], NOON + 4 * HOUR
    )

    assert [part.tone for part in laid] == ["0", "1", "0", "over"]


def test_given_words_for_the_time_in_hand_win() -> None:
    laid = spans([link("a", 0, 2, took="1 working hour"), link("b", 2, None)], NOON + 4 * HOUR)

    assert [part.took for part in laid] == ["1 working hour", "2小时"]


def test_rows_of_the_database_serve_as_links() -> None:
    row = SimpleNamespace(holder="a", began=NOON, ended=None)

    assert [part.width for part in spans([row], NOON)] == [LEAST]


@pytest.mark.parametrize("microseconds", [1, 7, 333_333, 60_000_001])
def test_one_holder_is_the_whole_bar_however_long(microseconds: int) -> None:
    link = {"holder": "路灯所", "began": NOON, "ended": None}

    assert [part.width for part in spans([link], NOON + timedelta(microseconds=microseconds))] == [WIDTH]

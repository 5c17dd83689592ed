"""The hand-over map: every band between its two names, as wide as there are matters."""

from itertools import pairwise

from sunshine.ui.flows import MOST, ROW, TALL, WIDE, flow_map


def test_nothing_passed_on_draws_nothing() -> None:
    found = flow_map([])
    assert (found.givers, found.takers, found.bands) == ([], [], [])


def test_a_name_stands_once_per_column_with_all_its_matters() -> None:
    found = flow_map([("A", "B", 3), ("A", "C", 1), ("B", "C", 2)])
    assert [(end.name, end.count) for end in found.givers] == [("A", 4), ("B", 2)]
    assert [(end.name, end.count) for end in found.takers] == [("B", 3), ("C", 3)]


def test_all_bands_together_are_as_high_as_the_map() -> None:
    found = flow_map([("A", "B", 30), ("A", "C", 10)])
    assert (
        round(sum(end.height for end in found.givers))
        == round(sum(end.height for end in found.takers))
        == TALL
    )


def test_few_matters_are_narrow_bands() -> None:
    assert [end.height for end in flow_map([("A", "B", 1), ("A", "C", 2)]).takers] == [2 * WIDE, WIDE]


def test_names_never_stand_closer_than_a_row() -> None:
    ends = flow_map([("A", name, 1 if name != "B" else 1000) for name in "BCDE"]).takers
    assert all(lower.y - upper.y >= ROW for upper, lower in pairwise(ends))


def test_only_the_widest_are_drawn() -> None:
    found = flow_map([("A", str(number), number + 1) for number in range(MOST + 5)])
    assert (len(found.bands), min(band.count for band in found.bands)) == (MOST, 6)

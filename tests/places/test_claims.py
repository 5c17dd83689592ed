"""A place is claimed only when sure: measured on sentences by another hand and on real messages of another city.

The places are those of the demonstration. A claim is a community or finer.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bench import bench_addresses
from sunshine.demo.town import DemoTown, build
from sunshine.places.queries import Located, Locator, locator
from sunshine.places.states import Certainty
from sunshine.record.states import Actor

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def claims(found: Located) -> bool:
    return found.certainty != Certainty.UNKNOWN


def right(book: Locator, town: DemoTown, expect: str, found: Located) -> bool:
    """Whether what was expected is what is claimed: a building as such, an estate by its community, a division by its name."""
    if found.building is not None:
        return book.buildings[found.building][1] == expect
    names = {book.names[code]["name"] for code in (found.community, found.grid) if code in book.names}
    estates = {house.estate for house in town.houses.get(found.community or "", ())}
    return expect in names | estates or expect == "".join(
        book.names[code]["name"] for code in (found.community, found.grid) if code in book.names
    )


def sentences(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "sentences" / "places.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.django_db
def test_hard_sentences_by_another_hand(shared_data: Path) -> None:
    town = build(Random(1), by=Actor.system("test"), at=NOON)
    book, rows = locator(), sentences(shared_data)
    found = [(row["expect"], book.at_text(row["text"])) for row in rows]

    nothing = [one for expect, one in found if expect is None]
    hits = [any(right(book, town, name, one) for name in _list(expect)) for expect, one in found if expect]

    assert sum(map(claims, nothing)) <= 2
    assert (sum(hits) + len(nothing) - sum(map(claims, nothing))) / len(rows) >= 0.9


@pytest.mark.django_db
def test_real_messages_of_another_city_name_no_place_of_ours(shared_data: Path) -> None:
    build(Random(1), by=Actor.system("test"), at=NOON)
    book = locator()

    said = [
        text
        for file in sorted((shared_data / "messages").glob("*.xlsx"))
        for row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[1::4]
        for text in (str(row[2]), str(row[4]))
    ]

    assert [text for text in said if claims(book.at_text(text))] == []


def test_our_own_addresses_as_people_type_them_are_never_wrong() -> None:
    made, source = bench_addresses.houses(), Random(3)
    book = bench_addresses.locator(made)
    ways = [(True, way) for way in bench_addresses.BUILDING.values()]
    ways += [(False, way) for way in bench_addresses.COARSE.values()]

    verdicts = [
        bench_addresses.judge(
            house, book.at_text(way(house)), named, bench_addresses.ESTATES.count(house.estate) > 1
        )
        for named, way in ways
        for house in source.sample(made, 60)
    ]

    assert verdicts.count("wrong") == 0
    assert verdicts.count("right") >= 0.9 * len(verdicts)


def _list(expect: str | list[str]) -> list[str]:
    return [expect] if isinstance(expect, str) else expect

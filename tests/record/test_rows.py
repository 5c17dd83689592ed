"""The one versioned write: added, changed, ended, loaded; whoever comes second is told, and each step has its entry."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils.functional import SimpleLazyObject

from sunshine.cases.models import Category, CommunityDuty, Route
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.record import rows
from sunshine.record.models import Entry
from sunshine.record.rows import Versioned
from sunshine.record.states import Actor
from tests.factories.people import NOON

WHO: dict[str, Any] = {"by": Actor.system(), "at": NOON}
SUBJECT = "route:*:231282"


def route(**said: Any) -> Route:
    return Route(place="231282", kind="county", **said)


def added(**said: Any) -> Route:
    return rows.add_row(route(**said), **WHO)


def steps(subject: str = SUBJECT) -> list[tuple[int, str]]:
    return list(Entry.objects.filter(subject=subject).order_by("step").values_list("step", "verb"))


@pytest.mark.django_db
def test_a_row_counts_its_entries_from_one() -> None:
    row = added()
    rows.change_row(row, **WHO, changes={"source": "notice"}, facts={"source": "notice"})

    stored = Route.objects.get()
    assert (row.version, stored.version, stored.source) == (2, 2, "notice")
    assert (steps(), Entry.objects.latest("step").facts) == (
        [(1, "add"), (2, "change")],
        {"source": "notice"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "left"),
    [
        (lambda old: rows.write(old, {"source": "b"}), "a"),
        (lambda old: rows.change_row(old, **WHO, changes={"source": "b"}), "a"),
        (lambda old: rows.change_row(old, **WHO, changes={"source": "b"}, seen=old.version), "a"),
        (lambda old: rows.end_row(old, **WHO), "a"),
    ],
    ids=["write", "change", "change what was seen", "end"],
)
def test_whoever_comes_second_is_told_and_nothing_is_written(act: Any, left: str) -> None:
    row = added()
    old = Route.objects.get()
    rows.change_row(row, **WHO, changes={"source": left})

    with pytest.raises(Overtaken), transaction.atomic():
        act(old)

    assert (Route.objects.get().source, steps()) == (left, [(1, "add"), (2, "change")])
    assert old.version == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("seen", "right"), [(1, True), (None, True), (0, False), (2, False)])
def test_a_change_names_the_version_that_was_seen(seen: int | None, right: bool) -> None:
    row = added()
    if right:
        assert rows.change_row(row, **WHO, changes={"source": "b"}, seen=seen).version == 2
        return
    with pytest.raises(Overtaken), transaction.atomic():
        rows.change_row(row, **WHO, changes={"source": "b"}, seen=seen)


@pytest.mark.django_db
def test_a_row_may_be_wrapped_until_somebody_looks() -> None:
    added()
    rows.change_row(SimpleLazyObject(Route.objects.get), **WHO, changes={"source": "b"})
    assert Route.objects.get().source == "b"
    rows.end_row(SimpleLazyObject(Route.objects.get), **WHO)
    assert not Route.objects.exists()


@pytest.mark.django_db
def test_a_write_holds_only_where_it_says() -> None:
    row = added()
    with pytest.raises(Overtaken, match="gone"), transaction.atomic():
        rows.write(row, {"source": "b"}, where={"kind": "street"}, lost="gone")
    rows.write(row, {"source": "b"}, where={"kind": "county"})
    assert Route.objects.get().source == "b"


@pytest.mark.django_db
def test_a_row_added_again_under_its_old_name_counts_on() -> None:
    rows.end_row(added(), **WHO)
    again = added()
    rows.change_row(again, **WHO, changes={"source": "b"})

    assert steps() == [(1, "add"), (2, "end"), (3, "add"), (4, "change")]
    assert Route.objects.get().version == 4


@pytest.mark.django_db
def test_a_loaded_row_has_no_entry_of_its_own_until_it_changes() -> None:
    fresh, came_back = route(), Route(place="231282001", kind="street")
    rows.end_row(rows.add_row(Route(place="231282001", kind="street"), **WHO), **WHO)

    loaded = rows.load_rows([fresh, came_back])
    for row in loaded:
        rows.change_row(row, **WHO, changes={"source": "b"})

    assert steps() == [(1, "change")]
    assert steps("route:*:231282001") == [(1, "add"), (2, "end"), (3, "change")]
    assert rows.load_rows([]) == []


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused_in_words_or_fails_as_it_is() -> None:
    added()
    with pytest.raises(Refused, match="there") as refusal, transaction.atomic():
        rows.add_row(route(), **WHO, taken="It is there.")
    assert refusal.value.code == "already_there"
    with pytest.raises(IntegrityError), transaction.atomic():
        added()


@pytest.mark.django_db
def test_only_uniqueness_is_told_as_a_twin() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), rows.refuse_twins("twin"):
        Route.objects.create(place="231282", kind="")


@pytest.mark.django_db
def test_what_is_retired_is_never_taken_out() -> None:
    row = rows.add_row(Category(code="88", zh="其他", en="Other"), **WHO)
    with pytest.raises(TypeError, match="Category"):
        rows.end_row(row, **WHO)


@pytest.mark.django_db
def test_steps_and_events_of_what_has_no_row() -> None:
    rows.enter_step("table", "load", **WHO)
    rows.enter_step("table", "load", **WHO)
    rows.enter_event("look", "look", **WHO)
    rows.enter_event("look", "look", **WHO)

    assert steps("table") == [(1, "load"), (2, "load")]
    looks = Entry.objects.filter(subject__startswith="look:").values_list("subject", "step")
    assert (len(set(looks)), {step for _subject, step in looks}) == (2, {1})


@pytest.mark.django_db
def test_the_same_step_entered_twice_is_overtaken() -> None:
    rows.enter_step("table", "load", **WHO)
    with pytest.raises(Overtaken):
        rows.enter_step("table", "load", **WHO, step=1)


@pytest.mark.parametrize("model", [one for one in apps.get_models() if issubclass(one, Versioned)])
def test_every_versioned_row_has_a_name_in_the_record(model: type[Versioned]) -> None:
    assert isinstance(model.subject, property)
    assert model.subject is not Versioned.subject
    assert model._meta.get_field("version").column == "step"


def test_the_rows_that_may_be_taken_out_have_a_name_of_their_own() -> None:
    """A name by the database's key is never used again, and need not be looked for."""
    named = {one for one in apps.get_models() if issubclass(one, Versioned) and one.may_end}
    assert {CommunityDuty, Route} <= named
    by_the_database = [one for one in named if one._meta.pk.name == "id"]
    assert [one for one in by_the_database if one(pk=7).subject != one(pk=8).subject] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["change", "end"])
def test_of_ten_at_once_one_is_served(act: str) -> None:
    with transaction.atomic():
        added()
    together = Barrier(10)

    def once(number: int) -> str:
        row = Route.objects.get()
        together.wait()
        try:
            with transaction.atomic():
                if act == "end":
                    rows.end_row(row, **WHO)
                else:
                    rows.change_row(row, **WHO, changes={"source": str(number)})
            return "served"
        except Overtaken:
            return "overtaken"
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        told = sorted(pool.map(once, range(10)))

    assert told == ["overtaken"] * 9 + ["served"]
    assert steps() == [(1, "add"), (2, act)]

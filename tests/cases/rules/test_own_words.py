"""A resident's own words at rest: the mask lies open, the whole is under seal, who handles it and the resident read it."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Func, Value

from sunshine.cases.actions import accept, ask, forget, locate, reply, withdraw
from sunshine.cases.actions.parts import call_in
from sunshine.cases.actions.resting import rest_requests
from sunshine.cases.jobs import rest_words
from sunshine.cases.models import Case, Note
from sunshine.cases.queries import index_words
from sunshine.cases.queries.tracking import public_view
from sunshine.cases.rules.own_words import may_read_words
from sunshine.clocks.states import Unit
from sunshine.lib.seal import Broken
from sunshine.matters.actions.resting import reseal_originals, rest_notes
from sunshine.matters.queries.originals import NOTHING, original, original_keys
from sunshine.matters.states import RETENTION
from sunshine.people.actions import officer_actor
from sunshine.people.states import Role
from sunshine.record.queries import ring
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import NOON, OfficerFactory

WORDS = "楼上漏水，请打 13812345678 找王师傅，我住2单元9907"
PLACE = "幸福小区3号楼2单元9907室"
BARE = "路灯不亮了，晚上看不见路"
LATER = NOON + timedelta(days=1200)


@pytest.fixture
def keys(tmp_path: Path, settings) -> Iterator[None]:
    """A key ring of this test alone."""
    settings.KEYS = tmp_path / "keys"
    ring.cache_clear()
    yield
    ring.cache_clear()


def told(**more: object) -> Case:
    return reported(**{"text": WORDS, "location": PLACE, **more}).case


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def as_before(case: Case) -> Case:
    """The row as it lay before words were sealed."""
    words = Func(Value("simple"), Value(index_words(WORDS, PLACE)), function="to_tsvector")
    Case.objects.filter(pk=case.pk).update(
        text=WORDS, location=PLACE, original=None, words=words, why_place={"by": "text", "matched": PLACE}
    )
    return fresh(case)


def whole_row(table: str = "cases_case") -> str:
    """Every column of a table but drawn ones as text: what somebody reads who got hold of a copy."""
    drawn = ["original", "ref", "access", "number"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg((to_jsonb(row) - %s)::text, ' ') FROM {table} AS row", [drawn])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["13812345678", "王师傅", "9907"])
def test_nothing_that_leads_to_a_person_lies_open_in_any_column(there: Town, secret: str) -> None:
    told()
    assert secret not in whole_row()


@pytest.mark.django_db
def test_what_was_said_opens_again_whole(there: Town) -> None:
    case = fresh(told())
    assert (original(case), original(case, "location")) == (WORDS, PLACE)


@pytest.mark.django_db
def test_words_without_anything_personal_are_kept_as_they_are(there: Town) -> None:
    case = fresh(told(text=BARE, location=""))
    assert (case.text, bytes(case.original), original(case)) == (BARE, NOTHING, BARE)


@pytest.mark.django_db
def test_the_resident_reads_what_they_wrote_and_everybody_else_with_the_number_does_not(there: Town) -> None:
    case = fresh(told())
    assert (public_view(case, by_link=True).text, public_view(case, by_link=False).text) == (WORDS, "")


@pytest.mark.django_db
def test_a_reply_of_the_resident_is_sealed_and_a_note_of_staff_is_not(there: Town) -> None:
    case = told(text=BARE)
    clerk = there.by("worker")
    accept(case, by=clerk, at=NOON)
    ask(case, by=clerk, at=NOON, text="请问电话 13700001111 对吗？")
    reply(case, by=RESIDENT, at=NOON, text="打 13812345678")
    notes = {note.kind: note for note in Note.objects.filter(case=case)}
    assert "13812345678" not in notes["reply"].text
    assert original(notes["reply"]) == "打 13812345678"
    assert "13700001111" in notes["question"].text


@pytest.mark.django_db
def test_a_new_place_in_words_replaces_the_old_one_and_is_sealed_like_it(there: Town) -> None:
    case = told()
    locate(case, by=there.by("worker"), at=NOON, place=case.place, location="北门，1单元302室")
    assert (original(fresh(case)), original(fresh(case), "location")) == (WORDS, "北门，1单元302室")
    assert "302室" not in whole_row()


@pytest.mark.django_db
def test_a_place_too_long_once_masked_is_cut_and_never_refused(there: Town) -> None:
    place = "王姐" * 100
    assert original(fresh(told(location=place)), "location") == place


@pytest.mark.django_db
def test_erasing_takes_the_sealed_words_with_it(there: Town) -> None:
    case = withdraw(told(), by=RESIDENT, at=NOON + timedelta(days=1), reason="不用了，谢谢")
    forget(case, by=Actor.system(RETENTION), at=LATER, why=RETENTION)
    assert (fresh(case).text, bytes(fresh(case).original)) == ("", NOTHING)
    assert not Note.objects.filter(case=case).exclude(text="").exists()


@pytest.mark.django_db
def test_who_handles_it_reads_the_words_and_who_only_sees_it_does_not(there: Town) -> None:
    case = told()
    on = NOON.date()
    boss = OfficerFactory(organisation=there.street, role=Role.STREET_SUPERVISOR, role__place=case.street)
    assert may_read_words(case, by=there.by("worker"), on=on)
    assert may_read_words(case, by=there.by("auditor"), on=on)
    assert not may_read_words(case, by=officer_actor(boss), on=on)


@pytest.mark.django_db
def test_who_is_called_in_reads_the_words_too(there: Town) -> None:
    case = told()
    handler = there.by("handler")
    assert not may_read_words(case, by=handler, on=NOON.date())
    call_in(case, there.light, at=NOON, amount=2, unit=Unit.WORKING_DAY, task="看一下")
    assert may_read_words(case, by=handler, on=NOON.date())


@pytest.mark.django_db
def test_what_lay_open_before_is_sealed_by_the_job_and_found_by_it_once(there: Town) -> None:
    case = as_before(told())
    assert "13812345678" in whole_row()
    assert (rest_words(0), rest_words(0)) == (1, 0)
    assert original(fresh(case)) == WORDS
    assert not [secret for secret in ("13812345678", "王师傅", "9907") if secret in whole_row()]


@pytest.mark.django_db
def test_a_job_that_is_stopped_goes_on_where_it_stopped(there: Town) -> None:
    cases = [as_before(told()) for _ in range(3)]
    assert [rest_requests(limit=1) for _ in range(4)] == [1, 1, 1, 0]
    assert [original(fresh(case)) for case in cases] == [WORDS] * 3


@pytest.mark.django_db
def test_notes_from_before_are_sealed_and_those_of_staff_are_left(there: Town) -> None:
    case = told(text=BARE)
    Note.objects.create(case=case, step=2, kind="comment", text="我是13812345678", at=NOON)
    Note.objects.create(case=case, step=2, kind="note", text="打13812345678", at=NOON)
    assert (rest_notes(Note, limit=9), rest_notes(Note, limit=9)) == (1, 0)
    assert original(Note.objects.get(kind="comment")) == "我是13812345678"
    assert Note.objects.get(kind="note").original is None


@pytest.mark.django_db
def test_random_rows_from_before_say_the_same_afterwards(there: Town) -> None:
    said = [random.choice([WORDS, BARE, f"{BARE}，门牌{n}号楼{n}单元{n}02"]) for n in range(1, 9)]
    cases = [told(text=BARE) for _ in said]
    for case, words in zip(cases, said, strict=True):
        Case.objects.filter(pk=case.pk).update(text=words, original=None)
    rest_words(0)
    assert [original(fresh(case)) for case in cases] == said


@pytest.mark.django_db
def test_a_new_key_takes_over_the_words_and_the_old_one_can_go(there: Town, keys: None) -> None:
    case = told()
    ring().rotate()
    assert reseal_originals(Case, after=0, limit=9) == (case.pk, 1)
    assert original_keys("cases_case") == {ring().current_id: 1}
    assert original(fresh(case)) == WORDS
    assert reseal_originals(Case, after=case.pk, limit=9) == (0, 0)


@pytest.mark.django_db
def test_words_that_somebody_altered_do_not_open(there: Town) -> None:
    case = told()
    Case.objects.filter(pk=case.pk).update(original=bytes(fresh(case).original)[:-1] + b"x")
    with pytest.raises(Broken):
        original(fresh(case))


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["张三丰家路灯坏了，三丰着急", "找张三丰", "Zhang San: lamp out"])
def test_a_name_told_beside_the_words_is_hidden_wherever_it_stands(there: Town, text: str) -> None:
    case = told(
        text=text,
        name="张三丰" if "三丰" in text else "Zhang San",
        location="张三丰家门口" if "三丰" in text else "",
    )
    assert not [name for name in ("三丰", "Zhang") if name in f"{fresh(case).text} {case.words}"]
    assert original(fresh(case)) == text


@pytest.mark.django_db
@pytest.mark.parametrize("location", ["", "北门"])
def test_a_name_stays_hidden_when_the_matter_is_placed_anew(there: Town, location: str) -> None:
    case = told(text="张三丰家路灯坏了", name="张三丰", location="张三丰家门口")
    locate(case, by=there.by("worker"), at=NOON, place=case.place, location=location)
    assert "三丰" not in f"{fresh(case).text} {fresh(case).location}"
    assert original(fresh(case)) == "张三丰家路灯坏了"
    assert original(fresh(case), "location") == (location or "张三丰家门口")


@pytest.mark.django_db
def test_a_matter_from_before_is_sealed_when_it_is_placed_anew(there: Town) -> None:
    case = as_before(told())
    locate(case, by=there.by("worker"), at=NOON, place=case.place, location="北门")
    assert "13812345678" not in fresh(case).text
    assert original(fresh(case)) == WORDS

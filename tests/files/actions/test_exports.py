"""Workbooks made in the background: one at a time, one file in the end, nothing left behind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.files.actions import ask_export, fetch_export, make_export, tend_exports
from sunshine.files.models import Export
from sunshine.files.queries import export_path, exports_of, lost_exports, workshop
from sunshine.files.states import MAX_ATTEMPTS, STEP, UNDER_WAY
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.people.actions import officer_actor
from sunshine.record.models import Entry
from tests.factories.people import OfficerFactory, OrganisationFactory

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = AT + timedelta(days=7)
MAKER = "cases.export_list"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.EXPORTS = tmp_path / "exports"


@pytest.fixture
def officer():
    return OfficerFactory()


def ask(officer, **changes) -> Export:
    told = {"filters": {"state": "accepted"}, "rows": 3, "language": "zh-hans", "at": AT, "until": LATER}
    return ask_export(MAKER, officer=officer, **{**told, **changes})


def three(export, file, track) -> int:
    """A workbook of three rows."""
    file.write_text("".join(track("abc")))
    return 3


def files() -> list[str]:
    return sorted(path.name for path in Path(settings.EXPORTS).rglob("*"))


def state(export) -> str:
    return Export.objects.get(pk=export.pk).state


def test_asking_leaves_a_job_that_knows_nothing_but_the_number(officer):
    export = ask(officer)

    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args, state(export)) == (MAKER, {"export_id": export.pk}, "waiting")


def test_who_asks_again_gets_the_one_that_is_being_made(officer):
    assert ask(officer) == ask(officer)
    assert ProcrastinateJob.objects.count() == 1


def test_who_asks_for_another_meanwhile_is_told_so(officer):
    ask(officer)

    with pytest.raises(Refused) as refused:
        ask(officer, filters={"text": "井盖"})
    assert (refused.value.code, Export.objects.count()) == ("busy", 1)


def test_what_was_made_under_a_post_is_fetched_by_nobody_who_lost_it(officer):
    export = ask(officer)
    make_export(export.pk, three, at=AT)
    export.refresh_from_db()
    type(officer).objects.filter(pk=officer.pk).update(organisation=OrganisationFactory())

    with pytest.raises(Refused) as refused:
        fetch_export(export, by=officer_actor(type(officer).objects.get(pk=officer.pk)), at=AT)
    assert refused.value.code == "posts"


def test_two_officers_have_one_each_and_see_their_own(officer):
    mine, theirs = ask(officer), ask(OfficerFactory())

    assert (list(exports_of(officer)), mine != theirs) == ([mine], True)


def test_it_becomes_one_file_and_one_entry(officer):
    export = ask(officer)

    make_export(export.pk, three, at=AT)

    assert files() == [f"{export.name}.xlsx"]
    entry = Entry.objects.get(subject=export.subject)
    assert (entry.verb, entry.facts) == ("export", {"rows": 3, "filters": {"state": "accepted"}})
    assert (entry.actor, entry.public.startswith('{"commitment"')) == (str(officer.pk), True)


def test_a_job_that_runs_twice_makes_it_once(officer):
    export = ask(officer)

    for _ in range(2):
        make_export(export.pk, three, at=AT)

    assert (files(), Entry.objects.count()) == ([f"{export.name}.xlsx"], 1)


def test_a_job_killed_in_the_middle_runs_again_and_ends_with_one_file(officer):
    export = ask(officer)

    def killed(export, file, track):
        file.write_text("half")
        raise SystemExit

    with pytest.raises(SystemExit):
        make_export(export.pk, killed, at=AT)
    left = Path(settings.EXPORTS) / f".{export.name}-1"
    left.mkdir()  # a worker that is killed clears nothing away
    make_export(export.pk, three, at=AT)

    assert (files(), export_path(export).read_text(), state(export)) == (
        [f"{export.name}.xlsx"],
        "abc",
        "made",
    )


def test_an_attempt_that_another_has_overtaken_leaves_nothing(officer):
    export = ask(officer)

    def slow(given, file, track):
        make_export(export.pk, three, at=AT)
        return 9

    make_export(export.pk, slow, at=AT)

    assert (files(), Export.objects.get().rows, Entry.objects.count()) == ([f"{export.name}.xlsx"], 3, 1)


def test_it_stops_at_the_next_step_when_its_row_is_removed(officer):
    export, went = ask(officer), []

    def write(given, file, track):
        for number in track(range(STEP * 3)):
            went.append(number)
            Export.objects.all().delete()
        return len(went)

    make_export(export.pk, write, at=AT)

    assert (len(went), files(), Entry.objects.count()) == (STEP, [], 0)


def test_progress_is_saved_in_steps(officer):
    export, seen = ask(officer, rows=STEP * 2), []

    def write(given, file, track):
        seen.extend(Export.objects.get().done for _ in track(range(STEP * 2)))
        file.touch()
        return len(seen)

    make_export(export.pk, write, at=AT)

    assert sorted(set(seen)) == [0, STEP]
    assert (Export.objects.get().done, Export.objects.get().rows) == (STEP * 2, STEP * 2)


@pytest.mark.parametrize(("error", "problem"), [(Refused("到此为止"), "到此为止"), (OSError("disk"), "")])
def test_what_fails_is_said_on_the_row(officer, error, problem):
    export = ask(officer)

    def fails(given, file, track):
        file.touch()
        raise error

    make_export(export.pk, fails, at=AT)

    assert list(Export.objects.values_list("state", "problem")) == [("failed", problem)]
    assert (files(), ask(officer) != export) == ([], True)


def test_one_that_ends_its_worker_each_time_is_given_up(officer):
    export = ask(officer)
    Export.objects.update(attempts=MAX_ATTEMPTS)

    make_export(export.pk, three, at=AT)

    assert (state(export), files()) == ("failed", [])


def test_each_fetch_is_recorded(officer):
    export, by = ask(officer), officer_actor(officer)
    make_export(export.pk, three, at=AT)

    for _ in range(2):
        with fetch_export(export, by=by, at=AT) as file:
            assert file.read() == b"abc"

    entries = Entry.objects.order_by("step").values_list("step", "verb")
    assert list(entries) == [(1, "export"), (2, "fetch"), (3, "fetch")]


def test_a_file_whose_row_was_removed_is_not_fetched(officer):
    export = ask(officer)
    make_export(export.pk, three, at=AT)
    Export.objects.all().delete()

    with pytest.raises(Overtaken):
        fetch_export(export, by=officer_actor(officer), at=AT)


def test_a_row_whose_file_is_gone_says_so(officer):
    export = ask(officer)
    make_export(export.pk, three, at=AT)
    export_path(export).unlink()

    with pytest.raises(Refused, match="不在了"):
        fetch_export(export, by=officer_actor(officer), at=AT)


def test_row_and_file_are_gone_after_their_days(officer):
    export = ask(officer)
    make_export(export.pk, three, at=AT)

    removed = [tend_exports(at=LATER - timedelta(seconds=1)), tend_exports(at=LATER)]

    assert (removed, Export.objects.count(), files()) == ([0, 2], 0, [])


def test_what_no_row_names_is_cleared_away_at_once_and_nothing_else(officer):
    made, making = ask(officer), ask(OfficerFactory())
    make_export(made.pk, three, at=AT)
    making.attempts = 2
    making.save()
    for folder in (workshop(making), Path(settings.EXPORTS) / f".{making.name}-1"):
        folder.mkdir()
    (Path(settings.EXPORTS) / "x.xlsx").touch()

    assert tend_exports(at=AT) == 2
    assert files() == sorted([f"{made.name}.xlsx", f".{making.name}-2"])


def test_one_whose_job_was_lost_gets_another(officer):
    export, other = ask(officer), ask(OfficerFactory())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args @> %s", [f'{{"export_id": {export.pk}}}'])
    assert lost_exports() == [export]

    tend_exports(at=AT)

    of = ProcrastinateJob.objects.order_by("id").values_list("args", flat=True)
    assert list(of) == [{"export_id": other.pk}, {"export_id": export.pk}]


def test_a_job_of_another_county_with_the_same_number_makes_nothing_here(officer):
    export = ask(officer)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queue_name = 'another'")

    assert lost_exports() == [export]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("export_name_is_random_hex", {"name": "../../etc/passwd"}),
        ("export_one_under_way", {"name": "0" * 32}),
    ],
)
def test_a_row_that_may_not_be_is_refused(officer, constraint, changes):
    ask(officer)
    told = {"maker": MAKER, "officer": officer, "language": "en", "rows": 1, "asked_at": AT, "until": LATER}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Export.objects.create(**told, **changes)

    assert Export.objects.get().state in UNDER_WAY

"""Erasing a closed matter: what goes, what stays, who may."""

from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from sunshine.cases.actions import forget, release, withdraw
from sunshine.cases.jobs import forget_old
from sunshine.cases.models import Case, Note
from sunshine.cases.queries import closed_before
from sunshine.cases.rules import possible
from sunshine.cases.states import State
from sunshine.files.models import Photo
from sunshine.files.queries import of_subject, photo_path, thumb_path
from sunshine.lib.refusals import Overtaken, Refused
from sunshine.matters.states import RETENTION
from sunshine.notices.models import Message
from sunshine.people.actions import erase, officer_actor, reveal
from sunshine.people.models import Contact
from sunshine.people.states import Role
from sunshine.record.models import Entry
from sunshine.record.queries import entries, open_sealed
from sunshine.record.states import Actor
from tests.factories.cases import RESIDENT, Town, reported
from tests.factories.people import DAY, NOON, OfficerFactory

TOMORROW = NOON + timedelta(days=1)
LATER = NOON + timedelta(days=1200)
KEEPER = Actor.system(RETENTION)


@pytest.fixture(autouse=True)
def photos_folder(tmp_path: Path, settings) -> None:
    """A folder of photos of this test alone."""
    settings.PHOTOS = tmp_path


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG")
    return kept.getvalue()


def ended(there: Town, **report: object) -> Case:
    """A matter with contacts, a photo and words, taken back with a reason."""
    told = {"name": "李华", "phone": "13812345678", "for_name": "王芳", "for_phone": "13987654321"}
    told |= {"for_consent": True, "photos": (picture(),), "location": "三单元402"}
    case = reported(**{**told, **report}).case
    return withdraw(case, by=RESIDENT, at=TOMORROW, reason="不用了")


def fresh(case: Case) -> Case:
    return Case.objects.select_related("holder", "contact", "for_person").get(pk=case.pk)


def test_what_a_matter_said_is_gone_and_its_figures_stay(there: Town) -> None:
    case = forget(fresh(ended(there)), by=KEEPER, at=LATER, why=RETENTION)
    kept = fresh(case)

    assert (kept.text, kept.location, kept.words, kept.building_id, kept.lon) == ("", "", None, None, None)
    assert (kept.why_place, kept.why_here) == ({}, {})
    assert set(Note.objects.filter(case=case).values_list("text", flat=True)) == {""}
    assert (kept.state, kept.forgotten, kept.category_id) == (State.CLOSED, True, "0201")
    assert not Message.objects.filter(subject=case.subject).exists()


def test_both_contacts_are_erased_and_one_erased_before_stays_so(there: Town) -> None:
    case = ended(there)
    erase(case.contact, by=KEEPER, at=TOMORROW, why=RETENTION)
    forget(fresh(case), by=KEEPER, at=LATER, why=RETENTION)
    told = dict(Contact.objects.values_list("pk", "erased_at"))

    assert (told[case.contact_id], told[case.for_person_id]) == (TOMORROW, LATER)


def test_photos_go_with_their_files_when_the_transaction_has_ended(
    there: Town, django_capture_on_commit_callbacks
) -> None:
    case = ended(there)
    [photo] = of_subject(case.subject)
    paths = [photo_path(photo), thumb_path(photo)]
    with django_capture_on_commit_callbacks(execute=True):
        forget(fresh(case), by=KEEPER, at=LATER, why=RETENTION)
        there_still = [path.exists() for path in paths]

    assert there_still == [True, True]
    assert ([path.exists() for path in paths], Photo.objects.count()) == ([False, False], 0)


def test_the_record_keeps_the_steps_and_loses_their_words(there: Town) -> None:
    case = forget(fresh(ended(there)), by=KEEPER, at=LATER, why=RETENTION)
    steps = entries(case.subject)
    withdrawn, last = steps[-2:]

    assert [row.verb for row in steps] == ["receive", "withdraw", "forget"]
    assert withdrawn.pk not in open_sealed(steps)
    assert (last.facts["why"], last.facts["seals"]) == (RETENTION, [withdrawn.pk])
    assert last.public == f'{{"commitment":"{last.commitment}","v":1}}'


def test_reasons_of_looks_go_with_the_years_but_not_at_a_request(there: Town) -> None:
    cases = [fresh(ended(there, phone=phone)) for phone in ("13812345678", "13812345679")]
    for case in cases:
        told = {"reason": "回电话给李华", "subject": case.subject, "place": case.place}
        reveal(case.contact, by=there.by("worker"), at=TOMORROW, organisation=case.holder_id, **told)
    forget(cases[0], by=KEEPER, at=LATER, why=RETENTION)
    forget(cases[1], by=KEEPER, at=LATER, why="本人申请删除")
    looks = Entry.objects.filter(verb="reveal").order_by("id")

    assert [row.pk in open_sealed(looks) for row in looks] == [False, True]


def test_published_wording_stays_unless_a_person_asks(there: Town) -> None:
    cases = [ended(there, phone=""), ended(there, phone="", text="楼道又堆满杂物")]
    for case in cases:
        release(case, by=there.by("secretary"), at=TOMORROW, text="楼道堆物", result="已清理")
    forget(fresh(cases[0]), by=KEEPER, at=LATER, why=RETENTION)
    asked = forget(fresh(cases[1]), by=KEEPER, at=LATER, why="本人申请删除")

    assert [fresh(case).released_text for case in cases] == ["楼道堆物", ""]
    assert open_sealed(entries(asked.subject))[entries(asked.subject)[-1].pk]["reason"] == "本人申请删除"


def test_an_open_matter_and_an_erased_one_are_refused(there: Town) -> None:
    with pytest.raises(Refused):
        forget(reported().case, by=KEEPER, at=LATER, why=RETENTION)
    case = forget(fresh(ended(there)), by=KEEPER, at=LATER, why=RETENTION)
    with pytest.raises(Refused) as refusal:
        forget(fresh(case), by=KEEPER, at=LATER, why=RETENTION)
    with pytest.raises(Refused):
        release(case, by=there.by("secretary"), at=LATER, text="楼道堆物", result="")

    assert refusal.value.code == "erased"


def test_the_county_administrator_may_and_must_say_why(there: Town) -> None:
    case = fresh(ended(there))
    admin = OfficerFactory(organisation=there.county, role=Role.COUNTY_ADMIN, role__place="231282")
    by = officer_actor(admin)
    with pytest.raises(Refused) as refusal:
        forget(case, by=by, at=LATER, why="")

    assert refusal.value.code == "why"
    assert possible(case, by=by, on=DAY) == ["reopen", "exclude", "release", "forget"]
    assert entries(forget(case, by=by, at=LATER, why=RETENTION).subject)[-1].facts["why"] == "request"


def test_whoever_is_second_erases_nothing(there: Town) -> None:
    case = fresh(ended(there))
    release(fresh(case), by=there.by("secretary"), at=TOMORROW, text="楼道堆物", result="")
    with pytest.raises(Overtaken):
        forget(case, by=KEEPER, at=LATER, why=RETENTION)

    assert fresh(case).text


def test_the_night_job_takes_what_is_old_enough_and_only_once(there: Town, settings) -> None:
    old, young = ended(there), ended(there, text="楼道又堆满杂物", photos=())
    Case.objects.filter(pk=young.pk).update(closed_at=LATER + timedelta(days=20_000))
    settings.KEEP_MATTER_DAYS = 1
    Case.objects.filter(pk=old.pk).update(closed_at=old.closed_at - timedelta(days=400))

    assert (forget_old(0), forget_old(0)) == (1, 0)
    assert (fresh(old).forgotten, fresh(young).forgotten) == (True, False)


def test_the_night_job_leaves_a_matter_that_moved_for_the_next_night(
    there: Town, settings, monkeypatch
) -> None:
    case = ended(there)
    Case.objects.filter(pk=case.pk).update(closed_at=case.closed_at - timedelta(days=400))
    settings.KEEP_MATTER_DAYS = 1
    [seen] = closed_before(TOMORROW, limit=5)
    Case.objects.filter(pk=case.pk).update(version=seen.version + 1)
    monkeypatch.setattr("sunshine.cases.jobs.closed_before", lambda before, limit: [seen])

    assert (forget_old(0), fresh(case).forgotten) == (0, False)


def test_the_command_erases_by_number_and_says_what_stands_in_the_way(there: Town) -> None:
    case, out = ended(there), StringIO()
    call_command("forget", case.number, why="本人申请删除", stdout=out)

    assert case.number in out.getvalue()
    for number in (case.number, "231282", "231282-990101-000001", reported(text="灯不亮了").case.number):
        with pytest.raises(CommandError):
            call_command("forget", number, why="本人申请删除")

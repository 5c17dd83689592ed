"""Photos that a resident sends by the link, later than the report: danger beyond every bound is taken by its words first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sunshine.cases.actions import accept, answer
from sunshine.cases.models import Case
from sunshine.files.models import Photo
from sunshine.notices.models import Message
from sunshine.public.limits import REPORTS
from sunshine.record.models import Entry
from tests.factories.people import NOON
from tests.public.test_report import picture, soup


def send(browser, received, *photos: SimpleUploadedFile):
    seen = Case.objects.get(pk=received.case.pk).version
    return browser.post(f"/t/{received.token}/photograph/", {"seen": seen, "photos": list(photos)})


def test_photos_come_later_as_a_step_of_their_own(browser, case):
    sent = send(browser, case, picture())

    assert (sent.status_code, Photo.objects.get().step) == (303, 2)
    assert Entry.objects.get(subject=case.case.subject, step=2).verb == "photograph"
    assert Message.objects.filter(kind="case_photographed").count() == 1
    page = soup(browser.get(f"/t/{case.token}/"))
    assert (
        len(page.select(f'a[href*="{Photo.objects.get().name}"], img[src*="{Photo.objects.get().name}"]'))
        >= 1
    )


def test_they_stand_with_what_was_told_and_those_of_the_result_with_the_result(browser, here, case):
    send(browser, case, picture())
    found, worker = Case.objects.get(pk=case.case.pk), here.town.by("worker")
    accept(found, by=worker, at=NOON)
    answer(found, by=worker, at=NOON, text="已清走", photos=[picture(9).read()])

    shown = browser.get(f"/t/{case.token}/").context

    assert ([row.step for row in shown["told_photos"]], [row.step for row in shown["result_photos"]]) == (
        [2],
        [4],
    )


def test_a_form_without_any_is_asked_for_one_and_no_step_is_taken(browser, case):
    assert (send(browser, case).status_code, Case.objects.get().version, Photo.objects.count()) == (422, 1, 0)


def test_what_is_there_already_is_no_step(browser, case):
    send(browser, case, picture())

    assert (
        send(browser, case, picture()).status_code,
        Case.objects.get().version,
        Photo.objects.count(),
    ) == (
        422,
        2,
        1,
    )


def test_what_cannot_be_read_is_said_and_no_step_is_taken(browser, case):
    sent = send(browser, case, SimpleUploadedFile("one.png", b"no picture", content_type="image/png"))

    assert (sent.status_code, Case.objects.get().version, Photo.objects.count()) == (409, 1, 0)
    assert soup(sent).select_one("#photograph")["open"] == ""


def test_they_take_a_turn_as_a_report_does(browser, case):
    while not REPORTS.take("127.0.0.1"):
        pass
    sent = send(browser, case, picture())

    assert (sent.status_code, "Retry-After" in sent.headers, Photo.objects.count()) == (429, True, 0)


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_what_is_answered_takes_none(browser, here, case, state):
    found, worker = case.case, here.town.by("worker")
    accept(found, by=worker, at=NOON)
    answer(found, by=worker, at=NOON, text="已清走")
    if state == "closed":
        browser.post(
            f"/t/{case.token}/confirm/", {"seen": found.version, "solved": "yes", "satisfied": "yes"}
        )

    assert (send(browser, case, picture()).status_code, Photo.objects.count()) == (409, 0)
    assert "photograph" not in browser.get(f"/t/{case.token}/").context["forms"]

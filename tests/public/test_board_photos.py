"""Photos on the board: only those that somebody published with the wording, and only as long as that stands."""

from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from sunshine.cases.actions import accept, release, restrict
from sunshine.cases.models import Category
from sunshine.desk.door import DeskUser
from sunshine.desk.views.cases import REQUESTS
from sunshine.files.queries import of_subject
from tests.factories.cases import FIRST, reported


def picture(colour: str) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture
def matter(here, tmp_path: Path, settings):
    """A matter of now with two photos, being handled."""
    settings.PHOTOS = tmp_path
    case = reported(at=timezone.now(), photos=(picture("red"), picture("blue"))).case
    return accept(case, by=here.town.by("worker"), at=timezone.now())


def published(here, case, *names: str):
    told = {"text": "楼道堆物", "result": "", "shown": names}
    return release(case, by=here.town.by("secretary"), at=timezone.now(), **told)


def answers(browser, names: list[str]) -> list[int]:
    return [
        browser.get(f"/photo/{name}-{size}.jpg").status_code for name in names for size in ("small", "large")
    ]


def test_a_photo_is_shown_only_if_it_was_chosen(here, browser, matter):
    first, second = [photo.name for photo in of_subject(matter.subject)]
    before = answers(browser, [first, second])
    published(here, matter, second)

    assert before == [404] * 4
    assert answers(browser, [first, second]) == [404, 404, 200, 200]
    assert f"/photo/{second}-small.jpg" in browser.get(f"/c/{FIRST}/").content.decode()


def test_a_photo_can_be_withdrawn(here, browser, matter):
    names = [photo.name for photo in of_subject(matter.subject)]
    published(here, matter, *names)
    published(here, matter)

    assert answers(browser, names) == [404] * 4


def test_what_turns_out_a_complaint_takes_its_photos_along(here, browser, matter):
    names = [photo.name for photo in of_subject(matter.subject)]
    published(here, matter, *names)
    category = Category.objects.get(code="0901")
    restrict(matter, by=here.town.by("worker"), at=timezone.now(), category=category)

    assert answers(browser, names) == [404] * 4
    assert [photo.released for photo in of_subject(matter.subject)] == [False, False]


def test_the_form_offers_the_photos_there_are(here, matter):
    officer, now = here.town.secretary, timezone.now()
    who = DeskUser(officer, here.town.by("secretary"), now, timezone.localdate(now))
    bare = reported(at=now, text="楼道又堆满杂物").case

    assert [name for name, _ in REQUESTS.form("release", matter, who).fields["shown"].choices] == [
        photo.name for photo in of_subject(matter.subject)
    ]
    assert "shown" not in REQUESTS.form("release", bare, who).fields

"""The slip bears the number alone; the secret link is printed by its button and by nobody who handles the matter."""

import pytest

from sunshine.cases import actions
from sunshine.cases.queries import token_of
from sunshine.people.actions import officer_actor
from sunshine.record.models import Entry
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def _slip(browser, case, **sent):
    where = f"/desk/cases/{case.number}/slip/"
    return browser.post(where, {"reason": "居民到场", **sent}) if sent else browser.get(where)


@pytest.mark.parametrize(
    "who", ["admin", "supervisor", "dispatcher", "secretary", "worker", "gridder", "auditor"]
)
def test_opened_it_shows_no_link_to_anybody(who, town, tell, as_):
    case = tell()

    page = _slip(as_(getattr(town, who)), case).content.decode()

    assert (token_of(case.ref) in page, f"/track/?number={case.number}" in page) == (False, True)


def test_the_button_prints_the_link_and_the_record_says_who(town, tell, as_):
    case = tell()

    answer = _slip(as_(town.worker), case, seen=case.version)

    assert (answer.status_code, token_of(case.ref) in answer.content.decode()) == (200, True)
    assert answer["Cache-Control"] == "private, no-store"
    assert Entry.objects.get(subject=case.subject, verb="print").actor == str(town.worker.pk)


@pytest.mark.parametrize("who", ["gridder", "auditor"])
def test_who_may_not_is_told_so_and_gets_the_number_alone(who, town, tell, as_):
    case = tell()

    answer = _slip(as_(getattr(town, who)), case, seen=case.version)

    assert (answer.status_code, token_of(case.ref) in answer.content.decode()) == (409, False)
    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whoever_answered_is_told_in_their_language(language, town, tell, as_):
    case = actions.accept(tell(), by=officer_actor(town.worker), at=NOON)
    actions.answer(case, by=officer_actor(town.worker), at=NOON, text="已清走")

    page = _slip(as_(town.worker, language), case, seen=case.version).content.decode()

    assert ("speak for the resident" if language == "en" else "不能代居民表态") in page


def test_an_old_page_prints_nothing(town, tell, as_):
    case = tell()
    actions.note(case, by=officer_actor(town.secretary), at=NOON, text="已联系")

    assert _slip(as_(town.worker), case, seen=1).status_code == 409

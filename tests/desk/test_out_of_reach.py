"""Home and messages obey the reach: of what somebody may open no longer neither number nor title nor count is left there."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from sunshine.cases.models import Case
from sunshine.notices.actions import tell_all
from sunshine.notices.models import Message
from sunshine.notices.states import Notice
from sunshine.people.models import Officer
from tests.desk.town import STAFF

pytestmark = pytest.mark.django_db
PAGES = ["/desk/", "/desk/notices/"]


def no_post(officer: Officer, case: Case, town: SimpleNamespace) -> None:
    """Their duty has ended."""
    officer.assignments.update(valid_to=timezone.localdate() - timedelta(days=1))


def moved(officer: Officer, case: Case, town: SimpleNamespace) -> None:
    """They work elsewhere now, of whom nothing was asked."""
    Officer.objects.filter(pk=officer.pk).update(organisation=town.other)
    officer.assignments.update(place=town.other.place)


def restricted(officer: Officer, case: Case, town: SimpleNamespace) -> None:
    """It turns out to be a complaint about themselves."""
    Case.objects.filter(pk=case.pk).update(restricted=True, about=officer.organisation_id)
    case.about_officers.add(officer)


@pytest.fixture
def told(town: SimpleNamespace, tell: Callable[..., Case]) -> Case:
    """A matter of which every organisation and every officer was told."""
    case = tell()
    link = f"https://grid.example/desk/cases/{case.number}/"
    facts = {"number": case.number, "organisation": "居委会", "due": case.due_at, "link": link}
    staff = [getattr(town, name) for name in STAFF]
    notices = [
        Notice("case_assigned", case.subject, officer=one.pk, context=facts, key=f"o{one.pk}")
        for one in staff
    ]
    offices = {one.organisation_id for one in staff}
    notices += [Notice("case_assigned", case.subject, pk, context=facts, key=f"g{pk}") for pk in offices]
    tell_all(notices, at=case.received_at)
    return case


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lost", [no_post, moved, restricted])
@pytest.mark.parametrize("who", STAFF)
def test_nothing_is_left_of_what_may_be_opened_no_longer(who, lost, page, town, told, as_):
    officer = getattr(town, who)
    lost(officer, told, town)
    browser = as_(Officer.objects.get(pk=officer.pk))

    opened = browser.get(f"/desk/cases/{told.number}/").status_code
    assert (opened, told.number in browser.get(page).content.decode()) == (404, False)


@pytest.mark.parametrize("who", STAFF)
def test_messages_are_there_exactly_for_whom_the_matter_opens(who, town, told, as_):
    browser = as_(getattr(town, who))
    opens = browser.get(f"/desk/cases/{told.number}/").status_code == 200

    rows = browser.get("/desk/notices/").context["rows"]
    assert ({row.subject for row in rows} == {told.subject}, bool(rows)) == (opens, opens)


def test_messages_about_oneself_stay(town, as_):
    tell_all(
        [
            Notice(
                "deputy_named",
                town.worker.subject,
                officer=town.worker.pk,
                context={"due": "1", "organisation": "居委会", "link": ""},
            )
        ],
        at=timezone.now(),
    )
    no_post(town.worker, None, town)

    assert len(as_(town.worker).get("/desk/notices/").context["rows"]) == 1


@pytest.mark.parametrize("many", [1, 3])
def test_the_tray_takes_one_statement_for_all_messages(many, town, tell, as_, django_assert_max_num_queries):
    for _ in range(many):
        tell()
    browser = as_(town.worker)
    browser.get("/desk/notices/")

    with django_assert_max_num_queries(8):
        assert (
            len(browser.get("/desk/notices/").context["rows"])
            == Message.objects.filter(organisation=town.community).count()
        )

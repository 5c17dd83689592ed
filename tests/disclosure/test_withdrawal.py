"""What is taken back is gone within the same request: from every page, export, feed, search and table. Totals stay.

Every address of the public pages, the desk and the interfaces is opened, with every key that could be somebody's, by
everybody who could look: first to see that the name is there to be found, then to see that it is not.
"""

import zipfile
from collections.abc import Collection
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client

from sunshine.lib.refusals import Refused
from sunshine.party.models import Body, Reporting
from sunshine.people.models import Contact, Officer
from sunshine.places.models import Building
from sunshine.posts.models import Pledge, Post, Task
from sunshine.record.models import Entry, Seal
from sunshine.volunteers.models import Member, Volunteer
from sunshine.volunteers.queries import token_of
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish
from sunshine.wishes.queries import wish_figures
from sunshine.wishes.states import WishState
from tests.crawler import DOORS, addresses, said
from tests.factories.busy import NAME, PHONE, busy
from tests.factories.cases import FIRST, GRID
from tests.factories.people import NOON
from tests.factories.wishes import link_of
from tests.long import some
from tests.worlds import world

pytestmark = pytest.mark.django_db
TRACES = (NAME, PHONE, "139****0123", "139 8765 0123")
STAFF = ("leader", "worker", "dispatcher", "auditor")
"""A secretary reads what a worker does and a handler less; whom they see is held by the table of posts."""
INSIDE = {"desk"}
"""Public pages and the interface do not look at who has signed in: one officer tries them, the others the desk alone."""


@world
def there():
    """A town in which one person does everything: a post, duties, a pledge, two wishes, a report to the community."""
    return busy()


def _keys(town, own: bool) -> dict[str, list]:
    """What could stand in an address, by the name of its place there."""
    whole = list(Wish.objects.order_by("id"))
    tokens = [link_of(wish) for wish in whole] + ([token_of(town.person.ref)] if own else [])
    return {
        "token": tokens,
        "ref": [town.person.ref, *Pledge.objects.values_list("ref", flat=True)],
        "pk": sorted({*Post.objects.values_list("pk", flat=True), *Task.objects.values_list("pk", flat=True)[:2],
                      *Reporting.objects.values_list("pk", flat=True), town.general.pk, town.branch.pk}),
        "code": [FIRST, GRID, "repair"],
        "number": [wish.number for wish in whole],
        "form": ["json", "xml"],
        "key": ["posts", "wishes", "pledges", *Building.objects.values_list("pk", flat=True)[:1]],
        "table": ["staff", "organisations", "skills"],
        "prefix": [FIRST],
        "deed": ["change"],
        "step": ["pair", "note", "claim", "hand_back", "end"],
        "indicator": ["wishes_fulfilled"],
    }  # fmt: skip


def _browser(officer: Officer | None = None) -> Client:
    browser = Client(raise_request_exception=True)
    if officer is not None:
        browser.force_login(Officer.objects.get(pk=officer.pk))
    return browser


def _traces(town, browser: Client, *, own: bool = True, doors: Collection[str] = DOORS) -> list[str]:
    """The addresses whose answer tells of the person: all are fetched, and exports are asked for as well."""
    found = []
    for where in addresses(_keys(town, own), doors):
        answers = [browser.get(where)]
        if "export" in where:
            answers.append(browser.post(where))
        if any(trace in said(answer) for answer in answers for trace in TRACES):
            found.append(where)
    return found


def _tables() -> list[str]:
    """The columns, of any table, in which the person can still be read."""
    text = (models.CharField, models.TextField)
    fields = [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("sunshine.")
        for field in model._meta.local_concrete_fields
        if isinstance(field, text) and not isinstance(field, models.GeneratedField)
    ]
    return [
        f"{model._meta.label}.{name}"
        for model, name in fields
        if any(model._default_manager.filter(**{f"{name}__contains": trace}).exists() for trace in TRACES)
    ]


def _totals() -> dict[str, object]:
    """What communities and organisations are counted by."""
    since = NOON - timedelta(days=30)
    return {
        "duties": Task.objects.exclude(done_on=None).count(),
        "found": Task.objects.aggregate(models.Sum("found")),
        "pledges": sorted(Pledge.objects.values_list("state", "community")),
        "wishes": wish_figures(FIRST, since=since, until=NOON + timedelta(days=30)),
        "closed": Wish.objects.filter(state=WishState.CLOSED).count(),
        "reports": Reporting.objects.count(),
        "offers": Volunteer.objects.count(),
        "posts": Post.objects.count(),
    }


def own(person: Volunteer, rest: str) -> str:
    return f"/serve/me/{token_of(person.ref)}/{rest}"


def test_the_name_is_there_to_be_found(there):
    public = _traces(there, _browser(), own=False)
    desk = _traces(there, _browser(there.town.worker), doors=INSIDE)
    leader = _traces(there, _browser(there.leader), doors=INSIDE)

    assert _parts(public) == {f"c/{FIRST}", "serve", "serve/posts", "serve/pledges"}
    assert {"desk/offers", "desk/posts", "desk/pledges", "desk/wishes", "desk/party"} <= _parts(desk)
    assert {"desk/offers", "desk/wishes"} <= _parts(leader)
    assert _tables() == ["people.Contact.phone_masked", "volunteers.Volunteer.display_name"]


def _parts(found: list[str]) -> set[str]:
    """The parts of the house that these addresses belong to."""
    return {"/".join(where.strip("/").split("/")[:2]) for where in found}


def test_a_name_is_gone_from_public_pages_with_the_consent(there):
    before = _totals()
    _browser().post(own(there.person, "consent/"), {"kind": "public", "back": "1"})

    assert _traces(there, _browser(), own=False) == []
    assert _totals() == before


def test_a_number_is_gone_everywhere_with_the_consent(there):
    _browser().post(own(there.person, "consent/"), {"kind": "call", "back": "1"})

    kept = Contact.objects.filter(purpose="offer").values_list("phone_sealed", "phone_masked", "phone_index")
    assert (list(kept), [column for column in _tables() if "ontact" in column]) == ([(None, "", "")], [])


def test_nobody_is_proposed_or_named_for_a_wish_without_the_consent(there):
    _browser().post(own(there.person, "consent/"), {"kind": "match", "back": "1"})
    second = Wish.objects.latest("id")

    with pytest.raises(Refused):
        wishes.pair(second, by=there.by("leader"), at=NOON, helpers=[there.person.pk, there.mei.pk])


def test_a_branch_is_gone_with_the_consent_and_so_is_its_seal(there):
    _browser().post(own(there.person, "branch/"), {"back": "1"})

    assert Member.objects.filter(volunteer=there.person).count() == 0
    mine = Entry.objects.filter(subject=there.person.subject).values("id")
    assert Seal.objects.filter(entry_id__in=mine).count() == 0
    told = _traces(there, _browser(there.town.worker), doors=INSIDE)
    assert [where for where in told if "/party/reporting/" in where and "/person/" not in where] == []


@pytest.mark.parametrize("name", some(STAFF, 2))
def test_who_leaves_is_gone_from_every_page_and_export_of_the_desk(there, name):
    _browser().post(own(there.person, "leave/"))

    officer = getattr(there, name, None) or getattr(there.town, name)
    assert _traces(there, _browser(officer), doors=INSIDE) == []


def test_who_leaves_is_gone_from_every_public_page_feed_search_and_table(there):
    before = _totals()
    _browser().post(own(there.person, "leave/"))

    signed_in = _traces(there, _browser(there.town.worker), doors=DOORS - INSIDE)
    assert (_traces(there, _browser()), signed_in) == ([], [])
    assert (_tables(), _totals()) == ([], before)


def test_what_somebody_held_is_free_again_and_their_words_stay_without_them(there):
    _browser().post(own(there.person, "leave/"))

    assert list(Post.objects.values_list("holder", "held_since")) == [(None, None)]
    assert list(Wish.objects.latest("id").helpers.all()) == [there.mei]
    assert Body.objects.get().contact is None
    pledge = Pledge.objects.earliest("id")
    assert "一名党员/志愿者" in said(_browser().get(f"/serve/pledges/{pledge.ref}/"))


def test_exported_files_do_not_tell_of_who_left(there, tmp_path):
    _browser().post(own(there.person, "leave/"))
    call_command("export_party", str(tmp_path / "party.xlsx"))

    with zipfile.ZipFile(tmp_path / "party.xlsx") as book:
        said = b"".join(book.read(name) for name in book.namelist()).decode()
    assert NAME not in said

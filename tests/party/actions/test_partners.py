"""Partner units, their agreements and the three lists."""

from datetime import date, timedelta

import pytest

from sunshine.lib.refusals import Overtaken, Refused
from sunshine.party.actions import partners as actions
from sunshine.party.models import ListLine
from sunshine.party.rules.partners import possible
from sunshine.party.states import ListKind
from sunshine.people.actions import officer_actor
from sunshine.people.states import OrganisationKind, Role
from sunshine.record.models import Entry
from sunshine.record.states import Actor
from tests.factories.bodies import ListLineFactory, PartnershipFactory
from tests.factories.people import COMMUNITY, DAY, NOON, OfficerFactory, OrganisationFactory
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
HERE = {"by": SYSTEM, "at": NOON}


@pytest.fixture(autouse=True)
def community():
    return PlaceFactory(code=COMMUNITY)


@pytest.fixture
def partner():
    """A unit with an agreement."""
    return PartnershipFactory().partner


def refusal(act, *args, **told) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **told, **HERE)
    assert str(refused.value)
    return refused.value.code


def test_a_partner_unit_is_entered_by_the_community():
    worker = officer_actor(OfficerFactory(role=Role.COMMUNITY_WORKER))

    made = actions.create_partner(
        name="市第一医院", place=COMMUNITY, telephone="0455-7770200", by=worker, at=NOON
    )

    assert (made.kind, made.telephone, Entry.objects.get().subject) == (
        "partner",
        "0455-7770200",
        made.subject,
    )


def test_an_agreement_is_entered_and_its_words_are_sealed():
    unit = OrganisationFactory(kind=OrganisationKind.PARTNER)

    made = actions.sign(unit, community=COMMUNITY, agreement=" 每季度一次义诊 ", **HERE)

    assert (made.agreement, made.valid_from) == ("每季度一次义诊", DAY)
    entry = Entry.objects.get()
    assert (entry.verb, "义诊" in entry.public, unit.name in entry.public) == ("sign", False, True)


def test_a_second_open_agreement_is_refused(partner):
    assert refusal(actions.sign, partner, community=COMMUNITY, agreement="再来一份") == "already_there"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"agreement": "短"}, "agreement"),
        ({"valid_from": DAY, "valid_to": DAY - timedelta(days=1)}, "valid_to"),
        ({"community": COMMUNITY[:9]}, "community"),
        ({"community": COMMUNITY[:9] + "777"}, "community"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(told, code):
    unit = OrganisationFactory(kind=OrganisationKind.PARTNER)
    told = {"community": COMMUNITY, "agreement": "每季度一次义诊", **told}

    assert refusal(actions.sign, unit, **told) == code


def test_only_a_partner_unit_agrees():
    lamps = OrganisationFactory(kind=OrganisationKind.DEPARTMENT)

    assert refusal(actions.sign, lamps, community=COMMUNITY, agreement="修路灯的约定") == "partner"


def test_an_agreement_ends_not_before_it_began():
    agreement = PartnershipFactory(valid_from=DAY)

    actions.end_agreement(agreement, on=date(2026, 1, 1), **HERE)

    agreement.refresh_from_db()
    assert (agreement.valid_to, agreement.version) == (DAY, 2)
    assert refusal(actions.end_agreement, agreement) == "ended"


def test_a_need_names_no_unit_and_a_resource_its_own(partner):
    need = actions.add_line(kind="need", community=COMMUNITY, text="检修电路", partner=partner, **HERE)
    offer = actions.add_line(kind="resource", community=COMMUNITY, text="会议室一间", partner=partner, **HERE)

    assert (need.partner, offer.partner) == (None, partner)


@pytest.mark.parametrize(
    ("told", "code"),
    [({"kind": "wish"}, "kind"), ({"text": "短"}, "text"), ({"kind": "resource"}, "partner")],
)
def test_a_line_that_cannot_be_is_refused(told, code):
    told = {"kind": "need", "community": COMMUNITY, "text": "检修电路", **told}

    assert refusal(actions.add_line, **told) == code


def test_a_need_is_taken_and_done_with_a_result(partner):
    line = ListLineFactory(due_on=DAY)

    actions.take_need(line, partner=partner, **HERE)
    actions.finish_line(line, result="检修了12户", **HERE)

    line.refresh_from_db()
    assert (line.kind, line.partner, line.due_on, line.done_on, line.result) == (
        ListKind.PROJECT, partner, DAY, DAY, "检修了12户",
    )  # fmt: skip
    assert [entry.verb for entry in Entry.objects.order_by("id")] == ["take", "finish"]


def test_a_need_is_taken_by_one_only(partner):
    line = ListLineFactory()
    seen = ListLine.objects.get(pk=line.pk)
    actions.take_need(line, partner=partner, **HERE)

    with pytest.raises(Overtaken):
        actions.take_need(seen, partner=partner, **HERE)


def test_a_unit_without_an_agreement_takes_nothing():
    unit = OrganisationFactory(kind=OrganisationKind.PARTNER)

    assert refusal(actions.take_need, ListLineFactory(), partner=unit) == "partner"


def test_what_is_given_back_is_a_need_again(partner):
    line = ListLineFactory(kind=ListKind.PROJECT, partner=partner)

    actions.give_back(line, **HERE)

    assert (line.kind, line.partner) == (ListKind.NEED, None)


def test_a_line_is_put_right_and_taken_off():
    line = ListLineFactory()

    actions.amend_line(line, text="检修两栋楼的电路", due_on=DAY, **HERE)
    actions.drop_line(line, result="物业已经修好", **HERE)

    assert (line.text, line.result, line.done_on, line.version) == (
        "检修两栋楼的电路",
        "物业已经修好",
        DAY,
        3,
    )


def test_a_step_that_does_not_fit_the_list_is_refused(partner):
    need, project = ListLineFactory(), ListLineFactory(kind=ListKind.PROJECT, partner=partner)
    done = ListLineFactory(done_on=DAY, result="好了")

    codes = [
        refusal(actions.take_need, project, partner=partner),
        refusal(actions.finish_line, need, result="好了"),
        refusal(actions.give_back, need),
        refusal(actions.drop_line, project, result="不做了"),
        refusal(actions.amend_line, done, text="再改一下"),
    ]

    assert codes == ["kind", "kind", "kind", "kind", "done"]


@pytest.mark.parametrize(
    ("told", "steps"),
    [
        ({}, ["take", "drop", "amend"]),
        ({"kind": "resource"}, ["drop", "amend"]),
        ({"kind": "project"}, ["finish", "give_back", "amend"]),
        ({"done_on": DAY, "result": "好了"}, []),
    ],
)
def test_the_buttons_of_a_line_are_what_may_be_done(told, steps, partner):
    line = ListLineFactory(**{"partner": partner, **told})

    assert possible(line, by=SYSTEM, on=DAY) == steps


def test_a_handler_has_no_buttons():
    handler = officer_actor(OfficerFactory(role=Role.HANDLER))

    assert possible(ListLineFactory(), by=handler, on=DAY) == []

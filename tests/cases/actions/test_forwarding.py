"""Passing to the lawful channel ends a matter without work, so whoever shall handle it asks and another decides."""

from datetime import timedelta

import pytest

from sunshine.cases.actions import accept, answer, forward, keep_here, refer
from sunshine.cases.models import Case, Proposal
from sunshine.cases.rules import possible
from sunshine.lib.refusals import Refused
from sunshine.notices.actions import load_templates
from sunshine.notices.models import Message
from tests.factories.cases import reported
from tests.factories.people import DAY, NOON

LATER = NOON + timedelta(hours=1)
WHY = "已进入诉讼程序"


@pytest.fixture(autouse=True)
def templates(there):
    load_templates(at=NOON)


@pytest.fixture
def case():
    return reported(phone="13912345678").case


def referred(case, there, by="worker"):
    return refer(case, by=there.by(by), at=LATER, lawful="litigation", text=WHY)


@pytest.mark.parametrize("who", ["worker", "colleague", "secretary", "grid_worker", "handler"])
def test_whoever_holds_it_does_not_end_it(there, case, who):
    referred(case, there)

    with pytest.raises(Refused):
        forward(case, by=there.by(who), at=LATER, lawful="litigation", reason=WHY)
    assert Case.objects.get(pk=case.pk).state == "received"


def test_the_dispatcher_decides_and_the_resident_is_told(there, case):
    referred(case, there)
    assert Message.objects.filter(kind="case_decide", organisation=there.street).exists()

    forward(case, by=there.by("dispatcher"), at=LATER, lawful="litigation", reason=WHY)

    row = Proposal.objects.get()
    assert (case.outcome, row.decision, row.answer, row.on_rule) == ("forwarded", "yes", WHY, "法院或仲裁")
    assert (row.decided_by, row.decided_step) == (there.dispatcher, case.version)
    assert Message.objects.filter(kind="case_forwarded", contact=case.contact_id).count() == 1


def test_what_is_not_passed_on_stays_and_may_be_asked_again(there, case):
    referred(case, there)
    keep_here(case, by=there.by("dispatcher"), at=LATER, text="属于社区职责")

    assert (case.state, Proposal.objects.get().decision) == ("received", "no")
    assert "refer" in possible(case, by=there.by("worker"), on=DAY)
    with pytest.raises(Refused):
        keep_here(case, by=there.by("dispatcher"), at=LATER, text="再说一次")


def test_it_falls_away_when_the_matter_is_answered(there, case):
    accept(case, by=there.by("worker"), at=LATER)
    referred(case, there)
    answer(case, by=there.by("worker"), at=LATER, text="已处理")

    assert Proposal.objects.get().decision == "lapsed"


def test_a_channel_that_the_law_does_not_name_is_none(there, case):
    with pytest.raises(ValueError, match="elsewhere"):
        refer(case, by=there.by("worker"), at=LATER, lawful="elsewhere", text=WHY)

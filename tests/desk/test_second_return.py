"""The second return from the desk."""

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from sunshine.cases.actions import return_case, uphold
from sunshine.cases.models import Case, Reason
from sunshine.people.actions import officer_actor

pytestmark = pytest.mark.django_db


def test_the_second_return_is_decided_by_rule_also_from_the_desk(town, tell, as_):
    now = timezone.now()
    case = tell(at=now, category="0101")
    case = return_case(
        case, by=officer_actor(town.worker), at=now, text="不归我们", target=town.lamps, rule="市政条例第三条",
        reason=Reason.objects.get(code="not_our_duty"),
    )  # fmt: skip
    case = uphold(case, by=officer_actor(town.dispatcher), at=now, text="同意", organisation=town.lamps)
    sent = {
        "seen": case.version, "reason": "not_our_duty", "rule": "市政条例第四条", "text": "也不归我们",
        "target": town.worker.organisation_id,
    }  # fmt: skip

    answer = as_(town.handler).post(f"/desk/cases/{case.number}/return/", sent)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert (answer.status_code, said) == (
        302,
        ["这已是第二次退单，按规定直接决定：此件由贵单位办理，并召集有关单位共同处理。"],
    )
    found = Case.objects.get(pk=case.pk)
    assert (found.holder, found.designated, found.whistles.count()) == (town.lamps, True, 1)

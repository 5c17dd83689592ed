"""A confidential matter hides name and telephone, masked too, from all but handler, dispatcher and auditor (R-REQ-06)."""

import pytest

from sunshine.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "shown"),
    [("admin", False), ("supervisor", False), ("dispatcher", True), ("worker", True), ("auditor", True)],
)
def test_the_masked_number_is_shown_to_those_alone(who, shown, town, tell, as_):
    case = tell(confidential=True)

    page = as_(getattr(town, who)).get(f"/desk/cases/{case.number}/").content.decode()

    assert ("138****1234" in page) is shown


def test_an_auditor_leaves_a_trace_at_lists_and_at_refused_steps(town, tell, as_):
    case, browser = tell(), as_(town.auditor)

    browser.get("/desk/cases/?text=垃圾")
    browser.post(f"/desk/cases/{case.number}/note/", {"seen": "1", "text": "看看"})

    looks = Entry.objects.filter(verb="look", actor=str(town.auditor.pk)).order_by("id")
    assert [entry.facts["about"] for entry in looks] == ["cases", case.subject]

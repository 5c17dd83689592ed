"""What leads to a person in a resident's words: read by who handles the matter, masked for others, opened with a reason."""

import pytest

from sunshine.record.models import Entry

pytestmark = pytest.mark.django_db
WORDS = "三单元楼道堆满垃圾，请打13987654321"
SECRET = "13987654321"


@pytest.mark.parametrize(
    ("who", "reads"), [("admin", False), ("supervisor", False), ("dispatcher", True), ("worker", True)]
)
def test_the_words_are_whole_for_those_who_handle_it_alone(who, reads, town, tell, as_):
    case = tell(text=WORDS)

    page = as_(getattr(town, who)).get(f"/desk/cases/{case.number}/").content.decode()

    assert (SECRET in page, "请打＊＊＊" in page) == (reads, True)  # the title of the page is masked for all


@pytest.mark.parametrize("who", ["admin", "dispatcher", "worker", "auditor"])
def test_lists_show_the_mask_to_everybody(who, town, tell, as_):
    tell(text=WORDS)
    page = as_(getattr(town, who)).get("/desk/cases/").content.decode()
    assert SECRET not in page


def test_a_recorded_reason_opens_the_words_with_whom_to_call(town, tell, as_):
    case = tell(text=WORDS)

    page = as_(town.admin).post(f"/desk/cases/{case.number}/reveal/", {"reason": "居民来电核实情况"})

    assert SECRET in page.content.decode()
    assert Entry.objects.filter(verb="reveal", actor=str(town.admin.pk)).count() == 1


def test_nobody_is_offered_what_they_may_not_open(town, tell, as_):
    case = tell(text=WORDS, category="0102")  # held by the street lights; the community may read it
    page = as_(town.worker).get(f"/desk/cases/{case.number}/").content.decode()
    assert (SECRET in page, f"/cases/{case.number}/reveal/" in page) == (False, False)

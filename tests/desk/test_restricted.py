"""A complaint about staff exists for those one level up, and for nobody it concerns."""

import pytest

from sunshine.cases.models import Case
from tests.desk.town import exported

pytestmark = pytest.mark.django_db
CONCERNED = ["secretary", "worker", "gridder"]
ELSEWHERE = ["admin", "supervisor", "dispatcher", "handler", "stranger"]
WORDS = "网格员收了二百块钱才肯办事"


@pytest.fixture
def complaint(town, tell) -> Case:
    return tell(WORDS, category="0201", about=town.community.pk)


@pytest.fixture
def pages(as_, complaint):
    """Everything somebody can look at, as one text."""

    def _pages(officer) -> str:
        browser = as_(officer)
        places = [
            "/desk/",
            "/desk/cases/",
            "/desk/cases/?text=二百块钱",
            "/desk/cases/?state=received",
            "/desk/notices/",
        ]
        texts = [browser.get(place).content.decode() for place in places]
        texts.append(str(exported(browser, {})))
        return "\n".join(texts)

    return _pages


@pytest.mark.parametrize("who", CONCERNED + ELSEWHERE)
def test_it_is_nowhere_for_those_it_concerns_and_for_those_beside(who, town, complaint, pages, as_):
    officer = getattr(town, who)

    seen = pages(officer)

    assert (complaint.number in seen, WORDS in seen) == (False, False)
    assert as_(officer).get(f"/desk/cases/{complaint.number}/").status_code == 404


@pytest.mark.parametrize("step", ["accept", "note", "route", "confirm"])
@pytest.mark.parametrize("who", CONCERNED + ELSEWHERE)
def test_nobody_of_them_can_take_a_step(who, step, town, complaint, as_):
    answer = as_(getattr(town, who)).post(
        f"/desk/cases/{complaint.number}/{step}/", {"seen": "1", "text": "看看"}
    )

    assert (answer.status_code, Case.objects.get().version) == (404, 1)


@pytest.mark.parametrize("who", CONCERNED + ELSEWHERE)
def test_the_heaps_of_my_work_do_not_count_it(who, town, complaint, as_):
    counts = as_(getattr(town, who)).get("/desk/").context["counts"]

    assert [heap.count for heap in counts] == [0] * len(counts)


def test_the_supervision_desk_one_level_up_has_it(town, complaint, pages):
    assert complaint.number in pages(town.watcher)


def test_an_auditor_sees_it_and_the_look_is_recorded(town, complaint, as_):
    from sunshine.record.models import Entry

    assert as_(town.auditor).get(f"/desk/cases/{complaint.number}/").status_code == 200
    assert Entry.objects.filter(verb="look", facts__about=complaint.subject).count() == 1


def test_an_officer_complained_of_by_name_does_not_see_it_from_the_supervision_desk(town, tell, as_):
    case = tell(WORDS, category="0201", about_officers=(town.watcher.pk,))

    assert as_(town.watcher).get(f"/desk/cases/{case.number}/").status_code == 404

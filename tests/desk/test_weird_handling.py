"""Junk in the addresses and forms of handling and of figures."""

from itertools import cycle

import pytest
from django.utils import timezone

from tests.long import some

pytestmark = pytest.mark.django_db
BIG = "9" * 40


@pytest.mark.parametrize(
    "address",
    [
        *(f"lead/waits/{kind}/{BIG}/{BIG}/" for kind in ("accept", "take", "part", "report")),
        f"lead/?place={BIG}", "lead/?place=%00", "figures/?month=%00", "figures/?month=9999-12", "figures/?by=%00",
        "figures/?place=%00", f"figures/list/due/?of=organisation&key={BIG}", "figures/list/due/?of=flow&key=%00",
        "figures/list/due/?of=%00", "figures/list/%00/", "calls/?x=%00", "samples/?x=%00", f"cases/?called={BIG}",
        f"cases/?holder={BIG}", "cases/?cursor=%00", f"cases/?cursor={BIG}", "lead/%00/", "figures/flow/?month=%00",
        "cases/?text=%00", "figures/?month=2000-01", "lead/overdue/?place=x",
    ],
)  # fmt: skip
def test_junk_in_an_address_is_answered(town, as_, address):
    assert as_(town.admin).get(f"/desk/{address}").status_code in {200, 404}


STEPS = [
    "return",
    "transfer",
    "join",
    "whistle",
    "extend",
    "shelve",
    "exclude",
    "merge",
    "conclude",
    "call",
    "contact",
    "review",
    "supervise",
    "explain",
    "inspect",
    "consent",
    "uphold",
]
FIELDS = [
    "seen",
    "organisation",
    "target",
    "called",
    "where",
    "hours",
    "amount",
    "reason",
    "rule",
    "text",
    "public",
    "until",
    "into",
    "lead",
    "reached",
    "solved",
    "satisfied",
    "comment",
    "task",
    "found",
]
PLAIN = {"supervise"}
"""What takes words and nothing else: odd words are words too."""
JUNK = [BIG, "\x00", "-1", "1", "x", "", "9999-12-31", "0001-01-01"]


@pytest.mark.parametrize("step", STEPS)
def test_junk_in_a_form_is_answered(town, tell, as_, step):
    case = tell(at=timezone.now(), category="0101")
    people = cycle((town.worker, town.dispatcher, town.admin))

    for junk in some(JUNK, 3):
        # Words are read before rights are asked: who sends them makes no difference to how they are read.
        sent = dict.fromkeys(FIELDS, junk) | {"seen": case.version}
        answered = {404, 409, 422} | ({302} if step in PLAIN and len(junk) > 1 else set())
        assert as_(next(people)).post(f"/desk/cases/{case.number}/{step}/", sent).status_code in answered


@pytest.mark.parametrize("junk", JUNK)
def test_junk_for_the_step_that_was_seen_is_answered(town, tell, as_, junk):
    case = tell(at=timezone.now(), category="0101")

    for step, who in zip(STEPS[:3], (town.worker, town.dispatcher, town.admin), strict=True):
        sent = dict.fromkeys(FIELDS, junk) | {"seen": junk}
        assert as_(who).post(f"/desk/cases/{case.number}/{step}/", sent).status_code in {404, 409, 422}

"""Random histories of requests, wishes and rounds, driven through the real actions: what is refused just does not happen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from sunshine.cases import actions as cases
from sunshine.cases.models import Case, Reason
from sunshine.cases.rules import Report
from sunshine.lib.refusals import Refused
from sunshine.people.actions import officer_actor
from sunshine.people.models import Officer, Organisation
from sunshine.people.states import OrganisationKind, Role
from sunshine.posts.actions.posts import do_task
from sunshine.posts.models import Task
from sunshine.record.states import Actor
from sunshine.wishes import actions as wishes
from sunshine.wishes.models import Wish
from tests.factories.cases import FIRST, GRID, MERGING, RESIDENT, SECOND
from tests.factories.people import NOON, OfficerFactory
from tests.factories.posts import held, own_link
from tests.factories.wishes import WishTown, asking

START = NOON - timedelta(days=150)
PLACES = [GRID, FIRST + "002", FIRST, SECOND + "001"]
CATEGORIES = ["0101", "0101", "0201", "0202", "0202", "0901"]
WORDS = ["yes", "yes", "fair", "no", ""]

LIKELY = {
    "received": "accept " * 10 + "return route route classify classify locate withdraw merge forward",
    "accepted": "answer " * 12 + "ask ask ask forward withdraw merge locate",
    "waiting": "reply reply reply reply withdraw",
    "answered": "confirm " * 16 + "close close withdraw",
    "wish asked": "offer " * 14 + "decline withdraw",
    "wish offered": "claim " * 9 + "recall decline withdraw",
    "wish claimed": "pair " * 5 + "visit " * 5 + "fulfil " * 8 + "hand_back withdraw",
    "wish done": "confirm " * 12 + "lapse withdraw",
}
"""What often happens in a state; a step that is not allowed is refused and nothing happens."""


@dataclass
class History:
    """A town as it lives on: `said` keeps every word about satisfaction, which no entry does."""

    there: WishTown
    chance: Random
    now: datetime = START
    said: list[tuple[str, datetime, str]] = field(default_factory=list)
    took: int = 0

    def live(self, steps: int) -> None:
        """Take so many random steps, hours apart; what may not be done is not."""
        for _ in range(steps):
            self.now += timedelta(
                minutes=self.chance.randint(1, 600), microseconds=self.chance.randint(0, 999)
            )
            act = self.chance.choices(
                [self.report, self.handle, self.wish, self.carry, self.round], [3, 12, 2, 8, 2]
            )[0]
            try:
                with transaction.atomic():
                    act()
                self.took += 1
            except Refused:
                continue

    def report(self) -> None:
        """Somebody reports something, now and then in confidence; a grid worker may solve it at once."""
        pick = self.chance.choice
        told: dict[str, Any] = {
            "text": "有件事想反映一下",
            "category": pick(CATEGORIES),
            "place": pick(PLACES),
        }
        by = RESIDENT
        if self.chance.random() < 0.1:
            told["confidential"] = True
        elif self.chance.random() < 0.15:
            told |= {"category": "0201", "place": GRID, "channel": "grid", "solved_on_the_spot": "当场清走了"}
            by = self.there.by("grid_worker")
        cases.receive(Report(**told), by=by, at=self.now)

    def handle(self) -> None:
        """Somebody takes a step of some request."""
        case = self._any(Case)
        if case is None:
            return
        mine = self._officer(case.holder)
        told = {"at": self.now, "seen": case.version}
        satisfied = self.chance.choice(WORDS)
        steps: dict[str, Callable[[], Any]] = {
            "accept": lambda: cases.accept(case, by=mine, **told),
            "answer": lambda: cases.answer(case, by=mine, text="已经办好了", **told),
            "ask": lambda: cases.ask(case, by=mine, text="请问在几号楼？", **told),
            "reply": lambda: cases.reply(case, by=RESIDENT, text="三号楼", **told),
            "return": lambda: cases.return_case(
                case,
                by=mine,
                text="不属于本单位职责",
                target=self._office(),
                rule="职责清单",
                reason=_why(),
                **told,
            ),
            "route": lambda: cases.route(
                case, by=self.there.by("dispatcher"), reason="请你们办理", organisation=self._office(), **told
            ),
            "classify": lambda: cases.classify(
                case, by=self.there.by("dispatcher"), category=self.chance.choice(CATEGORIES[:5]), **told
            ),
            "locate": lambda: cases.locate(
                case, by=self.there.by("dispatcher"), place=self.chance.choice(PLACES), **told
            ),
            "confirm": lambda: self._confirm(case, satisfied, **told),
            "close": lambda: cases.close(case, by=Actor.system(), **told),
            "withdraw": lambda: cases.withdraw(case, by=RESIDENT, **told),
            "forward": lambda: cases.forward(
                case, by=self.there.by("dispatcher"), lawful="litigation", reason="这件事由法院处理", **told
            ),
            "merge": lambda: cases.merge(case, by=mine, into=self._any(Case), reason=MERGING, **told),
        }
        steps[self._likely(case.state)]()

    def _likely(self, state: str) -> str:
        """A step that often follows in this state."""
        return self.chance.choice(LIKELY[state].split())

    def _confirm(self, case: Case, satisfied: str, **told: Any) -> None:
        solved = self.chance.choice(["yes", "yes", "partly", "no"])
        cases.confirm(case, by=RESIDENT, solved=solved, satisfied=satisfied, **told)
        if satisfied:
            self.said.append((case.subject, self.now, satisfied))

    def wish(self) -> None:
        """Somebody wishes for something."""
        place = self.chance.choice([GRID, FIRST, SECOND + "001"])
        wishes.ask(
            asking(place=place, kind=self.chance.choice(["repair", "errand"])), by=RESIDENT, at=self.now
        )

    def carry(self) -> None:
        """Somebody takes a step of some wish."""
        wish = self._any(Wish)
        if wish is None:
            return
        first = wish.community == FIRST
        desk = self.there.by("worker") if first else self._officer(self.there.town.second)
        leader = self.there.by("leader" if first else "stranger")
        told = {"at": self.now, "seen": wish.version}
        words = self.chance.choice(WORDS)
        steps: dict[str, Callable[[], Any]] = {
            "offer": lambda: wishes.offer(wish, by=desk, public_text="老人想请人帮忙", **told),
            "claim": lambda: wishes.claim(
                wish, by=leader, organisation=self.there.branch if first else self.there.other, **told
            ),
            "pair": lambda: wishes.pair(
                wish, by=leader, helpers=[self.there.mei.pk, self.there.lin.pk], at=self.now
            ),
            "visit": lambda: wishes.visit(wish, by=self.there.by("mei"), **told),
            "fulfil": lambda: wishes.fulfil(wish, by=leader, text="办好了", **told),
            "confirm": lambda: self._wished(wish, words, **told),
            "hand_back": lambda: wishes.hand_back(wish, by=leader, **told),
            "recall": lambda: wishes.recall(wish, by=desk, **told),
            "decline": lambda: wishes.decline(wish, by=desk, reason="这件事办不了", **told),
            "withdraw": lambda: wishes.withdraw(wish, by=RESIDENT, **told),
            "lapse": lambda: wishes.lapse(wish, by=Actor.system(), **told),
        }
        steps[self._likely(f"wish {wish.state}")]()

    def _wished(self, wish: Wish, satisfied: str, **told: Any) -> None:
        fulfilled = self.chance.choice(["yes", "partly", "no"])
        wishes.confirm(wish, by=RESIDENT, fulfilled=fulfilled, satisfied=satisfied, **told)
        if satisfied:
            self.said.append((wish.subject, self.now, satisfied))

    def round(self) -> None:
        """The holder of a post goes a round, at last on its day."""
        near = (self.now.date() - timedelta(days=5), self.now.date() + timedelta(days=5))
        tasks = list(Task.objects.filter(done_on=None, due_on__range=near).order_by("due_on", "pk"))
        if tasks:
            task = self.chance.choice(tasks)
            holder = task.post.holder
            assert holder is not None
            do_task(task, by=own_link(holder), at=self.now, found=self.chance.randint(0, 3))

    def _any(self, model: Any) -> Any:
        """One of the open matters at random."""
        keys = list(model.objects.filter(open=True).order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.chance.choice(keys)) if keys else None

    def _office(self) -> Organisation:
        return self.chance.choice([self.there.town.first, self.there.town.light, self.there.town.street])

    def _officer(self, organisation: Organisation) -> Actor:
        """Somebody who handles matters of an organisation."""
        return officer_actor(Officer.objects.get(organisation=organisation, name="经办人"))


ROLES = {
    OrganisationKind.COMMUNITY: Role.COMMUNITY_WORKER,
    OrganisationKind.DEPARTMENT: Role.HANDLER,
    OrganisationKind.STREET: Role.DISPATCHER,
    OrganisationKind.SUPERVISION: Role.SUPERVISION,
}


def ready(there: WishTown) -> None:
    """Somebody who handles matters in every office, and two posts whose rounds fall due every ten days."""
    for organisation in Organisation.objects.filter(kind__in=ROLES):
        role = ROLES[OrganisationKind(organisation.kind)]
        OfficerFactory(name="经办人", organisation=organisation, role=role, role__place=organisation.place)
    for person, place in ((there.mei, GRID), (there.lin, FIRST)):
        post = held(person=person, place=place)
        Task.objects.filter(post=post).delete()
        days = [(START + timedelta(days=10 * turn)).date() for turn in range(16)]
        Task.objects.bulk_create(Task(post=post, duty=0, due_on=day) for day in days)


def _why() -> Reason:
    return Reason.objects.get(code="not_our_duty")

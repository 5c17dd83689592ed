"""The catalogue in memory: categories, the community duty list and routes of one county, with its directory.

Rules are few and read at every report, so each process keeps a copy and reloads it when the version row was raised.
"""

from collections import Counter
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection

from sunshine.cases.models import Category, CommunityDuty, Reason, Route, Rung
from sunshine.cases.queries.emergency import says_staff
from sunshine.cases.queries.handling import Handling
from sunshine.cases.states import DutyList
from sunshine.lib.once import ask_once
from sunshine.lib.prepared import prepared
from sunshine.people.models import Organisation
from sunshine.people.queries.directory import DIRECTORY_VERSION, Directory, directory_at, forget_directory
from sunshine.people.states import OrganisationKind

_STRONG = 2


@dataclass(frozen=True, slots=True)
class Target:
    """The organisation that shall hold a matter, and why: the rule that decided, for the page to explain."""

    organisation: Organisation
    why: dict[str, Any]


class Catalogue:
    """One consistent copy of the rule tables, with the decisions that follow from them and the directory."""

    def __init__(self, version: int, directory: Directory) -> None:
        self.version, self.directory = version, directory
        self.categories = {
            row.code: row for row in Category.objects.select_related("policy").order_by("order", "code")
        }
        self.duties = {(row.category_id, row.place): row.list for row in CommunityDuty.objects.order_by("id")}
        self.routes = list(Route.objects.order_by("id"))
        self._read_words()

    def _read_words(self) -> None:
        """Which categories each keyword speaks for: every report asks for all of them."""
        self._words: dict[str, list[str]] = {}
        for code, row in self.categories.items():
            for word in row.keywords:
                self._words.setdefault(word, []).append(code)
        self._scored: tuple[str, Counter[str]] = ("", Counter())
        self._live: dict[date, dict[str, Category]] = {}

    def changed(
        self, *, category: Category | None = None, duties: dict[tuple[str, str], str] | None = None,
        routes: list[Route] | None = None,
    ) -> "Catalogue":  # fmt: skip
        """A copy in which a category reads otherwise, or the duty list, or the routes: to be asked, never kept."""
        found = copy(self)
        if category is not None:
            found.categories = {**self.categories, category.code: category}
            found._read_words()
        found.duties = self.duties if duties is None else duties
        found.routes = self.routes if routes is None else routes
        return found

    @cached_property
    def _handling(self) -> Handling:
        """Read when first asked for: most pages need none of it."""
        return Handling()

    def number(self, code: str) -> Any:
        """A number of the rules of handling: an int where it is whole, a Decimal otherwise; raises UnknownNumber."""
        return self._handling.number(code)

    def reasons(self, kind: str, on: date) -> list[Reason]:
        """The reasons that a proposal of a kind (Asking) may name on a day, in order."""
        return self._handling.reasons(kind, on)

    @property
    def rungs(self) -> list[Rung]:
        """The ladder of overdue matters, the lowest rung first."""
        return self._handling.rungs

    def live(self, on: date) -> list[Category]:
        """The second-level categories in use on a day, in order."""
        return list(self._in_use(on).values())

    def _in_use(self, on: date) -> dict[str, Category]:
        if on not in self._live:
            rows = self.categories.values()
            self._live = {on: {row.code: row for row in rows if row.parent_id and row.in_use(on)}}
        return self._live[on]

    def on_duty_list(self, category: Category, place: str) -> bool:
        """Whether a matter is the community's: the most specific line of the duty list decides (R-REQ-03)."""
        for code in (category.code, category.parent_id):
            for size in (15, 12, 9, 6):
                line = self.duties.get((code or "", place[:size])) if len(place) >= size else None
                if line is not None:
                    return line != DutyList.NEGATIVE
        return False

    def route(
        self, category: Category | None, place: str, on: date, *, about: int | None = None
    ) -> Target | None:
        """(category, place) → lead organisation. The most specific rule wins; what matches nothing goes to dispatch.

        A restricted category goes to the supervision desk one level above those it concerns.
        None only where a county has no organisation that could take it.
        """
        if category and category.restricted:
            return self._supervision(category, place, on, about)
        for rule in self._matching(category, place):
            target = self._named_by(rule, place, on)
            if target and target.in_service(on) and self._may_take(target, category, place):
                why = {
                    "by": "route",
                    "rule": rule.pk,
                    "category": rule.category_id or "",
                    "place": rule.place,
                }
                return Target(target, why | {"kind": target.kind})
        return self._by_category(category, place, on) or self._to_dispatcher("no_rule", place, on)

    def _matching(self, category: Category | None, place: str) -> list[Route]:
        wanted: list[str | None] = [category.code, category.parent_id, None] if category else [None]
        found = [rule for rule in self.routes if rule.category_id in wanted and place.startswith(rule.place)]
        return sorted(found, key=lambda rule: (wanted.index(rule.category_id), -len(rule.place)))

    def _named_by(self, rule: Route, place: str, on: date) -> Organisation | None:
        named = self.directory.organisations.get(rule.organisation_id or 0)
        return named or self.directory.nearest(rule.kind, place, on)

    def _may_take(self, target: Organisation, category: Category | None, place: str) -> bool:
        if target.kind != OrganisationKind.COMMUNITY:
            return True
        return category is not None and self.on_duty_list(category, place)

    def _by_category(self, category: Category | None, place: str, on: date) -> Target | None:
        if category is None:
            return self._to_dispatcher("no_category", place, on)
        target = self.directory.only(category.kind, place, on)
        if target is None:
            return None
        if not self._may_take(target, category, place):
            return self._to_dispatcher("off_list", place, on)
        return Target(target, {"by": "category", "category": category.code, "kind": target.kind})

    def _to_dispatcher(self, because: str, place: str, on: date) -> Target | None:
        target = self.directory.dispatcher(place, on)
        return (
            Target(target, {"by": "dispatcher", "because": because, "kind": target.kind}) if target else None
        )

    def _supervision(self, category: Category, place: str, on: date, about: int | None) -> Target | None:
        """One level up from those it concerns; a desk is never asked to judge its own organisation."""
        concerned = self.directory.organisations.get(about or 0)
        if concerned is None:
            concerned = self.directory.nearest(OrganisationKind.COMMUNITY, place, on)
        below = concerned.place if concerned else place
        target = self.directory.nearest(OrganisationKind.SUPERVISION, below, on, above=below)
        target = target or self.directory.nearest(OrganisationKind.SUPERVISION, below[:6], on)
        if target is None or target.pk == about:
            return None
        return Target(target, {"by": "supervision", "category": category.code, "kind": target.kind})

    def suggest(self, text: str, on: date, limit: int = 3) -> list[Category]:
        """Categories whose keywords stand in the text, the strongest first. Longer words weigh more."""
        live = self._in_use(on)
        scored = [(score, live[code]) for code, score in self._scores(text).items() if code in live]
        best = sorted(scored, key=lambda pair: (-pair[0], pair[1].order, pair[1].code))
        return [row for _, row in best[:limit]]

    def sure(self, text: str, on: date) -> Category | None:
        """The one category a text points to clearly, or None: then a dispatcher decides. Never a restricted one."""
        live, scores = self._in_use(on), self._scores(text).items()
        scored = sorted(
            ((score, code) for code, score in scores if code in live and not live[code].restricted),
            reverse=True,
        )
        if not scored or scored[0][0] < _STRONG or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return self.categories[scored[0][1]]

    def complains(self, text: str, on: date) -> bool:
        """Whether the words point first of all to a complaint about staff, fees or gifts."""
        return says_staff(text, listed=any(row.restricted for row in self.suggest(text, on, limit=1)))

    def complaint(self, text: str, on: date) -> Category | None:
        """The kind of complaint about staff, fees or gifts that words point to most: the first of them where none does."""
        kinds = [row for row in self.live(on) if row.restricted]
        scores = self._scores(text)
        return max(kinds, key=lambda row: scores[row.code], default=None)

    def _scores(self, text: str) -> Counter[str]:
        """How much the words of a text speak for each category; of the last text it is known, for it is asked again."""
        if self._scored[0] != text:
            found: Counter[str] = Counter()
            for word, codes in self._words.items():
                if word in text:
                    found.update(dict.fromkeys(codes, len(word) * min(text.count(word), 2)))
            self._scored = (text, found)
        return self._scored[1]


_copies: dict[str, Catalogue] = {}

_VERSION = f"""
SELECT coalesce((SELECT version FROM cases_catalogueversion), 0), directory.* FROM ({DIRECTORY_VERSION}) AS directory
"""  # noqa: S608


def catalogue() -> Catalogue:
    """This process's copy, reloaded when rules or organisations changed (one small SELECT, once while a page is read).

    The same SELECT says which directory is the present one: whoever asks for that afterwards costs nothing more.
    """
    return ask_once("catalogue", _present)


def _present() -> Catalogue:
    with prepared(connection) as cursor:
        cursor.execute(_VERSION)
        version, count, steps = (int(part) for part in cursor.fetchone())
    present = directory_at((count, steps))
    held = _copies.get("county")
    if held is None or held.version != version or held.directory is not present:
        held = _copies["county"] = Catalogue(version, present)
    return held


def forget_catalogue() -> None:
    """Drop this process's copy and its directory; for tests that empty the tables without raising the version."""
    _copies.clear()
    forget_directory()

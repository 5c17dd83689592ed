"""What every list and every page of the desk keeps: what it costs, and that it is not there for whom it does not concern."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import pytest
from django.test import Client

Scene = Any
"""The world that a room's pages show."""


class Desk:
    """Pages of one room, in its world; a room in another world than the desk's town overrides `scene`."""

    @pytest.fixture
    def scene(self, town: Scene) -> Scene:
        """The world."""
        return town

    def officer(self, who: str, scene: Scene) -> Any:
        """Somebody of the world, by name."""
        return getattr(scene, who)


class ListCost(Desk):
    """A list takes the same statements for one row as for three."""

    lists: ClassVar[Iterable[tuple[str, str, int]]]
    """Who looks, where, and how many statements it takes at most."""

    def fill(self, scene: Scene, first: int, last: int) -> None:
        """Make the rows of these numbers."""
        raise NotImplementedError

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Each list by itself."""
        if "most" in metafunc.fixturenames:
            metafunc.parametrize(("who", "page", "most"), list(self.lists))

    def test_a_list_costs_the_same_for_one_row_and_for_three(
        self, scene: Scene, cost: Callable[[Any, str], int], who: str, page: str, most: int
    ) -> None:
        officer = self.officer(who, scene)
        self.fill(scene, 0, 1)
        one = cost(officer, page)
        self.fill(scene, 1, 3)

        assert (cost(officer, page), one <= most) == (one, True)


class OutOfReach(Desk):
    """What lies beyond somebody's reach is not found, and no step of it is taken: 404, as if it did not exist."""

    strangers: ClassVar[Iterable[str]]
    """Officers whom it does not concern."""

    def make(self, scene: Scene) -> Any:
        """A matter, with the version in its row."""
        raise NotImplementedError

    def page(self, matter: Any) -> str:
        """Where it is shown; its steps lie below."""
        raise NotImplementedError

    steps: ClassVar[Iterable[str]]
    """Addresses of steps below the page."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Each of those whom it does not concern."""
        if "stranger" in metafunc.fixturenames:
            metafunc.parametrize("stranger", list(self.strangers))

    def test_what_lies_beyond_ones_reach_is_not_found(
        self, scene: Scene, as_: Callable[[Any], Client], stranger: str
    ) -> None:
        matter = self.make(scene)
        browser, page = as_(self.officer(stranger, scene)), self.page(matter)
        sent = {"seen": matter.version, "text": "看看"}

        assert browser.get(page).status_code == 404
        for step in self.steps:
            answers = browser.get(f"{page}{step}/"), browser.post(f"{page}{step}/", sent)
            assert [answer.status_code for answer in answers] == [404, 404], step
        assert matter.__class__.objects.get(pk=matter.pk).version == matter.version

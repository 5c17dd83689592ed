"""A test takes at most a minute; the few that take longer stand here with their limit and reason."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long import LIMIT, limit

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"][
    "ini_options"
]
PAGE_CHECKS = [
    "browser/test_line_pages.py::test_every_page_of_the_line_is_accessible_and_fits_its_width",
    "browser/test_posts_and_pledges.py::test_every_page_is_accessible_and_fits_its_width",
    "browser/test_party.py::test_every_page_is_accessible_and_fits_the_screen",
    "browser/test_services_and_week.py::test_every_page_is_accessible_and_fits_its_width",
    "browser/test_resident_pages.py::test_every_page_is_accessible_and_fits_its_width",
    "browser/test_desk_tables.py::test_every_table_is_accessible_and_fits_the_screen",
    "browser/test_wish_pages.py::test_pages_for_residents_and_members",
    "browser/test_wish_pages.py::test_pages_at_the_desk_for_the_community",
    "browser/test_wish_pages.py::test_pages_at_the_desk_for_a_leader",
    "browser/test_desk_pages.py::test_pages_of_a_role_are_accessible_and_fit_the_screen",
    "browser/test_offers.py::test_every_page_is_accessible_and_fits_its_width",
    "browser/test_figures_pages.py::test_every_page_of_figures_fits_and_can_be_read_by_everybody",
    "browser/test_ledgers.py::test_every_page_is_accessible_and_fits_its_width",
    "browser/test_gallery.py::test_every_page_is_accessible_and_fits_its_width",
]
LONG = {
    "kill/test_whole_tree.py::test_every_acknowledged_report_outlives_power_cuts_and_the_record_is_whole": (
        300,
        "starts the whole process tree again after each of four power cuts",
    ),
    "architecture/test_long_tests.py::test_a_long_test_has_its_own_limit": (
        61,
        "shows the limit that it is given",
    ),
    **dict.fromkeys(PAGE_CHECKS, (240, "loads every page of a room at every width")),
    "config/test_county.py::test_two_may_prepare_at_once": (240, "migrates two counties at once"),
    "config/test_county.py::test_two_may_prepare_the_same_county_in_two_databases_of_one_server_at_once": (
        240,
        "migrates two counties at once",
    ),
    "config/test_county.py::test_a_second_county_under_another_user_works_once_an_administrator_ran_what_is_printed": (
        240,
        "migrates a county twice",
    ),
    "demo/test_another_date.py::test_the_demonstration_is_at_home_on_another_day": (
        300,
        "starts a whole demonstration and loads it",
    ),
    "demo/test_moments.py::test_it_fills_every_desk_at_moments_drawn_at_random": (
        240,
        "loads half a year of a street",
    ),
    "demo/test_moments.py::test_the_whole_of_it_loads_and_shows_rates_of_departments": (
        240,
        "loads a whole half year of a street",
    ),
}


def marks(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Every use of a mark, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"pytest.mark.{name}":
            yield node


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The modules of tests by their path."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        yield path.relative_to(ROOT / "tests").as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def said(mark: ast.Call) -> tuple[int, str]:
    """Seconds and reason of `long("reason", seconds=240)`."""
    (reason,), (seconds,) = mark.args, mark.keywords
    return ast.literal_eval(seconds.value), ast.literal_eval(reason)


def test_the_long_tests_are_these_and_no_others():
    found = {
        f"{path}::{node.name}": said(mark)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.long"
    }

    assert found == LONG
    assert [name for name, (seconds, reason) in LONG.items() if seconds <= LIMIT or len(reason) < 12] == []


def test_no_module_is_long_as_a_whole_and_nobody_sets_a_limit_by_another_mark():
    used = {
        name: sum(len(list(marks(tree, name))) for path, tree in modules() if path != "long.py")
        for name in ("long", "timeout")
    }

    assert used == {"long": len(LONG), "timeout": 0}


def test_other_tests_fail_after_a_minute_whatever_they_wait_for():
    kept = {name: value for name, value in OPTIONS.items() if name.startswith("timeout")}

    assert kept == {"timeout": LIMIT, "timeout_method": "signal", "timeout_func_only": True}


@pytest.mark.parametrize(("full", "seconds"), [(False, 90), (True, 900)])
def test_all_rounds_have_ten_times_as_long(full, seconds):
    assert limit(90, full=full) == seconds


@pytest.mark.long("shows the limit that it is given", seconds=61)
def test_a_long_test_has_its_own_limit(request):
    assert request.node.get_closest_marker("timeout").args == (61,)


HANGS = """
import time, pytest
@pytest.fixture
def slow():
    time.sleep(0.6)
def test_hangs(): time.sleep(30)
def test_waits_for_its_fixture(slow): pass
"""


def test_a_hung_test_fails_alone_and_the_time_of_fixtures_is_not_counted(tmp_path):
    (tmp_path / "test_hung.py").write_text(HANGS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    ours = [f"-o{name}={value}" for name, value in OPTIONS.items() if name.startswith("timeout_")]
    command = [
        sys.executable,
        "-m",
        "pytest",
        *ours,
        "--timeout=0.5",
        "-n1",
        "-q",
        "-pno:django",
        "-pno:randomly",
    ]

    done = subprocess.run(
        [*command, "test_hung.py"], cwd=tmp_path, capture_output=True, text=True, timeout=50
    )

    assert done.stdout.splitlines()[-1].startswith("1 failed, 1 passed"), done.stdout

"""Words of Chinese texts, and which processes pay for the dictionary."""

import os
import subprocess
import sys

import pytest

from sunshine.lib import segments

ASK = "import sys; print('rjieba' in sys.modules)"


def test_a_text_is_cut_into_its_words():
    assert segments.words("三单元楼道堆满杂物") == ["三", "单元楼", "道", "堆满", "杂物"]


def test_words_within_long_words_are_found_for_a_search():
    assert segments.search_words("社区卫生服务中心")[:2] == ["社区", "卫生"]


def test_the_dictionary_may_be_read_before_it_is_needed():
    segments.load()

    assert "rjieba" in sys.modules


@pytest.mark.parametrize(
    ("process", "begins", "reads"),
    [("command", "import django; django.setup()", "False"), ("web", "import sunshine.config.wsgi", "True")],
)
def test_the_dictionary_is_read_at_the_start_of_web_processes_only(process: str, begins: str, reads: str):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "sunshine.config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", f"{begins}; {ASK}"], env=environment, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == (f"{reads}\n", "")

"""The handbook's table of posts follows the one in the code."""

from io import StringIO

from django.core.management import call_command

from sunshine.people.management.commands.roles import table
from sunshine.people.states import VERBS


def test_the_handbook_shows_the_table_that_is_in_force():
    said = StringIO()

    call_command("roles", "--check", stdout=said)

    assert said.getvalue().strip() == "up to date"


def test_the_page_is_written_anew_and_names_every_verb(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs" / "handbook").mkdir(parents=True)

    call_command("roles", stdout=StringIO())

    assert (tmp_path / "docs" / "handbook" / "roles.md").read_text() == table()
    assert table().count("\n| ") == len(VERBS) + 2

"""The handbook's diagram follows the table."""

from io import StringIO

from django.core.management import call_command


def test_the_handbook_shows_the_table_as_it_is() -> None:
    said = StringIO()
    call_command("diagram", "--check", stdout=said)

    assert said.getvalue().strip() == "up to date"

"""The tables are what the models say, and what the migrations add to them by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings

from sunshine.config.county import prepare_schemas
from tests.bed import TestDatabase
from tests.upgrade.shape import shape_here, shape_of

pytestmark = pytest.mark.postgres

LEFT_FOR_OLD_PROCESSES = {("places_place", "character")}
"""Columns that no model has any more, which processes of the version before may still write while they end."""


def test_the_models_say_nothing_that_the_migrations_do_not_make(
    elsewhere: Callable[[str], Path], test_database: TestDatabase
) -> None:
    elsewhere("models")
    prepare_schemas()
    with override_settings(MIGRATION_MODULES={app.label: None for app in apps.get_app_configs()}):
        call_command("migrate", database="owner", run_syncdb=True, verbosity=0, interactive=False)

    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("sunshine.")}
    said, made = shape_here(test_database), shape_of(test_database)
    lacking = {what: {row for row in rows - made[what] if row[0] in ours} for what, rows in said.items()}

    assert lacking == {what: set() for what in made}
    assert {row[:2] for row in made["columns"] - said["columns"] if row[0] in ours} == LEFT_FOR_OLD_PROCESSES

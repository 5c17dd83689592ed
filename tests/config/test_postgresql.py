"""Tables changed by our backend are the tables that Django's makes, in steps that can be passed on one by one."""

from typing import Any

import pytest
from django.db import connections, models, transaction
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as Djangos
from django.db.migrations import AddField, AlterField, CreateModel, RemoveField
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from sunshine.config.postgresql.base import DatabaseSchemaEditor as Ours
from tests.architecture import citus

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.postgres]
STEPS: list[Operation] = [
    CreateModel(
        "Lamp", [("id", models.BigAutoField(primary_key=True)), ("word", models.CharField(max_length=9))]
    ),
    AddField("Lamp", "order", models.PositiveSmallIntegerField(default=3)),
    AddField("Lamp", "rank", models.PositiveIntegerField(null=True, db_index=True)),
    AddField("Lamp", "beside", models.ForeignKey("lamps.Lamp", null=True, on_delete=models.PROTECT)),
    AddField(
        "Lamp",
        "behind",
        models.ForeignKey("lamps.Lamp", null=True, on_delete=models.PROTECT, related_name="+"),
    ),
    AddField("Lamp", "near", models.ManyToManyField("lamps.Lamp")),
    AlterField("Lamp", "word", models.TextField(null=True)),
    RemoveField("Lamp", "behind"),
]
SHAPE = (
    """SELECT conrelid::regclass::text, conname, contype, convalidated, condeferrable, condeferred, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE conrelid::regclass::text LIKE 'lamps%' ORDER BY 1, 2""",
    "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'lamps%' ORDER BY indexname",
    """SELECT attrelid::regclass::text, attname, atttypid, atttypmod, attnotnull, attidentity, atthasdef, attnum
       FROM pg_attribute WHERE attrelid::regclass::text LIKE 'lamps%' ORDER BY 1, attnum""",
)


def made(kind: type[Djangos]) -> tuple[list[list[tuple[Any, ...]]], list[str]]:
    """What an editor leaves in the catalogue, and every statement that it sent."""
    owner, sent = connections["owner"], []

    def heard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(using="owner"):
        state = ProjectState()
        with owner.execute_wrapper(heard):
            for step in STEPS:
                with kind(owner, atomic=False) as editor:
                    after = state.clone()
                    step.state_forwards("lamps", after)
                    step.database_forwards("lamps", editor, state, after)
                    state = after
        with owner.cursor() as cursor:
            found = []
            for query in SHAPE:
                cursor.execute(query)
                found.append(cursor.fetchall())
        transaction.set_rollback(True, using="owner")
    return found, [sql for sql in sent if not sql.lstrip().startswith("SELECT")]


def test_the_tables_are_those_that_django_makes():
    ours, djangos = made(Ours)[0], made(Djangos)[0]

    assert ours == djangos
    assert ("lamps_lamp", "lamps_lamp_order_check") in [row[:2] for row in ours[0]]


def test_each_step_can_be_passed_on_to_a_node():
    sent, djangos = made(Ours)[1], made(Djangos)[1]

    assert [(rule.__name__, sql) for sql in sent for rule in citus.MIGRATING if rule(sql)] == []
    assert {rule.__name__ for sql in djangos for rule in citus.MIGRATING if rule(sql)} == {
        "is_several",
        "adds_column_with_constraint",
        "sets_constraints",
    }


def test_a_column_is_whole_before_the_next_operation():
    before = ProjectState()
    STEPS[0].state_forwards("lamps", before)
    after = before.clone()
    STEPS[3].state_forwards("lamps", after)
    with connections["owner"].schema_editor(collect_sql=True) as editor:
        STEPS[3].database_forwards("lamps", editor, before, after)
        said = list(editor.collected_sql)

    assert [any(word in sql for sql in said) for word in ("ADD COLUMN", "FOREIGN KEY", "CREATE INDEX")] == [
        True
    ] * 3

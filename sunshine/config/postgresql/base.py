"""Django's PostgreSQL, changing tables in steps that Citus can pass on to a node.

Citus takes no column together with its constraints, and only one change to a table in each statement. What comes out
is the same table with the same names, whichever of the two made it.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql import base, features, schema
from django.db.models import Field, Model


class DatabaseFeatures(features.DatabaseFeatures):
    """As Django's, but each change of a column is a statement of its own."""

    supports_combined_alters = False


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """As Django's, but keys and checks follow their column, and nothing leans on SET CONSTRAINTS: it does not reach a node."""

    sql_create_column_inline_fk = ""
    sql_delete_fk = BaseDatabaseSchemaEditor.sql_delete_fk

    def add_field(self, model: type[Model], field: Field) -> None:
        """Add a column, then its check and its foreign key by name, then its indexes: all there for the next operation."""
        check = field.db_parameters(connection=self.connection)["check"]
        before, self.deferred_sql = self.deferred_sql, []
        if check:
            self.sql_check_constraint = ""
        super().add_field(model, field)
        later, self.deferred_sql = self.deferred_sql, before
        if check:
            del self.sql_check_constraint
            self.execute(self._check_of(model, field, check), None)
        for statement in later:
            self.execute(statement, None)

    def _check_of(self, model: type[Model], field: Field, check: str) -> str:
        """Named as PostgreSQL names the check of a column: fresh tables have the names of those from before."""
        table = model._meta.db_table
        name = self.quote_name(f"{table}_{field.column}_check")
        return self.sql_create_check % {"table": self.quote_name(table), "name": name, "check": check}


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that ENGINE names."""

    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures

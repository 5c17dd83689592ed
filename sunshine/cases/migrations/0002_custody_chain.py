"""Tie the custody chain and the case's holder together, by constraint and without triggers.

Composite foreign keys are beyond the ORM. Deferred to the end of the transaction, because each of the two rows
names the other.
"""

from django.db import migrations

FORWARD = [
    """
ALTER TABLE cases_custody
    ADD CONSTRAINT custody_of_a_case FOREIGN KEY (case_id) REFERENCES cases_case (id) DEFERRABLE INITIALLY DEFERRED
""",
    """
ALTER TABLE cases_custody
    ADD CONSTRAINT custody_follows FOREIGN KEY (case_id, after) REFERENCES cases_custody (case_id, ended)
        DEFERRABLE INITIALLY DEFERRED
""",
    """
ALTER TABLE cases_case
    ADD CONSTRAINT case_held_by_open_end FOREIGN KEY (id, link, holder_id, open)
        REFERENCES cases_custody (case_id, link, holder_id, open) DEFERRABLE INITIALLY DEFERRED
""",
    "CREATE SEQUENCE cases_serial",
]

BACKWARD = [
    "DROP SEQUENCE cases_serial",
    "ALTER TABLE cases_case DROP CONSTRAINT case_held_by_open_end",
    "ALTER TABLE cases_custody DROP CONSTRAINT custody_follows",
    "ALTER TABLE cases_custody DROP CONSTRAINT custody_of_a_case",
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

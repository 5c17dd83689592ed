"""A return is a proposal that the dispatcher decides; those of before had gone to the dispatcher at once."""

from django.db import migrations

FORWARD = [
    """
INSERT INTO cases_proposal
    (case_id, kind, organisation_id, text, rule, step, at, decision, decided_at, decided_step, answer)
SELECT case_id, 'return', organisation_id, '', '', step, at, 'yes', at, step, '' FROM cases_return
"""
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_handling")]
    operations = [
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Return"),
    ]

"""A row counts its changes as its `version`, by the number of its last entry, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels

LAST = '(SELECT coalesce(max(entry.step), 0) FROM record_entry AS entry WHERE entry.subject = {})'
COUNTED = [
    ("cases_category", "'category:' || code"),
    ("cases_route", "'route:' || coalesce(category_id, '*') || ':' || place"),
    ("cases_communityduty", "'duty:' || category_id || ':' || place"),
    ("cases_parameter", "'number:' || code"),
    ("cases_reason", "'reason:' || code"),
    ("cases_rung", "'rung:' || \"order\""),
    ("cases_service", "'service:' || code || ':' || place"),
]
"""Tables of rules and the names of their rows in the record; some were counted one behind or ahead."""


class Migration(migrations.Migration):
    """The name in our models, and each counter set to the last entry of its row."""

    dependencies = [('cases', '0024_reply_sent'), ('record', '0002_helpers')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('category', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('category', 'step', 'version'),
                migrations.AlterField('route', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('route', 'step', 'version'),
                migrations.AlterField('parameter', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('parameter', 'step', 'version'),
                migrations.AlterField('reason', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('reason', 'step', 'version'),
                migrations.AlterField('rung', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('rung', 'step', 'version'),
                migrations.AlterField('ledgerimport', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('ledgerimport', 'step', 'version'),
                migrations.AlterField('service', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('service', 'step', 'version'),
                migrations.AlterField('case', 'step', models.PositiveIntegerField(db_column='step', default=1)),
                migrations.RenameField('case', 'step', 'version'),
                migrations.RemoveConstraint('case', 'case_step_from_one'),
                migrations.AddConstraint(
                    'case',
                    models.CheckConstraint(
                        condition=models.Q(version__gte=1, link__gte=1), name='case_step_from_one'
                    ),
                ),
            ],
        ),
        migrations.AddField('communityduty', 'version', models.PositiveIntegerField(db_column='step', default=0)),
        *(migrations.RunSQL([f'UPDATE {table} SET step = {LAST.format(subject)}'], []) for table, subject in COUNTED),
    ]

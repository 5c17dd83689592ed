"""A row counts its changes as its `version`, by the number of its last entry, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels

LAST = '(SELECT coalesce(max(entry.step), 0) FROM record_entry AS entry WHERE entry.subject = {})'
COUNTED = [
    ("volunteers_skill", "'skill:' || code"),
]
"""Tables of rules and the names of their rows in the record; some were counted one behind or ahead."""


class Migration(migrations.Migration):
    """The name in our models, and each counter set to the last entry of its row."""

    dependencies = [('volunteers', '0002_sources_in_chinese'), ('record', '0002_helpers')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('skill', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('skill', 'step', 'version'),
                migrations.AlterField('volunteer', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('volunteer', 'step', 'version'),
            ],
        ),
        *(migrations.RunSQL([f'UPDATE {table} SET step = {LAST.format(subject)}'], []) for table, subject in COUNTED),
    ]

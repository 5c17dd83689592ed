"""A row counts its changes as its `version`, by the number of its last entry, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels

LAST = '(SELECT coalesce(max(entry.step), 0) FROM record_entry AS entry WHERE entry.subject = {})'
COUNTED = [
    ("programmes_counted", "'counted:' || topic || ':' || category_id"),
]
"""Tables of rules and the names of their rows in the record; some were counted one behind or ahead."""


class Migration(migrations.Migration):
    """The name in our models, and each counter set to the last entry of its row."""

    dependencies = [('programmes', '0002_sources_in_chinese'), ('record', '0002_helpers')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('character', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('character', 'step', 'version'),
                migrations.AlterField('communitycharacter', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('communitycharacter', 'step', 'version'),
                migrations.AlterField('brand', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('brand', 'step', 'version'),
                migrations.AlterField('yearplan', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('yearplan', 'step', 'version'),
            ],
        ),
        migrations.AddField('counted', 'version', models.PositiveIntegerField(db_column='step', default=0)),
        *(migrations.RunSQL([f'UPDATE {table} SET step = {LAST.format(subject)}'], []) for table, subject in COUNTED),
    ]

"""A row counts its changes as its `version`, by the number of its last entry, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels

LAST = '(SELECT coalesce(max(entry.step), 0) FROM record_entry AS entry WHERE entry.subject = {})'
COUNTED = [
    ("party_postkind", "'post_kind:' || code"),
    ("party_wishkind", "'wish_kind:' || code"),
]
"""Tables of rules and the names of their rows in the record; some were counted one behind or ahead."""


class Migration(migrations.Migration):
    """The name in our models, and each counter set to the last entry of its row."""

    dependencies = [('party', '0003_words_at_rest'), ('record', '0002_helpers')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('partnership', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('partnership', 'step', 'version'),
                migrations.AlterField('listline', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('listline', 'step', 'version'),
                migrations.AlterField('reporting', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('reporting', 'step', 'version'),
                migrations.AlterField('postkind', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('postkind', 'step', 'version'),
                migrations.AlterField('post', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('post', 'step', 'version'),
                migrations.AlterField('pledge', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('pledge', 'step', 'version'),
                migrations.AlterField('comment', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('comment', 'step', 'version'),
                migrations.AlterField('wishkind', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('wishkind', 'step', 'version'),
                migrations.AlterField('wish', 'step', models.PositiveIntegerField(db_column='step', default=1)),
                migrations.RenameField('wish', 'step', 'version'),
                migrations.RemoveConstraint('wish', 'wish_step_from_one'),
                migrations.AddConstraint(
                    'wish',
                    models.CheckConstraint(
                        condition=models.Q(version__gte=1, link__gte=1), name='wish_step_from_one'
                    ),
                ),
            ],
        ),
        *(migrations.RunSQL([f'UPDATE {table} SET step = {LAST.format(subject)}'], []) for table, subject in COUNTED),
    ]

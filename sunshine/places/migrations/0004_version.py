"""A row counts its changes as its `version`, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels


class Migration(migrations.Migration):
    """The name in our models; the database does not change."""

    dependencies = [('places', '0003_soft_remove_character')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('place', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('place', 'step', 'version'),
                migrations.AlterField('building', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('building', 'step', 'version'),
            ],
        ),
    ]

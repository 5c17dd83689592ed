"""A row counts its changes as its `version`, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels


class Migration(migrations.Migration):
    """The name in our models; the database does not change."""

    dependencies = [('people', '0006_deputies')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('organisation', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('organisation', 'step', 'version'),
                migrations.AlterField('officer', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('officer', 'step', 'version'),
                migrations.AlterField('contact', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('contact', 'step', 'version'),
            ],
        ),
    ]

"""A row counts its changes as its `version`, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels


class Migration(migrations.Migration):
    """The name in our models; the database does not change."""

    dependencies = [('clocks', '0004_calendar_change')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('calendaryear', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('calendaryear', 'step', 'version'),
                migrations.AlterField('officehours', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('officehours', 'step', 'version'),
                migrations.AlterField('policy', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('policy', 'step', 'version'),
            ],
        ),
    ]

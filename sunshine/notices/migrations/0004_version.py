"""A row counts its changes as its `version`, in the column it always had."""

from django.db import migrations, models

from sunshine.record.renaming import RenameInModels


class Migration(migrations.Migration):
    """The name in our models; the database does not change."""

    dependencies = [('notices', '0003_in_both_languages')]

    operations = [
        RenameInModels(
            state_operations=[
                migrations.AlterField('template', 'step', models.PositiveIntegerField(db_column='step', default=0)),
                migrations.RenameField('template', 'step', 'version'),
            ],
        ),
    ]

"""Who named a branch stands beside who offers themselves; the table stays and keeps its name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_version'),
        ('volunteers', '0003_version'),
        ('party', '0004_version'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='Member',
            fields=[
                ('volunteer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='member', serialize=False, to='volunteers.volunteer')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='people.organisation')),
            ],
            options={
                'db_table': 'party_member',
            },
        ),
    ])]

"""The service catalogue has gone to a room of its own: nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_version'),
        ('services', '0001_from_cases'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.DeleteModel(
            name='Service',
        ),
    ])]

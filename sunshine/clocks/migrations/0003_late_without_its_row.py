"""The one running clock of a kind holds its time in its index: what is late is counted without the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0002_handling'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='clock',
            name='clock_one_running',
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_at__isnull', True)), fields=('subject', 'kind'), include=('due_at',), name='clock_one_running'),
        ),
    ]

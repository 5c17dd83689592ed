"""A street's open requests are counted, and what belongs to an open request finds its place and holder, by an index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0020_history_and_batches'),
        ('people', '0006_deputies'),
        ('places', '0003_soft_remove_character'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_open_street_state',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('open', True)), fields=['street', 'state', 'due_at', 'id'], include=('restricted',), name='case_open_in_street'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('open', True), ('restricted', False)), fields=['id'], include=('place', 'street', 'community', 'holder'), name='case_open_whose'),
        ),
    ]

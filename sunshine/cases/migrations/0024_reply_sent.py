"""When the reply to a matter of another office went back to it, so that only what is new goes back next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for all that is there."""

    dependencies = [
        ('cases', '0023_find_by_their_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='reply_sent_at',
            field=models.DateTimeField(null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0003_late_without_its_row'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.JSONField()),
                ('prefix', models.CharField(max_length=16)),
                ('spanned', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['prefix', 'id'], name='calendar_change_open')],
            },
        ),
    ]

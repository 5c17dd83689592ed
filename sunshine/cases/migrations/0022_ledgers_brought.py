"""Ledgers that are brought to the desk: the file put aside, what was said of its columns, what became of its rows."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table of its own; nothing that stands is touched."""

    dependencies = [
        ('cases', '0021_open_without_their_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=32, unique=True)),
                ('source', models.CharField(max_length=60)),
                ('community', models.CharField(blank=True, max_length=15)),
                ('filename', models.CharField(max_length=200)),
                ('parked', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(max_length=10)),
                ('task', models.CharField(choices=[('preview', 'preview'), ('take', 'take in'), ('undo', 'take back')], default='preview', max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'waiting its turn'), ('working', 'under way'), ('asking', 'asks what the columns are'), ('done', 'completed'), ('failed', 'not possible')], default='waiting', max_length=8)),
                ('columns', models.JSONField(default=dict)),
                ('found', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('warnings', models.JSONField(default=list)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('accepted', models.PositiveIntegerField(default=0)),
                ('there', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('batch', models.CharField(blank=True, max_length=24)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('step', models.PositiveIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ledgers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['source', '-asked_at'], name='ledger_of_source')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name__regex', '^[0-9a-f]{32}$')), name='ledger_name_is_random_hex')],
            },
        ),
    ]

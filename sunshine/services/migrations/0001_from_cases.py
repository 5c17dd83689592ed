"""The service catalogue leaves the room of requests; its table stays and keeps its name."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0007_version'),
        ('cases', '0025_version'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_column='step', default=0)),
                ('zh', models.CharField(max_length=40)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('retired_on', models.DateField(null=True)),
                ('code', models.SlugField(db_index=False, max_length=40)),
                ('place', models.CharField(max_length=15)),
                ('function', models.CharField(choices=[('management', 'Management'), ('service', 'Service'), ('security', 'Security'), ('education', 'Education')], max_length=10)),
                ('en', models.CharField(blank=True, max_length=80)),
                ('who', models.CharField(max_length=200)),
                ('who_en', models.CharField(blank=True, max_length=300)),
                ('where', models.CharField(blank=True, max_length=120)),
                ('where_en', models.CharField(blank=True, max_length=200)),
                ('when', models.CharField(blank=True, max_length=120)),
                ('when_en', models.CharField(blank=True, max_length=200)),
                ('bring', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                ('bring_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), default=list, size=None)),
                ('how_long', models.CharField(max_length=120)),
                ('how_long_en', models.CharField(blank=True, max_length=200)),
                ('more', models.CharField(blank=True, max_length=240)),
                ('more_en', models.CharField(blank=True, max_length=400)),
                ('fee', models.CharField(blank=True, max_length=80)),
                ('fee_basis', models.CharField(blank=True, max_length=120)),
                ('kind', models.CharField(blank=True, choices=[('county', 'County government'), ('street', 'Sub-district office'), ('community', "Residents' committee"), ('department', 'Department'), ('utility', 'Public utility'), ('property', 'Property management'), ('supervision', 'Supervision desk'), ('party_work_committee', 'Party working committee'), ('party_committee', 'Party committee'), ('general_branch', 'General party branch'), ('branch', 'Party branch'), ('grid_branch', 'Grid party branch'), ('party_group', 'Party group'), ('member_household', 'Party member household'), ('partner', 'Partner unit'), ('volunteer_team', 'Volunteer team')], max_length=24)),
                ('ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('online', 'online'), ('at_home', 'we come to your home'), ('proxy', 'we or somebody you send do it for you')], max_length=8), default=list, size=None)),
                ('door', models.CharField(blank=True, choices=[('report', 'Report something'), ('help', 'Ask for help'), ('serve', 'Offer to help')], max_length=8)),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('offered', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'db_table': 'cases_service',
                'ordering': ['order', 'code', 'place'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('place', 'code'), name='service_once_per_place'), models.CheckConstraint(condition=models.Q(('place__regex', '^\\d{6}(\\d{3}){0,3}$')), name='service_place_is_a_code'), models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), models.Q(('kind', ''), _negated=True)), models.Q(('kind', ''), ('organisation__isnull', False)), _connector='OR'), name='service_names_one_office'), models.CheckConstraint(condition=models.Q(('fee', ''), models.Q(('fee_basis', ''), _negated=True), _connector='OR'), name='service_fee_names_its_legal_basis'), models.CheckConstraint(condition=models.Q(('bring_en', []), ('bring__len', models.F('bring_en__len')), _connector='OR'), name='service_bring_said_whole')],
            },
        ),
    ])]

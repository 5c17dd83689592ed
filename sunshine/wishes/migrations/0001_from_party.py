"""Wishes leave the room of party building; their tables stay and keep their names."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0007_version'),
        ('places', '0004_version'),
        ('volunteers', '0004_member_from_party'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('party', '0004_version'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='Helper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteers.volunteer')),
            ],
            options={
                'db_table': 'party_helper',
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('ref', models.CharField(max_length=32, unique=True)),
                ('access', models.CharField(max_length=64, unique=True)),
                ('version', models.PositiveIntegerField(db_column='step', default=1)),
                ('link', models.PositiveIntegerField(default=1)),
                ('channel', models.CharField(choices=[('web', 'website'), ('phone', 'telephone'), ('counter', 'counter'), ('grid', 'grid worker'), ('post', 'member or volunteer on a post'), ('open311', 'another system'), ('import', 'imported ledger')], max_length=10)),
                ('language', models.CharField(default='zh-hans', max_length=8)),
                ('text', models.TextField()),
                ('original', models.BinaryField(null=True)),
                ('place', models.CharField(max_length=15)),
                ('street', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left('place', 9), output_field=models.CharField(max_length=9))),
                ('community', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left('place', 12), output_field=models.CharField(max_length=12))),
                ('received_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField()),
                ('form_key', models.CharField(max_length=64, null=True, unique=True)),
                ('open', models.GeneratedField(db_persist=True, expression=models.Q(('closed_at__isnull', True)), output_field=models.BooleanField())),
                ('state', models.CharField(choices=[('asked', 'asked, the community looks at it'), ('offered', 'on the list, waiting for a group'), ('claimed', 'a group has taken it'), ('done', 'done, to be confirmed'), ('closed', 'closed')], default='asked', max_length=10)),
                ('public_text', models.CharField(blank=True, max_length=120)),
                ('times', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('weekday_day', 'weekdays, daytime'), ('weekday_evening', 'weekdays, evening'), ('weekend_day', 'weekend, daytime'), ('weekend_evening', 'weekend, evening')], max_length=16), default=list, size=None)),
                ('wanted_by', models.DateField(null=True)),
                ('for_minor', models.BooleanField(default=False)),
                ('offered_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('first_offered_at', models.DateTimeField(null=True)),
                ('first_claimed_at', models.DateTimeField(null=True)),
                ('visited_on', models.DateField(null=True)),
                ('fulfilled_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('fulfilled', 'fulfilled, confirmed by the wisher'), ('unconfirmed', 'done, the wisher did not answer'), ('declined', 'could not be taken on'), ('withdrawn', 'taken back by the wisher')], max_length=12)),
                ('reworks', models.PositiveSmallIntegerField(default=0)),
                ('building', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.building')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.contact')),
                ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('for_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.contact')),
                ('helpers', models.ManyToManyField(related_name='wishes', through='wishes.Helper', to='volunteers.volunteer')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'db_table': 'party_wish',
            },
        ),
        migrations.AddField(
            model_name='helper',
            name='wish',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pair', to='wishes.wish'),
        ),
        migrations.CreateModel(
            name='WishConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('satisfied', models.CharField(blank=True, choices=[('yes', 'satisfied'), ('fair', 'fairly satisfied'), ('no', 'not satisfied')], max_length=6)),
                ('channel', models.CharField(choices=[('web', 'website'), ('phone', 'telephone'), ('counter', 'counter'), ('grid', 'grid worker'), ('post', 'member or volunteer on a post'), ('open311', 'another system'), ('import', 'imported ledger')], max_length=10)),
                ('at', models.DateTimeField()),
                ('fulfilled', models.CharField(choices=[('yes', 'solved'), ('partly', 'partly solved'), ('no', 'not solved')], max_length=6)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='wishes.wish')),
            ],
            options={
                'db_table': 'party_wishconfirmation',
            },
        ),
        migrations.CreateModel(
            name='WishCustody',
            fields=[
                ('link', models.PositiveIntegerField()),
                ('began', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('after', models.DateTimeField(null=True)),
                ('open', models.GeneratedField(db_persist=True, expression=models.Q(('ended__isnull', True)), output_field=models.BooleanField())),
                ('pk', models.CompositePrimaryKey('wish_id', 'link', blank=True, editable=False, primary_key=True, serialize=False)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('wish', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='custody', to='wishes.wish')),
            ],
            options={
                'db_table': 'party_wishcustody',
            },
        ),
        migrations.CreateModel(
            name='WishKind',
            fields=[
                ('version', models.PositiveIntegerField(db_column='step', default=0)),
                ('code', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('zh', models.CharField(max_length=40)),
                ('en', models.CharField(max_length=60)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('retired_on', models.DateField(null=True)),
                ('at_home', models.BooleanField(default=True)),
                ('skill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteers.skill')),
            ],
            options={
                'db_table': 'party_wishkind',
                'ordering': ['order', 'code'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='wish',
            name='kind',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wishes.wishkind'),
        ),
        migrations.CreateModel(
            name='WishNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('original', models.BinaryField(null=True)),
                ('to_resident', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('note', 'note among helpers and staff'), ('reason', 'reason'), ('result', 'what was done'), ('comment', "the wisher's words")], max_length=10)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wish', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='wishes.wish')),
            ],
            options={
                'db_table': 'party_wishnote',
            },
        ),
        migrations.AddConstraint(
            model_name='helper',
            constraint=models.UniqueConstraint(fields=('wish', 'volunteer'), name='helper_once_per_wish'),
        ),
        migrations.AddConstraint(
            model_name='wishconfirmation',
            constraint=models.UniqueConstraint(fields=('wish', 'round'), name='wish_confirmation_once_per_round'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.UniqueConstraint(fields=('wish', 'ended'), name='wish_custody_one_end'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.UniqueConstraint(fields=('wish', 'began'), name='wish_custody_one_beginning'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.UniqueConstraint(fields=('wish', 'link', 'holder', 'open'), name='wish_custody_open_end'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.UniqueConstraint(condition=models.Q(('ended__isnull', True)), fields=('wish',), name='wish_custody_one_open'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.UniqueConstraint(condition=models.Q(('after__isnull', True)), fields=('wish',), name='wish_custody_one_first'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.CheckConstraint(condition=models.Q(('ended__gt', models.F('began'))), name='wish_custody_lasts'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.CheckConstraint(condition=models.Q(('after', models.F('began'))), name='wish_custody_no_gap'),
        ),
        migrations.AddConstraint(
            model_name='wishcustody',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after__isnull', True), ('link', 1)), models.Q(models.Q(('link', 1), _negated=True), ('after__isnull', False)), _connector='OR'), name='wish_custody_first_has_none_before'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('open', True)), fields=['community', 'state', 'due_at', 'id'], name='wish_open_community'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('open', True)), fields=['holder', 'state', 'due_at', 'id'], name='wish_open_holder'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('open', True)), fields=['state', 'due_at', 'id'], name='wish_open_state'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(fields=['community', '-received_at', '-id'], name='wish_by_community'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('open', False), models.Q(('text', ''), _negated=True)), fields=['closed_at', 'id'], name='wish_to_forget'),
        ),
        migrations.AddIndex(
            model_name='wish',
            index=models.Index(condition=models.Q(('original', None)), fields=['id'], name='wish_to_rest'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True), ('outcome', '')), _connector='OR'), name='wish_closed_iff_closed_at_and_outcome'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['offered', 'claimed', 'done']), _negated=True), models.Q(('public_text', ''), _negated=True), _connector='OR'), name='wish_on_the_list_has_public_words'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['claimed', 'done']), _negated=True), ('claimed_at__isnull', False), _connector='OR'), name='wish_claimed_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('link__gte', 1), ('version__gte', 1)), name='wish_step_from_one'),
        ),
        migrations.AddIndex(
            model_name='wishnote',
            index=models.Index(condition=models.Q(('kind__in', ('comment', 'reply')), ('original', None)), fields=['id'], name='wish_note_to_rest'),
        ),
        migrations.AddConstraint(
            model_name='wishnote',
            constraint=models.UniqueConstraint(fields=('wish', 'step', 'kind'), name='wish_note_once_per_step_and_kind'),
        ),
    ])]

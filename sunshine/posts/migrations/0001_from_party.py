"""Posts and pledges leave the room of party building; their tables stay and keep their names."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0025_version'),
        ('people', '0007_version'),
        ('volunteers', '0003_version'),
        ('party', '0004_version'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_column='step', default=0)),
                ('place', models.CharField(max_length=15)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('held_since', models.DateField(null=True)),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='volunteers.volunteer')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.organisation')),
            ],
            options={
                'db_table': 'party_post',
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_column='step', default=0)),
                ('ref', models.CharField(max_length=32, unique=True)),
                ('community', models.CharField(max_length=12)),
                ('text', models.CharField(max_length=200)),
                ('scope', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('made', 'promised'), ('kept', 'kept in time'), ('late', 'kept late'), ('not_kept', 'not kept')], default='made', max_length=8)),
                ('evidence', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('settled_on', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='people.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='volunteers.volunteer')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='posts.post')),
            ],
            options={
                'db_table': 'party_pledge',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_column='step', default=0)),
                ('helpful', models.CharField(choices=[('yes', 'it helped'), ('partly', 'it helped a little'), ('no', 'it did not help')], max_length=6)),
                ('text', models.CharField(blank=True, max_length=200)),
                ('released_on', models.DateField(null=True)),
                ('set_aside_on', models.DateField(null=True)),
                ('at', models.DateTimeField()),
                ('form_key', models.CharField(max_length=64, null=True, unique=True)),
                ('pledge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='posts.pledge')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='posts.post')),
            ],
            options={
                'db_table': 'party_comment',
            },
        ),
        migrations.CreateModel(
            name='PostKind',
            fields=[
                ('version', models.PositiveIntegerField(db_column='step', default=0)),
                ('code', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('zh', models.CharField(max_length=40)),
                ('en', models.CharField(max_length=60)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('retired_on', models.DateField(null=True)),
                ('duties', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('duties_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None)),
                ('every_days', models.PositiveSmallIntegerField(default=7)),
                ('skill', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteers.skill')),
            ],
            options={
                'db_table': 'party_postkind',
                'ordering': ['order', 'code'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='post',
            name='kind',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='posts.postkind'),
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(null=True)),
                ('found', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='posts.post')),
            ],
            options={
                'db_table': 'party_task',
            },
        ),
        migrations.CreateModel(
            name='Tenure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began', models.DateField()),
                ('ended', models.DateField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='posts.post')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteers.volunteer')),
            ],
            options={
                'db_table': 'party_tenure',
            },
        ),
        migrations.AddIndex(
            model_name='pledge',
            index=models.Index(condition=models.Q(('settled_on__isnull', True)), fields=['community', 'due_on', 'id'], name='pledge_open'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_on__isnull', True), ('state', 'made')), models.Q(models.Q(('state', 'made'), _negated=True), ('settled_on__isnull', False)), _connector='OR'), name='pledge_settled_iff_day'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['kept', 'late']), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='pledge_kept_has_evidence'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['late', 'not_kept']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='pledge_not_kept_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(('community__regex', '^\\d{12}$')), name='pledge_in_a_community'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('released_on__isnull', True), ('set_aside_on__isnull', True), models.Q(('text', ''), _negated=True)), fields=['at', 'id'], name='comment_waiting'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pledge__isnull', True), ('post__isnull', False)), models.Q(('pledge__isnull', False), ('post__isnull', True)), _connector='OR'), name='comment_on_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('set_aside_on__isnull', True), models.Q(('released_on__isnull', True), ('text', '')), _connector='OR'), name='comment_set_aside_has_no_words'),
        ),
        migrations.AddConstraint(
            model_name='postkind',
            constraint=models.CheckConstraint(condition=models.Q(('every_days__gte', 1)), name='post_kind_has_a_rhythm'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['place'], name='post_open_place', opclasses=['text_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_since__isnull', True), ('holder__isnull', True)), models.Q(('held_since__isnull', False), ('holder__isnull', False)), _connector='OR'), name='post_holder_and_since'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('holder__isnull', True), _connector='OR'), name='post_closed_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('place__regex', '^\\d{12}(\\d{3})?$')), name='post_place_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('post', 'duty', 'due_on'), name='task_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('done_on__isnull', False), models.Q(('found', 0), ('note', '')), _connector='OR'), name='task_found_when_done'),
        ),
        migrations.AddConstraint(
            model_name='tenure',
            constraint=models.UniqueConstraint(condition=models.Q(('ended__isnull', True)), fields=('post',), name='tenure_one_open'),
        ),
        migrations.AddConstraint(
            model_name='tenure',
            constraint=models.CheckConstraint(condition=models.Q(('ended__isnull', True), ('ended__gte', models.F('began')), _connector='OR'), name='tenure_in_order'),
        ),
    ])]

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0005_more_kinds'),
        ('people', '0005_group_leaders'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Character',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('zh', models.CharField(max_length=20)),
                ('en', models.CharField(max_length=40)),
                ('words', models.CharField(max_length=300)),
                ('words_en', models.CharField(max_length=400)),
                ('goals', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('goals_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None)),
                ('ideas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('ideas_en', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None)),
                ('order', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=120)),
                ('step', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('outcome', models.TextField(blank=True)),
                ('stage', models.CharField(choices=[('feature', 'distinctive feature, being built'), ('quality', 'proven quality'), ('highlight', 'showcase')], default='feature', max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('step', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('place__regex', '^\\d{6}(\\d{3}){0,2}$')), name='brand_place_is_a_code'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='brand_has_a_name'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='brand_dates'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'highlight'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='brand_showcase_tells_its_outcome'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('place',), name='brand_one_per_place')],
            },
        ),
        migrations.CreateModel(
            name='CommunityCharacter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=12)),
                ('main', models.BooleanField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('step', models.PositiveIntegerField(default=0)),
                ('character', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communities', to='programmes.character')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('community__regex', '^\\d{12}$')), name='character_of_a_community'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='character_dates'), models.UniqueConstraint(condition=models.Q(('main', True), ('valid_to__isnull', True)), fields=('community',), name='community_one_main_character'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('community', 'character'), name='community_character_once')],
            },
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(choices=[('hazard', 'hazards (safety risks to be removed)'), ('safety', 'safety events (to be dealt with in time)'), ('noise', 'noise'), ('order', 'public order')], max_length=10)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
            ],
            options={
                'ordering': ['topic', 'category'],
                'constraints': [models.UniqueConstraint(fields=('topic', 'category'), name='counted_once_per_topic')],
            },
        ),
        migrations.CreateModel(
            name='IndicatorDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24)),
                ('version', models.PositiveSmallIntegerField()),
                ('zh', models.CharField(max_length=40)),
                ('en', models.CharField(max_length=80)),
                ('unit', models.CharField(choices=[('share', '%'), ('count', 'times or things'), ('people', 'attendances'), ('hours', 'hours'), ('kilograms', 'kg'), ('average', 'per matter'), ('per_hundred', 'per 100 households'), ('points', 'percentage points')], max_length=12)),
                ('numerator', models.CharField(max_length=200)),
                ('numerator_en', models.CharField(max_length=300)),
                ('denominator', models.CharField(blank=True, max_length=200)),
                ('denominator_en', models.CharField(blank=True, max_length=300)),
                ('key', models.CharField(blank=True, max_length=24)),
                ('source', models.CharField(max_length=160)),
                ('order', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('character', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='programmes.character')),
            ],
            options={
                'ordering': ['order', 'version'],
                'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='indicator_version_once'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='indicator_one_in_force'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='indicator_version_from_one'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='indicator_dates'), models.CheckConstraint(condition=models.Q(models.Q(('unit__in', ['share', 'average', 'per_hundred']), _negated=True), models.Q(('denominator', ''), _negated=True), _connector='OR'), name='indicator_rate_has_its_base')],
            },
        ),
        migrations.CreateModel(
            name='StageReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came_from', models.CharField(choices=[('feature', 'distinctive feature, being built'), ('quality', 'proven quality'), ('highlight', 'showcase')], max_length=10)),
                ('went_to', models.CharField(choices=[('feature', 'distinctive feature, being built'), ('quality', 'proven quality'), ('highlight', 'showcase')], max_length=10)),
                ('reviewed_on', models.DateField()),
                ('reason', models.TextField()),
                ('quarters', models.PositiveSmallIntegerField()),
                ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='programmes.brand')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('came_from', 'feature'), ('went_to', 'quality')), models.Q(('came_from', 'quality'), ('went_to', 'highlight')), _connector='OR'), name='review_skips_no_stage'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='review_has_a_reason'), models.UniqueConstraint(fields=('brand', 'went_to'), name='review_once_per_stage')],
            },
        ),
        migrations.CreateModel(
            name='YearPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=12)),
                ('year', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('step', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('community__regex', '^\\d{12}$')), name='plan_of_a_community'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='plan_says_something'), models.UniqueConstraint(fields=('community', 'year'), name='plan_one_per_year')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('reached_on', models.DateField(null=True)),
                ('result', models.CharField(blank=True, max_length=200)),
                ('dropped_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='programmes.yearplan')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('dropped_on__isnull', True), ('reached_on__isnull', True)), fields=['due_on', 'id'], name='milestone_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='milestone_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('reached_on__isnull', True), ('result', '')), models.Q(('reached_on__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='milestone_reached_has_its_result'), models.CheckConstraint(condition=models.Q(models.Q(('dropped_on__isnull', True), ('reason', '')), models.Q(('dropped_on__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='milestone_dropped_has_its_reason'), models.CheckConstraint(condition=models.Q(('reached_on__isnull', True), ('dropped_on__isnull', True), _connector='OR'), name='milestone_ends_one_way')],
            },
        ),
    ]

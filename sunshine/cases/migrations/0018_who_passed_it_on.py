"""Who passed a request on and waits for its holder to accept it stands on the request: the leader's desk asked the record for it,
once for each open request."""

import django.db.models.deletion
from django.db import migrations, models

# The same of what waits at the moment, by the last step that put it on its holder's desk. What came back at the
# resident's word waits for nobody of the staff; what was taken over by consent, whoever held it before gave away.
BACKFILL = [
    """
UPDATE cases_case AS matter SET passed_by_id = step.waiter, passed_at = custody.began
FROM cases_custody AS custody, LATERAL (
    SELECT CASE verb
        WHEN 'consent' THEN (SELECT holder_id FROM cases_custody WHERE case_id = custody.case_id AND link = custody.link - 1)
        WHEN 'reopen' THEN NULL ELSE organisation END AS waiter
    FROM record_entry WHERE subject = 'case:' || (SELECT ref FROM cases_case WHERE id = custody.case_id)
        AND verb IN ('route', 'uphold', 'consent', 'conclude', 'reopen')
    ORDER BY step DESC LIMIT 1
) AS step
WHERE matter.open AND matter.state = 'received' AND matter.link > 1 AND custody.case_id = matter.id
    AND custody.link = matter.link AND step.waiter <> matter.holder_id
"""
]


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_words_by_two'),
        ('people', '0006_deputies'),
        ('places', '0003_soft_remove_character'),
        ('record', '0002_helpers'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='passed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='passed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('open', True), ('passed_by__isnull', False), ('restricted', False), ('state', 'received')), fields=['street', 'passed_by', 'holder', 'passed_at'], include=('place', 'community'), name='case_passed_on'),
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]

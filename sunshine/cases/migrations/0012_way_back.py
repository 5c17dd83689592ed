"""What ended comes back at the resident's word; what a reason says of a matter, the record has to show."""

from django.db import migrations, models

SHIPPED = [
    "UPDATE cases_reason SET claims = code WHERE kind = 'exclusion' AND code IN ('unreachable', 'duplicate', 'outside')"
]


class Migration(migrations.Migration):
    """Columns and choices only: nothing that is there changes its meaning."""

    dependencies = [("cases", "0011_found_on_the_spot")]

    operations = [
        migrations.AddField(
            "reason", "claims", models.CharField(blank=True, choices=[("unreachable", "calls that nobody answered"), ("duplicate", "another report of the same matter"), ("outside", "a place outside the county")], max_length=12, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(SHIPPED, migrations.RunSQL.noop),
        migrations.AddField(
            "proposal", "other", models.ForeignKey("cases.case", null=True, on_delete=models.PROTECT, related_name="+"),
        ),
        migrations.AlterField(
            model_name='note',
            name='kind',
            field=models.CharField(choices=[('note', 'note among staff'), ('question', 'question to the resident'), ('reply', "the resident's reply"), ('answer', 'result'), ('shared', 'result, for those who reported the same'), ('return', 'reason for the return'), ('comment', "the resident's comment"), ('reason', 'reason'), ('decision', 'decision and its reason'), ('part', 'answer of an organisation that was called in'), ('conclusion', 'joint conclusion'), ('stage', 'report on how far it is'), ('plan', 'plan for a matter that is set aside'), ('contact', 'note of a call')], max_length=10),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='kind',
            field=models.CharField(choices=[('return', 'return'), ('transfer', 'transfer'), ('extension', 'extension'), ('shelving', 'setting aside'), ('exclusion', 'leaving out of the rates'), ('exemption', "late for reasons outside the holder's power"), ('forwarding', 'passing to the lawful channel')], max_length=12),
        ),
        migrations.AlterField(
            model_name='reason',
            name='kind',
            field=models.CharField(choices=[('return', 'return'), ('transfer', 'transfer'), ('extension', 'extension'), ('shelving', 'setting aside'), ('exclusion', 'leaving out of the rates'), ('exemption', "late for reasons outside the holder's power"), ('forwarding', 'passing to the lawful channel')], max_length=12),
        ),
    ]

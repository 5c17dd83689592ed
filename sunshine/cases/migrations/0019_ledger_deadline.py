"""The deadline of the office that passed a matter to us: ours is never later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for what no ledger brought."""

    dependencies = [("cases", "0018_who_passed_it_on")]

    operations = [migrations.AddField("case", "due_limit", models.DateTimeField(null=True))]

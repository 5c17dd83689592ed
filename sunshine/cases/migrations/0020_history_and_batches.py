"""What a ledger tells as finished, and what an import brought by mistake: two ends of their own, and the import of each matter."""

from django.db import migrations, models
from django.db.models import Q

OUTCOMES = [
    ("confirmed", "confirmed by the resident"),
    ("unconfirmed", "closed without the resident's answer"),
    ("withdrawn", "withdrawn by the resident"),
    ("merged", "handled together with another report"),
    ("forwarded", "passed to the lawful channel"),
    ("history", "finished in another office's ledger"),
    ("undone", "import taken back"),
]


class Migration(migrations.Migration):
    """One column, empty for what no import brought, the index by which one is taken back, and two words."""

    dependencies = [("cases", "0019_ledger_deadline")]

    operations = [
        migrations.AlterField("case", "outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=12)),
        migrations.AddField("case", "batch", models.CharField(blank=True, default="", max_length=24), preserve_default=False),
        migrations.AddIndex(
            "case", models.Index(condition=~Q(batch=""), fields=["batch"], name="case_of_batch")
        ),
    ]

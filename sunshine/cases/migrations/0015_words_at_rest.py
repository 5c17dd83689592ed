"""A resident's own words keep what leads to a person under seal; what was written before is sealed by a job."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Two columns, and the indexes by which the job finds what it has not looked at yet."""

    dependencies = [("cases", "0014_sources_in_chinese")]

    operations = [
        migrations.AddField("case", "original", models.BinaryField(null=True)),
        migrations.AddField("note", "original", models.BinaryField(null=True)),
        migrations.AddIndex(
            "case", models.Index(condition=Q(("original", None)), fields=["id"], name="case_to_rest")
        ),
        migrations.AddIndex(
            "note",
            models.Index(
                condition=Q(("kind__in", ("comment", "reply")), ("original", None)), fields=["id"], name="note_to_rest"
            ),
        ),
    ]

"""A wisher's own words keep what leads to a person under seal; what was written before is sealed by a job."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Two columns, and the indexes by which the job finds what it has not looked at yet."""

    dependencies = [("party", "0002_wish_chain")]

    operations = [
        migrations.AddField("wish", "original", models.BinaryField(null=True)),
        migrations.AddField("wishnote", "original", models.BinaryField(null=True)),
        migrations.AddIndex(
            "wish", models.Index(condition=Q(("original", None)), fields=["id"], name="wish_to_rest")
        ),
        migrations.AddIndex(
            "wishnote",
            models.Index(
                condition=Q(("kind__in", ("comment", "reply")), ("original", None)),
                fields=["id"],
                name="wish_note_to_rest",
            ),
        ),
    ]

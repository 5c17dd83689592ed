"""A search finds any two characters: which rows are still indexed by words of a dictionary, and an index for the job."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """One column, empty in what is to be indexed anew, and the index by which the job finds it."""

    dependencies = [("cases", "0016_open_by_street_and_state")]

    operations = [
        migrations.AddField("case", "words_version", models.SmallIntegerField(null=True)),
        migrations.AddIndex(
            "case", models.Index(condition=Q(("words_version", None)), fields=["id"], name="case_to_index")
        ),
    ]
